"""Tables of which "make test" tries some rows, and "make stress" the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def everyday(number: int, rows: Iterable[Any]) -> list[Any]:
    """Return the rows of a table, those after the first `number` marked as stress.

    For tables whose rows cost a process or more, and show one thing in several ways. A row of
    several values is a tuple.
    """
    kept = list(rows)
    values = [row if isinstance(row, tuple) else (row,) for row in kept[number:]]
    return [*kept[:number], *(pytest.param(*one, marks=pytest.mark.stress) for one in values)]
