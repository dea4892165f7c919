"""Listing what was counted: a table for people, rows and objects for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from quotecli.cli.notices import exit_if_none
from quotecli.cli.options import Output
from quotecli.cli.screen import show
from quotecli.cli.writing import write_items
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.render.layout import Line, Table
    from quotecli.render.machine.formats import Shape

Count = TypeVar("Count")


def list_counts(
    counts: Sequence[Count],
    criteria: Criteria,
    output: Output,
    draw: Callable[[], Sequence[Line | Table]],
    shape: Callable[[], Shape[Count]],
    what: str,
) -> None:
    """Draw counts for people, or write them in the `shape` that programs read.

    Only the one of `draw` and `shape` that is needed is called, so that the modules of the other
    need not be loaded. Exits with 1 if there are no counts; `what` names them then.
    """
    if output.form != "table":
        write_items(counts, shape(), output)
    elif counts:
        show(draw(), pager=output.pager)
    exit_if_none(counts, criteria, what)
