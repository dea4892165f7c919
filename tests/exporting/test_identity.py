"""In every format, two people with the same id in different statements stay two."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from quotecli.exporting.formats import load_export, load_folder_export
from quotecli.library.library import Library
from quotecli.model import Statement
from tests.exporting.test_markdown import shown
from tests.make import made, quote


@pytest.fixture
def lees() -> list[Statement]:
    """Three statements by two people with the id lee, each reporting a quote by Bo."""

    def of(file: str, name: str, words: str, role: str) -> Statement:
        speakers = {"lee": {"name": name, "role": role}, "bo": {"name": "Bo"}}
        told = quote(words, f"{file}-told", speaker="bo", reported_by="lee", suffix=", told")
        return made(
            f"{words}, said. {words}, told.",
            quote(words, file, speaker="lee", suffix=", said"),
            told,
            file=f"{file}.yaml",
            speakers=speakers,
            speaker="lee",
        )

    return [
        of("a", "Ann Lee", "One two", "mayor"),
        of("b", "Bo Lee", "Three four", "editor"),
        of("c", "Ann Lee", "Five six", "mayor"),
    ]


def test_markdown_has_a_heading_for_each(lees: list[Statement]) -> None:
    text = b"".join(load_export("md")(lees, by="speaker")).decode()
    headings, quotes, _ = shown(text)
    assert headings == ["Ann Lee", "Bo", "Bo Lee"]
    sections = {part.partition("\n")[0]: part for part in text.split("# ")[1:]}
    assert ("One two" in sections["Ann Lee"], "Five six" in sections["Ann Lee"]) == (True, True)
    assert "Three four" not in sections["Ann Lee"]
    assert len(quotes) == 6


def test_notes_have_a_file_for_each(lees: list[Statement]) -> None:
    files = dict(load_folder_export("md")(lees, "speaker"))
    names = {name: content.decode() for name, content in files.items()}
    assert sorted(names) == ["bo.md", "lee-ann-lee.md", "lee-bo-lee.md"]
    assert "Three four" not in names["lee-ann-lee.md"]
    assert "speaker: Bo Lee" in names["lee-bo-lee.md"].replace('"', "")


def test_the_database_has_a_row_for_each(lees: list[Statement], tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"".join(load_export("sqlite")(lees)))
    db = sqlite3.connect(path)
    try:
        said = db.execute(
            "SELECT id, speaker, role, reported_by FROM attributed_quotes ORDER BY n"
        ).fetchall()
        people = db.execute("SELECT id, name FROM speakers ORDER BY id").fetchall()
        owners = db.execute("SELECT id, speaker FROM statements ORDER BY id").fetchall()
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        db.close()
    assert said == [
        ("a", "Ann Lee", "mayor", None), ("a-told", "Bo", None, "Ann Lee"),
        ("b", "Bo Lee", "editor", None), ("b-told", "Bo", None, "Bo Lee"),
        ("c", "Ann Lee", "mayor", None), ("c-told", "Bo", None, "Ann Lee"),
    ]  # fmt: skip
    assert people == [("bo", "Bo"), ("lee/ann-lee", "Ann Lee"), ("lee/bo-lee", "Bo Lee")]
    assert owners == [("a", "lee/ann-lee"), ("b", "lee/bo-lee"), ("c", "lee/ann-lee")]
    assert [who.name for key, who in Library(lees).speakers.items() if "/" in key] == [
        "Ann Lee",
        "Bo Lee",
    ]


def test_the_page_has_a_filter_for_each(lees: list[Statement]) -> None:
    page = b"".join(load_export("html")(lees)).decode()
    keys = re.findall(r'data-s="([^"()]*)"', page)
    assert keys == ["lee/ann-lee", "bo", "lee/bo-lee", "bo", "lee/ann-lee", "bo"]
    assert len(set(re.findall(r'value="(lee[^"]*)"', page))) == 2
