"""Projects of Taguette: ours through Taguette itself, those of others, and hostile databases."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from quotecli.errors import QuotecliError, UnreadableError
from quotecli.exporting.formats import load_export
from quotecli.importing.formats import Imported, load_import
from quotecli.model import Statement
from quotecli.store import reader
from quotecli.store.files import find_shipped
from tests.conftest import HARBOUR, STORM
from tests.generated import statements
from tests.importing.test_round_trip import compared

PROGRAM = Path(__file__).with_name("taguette_program.py")
HOSTILE = """\
title: "<b>Hostile</b> &amp; [[a]]"
topics:
  a: {label: "a.b <i> &#13; 学"}
text: "\\uFEFF  “I <b>can</b> 😀 see”, said\\r\\nAnn.\\x01\\0 \\n\\n\\t“It rains 😀 &lt;”\\n"
quotes:
  - {id: see, kind: direct, excerpt: "can</b> 😀 see", topics: [a]}
  - {id: rains, kind: mixed, excerpt: "It rains 😀 &lt;", polarity: negative, note: "x\\ny"}
"""


def export(*items: Statement) -> bytes:
    return b"".join(load_export("taguette")(items))


def import_(data: bytes) -> Imported:
    return load_import("taguette")(data, "project.sqlite3", None)


@pytest.fixture
def harbour() -> Statement:
    return reader.read(HARBOUR.encode(), "harbour.yaml")


@pytest.fixture
def edit(tmp_path: Path) -> Callable[..., bytes]:
    """Runs SQL on a project, as edits in Taguette do."""

    def run(data: bytes, *script: str) -> bytes:
        path = tmp_path / "edited.sqlite3"
        path.write_bytes(data)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            for line in script:
                db.execute(line)
        return path.read_bytes()

    return run


def find_taguette() -> str | None:
    """Return the interpreter of an environment that has Taguette, or None."""
    given = os.environ.get("QUOTECLI_TAGUETTE")
    command = shutil.which("taguette")
    if given or command is None:
        return given
    return Path(command).read_text(encoding="utf-8").partition("\n")[0].removeprefix("#!")


def run_taguette(*arguments: str | Path) -> Any:
    python = find_taguette()
    if python is None:
        pytest.skip("Taguette is not installed: set QUOTECLI_TAGUETTE to a Python that has it")
    done = subprocess.run(
        [python, PROGRAM, *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.stress
def test_taguette_has_the_right_words_and_gives_everything_back(tmp_path: Path) -> None:
    items = [
        reader.read(HARBOUR.encode(), "harbour.yaml"),
        reader.read(STORM.encode(), "storm.yaml"),
        reader.read(HOSTILE.encode(), "hostile.yaml"),
        reader.load(find_shipped()),
    ]

    @settings(max_examples=25, phases=[Phase.generate])
    @given(statements())
    def add(made: Statement) -> None:
        key = f"made-{len(items)}"
        quotes = tuple(replace(quote, statement=key) for quote in made.quotes)
        items.append(made._replace(id=key, quotes=quotes))

    add()
    (tmp_path / "mine.sqlite3").write_bytes(export(*items))
    seen = run_taguette(tmp_path / "mine.sqlite3", tmp_path / "theirs.sqlite3")
    assert len(seen["documents"]) == len(items) + 1
    for item, document in zip(items, seen["documents"]):
        assert document["text"] == item.text.replace("\0", "\ufffd")
        words = [
            item.text[start:end].replace("\0", "\ufffd")
            for quote in item.quotes
            for start, end in quote.anchor.spans
        ]
        # Taguette writes what it cuts out with bare carriage returns, which are read as lines.
        cut = [re.sub("[\r\n]", "", mark["words"]) for mark in document["highlights"]]
        assert cut == [re.sub("[\r\n]", "", one) for one in words]
        assert [mark["snippet"] for mark in document["highlights"]] == words
    (grows, feeds, quay, herring) = seen["documents"][0]["highlights"]
    assert grows["tags"] == feeds["tags"] == ["Trade.Ports", "kind.direct", "speaker.Ann Lee"]
    assert quay["tags"][2:] == ["kind.indirect", "speaker.Bo Chan"]
    assert "reported by.Ann Lee" in herring["tags"]

    found = import_((tmp_path / "theirs.sqlite3").read_bytes())
    assert found.skipped == ()
    assert [compared(one) for one in found.statements] == [compared(one) for one in items]


def test_edits_of_tags_and_highlights_come_back(
    harbour: Statement, edit: Callable[..., bytes]
) -> None:
    def tag(path: str) -> str:
        return f"(SELECT id FROM tags WHERE path = '{path}')"

    data = edit(
        export(harbour),
        # The first quote, of two parts: another speaker on one of them, and a new tag.
        f"UPDATE highlight_tags SET tag_id = {tag('speaker.Bo Chan')}"
        f" WHERE highlight_id = 1 AND tag_id = {tag('speaker.Ann Lee')}",
        "INSERT INTO tags VALUES (90, 1, 'Trade.Wool', 'All of it')",
        "INSERT INTO highlight_tags VALUES (2, 90)",
        # The second: no longer on fishing, and a draft.
        f"DELETE FROM highlight_tags WHERE highlight_id = 3 AND tag_id = {tag('Trade.Ports')}",
        "INSERT INTO tags VALUES (91, 1, 'status.draft', 'quotecli: status\nid: draft')",
        "INSERT INTO highlight_tags VALUES (3, 91)",
        # The third is removed, and a new highlight made.
        "DELETE FROM highlight_tags WHERE highlight_id = 4",
        "UPDATE highlights SET id = 40, start_offset = 4, end_offset = 11,"
        " snippet = '<p>harbour</p>' WHERE id = 4",
        f"INSERT INTO highlight_tags VALUES (40, {tag('speaker.Ann Lee')})",
        "UPDATE tags SET path = 'Commerce' WHERE path = 'Trade'",
        "UPDATE tags SET path = 'speaker.Bo Chan-Roth' WHERE path = 'speaker.Bo Chan'",
    )
    found = import_(data)
    (item,) = found.statements
    grows, quay, harbour_ = item.quotes
    assert [quote.id for quote in item.quotes][:2] == ["harbour-grows", "deeper-quay"]
    assert (grows.speaker, grows.proved) == (item.speakers["chan"], True)
    assert item.speakers["chan"].name == "Bo Chan-Roth"
    assert [topic.label for topic in grows.topics] == ["Ports", "Trade.Wool"]
    assert [topic.id for topic in quay.topics] == ["fishing"]
    assert (quay.status, quay.kind) == ("draft", "indirect")
    assert item.topics["trade"].label == "Commerce"
    assert item.topics["trade"].aliases == harbour.topics["trade"].aliases
    assert (harbour_.excerpt, harbour_.speaker) == ("harbour", item.speakers["lee"])
    assert (harbour_.kind, harbour_.status) == ("direct", "draft")
    assert [line for line in found.skipped if "more-herring" in line] == [
        "The harbour will grow: the quote 'more-herring', whose marks are gone"
    ]


def test_without_the_record_tags_say_who_and_how(
    harbour: Statement, edit: Callable[..., bytes]
) -> None:
    data = edit(export(harbour), "DELETE FROM documents WHERE filename LIKE '%record%'")
    (item,) = import_(data).statements
    assert item.title == harbour.title
    quay = item.quotes[2]
    assert (quay.excerpt, quay.kind) == ("the boats would need a deeper quay", "indirect")
    assert quay.speaker
    assert quay.speaker.name == "Bo Chan"
    assert [topic.id for topic in quay.topics] == ["ports", "fishing"]
    assert item.topics["fishing"].parent == "ports"
    assert item.quotes[3].reported_by == item.speakers["lee"]


FOREIGN = (
    "UPDATE documents SET contents = '<h1>Títle</h1><p>One 😀 went</p><p>two<br>w<b>en</b>t &amp;"
    " won</p>', filename = 'a.docx'",
    "DELETE FROM documents WHERE id > 1",
    "DELETE FROM highlights",
    "DELETE FROM highlight_tags",
    "DELETE FROM tags",
    "INSERT INTO tags VALUES (1, 1, 'food', 'What is eaten'), (2, 1, 'food.sweet', ''),"
    " (3, 1, 'Dr. Who', '')",
)


def test_a_project_of_taguette_is_read_by_what_it_says(
    harbour: Statement, edit: Callable[..., bytes]
) -> None:
    highlights = (
        # Bytes of the text content: Títle has 6, the emoji 4.
        "(1, 1, 6, 19, '<p>One 😀 went</p>')",
        # Two paragraphs, and tags inside the words.
        "(2, 1, 15, 32, '<p>went</p><p>two<br/>w<b>en</b>t &amp; won</p>')",
        # The words are at another place, and only there.
        "(3, 1, 0, 3, '<p>won</p>')",
        # The words are in two places, and the position in neither.
        "(4, 1, 1, 4, 'went')",
        "(5, 1, 400, 900, 'nowhere to be found')",
    )
    data = edit(
        export(harbour),
        *FOREIGN,
        f"INSERT INTO highlights VALUES {', '.join(highlights)}",
        "INSERT INTO highlight_tags VALUES (1, 2), (1, 3), (2, 1)",
    )
    found = import_(data)
    (item,) = found.statements
    assert item.text == "Títle\n\nOne 😀 went\n\ntwo\nwent & won"
    assert [quote.excerpt for quote in item.quotes] == [
        "One 😀 went",
        "went two went & won",
        "won",
    ]
    assert [topic.label for topic in item.quotes[0].topics] == ["sweet", "Dr. Who"]
    assert item.topics["sweet"].parent == "food"
    assert item.topics["food"].description == "What is eaten"
    assert all(quote.speaker is None and quote.status == "draft" for quote in item.quotes)
    assert len(found.skipped) == 2
    assert "highlight 4: its words occur 2 times" in found.skipped[0]
    assert "highlight 5: its words are not in the text" in found.skipped[1]


@pytest.mark.parametrize(
    "script",
    [
        # A view and a trigger in place of a table; a function in a column; another type.
        "ALTER TABLE tags RENAME TO others; CREATE VIEW tags AS SELECT * FROM others",
        "DROP TABLE tags; CREATE VIRTUAL TABLE tags USING fts5(id, project_id, path, description)",
        "DROP TABLE tags; CREATE TABLE tags (id, project_id, description, path AS (hex(9)))",
        "UPDATE documents SET contents = x'3c'",
        "UPDATE documents SET contents = CAST(x'ff41' AS TEXT)",
        "DROP TABLE highlights",
    ],
)
def test_a_hostile_database_is_refused(harbour: Statement, tmp_path: Path, script: str) -> None:
    path = tmp_path / "hostile.sqlite3"
    path.write_bytes(export(harbour))
    with closing(sqlite3.connect(path)) as db:
        db.executescript(script)
        db.commit()
    with pytest.raises(UnreadableError) as caught:
        import_(path.read_bytes())
    assert caught.value.place


def test_any_damage_is_an_error_or_a_statement(harbour: Statement) -> None:
    data = export(harbour)
    for at in range(0, len(data), 1013):
        damaged = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        for given_ in (damaged, data[:at]):
            try:
                found = import_(given_)
            except QuotecliError:
                continue
            for item in found.statements:
                assert all(quote.proved for quote in item.quotes if quote.anchor.spans)


def test_the_same_statements_give_the_same_bytes(harbour: Statement) -> None:
    assert export(harbour) == export(harbour)
