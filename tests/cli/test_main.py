"""The error boundary: what the user can mend is a line and a status, a bug is a traceback."""

from __future__ import annotations

import shlex
from itertools import filterfalse, takewhile
from pathlib import Path

import click
import pytest

from quotecli import __version__
from quotecli.cli.main import cli, main
from tests.cli.conftest import CONTROL, DRAFT, Result, Run, list_commands
from tests.everyday import everyday

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


def is_alone(example: str) -> bool:
    """Return False for what needs a terminal, or a shell and its processes."""
    program, *args = shlex.split(example)
    has_shell, has_screen = {"|", ">"} & set(args), args[0] in ("browse", "review")
    return program == "quotecli" and not has_shell and not has_screen


def check_told(done: Result, example: str) -> None:
    told = (
        " drafted: ",
        "wrote 6 quotes",
        "note: the sources are the statement that comes with quotecli",
    )
    assert done.err == "" or any(line in done.err for line in told)
    assert done.out or {">", "--save"} & set(shlex.split(example))


ALONE, NOT_ALONE = [*filter(is_alone, EXAMPLES)], [*filterfalse(is_alone, EXAMPLES)]


@pytest.mark.parametrize("example", ALONE)
def test_every_example_runs_as_printed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    monkeypatch.chdir(tmp_path)
    check_told(run(*shlex.split(example)[1:]), example)


@pytest.mark.parametrize("example", everyday(1, NOT_ALONE))
def test_every_example_of_a_screen_or_a_shell_runs_as_printed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    monkeypatch.chdir(tmp_path)
    args = shlex.split(example)[1:]
    if args[0] == "review":
        (tmp_path / "speeches").mkdir()
        (tmp_path / "speeches" / "quay.yaml").write_text(DRAFT, encoding="utf-8")
        assert "left to review" in run.terminal(*args, keys={b"Next": b"q"}).shown
    elif args[0] == "browse":
        assert "\x1b[?1049h" in run.terminal(*args, keys={LAST_ON_SCREEN: b"q"}).out
    else:
        check_told(run.shell(example), example)


@pytest.mark.parametrize("example", NOT_ALONE)
def test_every_example_of_a_screen_or_a_shell_is_understood(example: str) -> None:
    words = shlex.split(example)
    words = words[words.index("quotecli") + 1 :]
    context = click.Context(cli, **cli.context_settings)
    name, command, args = cli.resolve_command(
        context, [*takewhile(lambda word: word not in ("|", ">"), words)]
    )
    assert command
    command.make_context(name, args, parent=context)


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
