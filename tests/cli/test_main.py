"""The error boundary: what the user can mend is a line and a status, a bug is a traceback."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from quotecli import __version__
from quotecli.cli.main import main
from tests.cli.conftest import CONTROL, DRAFT, Run, list_commands

HOSTILE_NAME = "a\nb\tc\x1b]0;x\x07\u202e"
SHOWN_NAME = "a\\nb\\tc\\x1b]0;x\\x07\\u202e"


@pytest.mark.parametrize(
    "command", [["topics", "-t"], ["quotes", "-s"], ["show"], ["topics", "-d"], ["check"]]
)
def test_what_was_typed_is_repeated_on_one_line_and_without_control_characters(
    run: Run, command: list[str]
) -> None:
    done = run(*command, HOSTILE_NAME, status=2)
    told = done.err or done.out  # check lists a file that is missing among other problems
    first, *hints = told.splitlines()
    assert SHOWN_NAME in first
    assert all(hint.startswith("  ") for hint in hints)
    assert not CONTROL.search(told)


COMMANDS = dict(list_commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.help.split("\n")[0].endswith(".")
    assert "Examples:" in command.help.rstrip().split("\n\n")[-1]
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help, parameter.name


LAST_ON_SCREEN = b"Previous"  # of a full screen: its keys are drawn when it takes them
EXAMPLES = dict.fromkeys(
    line.strip()
    for command in COMMANDS.values()
    for line in (command.help or "").partition("Examples:")[2].splitlines()
    if line.strip()
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs_as_printed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    monkeypatch.chdir(tmp_path)
    program, *args = shlex.split(example)
    if args[0] == "review":
        (tmp_path / "speeches").mkdir()
        (tmp_path / "speeches" / "quay.yaml").write_text(DRAFT, encoding="utf-8")
        assert "left to review" in run.terminal(*args, keys={b"Next": b"q"}).shown
        return
    if args[0] == "browse":
        assert "\x1b[?1049h" in run.terminal(*args, keys={LAST_ON_SCREEN: b"q"}).out
        return
    # Only a pipe and a redirection need a shell, and processes.
    is_alone = program == "quotecli" and not {"|", ">"} & set(args)
    done = run(*args) if is_alone else run.shell(example)
    told = (
        " drafted: ",
        "wrote 6 quotes",
        "note: the sources are the statement that comes with quotecli",
    )
    assert done.err == "" or any(line in done.err for line in told)
    assert done.out or {">", "--save"} & set(args)


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_everywhere(run: Run, name: str, option: str) -> None:
    out = run(*name.split(), option).out
    assert out.startswith("Usage: quotecli")
    assert "quotecli" in out.partition("Examples:")[2]


def test_version_and_no_command(run: Run) -> None:
    assert run("--version").out == f"quotecli {__version__}\n"
    assert run().out == run("--help").out


def test_a_bug_shows_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("quotecli.library.loading.load", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        main(["topics"])
