"""The help of all commands, and what is said of a command line that another program would take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotecli.cli.group import COMMANDS, SECTIONS
from tests.cli.conftest import Run


def test_the_help_lists_whole_summaries_in_groups(run: Run) -> None:
    lines = run("--help", columns=80).lines
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if "..." in line and not line.startswith("Usage:")]
    at = [lines.index(f"{section}:") for section in SECTIONS]
    assert at == sorted(at)
    listed = [line.split()[0] for line in lines[at[0] :] if re.match("  [a-z]", line)]
    assert tuple(listed) == COMMANDS


def test_the_help_says_how_to_install_completion(run: Run) -> None:
    out = run("--help", columns=80).out
    for shell in ("bash", "zsh", "fish"):
        assert f"_QUOTECLI_COMPLETE={shell}_source quotecli" in out


@pytest.mark.parametrize("words", [[], ["quotes"], ["import"]])
def test_help_is_a_command_too(run: Run, words: list[str]) -> None:
    assert run("help", *words).out == run(*words, "--help").out


def test_help_of_help_is_the_help(run: Run) -> None:
    assert run("help", "help").out == run("help", "help", "help").out == run("--help").out


def test_help_of_a_misspelt_command(run: Run) -> None:
    assert "no command 'quots'; did you mean quotes?" in run("help", "quots", status=2).err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("version", "--version"),
        ("search", "quotes -q WORDS"),
        ("search foreign policy -d X", "quotes -q 'foreign policy' -d X"),
        ("find war", "quotes -q war"),
        ("list", "statements"),
        ("ls -d X", "statements -d X"),
        ("open", "read -d FILE"),
        ("view a.yaml", "read -d a.yaml"),
        ("random", "quotes --random"),
        ("grep war", "kwic war"),
    ],
)
def test_the_commands_of_other_programs(run: Run, typed: str, meant: str) -> None:
    done = run(*typed.split(), status=2)
    assert done.out == ""
    assert done.err.splitlines()[0] == (
        f"quotecli: no command '{typed.split()[0]}'; did you mean: quotecli {meant}"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-d X topics", "topics -d X"),
        ("--data X -f csv topics --raw", "topics --data X -f csv --raw"),
        ("-t war", "quotes -t war"),
        ("-q war kwic policy", "kwic -q war policy"),
    ],
)
def test_options_before_the_command(run: Run, typed: str, meant: str) -> None:
    first, _ = run(*typed.split(), status=2).err.splitlines()
    assert first == (
        f"quotecli: {typed.split()[0]} goes after the command; did you mean: quotecli {meant}"
    )


def test_an_option_of_no_command_is_refused_as_it_is(run: Run) -> None:
    assert "No such option '--nosuch'" in run("--nosuch", "topics", status=2).err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quotes military", "quotes --topic military"),
        ("topics -f csv military exercises", "topics -f csv --topic 'military exercises'"),
        ("speakers aliyev", "speakers --speaker aliyev"),
        ("read importance", "read -q importance"),
        ("stats --by kind -- -x", "stats --by kind -q -x"),
        ("export --to md war", "export --to md --topic war"),
    ],
)
def test_an_argument_that_is_no_option(run: Run, typed: str, meant: str) -> None:
    first, _ = run(*typed.split(), status=2).err.splitlines()
    assert first.endswith(f"; did you mean: quotecli {meant}")


def test_an_argument_that_is_a_file(run: Run, town: Path, tmp_path: Path) -> None:
    assert f"quotecli topics -d {town}" in run("topics", town, status=2).err
    spaced = tmp_path / "a  b.yaml"
    spaced.touch()
    assert f"quotecli topics -d '{spaced}'" in run("topics", spaced, status=2).err
    both = run("quotes", "--count", town, tmp_path, status=2).err
    assert f"quotecli quotes --count -d {town} -d {tmp_path}" in both


def test_an_argument_when_the_data_are_unreadable(run: Run, town: Path) -> None:
    assert "-d none -q military" in run("quotes", "-d", "none", "military", status=2).err
    # What comes from standard input is not read for a hint.
    assert "-d - -q tax" in run("quotes", "-d", "-", "tax", stdin=town.read_bytes(), status=2).err
    assert f"-d {town} --topic taxes" in run("quotes", "-d", town, "taxes", status=2).err
