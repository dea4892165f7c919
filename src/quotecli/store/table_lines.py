"""The rows of CSV and TSV, with the lines where they begin."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from quotecli.errors import Place, UnreadableError


def read_lines(text: str, file: str, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table and the line of each, from 1.

    Raises UnreadableError, with the line, if the text is no table, or if a row has words in a cell
    that the first row has no column for.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line, columns = 1, None
    try:
        for row in rows:
            columns = len(row) if columns is None else columns
            if any(cell.strip() for cell in row[columns:]):
                sign = "a tab" if separator == "\t" else f"a '{separator}'"
                hint = f'write "…" around a cell that has {sign} in it'
                message = f"more cells than the {columns} of the first line"
                raise UnreadableError(message, place=Place(file, line), hint=hint)
            yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"not a table: {error}", place=Place(file, line)) from None
