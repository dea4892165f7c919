"""quotecli speakers: who is quoted, in which role, how often, and on what."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Run

TABLE = """\
id       name             quotes  words  topics                                            role
ann-lea  Ann Léa               5     30  Money 3, Taxes 2, Harbour tax 1, Harbour works 2  mayor
bo-chan  Bo Chan               2     20  Money 1, Harbour works 1
         unknown speaker       2      6  Harbour works 2
"""


def test_the_most_quoted_first_and_the_unknown_last(run: Run, town: Path) -> None:
    assert run("speakers", "-d", town).out == TABLE


def test_the_json_keys_are_a_contract(run: Run, town: Path) -> None:
    rows = json.loads(run("speakers", "-d", town, "-f", "json").out)
    keys = [
        "id",
        "name",
        "role",
        "aliases",
        "attributes",
        "quotes",
        "words",
        "topics",
        "statements",
        "statement",
    ]
    assert [list(row) for row in rows] == [[*keys, "denied"]] * 3
    assert rows[1] == {
        "id": "bo-chan",
        "name": "Bo Chan",
        "role": None,
        "aliases": ["the engineer"],
        "attributes": {},
        "quotes": 2,
        "words": 20,
        "topics": {"money": 1, "harbour": 1},
        "statements": 1,
        "statement": "town",
        "denied": 0,
    }
    assert rows[2]["id"] is None
    assert [json.loads(line) for line in run("speakers", "-d", town, "-f", "jsonl").lines] == rows


def test_csv(run: Run, town: Path) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run("speakers", "-d", town, "-f", "csv").out, newline=""))
    )
    assert [row["name"] for row in rows] == ["Ann Léa", "Bo Chan", ""]
    assert [(row["statements"], row["statement"]) for row in rows] == [("1", "town")] * 3
    assert rows[1]["topics"] == "money=1;harbour=1"


def test_filters_narrow_what_is_counted(run: Run, town: Path) -> None:
    rows = json.loads(run("speakers", "-d", town, "-t", "money", "-f", "json").out)
    assert [(row["id"], row["quotes"]) for row in rows] == [("ann-lea", 3), ("bo-chan", 1)]
    assert run("speakers", "-q", "nowhere", status=1).err == "no speakers found\n"


def test_the_order_and_the_number_of_speakers_can_be_chosen(run: Run, town: Path) -> None:
    def ids(*options: str) -> list[str | None]:
        rows = run("speakers", "-d", town, "-f", "jsonl", *options).lines
        return [json.loads(row)["id"] for row in rows]

    assert ids("--sort", "name") == ["ann-lea", "bo-chan", None]
    assert ids("--sort", "words") == ["ann-lea", "bo-chan", None]
    assert ids("-n", "1") == ["ann-lea"]
    assert ids("--sort", "statements", "--limit", "9") == ["ann-lea", "bo-chan", None]
    assert "speakers" in run("speakers", "-n", "0", status=2).err
