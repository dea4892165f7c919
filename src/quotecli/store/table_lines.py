"""The rows of CSV and TSV, with the lines where they begin."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from quotecli.errors import Place, UnreadableError

# What Python says of quotation marks that are not in pairs, which cells and rows would be lost by.
_MARKS = {
    "unexpected end of data": "a cell that does not end",
    "expected after '\"'": "a '\"' inside a cell",
}
_MARKS_HINT = 'write "" for a quotation mark inside a cell, and one " before and behind the cell'


def read_lines(text: str, file: str, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table and the line of each, from 1.

    Raises UnreadableError, with the line, if the text is no table, or if a row has words in a cell
    that the first row has no column for.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
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
        told = next((what for said, what in _MARKS.items() if said in str(error)), "")
        message, hint = told or f"not a table: {error}", _MARKS_HINT if told else ""
        raise UnreadableError(message, place=Place(file, line), hint=hint) from None
