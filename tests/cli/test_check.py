"""quotecli check: every problem of every file, proved excerpts, and a status that a build can
trust.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import CONTROL, TOWN, Run

CLEAN = """\
title: t
speaker: a
speakers: {a: {name: Ann}}
topics: {x: {label: X}}
text: I came, I saw, I won.
quotes: [{id: q, topics: [x], kind: direct, excerpt: "I came, I saw, I won."}]
"""
WARNED = CLEAN.replace("topics: {x", "topics: {y: {label: Y}, x")
STRUCTURE = CLEAN.replace("kind: direct", "kind: loud").replace("title: t", "titel: t")


def test_every_unreadable_file_is_named(run: Run, write: Callable[..., Path]) -> None:
    done = run("check", "/no/such/a.yaml", write(CLEAN), "/no/such/b.yaml", status=2)
    for path in ("/no/such/a.yaml", "/no/such/b.yaml"):
        assert f"{path}: error: unreadable: No such file or directory [unreadable]\n" in done.out
    assert ": 0 errors, 0 warnings; 1 quote (1 exact);" in done.out  # the readable file is checked
    assert done.lines[-1] == "3 files: 2 with errors, 0 with warnings; 1 quote (1 exact)"
    assert done.out.count("/no/such/a.yaml") == 1
    assert done.err == ""


@pytest.mark.parametrize("form", ["json", "github"])
def test_unreadable_files_are_problems_for_programs(
    run: Run, write: Callable[..., Path], form: str
) -> None:
    done = run("check", write(CLEAN), "/no/such/a.yaml", "-f", form, status=2)
    assert done.err == "/no/such/a.yaml: unreadable: No such file or directory\n"
    if form == "github":
        assert (
            done.out == "::error file=/no/such/a.yaml,title=unreadable::"
            "unreadable: No such file or directory\n"
        )
        return
    clean, unread = json.loads(done.out)
    assert clean["problems"] == []
    assert (unread["errors"], unread["tiers"], unread["words"]) == (1, None, None)
    assert [(one["rule"], one["file"], one["line"]) for one in unread["problems"]] == [
        ("unreadable", "/no/such/a.yaml", None)
    ]


def test_the_shipped_statement_is_proved(run: Run) -> None:
    (line,) = run("check", "--strict").lines
    assert re.search(
        r"statement\.yaml: 0 errors, 0 warnings; 13 quotes \(13 exact\); [\d.]+ % of the words",
        line,
    )


def test_each_problem_has_its_place_its_rule_and_what_to_do(run: Run, town: Path) -> None:
    lines = run("check", town, status=1).lines
    places = [line for line in lines if not line.startswith(" ")][:-1]
    assert [re.sub(r".*\[(.*)\]", r"\1", line) for line in places] == [
        *(
            "unused-topic",
            "uncovered",
            "typographic",
            "loose",
            "no-speaker",
            "no-speaker",
            "no-topic",
            "missing",
        )
    ]
    for line in places:
        file, row, column, severity, _ = line.split(":", 4)
        assert file == str(town)
        assert severity.strip() in ("error", "warning")
        assert 1 <= int(column) <= len(TOWN.splitlines()[int(row) - 1])
    hints = [line for line in lines if line.startswith("    → ")]
    assert len(hints) == len(places)


def test_a_missing_excerpt_shows_the_nearest_passage_and_the_first_difference(
    run: Run, town: Path
) -> None:
    out = run("check", town, status=1).out
    at = next(n for n, line in enumerate(TOWN.splitlines(), 1) if "never build the bridge" in line)
    source = next(n for n, line in enumerate(TOWN.splitlines(), 1) if "“We will build" in line)
    assert f"{town}:{at}:14: error: quote 'lost' is not in the text [missing]" in out
    assert f"the nearest is “We will build the harbour” ({town}:{source}:4)" in out
    assert "has “never build the bridge”, the source has “build the harbour”" in out


def test_the_summary_counts_the_tiers_and_the_coverage(run: Run, town: Path) -> None:
    last = run("check", town, status=1).lines[-1]
    assert "2 errors, 6 warnings; 9 quotes (6 exact, 1 typographic, 1 loose, 1 missing);" in last
    assert last.endswith("% of the words covered")


def test_warnings_pass_unless_strict(run: Run, write: Callable[..., Path]) -> None:
    path = write(WARNED)
    assert "no quote uses the topic 'y'" in run("check", path).out
    run("check", "--strict", path, status=1)
    run("check", "--strict", write(CLEAN, "clean.yaml"))


def test_every_file_is_checked_in_one_run(run: Run, write: Callable[..., Path], town: Path) -> None:
    broken, clean = write(STRUCTURE, "a.yaml"), write(CLEAN, "b.yaml")
    out = run("check", broken, clean, town, status=1).out
    for path in (broken, clean, town):
        assert re.search(
            rf"^{re.escape(str(path))}: \d+ errors?, \d+ warnings?;", out, re.MULTILINE
        )
    assert (
        run("check", broken.parent, status=1).out == out
    )  # as they are when their folder is named


def test_all_breaches_of_the_structure_come_at_once(run: Run, write: Callable[..., Path]) -> None:
    path = write(STRUCTURE)
    out = run("check", path, status=1).out
    assert f"{path}:1:1: error: unknown key 'titel' in the statement [unknown-key]" in out
    assert "did you mean title?" in out
    assert f"{path}:1:1: error: the statement has no title [missing-key]" in out
    assert "kind is 'loud', not one of direct, indirect, mixed" in out
    assert out.splitlines()[-1].endswith("; the quotes could not be checked")


def test_a_file_that_is_not_yaml_is_a_problem(run: Run, write: Callable[..., Path]) -> None:
    path = write("title: [\n")
    done = run("check", path, status=1)
    assert re.match(rf"{re.escape(str(path))}:\d+:\d+: error: ", done.out)
    assert done.err == ""


def test_standard_input_is_checked(run: Run) -> None:
    assert run("check", "-", stdin=CLEAN).out.startswith("-: 0 errors")
    assert run("check", "-d", "-", stdin=CLEAN).out.startswith("-: 0 errors")


def test_json_holds_all_of_it(run: Run, town: Path, write: Callable[..., Path]) -> None:
    broken = write("title: [\n")
    reports = json.loads(run("check", town, broken, "-f", "json", status=1).out)
    keys = ["file", "errors", "warnings", "tiers", "words", "covered", "coverage", "problems"]
    assert [list(report) for report in reports] == [keys, keys]
    whole, unread = reports
    assert (whole["file"], whole["errors"], whole["warnings"]) == (str(town), 2, 6)
    assert whole["tiers"] == {"exact": 6, "typographic": 1, "loose": 1, "missing": 1}
    assert 0 < whole["covered"] < whole["words"]
    assert whole["coverage"] == pytest.approx(100 * whole["covered"] / whole["words"], abs=0.06)
    assert [unread[key] for key in keys[3:7]] == [None] * 4
    for problem in whole["problems"] + unread["problems"]:
        assert list(problem) == ["rule", "severity", "message", "hint", "file", "line", "column"]
        assert isinstance(problem["line"], int)
    assert (
        json.loads(run("check", write(CLEAN, "clean.yaml"), "-f", "json").out)[0]["problems"] == []
    )


def test_github_annotates_the_lines(run: Run, town: Path) -> None:
    lines = run("check", town, "-f", "github", status=1).lines
    assert len(lines) == 8
    form = rf"::(error|warning) file={re.escape(str(town))},line=\d+,col=\d+,title=[a-z-]+::.+"
    assert all(re.fullmatch(form, line) for line in lines)


def test_github_escapes_what_would_end_a_command(run: Run, write: Callable[..., Path]) -> None:
    name = "50%, a:b.yaml"
    path = write(CLEAN.replace("I won.\n", "I won. He read “7 % of it” out.\n", 1), name)
    (line,) = run("check", path, "-f", "github").lines
    assert "file=" + str(path.parent) + "/50%25%2C a%3Ab.yaml,line=" in line
    assert "7 %25 of" in line


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_file_cannot_move_the_cursor(run: Run, write: Callable[..., Path], form: str) -> None:
    evil = r""""\x1b]0;x\x07\u202e\x9b"""
    path = write(
        f'title: t\n{evil}k": 1\ntext: some words\n'
        f'quotes: [{{id: q, kind: direct, excerpt: {evil}gone"}}, '
        f'{{id: r, kind: {evil}", excerpt: words, topics: [{evil}"], cue: {evil}c"}}]\n',
        "evil\x1b]0;x\x07\u202e.yaml",
    )
    for columns in (0, 80):
        done = run("check", path, "-f", form, status=1, columns=columns)
        assert not CONTROL.search(done.shown)
        assert not CONTROL.search(done.err)
