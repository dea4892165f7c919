"""Standard streams that are closed, full, dumb or not UTF-8."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quotecli.store import files
from tests.cli.conftest import CONTROL, TOWN, Run
from tests.everyday import everyday

unix = pytest.mark.skipif(os.name != "posix", reason="closes and fills streams as Unix has them")


@unix
@pytest.mark.parametrize("command", everyday(2, ["topics -d -", "check -", "quotes -d - -f json"]))
def test_a_closed_standard_input_is_one_line(run: Run, command: str) -> None:
    done = run.shell(f"quotecli {command} <&-", status=2)
    if command.startswith("check"):  # which lists it among other problems
        assert done.out == "-: error: unreadable: standard input is closed [unreadable]\n"
        assert not done.err
    else:
        assert done.err == "-: unreadable: standard input is closed\n"
        assert not done.out.strip("[]\n")


@unix
@pytest.mark.parametrize("command", ["topics -d -", "check -"])
def test_an_unreadable_standard_input_is_not_blamed_on_the_output(
    run: Run, tmp_path: Path, command: str
) -> None:
    done = run.shell(f"quotecli {command} 0>written", status=2, cwd=tmp_path)
    told = done.err or done.out  # check lists it among other problems
    assert told.startswith(("-: unreadable: ", "-: error: unreadable: "))
    assert told.count("\n") == 1


@pytest.mark.parametrize("command", [["topics", "-d", "-"], ["check", "-"]])
def test_too_much_on_standard_input_is_refused_and_not_cut(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(files, "MAX_FILE", len(TOWN.encode()) - 1)
    done = run(*command, stdin=TOWN, status=2)
    told = done.err or done.out  # check lists it among other problems
    assert told.startswith(("-: larger than", "-: error: larger than"))


# What people read, what programs read, and what click writes.
COMMANDS = [
    "topics",
    "quotes -f json",
    "--help",
    "quotes",
    "quotes -f csv",
    "show just",
    "read",
    "check",
    "schema",
    "--version",
    "quotes --count",
]


@unix
@pytest.mark.parametrize("command", everyday(3, COMMANDS))
def test_a_full_disk_is_one_line(run: Run, command: str) -> None:
    done = run.shell(f"quotecli {command} >/dev/full", status=2)
    assert done.err == "quotecli: cannot write the output: No space left on device\n"


@unix
@pytest.mark.parametrize("command", everyday(2, ["quotes", "quotes -f json", "read"]))
def test_a_closed_pipe_ends_the_program_in_silence(run: Run, command: str) -> None:
    done = run.shell(f"quotecli {command} | head -n 1")
    assert (len(done.lines), done.err) == (1, "")


@unix
@pytest.mark.parametrize("command", ["topics", "quotes -f json"])
def test_a_closed_output_is_an_error_in_one_line(run: Run, command: str) -> None:
    done = run.shell(f"quotecli {command} >&-", status=2)
    assert done.err == "quotecli: cannot write the output: standard output is closed\n"


@unix
def test_an_interrupt_while_reading_exits_with_130_in_silence(tmp_path: Path) -> None:
    fifo = tmp_path / "a.yaml"
    os.mkfifo(fifo)
    command = [sys.executable, "-m", "quotecli", "topics", "-d", str(fifo)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        with open(fifo, "wb"):  # opens when the child does
            # A signal between its opening and its reading waits for the next one, in some versions
            # of Python.
            for _ in range(100):
                child.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(timeout=0.5)
                    break
        out, err = child.communicate()
    assert (child.returncode, out, err.strip()) == (130, b"", b"")


@pytest.mark.parametrize(
    "env", everyday(1, [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}])
)
def test_an_output_that_is_not_utf_8_fails_nowhere(
    run: Run, town: Path, env: dict[str, str]
) -> None:
    done = run.process("quotes", "-d", town, "-q", "学而", env=env, encoding="latin-1")
    assert "\\u5b66" in done.out
    assert '"' in done.out  # the marks are those of ASCII
    rows = json.loads(
        run.process("quotes", "-d", town, "-q", "学而", "-f", "json", env=env, encoding="ascii").out
    )
    assert rows[0]["excerpt"] == "学而时习之，不亦说乎？"
    assert "学而" in run.process("quotes", "-d", town, "-q", "学而", "-f", "csv", env=env).out


def test_the_c_locale_fails_nowhere(run: Run, town: Path) -> None:
    done = run.process("quotes", "-d", town, "-q", "学而", env={"LC_ALL": "C"})
    assert "学而时习之" in done.out


def test_a_dumb_terminal_gets_no_colour(run: Run) -> None:
    done = run.terminal("quotes", "-t", "military", columns=40, env={"TERM": "dumb"})
    assert "\x1b" not in done.out
    assert max(map(len, done.lines)) <= 40


def test_colour_is_left_out_and_forced_as_the_environment_says(run: Run) -> None:
    assert "\x1b[3" in run.terminal("topics").out
    plain = run.terminal("topics", env={"NO_COLOR": "1"}).out
    assert not any(f"\x1b[{n}m" in plain for n in range(31, 38))
    assert "\x1b" not in run("topics").out
    assert "\x1b[" in run("topics", env={"FORCE_COLOR": "1"}).out


def test_columns_of_the_environment_count(run: Run) -> None:
    assert max(map(len, run.terminal("quotes", env={"COLUMNS": "20"}).shown.splitlines())) <= 20


def test_data_come_from_standard_input(run: Run, town: Path) -> None:
    assert run("quotes", "-d", "-", stdin=TOWN).out == run("quotes", "-d", town).out
    assert not CONTROL.search(run("topics", "-d", "-", stdin="a: \x1b", status=2).err)
