"""What the program does where its streams are closed, full, dumb, or not UTF-8."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quotecli import statement
from tests.cli.conftest import CONTROL, TOWN, Run

unix = pytest.mark.skipif(os.name != "posix", reason="closes and fills streams as Unix has them")


@unix
@pytest.mark.parametrize("command", ["topics -d -", "check -", "quotes -d - -f json"])
def test_a_closed_standard_input_is_one_line(run: Run, command: str) -> None:
    done = run.shell(f"quotecli {command} <&-", status=2)
    assert (done.out, done.err) == ("", "quotecli: -: cannot be read: standard input is closed\n")


@unix
@pytest.mark.parametrize("command", ["topics -d -", "check -"])
def test_a_standard_input_that_cannot_be_read_is_no_fault_of_the_output(
    run: Run, tmp_path: Path, command: str
) -> None:
    done = run.shell(f"quotecli {command} 0>written", status=2, cwd=tmp_path)
    assert done.out == ""
    assert done.err.startswith("quotecli: -: cannot be read: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("command", [["topics", "-d", "-"], ["check", "-"]])
def test_too_much_on_standard_input_is_refused_and_not_cut(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(statement, "MAX_FILE", len(TOWN.encode()) - 1)
    done = run(*command, stdin=TOWN, status=2)
    assert done.err.startswith("quotecli: -: larger than")
