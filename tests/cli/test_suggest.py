"""quotecli suggest: topics for quotes, and quotes for topics."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_suggested_topics_are_a_codebook(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "codebook.yaml"
    done = run("suggest", "topics", "-o", book)
    assert done.err == f"wrote 4 topics to {book}\n"
    assert run("check", book).out.endswith("0 errors, 0 warnings; 4 topics and 0 speakers\n")

    run("suggest", "topics", "-o", book, status=2)
    run("suggest", "topics", "-n", "2", "-o", book, "--force")
    assert "2 topics" in run("check", book).out


def test_a_suggested_topic_has_what_it_covers(run: Run) -> None:
    rows = json.loads(run("suggest", "topics", "-f", "json").out)
    assert [list(row) for row in rows] == [["id", "label", "keywords", "quotes", "examples"]] * 4
    assert [row["quotes"] for row in rows] == sorted((row["quotes"] for row in rows), reverse=True)
    assert rows == json.loads(run("suggest", "topics", "-f", "json").out)

    shown = run("suggest", "topics", columns=80).shown
    for row in rows:
        assert row["label"] in shown
        assert f"{row['quotes']} quotes" in shown


def test_a_text_without_quotes_gets_topics(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text(
        "title: Plain\ntext: |\n  The ferry sails at noon.\n  No ferry sails at night.\nquotes: []\n",
        encoding="utf-8",
    )
    (row,) = json.loads(run("suggest", "topics", "-d", path, "-n", "1", "-f", "json").out)
    assert (row["quotes"], row["examples"]) == (0, [])


def test_nothing_to_suggest(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("title: Empty\ntext: And so it is.\nquotes: []\n", encoding="utf-8")
    assert run("suggest", "topics", "-d", path, status=1).err == "no topics found\n"


def test_the_group_shows_its_help(run: Run) -> None:
    assert run("suggest").out == run("suggest", "--help").out
    assert "No such command" in run("suggest", "nothing", status=2).err
