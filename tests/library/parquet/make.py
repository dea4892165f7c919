"""Folders of Parquet files for tests, from statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from quotecli.library.library import Library
from quotecli.model import Statement


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements as rows hold them: without their files, quotes in the order of texts."""
    return [one._replace(file="", quotes=tuple(Library([one]).quotes())) for one in statements]


def write_rows(folder: Path, statements: Sequence[Statement], part: str = "") -> Path:
    """Write the rows of statements to one file of each table, in a folder `part` of the tables."""
    from quotecli.exporting.parquet import export  # needs pyarrow

    for name, content in export(statements):
        table, file = name.split("/")
        path = folder / table / part / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
