"""quotecli statements: id, title, speaker, date, quotes and words of each, in the order of the
library.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.make import tree, written

TABLE = """\
id       title                  speaker  published  quotes  words
empty    A title                                         0      0
harbour  The harbour will grow  Ann Lee                  3     19
storm    After the storm                                 3     11
"""


def test_all_statements_in_order_also_those_without_quotes(run: Run, folder: Path) -> None:
    (folder / "empty.yaml").write_bytes(written(tree("One.")))
    assert run("statements", "-d", folder).out == TABLE
    for columns in (80, 120):
        shown = run("statements", "-d", folder, columns=columns).shown
        assert [line.rstrip() for line in shown.splitlines()] == [
            line.rstrip() for line in TABLE.splitlines()
        ]


def test_filters_narrow_what_is_counted_and_listed(run: Run, folder: Path, town: Path) -> None:
    def counted(*options: str) -> dict[str, int]:
        rows = json.loads(run("statements", "-d", folder, *options, "-f", "json").out)
        return {row["id"]: row["quotes"] for row in rows}

    assert counted("-s", "chan") == {"harbour": 2}
    assert counted("-k", "direct") == {"storm": 3, "harbour": 1, "town": 6}
    assert counted("--since", "2026") == {"town": 9}
    done = run("statements", "-d", folder, "-q", "nowhere", status=1)
    assert (done.out, done.err) == ("", "no statements found\n")
    assert run("statements", "-d", folder, "-q", "nowhere", "-f", "json", status=1).out == "[]\n"


def test_the_json_keys_are_a_contract(run: Run, town: Path) -> None:
    (row,) = json.loads(run("statements", "-d", town, "-f", "json").out)
    assert list(row.items()) == [
        ("id", "town"),
        ("title", "The harbour bill"),
        ("speaker", None),
        ("published", "2026-03-04"),
        ("coder", None),
        ("memo", None),
        ("quotes", 9),
        ("words", 56),
        ("file", str(town)),
    ]
    (shipped,) = map(json.loads, run("statements", "-f", "jsonl").lines)
    assert shipped["speaker"]["id"] == "mohbaliyev"
    assert shipped["published"] is None


def test_csv_and_markdown(run: Run, town: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(run("statements", "-d", town, "-f", "csv").out, newline=""))
    assert row == {
        "id": "town",
        "title": "The harbour bill",
        "speaker": "",
        "published": "2026-03-04",
        "coder": "",
        "memo": "",
        "quotes": "9",
        "words": "56",
        "file": str(town),
    }
    lines = run("statements", "-d", town, "-f", "md").lines
    assert lines[0] == "| id | title | speaker | published | coder | memo | quotes | words | file |"
    assert lines[2].startswith("| town | The harbour bill |  | 2026-03-04 |  |  | 9 | 56 | ")
