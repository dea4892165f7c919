"""The database: exact text, consistent tables, and an index that follows them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quotecli.citing.citation import citation, link
from quotecli.criteria import Criteria
from quotecli.exporting.formats import load_export
from quotecli.library.library import Library
from quotecli.model import Statement
from tests.make import made, quote


@contextmanager
def opened(path: Path, *statements: Statement) -> Iterator[sqlite3.Connection]:
    path.write_bytes(b"".join(load_export("sqlite")(statements)))
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        yield db
    finally:
        db.close()


def test_every_column_holds_the_exact_text(hostile: Statement, tmp_path: Path) -> None:
    with opened(tmp_path / "quotes.db", hostile) as db:
        ((*about, text),) = db.execute("SELECT id, title, occasion, text FROM statements")
        assert (about, text) == ([hostile.id, hostile.title, hostile.occasion], hostile.text)
        assert db.execute(
            "SELECT author, publisher, url, published, accessed, language, file, sha256"
            " FROM statements"
        ).fetchone() == (hostile.source)
        columns = (
            "id, kind, speaker, reported_by, role, excerpt, cue, paragraph, tier, proved, doubt,"
            " note, citation, link"
        )
        rows = db.execute(
            f"SELECT {columns} FROM quotes LEFT JOIN roles USING (statement, speaker) ORDER BY n"
        )
        assert rows.fetchall() == [
            (
                item.id,
                item.kind,
                item.speaker.id if item.speaker else None,
                item.reported_by.id if item.reported_by else None,
                item.speaker.role if item.speaker else None,
                item.excerpt,
                item.cue or None,
                item.paragraph or None,
                item.anchor.tier,
                item.proved,
                item.doubt or None,
                item.note or None,
                citation(hostile, item),
                link(hostile, item) or None,
            )
            for item in hostile.quotes
        ]
        for name, aliases in db.execute("SELECT name, aliases FROM speakers WHERE id = 'p'"):
            assert (name, json.loads(aliases)) == (
                hostile.speakers["p"].name,
                list(hostile.speakers["p"].aliases),
            )
        topics = db.execute("SELECT id, label, description, parent FROM topics").fetchall()
        assert (
            topics
            == [
                (t.id, t.label, t.description or None, t.parent or None)
                for t in hostile.topics.values()
            ][:2]
        )
        spans = db.execute(
            "SELECT quote, part, start_offset, end_offset, text FROM spans"
        ).fetchall()
        assert spans == [
            (n, part, start, end, hostile.text[start:end])
            for n, item in enumerate(hostile.quotes, 1)
            for part, (start, end) in enumerate(item.anchor.spans, 1)
        ]


def test_a_view_has_each_quote_with_its_speaker_and_topics(
    library: Library, tmp_path: Path
) -> None:
    with opened(tmp_path / "quotes.db", *library.select()) as db:
        columns = "excerpt, speaker, role, reported_by, title, topics"
        rows = db.execute(f"SELECT {columns} FROM attributed_quotes ORDER BY n").fetchall()
        assert rows[1:3] == [
            (
                "the boats would need a deeper quay",
                "Bo Chan",
                "harbour master",
                None,
                "The harbour will grow",
                "Ports; Fishing",
            ),
            (
                "more herring than ever",
                "Bo Chan",
                "harbour master",
                "Ann Lee",
                "The harbour will grow",
                "Trade; Fishing",
            ),
        ]
        assert [row[0] for row in rows] == [item.excerpt for item in library.quotes()]
        assert db.execute("SELECT id, quotes FROM topic_counts").fetchall() == [
            *(("trade", 1), ("ports", 2), ("fishing", 2), ("weather", 2), ("safety", 1))
        ]
        assert db.execute("SELECT id, quotes FROM speaker_counts").fetchall() == [
            ("chan", 2),
            ("diaz", 2),
            ("lee", 1),
        ]


def test_only_chosen_quotes_are_in_it(library: Library, tmp_path: Path) -> None:
    with opened(tmp_path / "quotes.db", *library.select(Criteria(topics=("safety",)))) as db:
        assert db.execute("SELECT id FROM quotes").fetchall() == [("nobody-slept",)]
        assert db.execute("SELECT id FROM speakers").fetchall() == [("diaz",)]
        assert set(db.execute("SELECT id FROM topics")) == {("safety",), ("weather",)}


def test_the_index_follows_the_quotes(library: Library, tmp_path: Path) -> None:
    with opened(tmp_path / "quotes.db", *library.select()) as db:

        def found(words: str) -> list[tuple[str]]:
            matches = "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ?"
            sql = f"SELECT id FROM quotes WHERE n IN ({matches})"
            return db.execute(sql, (words,)).fetchall()

        assert found("herring") == [("more-herring",)]
        db.execute("UPDATE quotes SET excerpt = 'less cod' WHERE id = 'more-herring'")
        assert (found("herring"), found("cod")) == ([], [("more-herring",)])
        db.execute(
            "INSERT INTO quotes SELECT n + 100, 'another', statement, kind, polarity, speaker,"
            " reported_by, 'more eels', cue, paragraph, tier, proved, doubt, status,"
            " confidence, important, coder, note, citation, link FROM quotes"
            " WHERE id = 'more-herring'"
        )
        assert found("eels") == [("another",)]
        db.execute("DELETE FROM quotes WHERE id = 'another'")
        assert found("eels") == []
        db.execute("INSERT INTO quotes_fts (quotes_fts, rank) VALUES ('integrity-check', 1)")


def test_one_speaker_may_hold_an_office_in_each_statement(tmp_path: Path) -> None:
    def by(role: str, file: str) -> Statement:
        people = {"lee": {"name": "Ann Lee", "role": role}}
        return made("One.", quote("One", speaker="lee"), speakers=people, file=file)

    with opened(tmp_path / "quotes.db", by("mayor", "a.yaml"), by("former mayor", "b.yaml")) as db:
        rows = db.execute("SELECT statement, role FROM attributed_quotes ORDER BY n").fetchall()
    assert rows == [("a", "mayor"), ("b", "former mayor")]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "quotecli", "export", "--to", "sqlite"]
    first, second = (
        subprocess.run(command, check=True, capture_output=True).stdout for _ in range(2)
    )
    assert first == second
    assert first.startswith(b"SQLite format 3\0")


def test_lists_are_json_and_other_names_of_a_topic_are_its_aliases(tmp_path: Path) -> None:
    def on(file: str, **topic: object) -> Statement:
        return made("One.", quote("One", topics=["t"]), topics={"t": topic}, file=file)

    first = on("a.yaml", label="Weather", keywords=["rain, snow", "sun"], aliases=["the skies"])
    with opened(tmp_path / "quotes.db", first, on("b.yaml", label="The weather")) as db:
        ((label, keywords, aliases),) = db.execute("SELECT label, keywords, aliases FROM topics")
    assert label == "Weather"
    assert json.loads(keywords) == ["rain, snow", "sun"]
    assert json.loads(aliases) == ["the skies", "The weather"]
