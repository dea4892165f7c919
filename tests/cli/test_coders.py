"""Who annotated a quote, and a researcher's memos: filtered, shown, edited, exported, kept."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quotecli import edit
from quotecli.store.codebook import read_topics
from tests.cli.conftest import Run

FILE = """\
title: The ferry
occasion: a hearing
coder: Ben Oak
memo: |-
  Read twice.
  The second half is unclear.
topics:
  boats:
    label: Boats
    colour: "#1F77B4"
    memo: Ferries, too?
  crews: {label: Crews, parent: boats}
text: |
  “The ferry is late,” somebody said. “Nobody waits.” And then: “It has come.”
quotes:
  - {id: late, topics: [boats], kind: direct, excerpt: The ferry is late}
  - {id: waits, topics: [crews], kind: direct, excerpt: Nobody waits., coder: Zoë Ash}
  - {id: come, kind: direct, excerpt: It has come., important: true, coder: Zoë Birch}
"""
OTHER = """\
title: The quay
text: |
  “It is wet.”
quotes:
  - {id: wet, kind: direct, excerpt: It is wet.}
"""


@pytest.fixture(params=["one file", "a folder", "without an index"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """What is given to -d: the same quotes from both shelves."""
    (tmp_path / "ferry.yaml").write_text(FILE, encoding="utf-8")
    if request.param == "one file":
        return ["-d", str(tmp_path / "ferry.yaml")]
    (tmp_path / "quay.yaml").write_text(OTHER, encoding="utf-8")
    return ["-d", str(tmp_path), *(["--no-cache"] if request.param == "without an index" else [])]


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ("--coder zoë-ash", ["waits"]),
        ("--coder Ben", ["late"]),
        ("--coder ben --coder ash", ["late", "waits"]),
        ("--coder ben --topic crews", []),
        ("--coder birch --important", ["come"]),
        ("--important", ["come"]),
        ("--important --coder ben", []),
    ],
)
def test_coders_and_marks_are_filters(
    run: Run, data: list[str], args: str, expected: list[str]
) -> None:
    done = run("quotes", *args.split(), *data, "-f", "jsonl", status=0 if expected else 1)
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == expected
    counted = run("quotes", *args.split(), *data, "--count", status=0 if expected else 1)
    assert counted.out == f"{len(expected)}\n"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Zo", "'Zo' matches 2 coders: Zoë Ash, Zoë Birch\n  give the whole id of the coder\n"),
        ("Ben Oaks", "no coder 'Ben Oaks'; did you mean Ben Oak?\n"),
        ("x", "no coder 'x'\n  give one of Ben Oak, Zoë Ash, Zoë Birch\n"),
    ],
)
def test_an_unknown_coder_is_told(run: Run, data: list[str], name: str, told: str) -> None:
    assert run("quotes", "--coder", name, *data, status=2).err == f"quotecli: {told}"


def test_without_any_coder_that_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "quay.yaml").write_text(OTHER, encoding="utf-8")
    done = run("topics", "--coder", "ben", "-d", tmp_path, status=2)
    assert done.err == "quotecli: no coder 'ben'\n  there are no coders\n"


@pytest.mark.parametrize("command", ["topics", "speakers", "statements", "stats", "kwic ferry"])
def test_every_command_filters_by_them(run: Run, data: list[str], command: str) -> None:
    done = run(*command.split(), *data, "--coder", "ben", "-f", "json")
    found = json.loads(done.out)
    assert found
    status = 1 if command.startswith("kwic") else 0
    other = run(*command.split(), *data, "--coder", "ash", "-f", "json", status=status)
    assert json.loads(other.out) != found


def test_programs_are_told(run: Run, data: list[str]) -> None:
    found = [json.loads(line) for line in run("quotes", *data, "-f", "jsonl").out.splitlines()]
    coders = {one["id"]: (one["coder"], one["important"]) for one in found}
    assert coders["late"] == ("Ben Oak", False)
    assert coders["come"] == ("Zoë Birch", True)
    rows = list(csv.DictReader(io.StringIO(run("quotes", *data, "-f", "csv").out)))
    assert [(row["coder"], row["important"]) for row in rows if row["id"] == "come"] == [
        ("Zoë Birch", "yes")
    ]
    topics = json.loads(run("topics", *data, "-f", "json").out)
    assert [(one["colour"], one["memo"]) for one in topics if one["id"] != ""] == [
        ("#1F77B4", "Ferries, too?"),
        (None, None),
    ]
    statements = json.loads(run("statements", *data, "-f", "json").out)
    assert statements[0]["coder"] == "Ben Oak"
    assert statements[0]["memo"] == "Read twice.\nThe second half is unclear."


def test_people_are_told(run: Run, data: list[str]) -> None:
    out = " ".join(run("show", "late", *data).out.split())
    assert "Coder Ben Oak" in out
    assert "Memo Boats: Ferries, too?" in out
    assert "Memo Read twice. The second half is unclear." in out


@pytest.mark.parametrize("form", ["csv", "html"])
def test_exports_say_who_annotated_a_quote(run: Run, data: list[str], form: str) -> None:
    assert "Zoë Birch" in run("export", "--to", form, *data).out


def test_an_exported_database_has_them(run: Run, ferry: Path, tmp_path: Path) -> None:
    run("export", "--to", "sqlite", "-o", tmp_path / "ferry.db", "-d", ferry)
    with closing(sqlite3.connect(tmp_path / "ferry.db")) as db:
        quotes = "SELECT coder, important FROM quotes ORDER BY n"
        assert db.execute(quotes).fetchall() == [
            ("Ben Oak", 0),
            ("Zoë Ash", 0),
            ("Zoë Birch", 1),
        ]
        assert db.execute("SELECT colour, memo FROM topics").fetchall() == [
            ("#1F77B4", "Ferries, too?"),
            (None, None),
        ]
        assert db.execute("SELECT coder, memo FROM statements").fetchall() == [
            ("Ben Oak", "Read twice.\nThe second half is unclear.")
        ]


def _list_quotes(run: Run, path: Path) -> list[tuple[str, str]]:
    out = run("quotes", "-d", path, "-f", "json").out
    return [(one["id"], one["coder"]) for one in json.loads(out)]


@pytest.mark.parametrize("form", ["w3c", "qdpx", "taguette"])
def test_they_come_back_from_other_formats(
    run: Run, ferry: Path, tmp_path: Path, form: str
) -> None:
    before = _list_quotes(run, ferry)
    run("export", "--to", form, "-o", tmp_path / "out", "-d", ferry)
    run("import", "--from", form, tmp_path / "out", "-o", tmp_path / "back.yaml")
    back = tmp_path / "back.yaml"
    assert _list_quotes(run, back) == before
    assert read_topics(str(back)) == read_topics(str(ferry))
    statement = json.loads(run("statements", "-d", back, "-f", "json").out)[0]
    assert statement["memo"] == "Read twice.\nThe second half is unclear."


def test_they_are_edited(run: Run, ferry: Path) -> None:
    run("edit", "late", "--set-coder", "Zoë Ash", "-d", ferry)
    changed = FILE.replace("The ferry is late}", "The ferry is late, coder: Zoë Ash}")
    assert ferry.read_text(encoding="utf-8") == changed
    run("edit", "--coder", "ash", "--set-coder", "", "--yes", "-d", ferry)
    assert ferry.read_text(encoding="utf-8") == FILE.replace(", coder: Zoë Ash", "")

    with edit(str(ferry)) as file:
        file.set_statement(coder="Cy Elm", memo="One line.")
        file.set_topic("crews", memo="Who rows?\nWho steers?", colour="#00ff00")
    after = ferry.read_text(encoding="utf-8")
    assert "coder: Cy Elm\nmemo: One line.\ntopics:" in after
    again = json.loads(run("topics", "-d", ferry, "-f", "json").out)[1]
    assert (again["colour"], again["memo"]) == ("#00ff00", "Who rows?\nWho steers?")


def test_a_colour_without_quotation_marks_is_told(run: Run, ferry: Path) -> None:
    ferry.write_text(FILE.replace('"#1F77B4"', "#1F77B4"), encoding="utf-8")
    done = run("topics", "-d", ferry, status=2)
    assert f"{ferry}:10:12: colour is empty, not a colour as #rrggbb" in done.err
    assert 'put it in quotation marks: "#1f77b4"' in done.err
    ferry.write_text(FILE.replace('"#1F77B4"', "blue"), encoding="utf-8")
    assert "colour is 'blue', not a colour as #rrggbb" in run("topics", "-d", ferry, status=2).err
