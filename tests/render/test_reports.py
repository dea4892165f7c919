"""The results of a check, for people, programs and pull requests."""

from __future__ import annotations

import json

from quotecli.checking.report import Report
from quotecli.errors import Place, Problem
from quotecli.render.layout import ASCII
from quotecli.render.reports import as_github, as_json, text

PROBLEM = Problem("rule", "a\nb % \x1b", Place("f,:%.yaml", 3, 4), "do\nthis", "error")
REPORT = Report("f,:%.yaml", (PROBLEM,), None, {})


def test_people_get_a_line_with_the_place_and_one_with_the_hint() -> None:
    lines = [
        " " * line.indent + "".join(piece.text for piece in line.pieces)
        for line in text([REPORT], ASCII)
    ]
    assert lines == [
        "f,:%.yaml:3:4: error: a\\nb % \\x1b [rule]",
        "    -> do\\nthis",
        "f,:%.yaml: 1 error, 0 warnings; the quotes could not be checked",
    ]


def test_programs_get_the_exact_texts() -> None:
    (report,) = json.loads("".join(as_json([REPORT])))
    assert report["problems"] == [
        {
            **{"rule": "rule", "severity": "error", "message": "a\nb % \x1b", "hint": "do\nthis"},
            **{"file": "f,:%.yaml", "line": 3, "column": 4},
        }
    ]
    assert report["tiers"] is None


def test_a_pull_request_gets_one_command_that_nothing_ends_early() -> None:
    assert list(as_github([REPORT])) == [
        "::error file=f%2C%3A%25.yaml,line=3,col=4,title=rule::a%0Ab %25 \\x1b (do%0Athis)\n"
    ]


def test_what_nobody_has_reviewed_is_counted_for_a_file_and_for_all() -> None:
    reports = [
        Report(f"{name}.yaml", (), None, {"exact": 3}, 5, 10, unreviewed=count)
        for name, count in (("a", 2), ("b", 0))
    ]
    lines = ["".join(piece.text for piece in line.pieces) for line in text(reports, ASCII)]
    assert lines == [
        "a.yaml: 0 errors, 0 warnings; 3 quotes (3 exact); 2 not reviewed;"
        " 50 % of the words covered",
        "b.yaml: 0 errors, 0 warnings; 3 quotes (3 exact); 50 % of the words covered",
        "2 files: 0 with errors, 0 with warnings; 6 quotes (6 exact); 2 not reviewed",
    ]
