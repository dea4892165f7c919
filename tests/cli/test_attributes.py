"""Attributes of speakers: counted by, filtered by, shown, exported, and read from a table."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from quotecli.exporting.refi import NAMESPACE
from quotecli.store.editing.layout import Node, read_layout
from tests.cli.conftest import Run

DEBATE = """\
title: A debate
text: |-
  “It rains,” said Ada Marlow. “It snows,” said Bo Chan. “It pours,” said Cy Drew.
speakers:
  ada:
    name: Ada Marlow
    attributes:
      party: Harbour
      region: North
  bo: {name: Bo Chan, attributes: {party: Field}}
  cy: {name: Cy Drew, aliases: [the reeve]}
quotes:
  - {id: rain, kind: direct, speaker: ada, excerpt: "It rains,"}
  - {id: snow, kind: direct, speaker: bo, excerpt: "It snows,"}
  - {id: pour, kind: direct, speaker: cy, excerpt: "It pours,"}
"""


@pytest.fixture
def debate(tmp_path: Path) -> Path:
    """A folder with two statements, so that it is read through an index."""
    folder = tmp_path / "debates"
    folder.mkdir()
    (folder / "debate.yaml").write_text(DEBATE, encoding="utf-8")
    later = DEBATE.replace("A debate", "Later").replace("- {id: snow", "- {id: later-snow")
    (folder / "later.yaml").write_text(later, encoding="utf-8")
    return folder


def test_quotes_are_counted_by_an_attribute_and_by_two(run: Run, debate: Path) -> None:
    rows = json.loads(run("stats", "--by", "party", "-d", debate, "-f", "json").out)
    assert [(row["party"], row["quotes"]) for row in rows] == [
        ("Field", 2),
        ("Harbour", 2),
        (None, 2),
    ]
    crossed = run(
        *("stats", "--by", "party", "--by", "region", "--with-unknown", "-d", debate)
    ).out.splitlines()
    assert crossed[0].split() == ["party", "North", "no", "region", "all"]
    assert crossed[2].split() == ["Harbour", "2", "0", "2"]


@pytest.mark.parametrize("asked", ["party=Harbour", "party=harbour", "party=harb"])
def test_speakers_are_filtered_by_an_attribute(run: Run, debate: Path, asked: str) -> None:
    ids = [
        json.loads(line)["id"]
        for line in run("quotes", "-s", asked, "-d", debate, "-f", "jsonl").out.splitlines()
    ]
    assert ids == ["rain", "rain"]
    both = run("quotes", "-s", asked, "-s", "cy", "-d", debate, "-f", "jsonl").out
    assert len(both.splitlines()) == 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-s", "party=Harbor"], "no party value 'Harbor'; did you mean Harbour?"),
        (["-s", "partie=Harbour"], "no speaker has an attribute 'partie'; did you mean party?"),
        (["-s", "age=40"], "no speaker has an attribute 'age'\n  give one of party, region"),
    ],
)
def test_what_nobody_has_is_an_error(
    run: Run, debate: Path, options: list[str], message: str
) -> None:
    assert run("quotes", *options, "-d", debate, status=2).err == f"quotecli: {message}\n"


def test_an_unknown_side_is_an_error_of_one_line(run: Run, debate: Path) -> None:
    done = run("stats", "--by", "speeker", "-d", debate, status=2)
    assert done.err.startswith("quotecli: no speaker has an attribute 'speeker'")


def test_tables_have_a_column_for_each_attribute(run: Run, debate: Path) -> None:
    for command in (["quotes", "-f", "csv"], ["export", "--to", "csv"], ["speakers", "-f", "csv"]):
        rows = list(csv.DictReader(io.StringIO(run(*command, "-d", debate).out)))
        assert [row["speaker_party"] for row in rows][:3] == ["Harbour", "Field", ""], command
        assert rows[0]["speaker_region"] == "North"
    matrix = run("stats", "--matrix", "-d", debate).out.splitlines()[0]
    assert matrix.endswith("words,speaker_party,speaker_region")
    alone = run("quotes", "-f", "csv", "-s", "cy", "-d", debate / "debate.yaml").out
    assert "speaker_party" in alone.splitlines()[0]


def test_people_see_them(run: Run, debate: Path) -> None:
    assert "party Harbour, region North" in run("speakers", "-d", debate).out
    assert "Attributes  party Field" in run("show", "debate/snow", "-d", debate).out


def test_qdpx_has_case_variables_and_sqlite_a_table(run: Run, debate: Path, tmp_path: Path) -> None:
    run("export", "--to", "qdpx", "-d", debate, "-o", tmp_path / "a.qdpx")
    with ZipFile(tmp_path / "a.qdpx") as archive:
        root = ElementTree.fromstring(archive.read("project.qde"))
    names = {f"q:{name}": f"{{{NAMESPACE}}}{name}" for name in ("Case", "Variable", "VariableRef")}
    variables = {node.get("guid"): node.get("name") for node in root.iter(names["q:Variable"])}
    case = next(node for node in root.iter(names["q:Case"]) if node.get("name") == "Ada Marlow")
    values = {
        variables[value[0].get("targetGUID")]: value[1].text
        for value in case
        if value.tag.endswith("VariableValue")
    }
    assert values == {"party": "Harbour", "region": "North"}

    run("export", "--to", "sqlite", "-d", debate, "-o", tmp_path / "a.db")
    with sqlite3.connect(tmp_path / "a.db") as db:
        rows = db.execute("SELECT * FROM attributes ORDER BY 1, 2").fetchall()
    db.close()
    assert rows == [
        ("ada", "party", "Harbour"),
        ("ada", "region", "North"),
        ("bo", "party", "Field"),
    ]


TABLE = """\
Name,Party,Age group,id
Ada Marlow,Field,50 to 59,
the reeve,,'=30,
Dee Elm,Harbour,,
"""


def test_a_table_gives_speakers_attributes_in_codebook_and_files(
    run: Run, debate: Path, tmp_path: Path
) -> None:
    table = tmp_path / "people.csv"
    table.write_text(TABLE, encoding="utf-8-sig")
    done = run("codebook", debate, "--attributes", table, "--yes")
    assert "changed 3 speakers" in done.err
    people = {
        one["id"]: one["attributes"]
        for one in json.loads(run("speakers", "-d", debate, "-f", "json").out)
    }
    assert people["ada"] == {"party": "Field", "age-group": "50 to 59", "region": "North"}
    assert people["cy"] == {"age-group": "=30"}
    assert "dee-elm:\n    name: Dee Elm" in (debate / "codebook.yaml").read_text()
    assert "party: Field" in (debate / "debate.yaml").read_text()
    run("check", debate)
    assert "nothing to change" in run("codebook", debate, "--attributes", table, "--yes").err


def test_names_are_matched_as_readers_do_and_who_is_added_is_told(run: Run, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "a.yaml").write_text(
        "title: A\ntext: It rains.\nspeakers:\n  ian: {name: Ian O’Rourke}\n  zoe: {name: Zoë Díaz}\n"
        "quotes:\n  - {id: rain, kind: direct, speaker: ian, excerpt: It rains.}\n",
        encoding="utf-8",
    )
    table = tmp_path / "people.csv"
    others = "".join(f"Person {letter},x\n" for letter in "ABCDEFGHIJKL")
    table.write_text(f"name,party\nian o'rourke,x\nZoe Diaz,y\n{others}", encoding="utf-8")
    notes = run("codebook", study, "--attributes", table, "--yes").err.splitlines()
    told = [line for line in notes if line.startswith("note: ")]
    assert told[0] == f"note: {table}:4: nobody is called 'Person A'; added as person-a"
    assert (len(told), told[-1]) == (11, "note: 2 more are added")
    people = json.loads(run("speakers", "-d", study, "-f", "json").out)
    assert [one["attributes"] for one in people if one["id"] == "ian"] == [{"party": "x"}]
    assert "ian-o-rourke" not in (study / "codebook.yaml").read_text(encoding="utf-8")
    again = run("codebook", study, "--attributes", table, "--yes").err
    assert "note: " not in again


@pytest.mark.parametrize("option", ["--attributes", "--from"])
def test_a_longer_table_reads_the_codebook_no_more_often(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    readings: list[str] = []

    def read(text: str) -> Node:
        readings.append(text)
        return read_layout(text)

    def count(folder: Path, size: int, values: str) -> int:
        """Return how often the codebook is read for a table of that size."""
        readings.clear()
        rows = (f"Person {number},{values}\n" for number in range(size))
        table = tmp_path / "table.csv"
        table.write_text(f"name,description,memo,colour\n{''.join(rows)}")
        assert f"changed {size} " in run("codebook", folder, option, table, "--yes").err
        return len(readings)

    def count_all(size: int) -> list[int]:
        """Return that for a table which begins a codebook, adds to it, and changes what it has."""
        folder = tmp_path / str(size)
        folder.mkdir()
        tables = (1, "a,,"), (size, "a,,"), (size, '"b, c",d,#aa0000')
        return [count(folder, *table) for table in tables]

    monkeypatch.setattr("quotecli.store.editing.plans.read_layout", read)
    assert count_all(40) == count_all(4)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "people.csv:1: no people with attributes"),
        ("name\nAda Marlow\n", "people.csv:1: no people with attributes"),
        ("party\nHarbour\n", "people.csv:1: no people with attributes"),
        ("name,topic\nAda Marlow,x\n", "people.csv:1: the column 'topic' cannot be an attribute"),
        ("name,\nAda Marlow,x\n", "people.csv:1: a column has no name"),
        ("name,party,Party\nAda,x,y\n", "people.csv:1: two columns are called 'party'"),
        ("id,party\nADA,x\n", "people.csv:2: 'ADA' is not a valid id"),
        ("name,party\nAda,x\nAda,y\n", "people.csv:3: 'Ada' occurs twice"),
        ("name,party\nAda Marlow,x\n,y\n", "people.csv:3: nobody is named"),
        (
            "name,party\nAda Marlow,x\nADA MARLOW,y\n",
            "people.csv:3: 'ADA MARLOW' is also in line 2",
        ),
        ("id,name,party\ncy,,x\n,The Reeve,y\n", "people.csv:3: 'The Reeve' is also in line 2"),
        ("id,name,party\nada,Bo Chan,x\n", "people.csv:2: 'ada' is Ada Marlow, not 'Bo Chan'"),
        ('name,party\n"Ada\nMarlow",x\nBo,y,z\n', "people.csv:4: more cells than the 2"),
        ('name,party\nAda Marlow,"x\nBo,y\n', "people.csv:2: a cell that does not end"),
        ('name,party\nAda Marlow,"the "old" x"\n', "people.csv:2: a '\"' inside a cell"),
    ],
)
def test_a_bad_table_changes_nothing(
    run: Run, debate: Path, tmp_path: Path, table: str, message: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(table)
    done = run("codebook", debate, "--attributes", path, "--yes", status=2)
    assert message in done.err
    assert sorted(one.name for one in debate.iterdir()) == ["debate.yaml", "later.yaml"]
