"""The error boundary: what the user can mend is a line and a status, a bug is a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from quotecli.cli.main import VERSION, cli, main
from tests.cli.conftest import CONTROL, Run

HOSTILE_NAME = "a\nb\tc\x1b]0;x\x07\u202e"
SHOWN_NAME = "a\\nb\\tc\\x1b]0;x\\x07\\u202e"


@pytest.mark.parametrize("command", [["topics", "-t"], ["quotes", "-s"], ["show"], ["topics", "-d"], ["check"]])
def test_what_was_typed_is_repeated_on_one_line_and_without_control_characters(run: Run, command: list[str]) -> None:
    done = run(*command, HOSTILE_NAME, status=2)
    first, *hints = done.err.splitlines()
    assert SHOWN_NAME in first
    assert all(hint.startswith("  ") for hint in hints)
    assert not CONTROL.search(done.err)
