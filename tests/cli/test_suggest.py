"""quotecli suggest: topics for quotes, and quotes for topics."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("form", ["csv", "tsv", "md"])
def test_each_cell_is_below_its_heading(run: Run, form: str) -> None:
    (first, *_) = json.loads(run("suggest", "topics", "-f", "json").out)
    out = run("suggest", "topics", "-f", form).out
    if form == "md":
        head, _, row, *_ = [
            [cell.strip() for cell in line.strip("|\n").split(" | ")] for line in out.splitlines()
        ]
    else:
        head, row, *_ = csv.reader(io.StringIO(out), delimiter="," if form == "csv" else "\t")
    assert head == ["id", "label", "quotes", "keywords", "examples"]
    assert row[:3] == [first["id"], first["label"], str(first["quotes"])]
    assert first["keywords"][0] in row[3]


PARAPHRASED = """\
title: Ferry
text: Ada said the old ferry was late. “The old ferry sails,” she said.
quotes:
  - {id: late, kind: indirect, excerpt: the old ferry was late}
  - {id: sails, kind: direct, excerpt: 'The old ferry sails,'}
"""


def test_only_direct_quotes_get_quotation_marks(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ferry.yaml"
    path.write_text(PARAPHRASED, encoding="utf-8")
    out = run("suggest", "topics", "-d", path).out
    assert "  the old ferry was late late\n" in out
    assert "  “The old ferry sails,” sails\n" in out

    pytest.importorskip("sklearn")
    quay = write_quay(tmp_path / "quay.yaml", "draft")
    asked = ("suggest", "quotes", "-d", quay, "-t", "ferry")
    assert "  “number 14: the ferry crew at the quay”\n" in run(*asked).out
    indirect = quay.read_text(encoding="utf-8").replace("kind: direct", "kind: indirect")
    quay.write_text(indirect, encoding="utf-8")
    assert "  number 14: the ferry crew at the quay\n" in run(*asked).out


def test_a_text_without_quotes_gets_topics(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text(
        "title: Plain\ntext: |\n  The ferry sails at noon.\n  No ferry sails at night.\nquotes: []\n",
        encoding="utf-8",
    )
    (row,) = json.loads(run("suggest", "topics", "-d", path, "-n", "1", "-f", "json").out)
    assert (row["quotes"], row["examples"]) == (0, [])


SHORT = """\
title: Ferry
text: |
  The harbour council met. The harbour council was late, and the harbour council left.
  “The ferry crew is ill,” said Ada. “Our apples froze,” said Ben. “The clinic ward is full,” said Cleo.
  The town square was wet. Nobody walked the town square, and the town square was dark.
quotes:
  - {id: crew, kind: direct, excerpt: 'The ferry crew is ill,'}
  - {id: apples, kind: direct, excerpt: 'Our apples froze,'}
  - {id: clinic, kind: direct, excerpt: 'The clinic ward is full,'}
"""


def test_a_short_text_gets_topics_that_its_quotes_have(run: Run, tmp_path: Path) -> None:
    """What only the sentences between the quotes say does not take the place of what quotes do."""
    path = tmp_path / "ferry.yaml"
    path.write_text(SHORT, encoding="utf-8")
    rows = json.loads(run("suggest", "topics", "-d", path, "-f", "json").out)
    assert {row["examples"][0]["id"] for row in rows} == {"crew", "apples", "clinic"}
    assert len(json.loads(run("suggest", "topics", "-d", path, "-n", "2", "-f", "json").out)) == 2


def test_fewer_topics_than_wanted_are_told(run: Run, tmp_path: Path) -> None:
    """That is fewer than -n, or than three without it."""
    told = "note: only 6 of 9 topics: the texts have too few words in common for more\n"
    assert run("suggest", "topics", "-n", "9", "-f", "json").err == told
    assert run("suggest", "topics", "-n", "4", "-f", "json").err == ""

    path = tmp_path / "ferry.yaml"
    path.write_text(PARAPHRASED, encoding="utf-8")
    book = tmp_path / "codebook.yaml"
    wrote, note = run("suggest", "topics", "-d", path, "-o", book).err.splitlines()
    assert wrote == f"wrote 2 topics to {book}"
    assert note == "note: only 2 of 3 topics: the texts have too few words in common for more"


def test_nothing_to_suggest(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("title: Empty\ntext: And so it is.\nquotes: []\n", encoding="utf-8")
    assert run("suggest", "topics", "-d", path, status=1).err == "no topics found\n"


def test_the_group_shows_its_help(run: Run) -> None:
    assert run("suggest").out == run("suggest", "--help").out
    assert "No such command" in run("suggest", "nothing", status=2).err


def write_quay(path: Path, *statuses: str) -> Path:
    """Write a statement whose quotes are about a ferry or a clinic; two are not on a topic yet."""
    said = ["the ferry crew at the quay", "the clinic nurses on the ward"] * 8
    entries = []
    for number, words in enumerate(said):
        topic = f"\n    topics: [{words.split()[1]}]" if number < 14 else ""
        status = "" if number < 14 else f"\n    status: {statuses[0]}"
        excerpt = f"number {number}: {words}"
        entries.append(
            f"  - id: q{number}\n    kind: direct{topic}{status}\n    excerpt: '{excerpt}'"
        )
    text = "; ".join(f"number {number}: {words}" for number, words in enumerate(said))
    path.write_text(
        "title: Quay\ntopics:\n  ferry: {label: Ferry}\n  clinic: {label: Clinic}\n"
        f"text: '{text}.'\nquotes:\n" + "\n".join(entries) + "\n",
        encoding="utf-8",
    )
    return path


def test_quotes_are_suggested_and_become_drafts(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    path = write_quay(tmp_path / "quay.yaml", "draft")
    (row,) = json.loads(run("suggest", "quotes", "-d", path, "-t", "ferry", "-f", "json").out)
    assert (row["id"], row["statement"]) == ("q14", "quay")
    assert row["probability"] > 0.5
    assert "ferry" in " ".join(row["words"])

    asked = ("suggest", "quotes", "-d", path, "-t", "Ferry", "--apply", "--at-least", "0.5")
    assert "+    topics: [ferry]" in run(*asked, "--dry-run").out
    assert "edited q14" in run(*asked).err
    applied = json.loads(run("show", "q14", "-d", path, "-f", "json").out)
    assert applied["topics"] == ["ferry"]
    assert applied["status"] == "draft"
    assert run("suggest", "quotes", "-d", path, "-t", "ferry", status=1).err == "no quotes found\n"


def test_what_a_review_rejects_is_less_likely(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    found = {}
    for status in ("draft", "reviewed"):
        path = write_quay(tmp_path / f"{status}.yaml", status)
        rows = run("suggest", "quotes", "-d", path, "-t", "ferry", "--at-least", "0", "-f", "json")
        found[status] = {row["id"]: row["probability"] for row in json.loads(rows.out)}
    assert found["reviewed"]["q14"] < found["draft"]["q14"]


def test_what_suggested_quotes_need(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "give one --topic" in run("suggest", "quotes", status=2).err
    assert "no topic 'x'" in run("suggest", "quotes", "-t", "x", status=2).err
    asked = ("suggest", "quotes", "-t", "diplomacy")
    assert "say which files" in run(*asked, "--apply", status=2).err
    monkeypatch.setattr("quotecli.suggesting.quotes.find_spec", lambda name: None)
    assert "pip install 'scikit-learn>=1.5'" in run(*asked, status=2).err
    monkeypatch.undo()
    pytest.importorskip("sklearn")
    few = write_quay(tmp_path / "few.yaml", "draft")
    few.write_text(few.read_text(encoding="utf-8").replace("[ferry]", "[clinic]"), encoding="utf-8")
    done = run("suggest", "quotes", "-t", "ferry", "-d", few, status=2)
    assert "too few reviewed quotes with the topic 'ferry': 0" in done.err
