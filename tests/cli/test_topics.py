"""quotecli topics: the counts of each topic, subtopics under their parents."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.make import quote, tree, written

SHIPPED = """\
id                  label               quotes  words  share
war-support         War support              4    106    26%  █████▎
diplomacy           Diplomacy                6    232    57%  ███████████▍
military-exercises  Military exercises       4     90    22%  ████▍
"""
TOWN_TABLE = """\
id               label            quotes  words  share
money            Money                 4     25    45%  ████████▉
  taxes            Taxes               2     12    21%  ████▎
    harbour-tax      Harbour tax       1      6    11%  ██▏
harbour          Harbour works         5     33    59%  ███████████▊
parks            Parks                 0      0     0%
"""


def test_the_shipped_topics_in_a_pipe(run: Run) -> None:
    assert run("topics").out == SHIPPED


def test_the_shipped_topics_on_a_terminal_are_the_same_in_colour(run: Run) -> None:
    for columns in (80, 120):
        shown = run.terminal("topics", columns=columns)
        assert [line.split() for line in shown.unsigned.splitlines()] == [
            line.split() for line in SHIPPED.splitlines()
        ]
        assert "\x1b[" in shown.out


def test_a_topic_counts_its_subtopics_and_they_stand_under_it(run: Run, town: Path) -> None:
    assert run("topics", "-d", town).out == TOWN_TABLE


def test_every_option_that_filters_quotes_filters_what_is_counted(run: Run, town: Path) -> None:
    def counted(*options: str) -> dict[str, int]:
        rows = json.loads(run("topics", "-d", town, *options, "-f", "json").out)
        return {row["id"]: row["quotes"] for row in rows}

    assert counted("-s", "bo") == {"money": 1, "harbour": 1}
    assert counted("-k", "indirect") == {"money": 1, "taxes": 1, "harbour-tax": 1, "harbour": 1}
    assert counted("-t", "taxes") == {"money": 2, "taxes": 2, "harbour-tax": 1}
    assert counted("-q", "century") == {"money": 1, "harbour": 1}
    assert counted("-t", "money", "-t", "harbour", "--all") == {"money": 1, "harbour": 1}
    assert counted("--not-topic", "harbour") == {"money": 3, "taxes": 2, "harbour-tax": 1}


def test_the_json_keys_are_a_contract(run: Run, town: Path) -> None:
    rows = json.loads(run("topics", "-d", town, "-f", "json").out)
    keys = [
        "id",
        "label",
        "description",
        "aliases",
        "keywords",
        "parent",
        "colour",
        "memo",
        "quotes",
        "words",
        "share",
    ]
    keys += ["statements", "statement"]
    assert [list(row) for row in rows] == [keys] * 5
    assert rows[0] == {
        "id": "money",
        "label": "Money",
        "description": "What it costs.",
        "aliases": ["finance"],
        "keywords": ["cost", "pay"],
        "parent": None,
        "colour": None,
        "memo": None,
        "quotes": 4,
        "words": 25,
        "share": 0.446429,
        "statements": 1,
        "statement": "town",
    }
    assert rows[1]["parent"] == "money"
    assert rows[1]["description"] is None
    assert [json.loads(line) for line in run("topics", "-d", town, "-f", "jsonl").lines] == rows


def test_csv_and_markdown_hold_the_same_figures(run: Run, town: Path) -> None:
    rows = json.loads(run("topics", "-d", town, "-f", "json").out)
    table = list(csv.reader(io.StringIO(run("topics", "-d", town, "-f", "csv").out, newline="")))
    assert table[0] == [
        "id",
        "label",
        "parent",
        "quotes",
        "words",
        "share",
        "statements",
        "statement",
    ]
    assert table[1:] == [
        [str(row[key] if row[key] is not None else "") for key in table[0]] for row in rows
    ]
    cells = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in run("topics", "-d", town, "-f", "md").lines
    ]
    assert [cells[0], *cells[2:]] == table


def test_nothing_found_says_so_and_exits_with_1(run: Run) -> None:
    done = run("topics", "-q", "harbour", status=1)
    assert (done.out, done.err) == ("", "no topics found\n")
    assert run("topics", "-q", "harbour", "-f", "json", status=1).out == "[]\n"


def test_memos_stand_beside_their_topics(run: Run, tmp_path: Path) -> None:
    topics = {"t": {"label": "Rain", "memo": "Ask again:\n[sic] where?"}, "u": {"label": "Snow"}}
    content = tree("It rains.", quote("It rains", topics=["t", "u"]), topics=topics)
    (tmp_path / "a.yaml").write_bytes(written(content))
    lines = run("topics", "--memos", "-d", tmp_path / "a.yaml").lines
    assert lines[0].split()[-1] == "memo"
    assert lines[1].endswith("Ask again: [sic] where?")
    assert "Ask again" not in run("topics", "-d", tmp_path / "a.yaml").out
