"""The folder of what was drafted, and when it may be replaced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quotecli.errors import Place, QuotecliError

TABLES = ("quotes", "texts", "rejected")
"""The subfolders of the output, each a table in Parquet files."""
DONE = "_SUCCESS"
"""The empty file that is written last: a folder without it is not whole."""


class RowCounts(NamedTuple):
    """How many rows each table has."""

    quotes: int
    texts: int
    rejected: int


def refuse_output(names: Iterable[str], output: str, force: bool) -> None:
    """Raise QuotecliError if a folder that has these names must not be written to."""
    if not force and any(names):
        hint = "use --force to replace the tables in it"
        raise QuotecliError("already exists and is not empty", place=Place(output), hint=hint)


def refuse_others(names: Iterable[str], folder: str) -> None:
    """Raise QuotecliError if a folder to be replaced has files that are not of a table."""
    for name in names:
        if not (name.endswith(".parquet") or name.startswith((".", "_"))):
            hint = f"choose another OUTPUT: it has {name}"
            raise QuotecliError("not a table, and is not replaced", place=Place(folder), hint=hint)
