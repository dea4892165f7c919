"""Ids that a table of texts may have do no harm in the formats of other programs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from quotecli.exporting.formats import FORMATS, load_export, load_folder_export
from quotecli.exporting.ids import MAX_ID, name_statements
from quotecli.model import Statement
from quotecli.store.reader import read
from tests.conftest import HARBOUR

STRANGE = ["../../up", "a}\x1b[31m,\n@misc{b", "a-1", "A 1", "x" * 400, "数"]


def rename(key: str) -> Statement:
    """Return a statement that a table calls `key`, and so its quotes."""
    made = read(HARBOUR.encode(), "harbour.yaml")
    quotes = [
        replace(one, id=f"{key}/{n}", statement=key, anchoring=one.anchoring)
        for n, one in enumerate(made.quotes)
    ]
    return made._replace(id=key, quotes=tuple(quotes))


def test_they_become_slugs_that_differ() -> None:
    named = list(name_statements(map(rename, STRANGE)))
    keys = [item.id for item in named]
    assert keys[:5] == ["up", "a-31m-misc-b", "a-1", "a-1-2", "x" * MAX_ID]
    assert len(set(keys)) == len(keys)
    for item in named:
        ids = [quote.id for quote in item.quotes]
        assert len(set(ids)) == len(ids)
        assert {quote.statement for quote in item.quotes} == {item.id}
        assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", key) for key in [item.id, *ids])


def test_those_of_files_stay(harbour: Statement) -> None:
    (same,) = name_statements([harbour])
    assert same is harbour


@pytest.fixture
def harbour() -> Statement:
    return read(HARBOUR.encode(), "harbour.yaml")


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.any_ids])
def test_no_format_but_tables_has_them(name: str) -> None:
    if name == "html":
        pytest.importorskip("jinja2")
    statements = [rename(key) for key in STRANGE]
    if FORMATS[name].module:
        data = b"".join(load_export(name)(statements))
        assert b"\x1b[31m" not in data
        assert b"../../up" not in data
    if FORMATS[name].folder:
        split = {"split": "quote"} if name == "md" else {}
        names = [file for file, _ in load_folder_export(name)(statements, **split)]
        assert len(set(names)) == len(names)
        assert not [file for file in names if "/" in file or len(file) > 255]
