"""Statements are the same after export and import, whatever they hold."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.exporting.formats import FORMATS as FORMATS_OUT
from quotecli.exporting.formats import load_export, load_folder_export
from quotecli.importing.formats import Imported, load_import
from quotecli.model import Quote, Statement
from quotecli.store import reader
from quotecli.store.files import find_shipped
from tests.conftest import HARBOUR, STORM
from tests.generated import statements
from tests.intake.test_archive import zipped

FORMATS = ["w3c", "qdpx", "taguette", "label-studio", "doccano"]
COUNTED = ["w3c", "qdpx"]


class Compared(NamedTuple):
    """A statement to be compared: its file does not matter, the places of its quotes do."""

    head: Statement
    quotes: list[Quote]
    anchors: list[object]


def compared(item: Statement) -> Compared:
    quotes = [replace(quote, anchoring=None) for quote in item.quotes]
    head = item._replace(
        quotes=(), file="", text_file="", topics=dict(item.topics), speakers=dict(item.speakers)
    )
    return Compared(head, quotes, [quote.anchor for quote in item.quotes])


def export(form: str, *items: Statement, **options: str) -> bytes:
    """Return the file of a format, or that of its folder that has the texts."""
    if FORMATS_OUT[form].module:
        return b"".join(load_export(form)(items, **options))
    return next(iter(load_folder_export(form)(items)))[1]


def there_and_back(form: str, *items: Statement, positions: str = "") -> Imported:
    options = {"positions": positions} if positions else {}
    data = export(form, *items, **options)
    return load_import(form)(data, f"out.{form}", None)


@pytest.mark.parametrize(
    ("form", "positions"),
    [
        *((form, "") for form in FORMATS[2:]),
        *((form, way) for form in COUNTED for way in ("codepoints", "utf16")),
    ],
)
@settings(max_examples=settings().max_examples // 2)
@given(made=statements())
def test_everything_comes_back(form: str, positions: str, made: Statement) -> None:
    found = there_and_back(form, made, positions=positions)
    assert found.skipped == ()
    assert [compared(item) for item in found.statements] == [compared(made)]


@pytest.mark.parametrize("origin", ["NVivo 12", "Another"])
@settings(max_examples=settings().max_examples // 2)
@given(made=statements())
def test_a_project_that_another_program_wrote_again_has_the_same_words_or_none(
    origin: str, made: Statement
) -> None:
    old = zipfile.ZipFile(io.BytesIO(b"".join(load_export("qdpx")([made], positions="utf16"))))
    files = {name: old.read(name) for name in old.namelist()}
    files["project.qde"] = files["project.qde"].replace(b"quotecli (UTF-16)", origin.encode(), 1)
    found = load_import("qdpx")(zipped(*files.items()), "out.qdpx", None)
    parts = {quote.id: quote.parts for quote in made.quotes}
    (item,) = found.statements
    assert {quote.id: quote.parts for quote in item.quotes if quote.parts != parts[quote.id]} == {}
    assert len(item.quotes) == len(parts) or found.skipped


@pytest.mark.parametrize("form", FORMATS)
@given(one=statements("one"), two=statements("two"))
@settings(max_examples=settings().max_examples // 4)
def test_several_come_back_apart(form: str, one: Statement, two: Statement) -> None:
    found = there_and_back(form, one, two)
    assert found.skipped == ()
    assert [compared(item) for item in found.statements] == [compared(one), compared(two)]


@pytest.mark.parametrize("form", FORMATS)
@given(made=st.lists(statements(), max_size=1))
@settings(max_examples=settings().max_examples // 4)
def test_the_same_statements_give_the_same_bytes(form: str, made: list[Statement]) -> None:
    assert export(form, *made) == export(form, *made)


@pytest.mark.parametrize("form", FORMATS)
def test_statements_as_people_write_them_come_back(form: str) -> None:
    written = [
        reader.read(HARBOUR.encode(), "harbour.yaml"),
        reader.read(STORM.encode(), "storm.yaml"),
    ]
    items = [*written, reader.load(find_shipped())]
    found = there_and_back(form, *items)
    assert [compared(item) for item in found.statements] == [compared(item) for item in items]
    assert (found.skipped, found.remarks) == ((), ())
