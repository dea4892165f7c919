"""Damaged exports: they give a statement, or one line that says what is wrong."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.errors import QuotecliError
from quotecli.exporting.formats import load_export
from quotecli.importing.formats import load_import
from quotecli.store import reader
from tests.conftest import HARBOUR
from tests.intake.test_archive import zipped

_PIECES = [
    "",
    "x",
    "0",
    "-1",
    "9" * 30,
    '"',
    "<",
    ">",
    "{",
    "]",
    ",",
    "null",
    "&",
    "\x00",
    "é",
    "</Code>",
    "}}",
    " " * 9,
]


@cache
def exported(form: str) -> bytes:
    return b"".join(load_export(form)([reader.read(HARBOUR.encode(), "harbour.yaml")]))


@cache
def parts() -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(exported("qdpx")))
    return {name: archive.read(name) for name in archive.namelist()}


def damaged(draw: st.DataObject, data: bytes) -> bytes:
    """Return the same with some stretches removed, inserted or moved."""
    text = data.decode()
    for _ in range(draw.draw(st.integers(1, 3))):
        start = draw.draw(st.integers(0, len(text)))
        end = start + draw.draw(st.sampled_from([0, 1, 3, 20, 200]))
        elsewhere = draw.draw(st.integers(0, len(text)))
        new = draw.draw(st.sampled_from([*_PIECES, text[elsewhere : elsewhere + 60]]))
        text = text[:start] + new + text[end:]
    return text.encode()


def no_traceback(form: str, data: bytes) -> None:
    text = None if form == "qdpx" else "It rains. The boats would need a deeper quay."
    try:
        found = load_import(form)(data, "in.bin", text)
    except QuotecliError:
        return
    for one in found.statements:
        assert one.text.strip()
        for quote in one.quotes:
            assert all(topic.id in one.topics for topic in quote.topics)
            assert quote.speaker is None or quote.speaker == one.speakers[quote.speaker.id]


@given(st.data())
def test_annotations(draw: st.DataObject) -> None:
    no_traceback("w3c", damaged(draw, exported("w3c")))


@given(st.data())
def test_a_project_or_its_record(draw: st.DataObject) -> None:
    files = dict(parts())
    name = draw.draw(st.sampled_from(sorted(files)))
    files[name] = damaged(draw, files[name])
    no_traceback("qdpx", zipped(*files.items()))


@pytest.mark.parametrize("form", ["w3c", "qdpx", "hypothesis"])
@given(data=st.binary(max_size=300))
def test_any_bytes(form: str, data: bytes) -> None:
    no_traceback(form, data)
