"""Running a full-screen program: its library, the terminal, and what it leaves behind."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from quotecli.cli.options import Data
from quotecli.criteria import Criteria
from quotecli.errors import Place, QuotecliError
from quotecli.extras import load_module

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.tui.app import QuoteApp


def run(data: Data, criteria: Criteria) -> int:
    """Run the explorer of the statements that -d names, and return its exit status.

    Raises QuotecliError if Textual is missing, or if there is no terminal.
    """
    from quotecli.cli.loading import load
    from quotecli.library.loading import find_rows

    if rows := find_rows(data.paths):
        hint = "make statements of a selection with 'quotecli quotes --save FOLDER'"
        raise QuotecliError("Parquet files have no full screen", place=Place(rows), hint=hint)
    browse = import_program("browse", data)
    library = load(data, criteria)
    if "-" in data.paths:
        _read_keys_from_terminal()
    return run_program(browse.Browse(partial(_load_again, data), library, criteria))


def import_program(name: str, data: Data) -> Any:
    """Return the module of a full-screen program.

    Raises QuotecliError if Textual is missing, or if there is no terminal.
    """
    program = load_module(f"quotecli.tui.{name}")
    # Textual draws on standard error.
    drawn = sys.stdout.isatty() and sys.stderr.isatty()
    if not (drawn and (sys.stdin.isatty() or "-" in data.paths)):
        raise QuotecliError(
            "a full screen needs a terminal", hint="use 'quotecli quotes' for pipes and files"
        )
    return program


def run_program(program: QuoteApp) -> int:
    """Run a full-screen program, print what it leaves, and return its exit status."""
    from quotecli.cli.screen import separate, show
    from quotecli.render.layout import cell

    # Unlike other commands this one goes on for long, and makes garbage.
    gc.freeze()
    gc.enable()
    status = program.run()
    if program.copied:
        show(separate([cell(text)] for text in program.copied))
    return program.return_code or status or 0


def _load_again(data: Data) -> Library:
    """Return the library again, without a word on the screen that is full."""
    from quotecli.library import loading

    return loading.load(*data.paths, cache=data.cache, strict=data.strict)


def _read_keys_from_terminal() -> None:
    """Read keys from the terminal after the statement came through standard input."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        raise QuotecliError("a full screen needs a terminal to read keys from") from None
    os.dup2(terminal, 0)
    os.close(terminal)
