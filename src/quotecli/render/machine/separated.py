"""Rows as CSV and TSV that no spreadsheet runs and no terminal obeys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from quotecli.objects import Row
from quotecli.text.escape import visible, visible_line

# What makes a spreadsheet take a cell for a formula, in half and in full width, at the beginning of
# the cell or of what is one if cells are separated by semicolons, as in much of Europe, or tabs: a
# quotation mark in the middle of such a cell does not quote. One behind apostrophes gets one more,
# so that what was before can be told.
_FORMULA_STARTS = "=+@＝＋－＠-"
_FORMULA = re.compile(f"'* *[\t\r{_FORMULA_STARTS}]")
_FORMULA_WITHIN = re.compile(f"[;\t\n](?='* *[{_FORMULA_STARTS}])")
BOM = "\ufeff"
"""The byte order mark, by which Excel knows UTF-8; most other readers take it for a letter."""
_QUOTE = '"'
_NEEDS_QUOTES = re.compile('[",;\t\r\n]|^ | $')
_TSV_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def csv_lines(rows: Iterable[Row], columns: Sequence[str], *, raw: bool) -> Iterator[str]:
    """Yield a header and a line for each row, ended by CRLF, as RFC 4180 has it.

    Unless `raw`, cells are defused.
    """
    yield _csv_line(columns)
    for row in rows:
        cells = [row[column] for column in columns]
        yield _csv_line(cells if raw else map(defuse, cells))


def tsv_lines(rows: Iterable[Row], columns: Sequence[str], *, raw: bool) -> Iterator[str]:
    """Yield a header and a line for each row, ended by a line feed, with tabs between cells.

    The format (IANA text/tab-separated-values) has no tabs and line ends within cells: they are
    written as \\t, \\n and \\r. Unless `raw`, cells are defused, too; if so, a backslash is written
    as two, so that a program can restore the text.
    """
    yield "\t".join(columns) + "\n"
    for row in rows:
        values = [row[column] for column in columns]
        cells = map(_text, values if raw else map(defuse, values))
        shown = [cell.translate(_TSV_ESCAPES) if raw else visible_line(cell) for cell in cells]
        yield "\t".join(shown) + "\n"


def _csv_line(cells: Iterable[Any]) -> str:
    # The csv module raises for a NUL in some versions of Python, and otherwise does the same.
    line = ",".join(
        [
            f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if text and _NEEDS_QUOTES.search(text) else text
            for text in map(_text, cells)
        ]
    )
    return f"{line or _QUOTE * 2}\r\n"


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def defuse(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula and no terminal for a command.

    Control characters are escaped, and what a spreadsheet would run gets an apostrophe before it,
    also after a semicolon, tab or line end within the cell.
    """
    if not value or not isinstance(value, str):
        return value
    start = "'" if _FORMULA.match(value) else ""
    # Most texts are done with these two looks, which take much less time than a search.
    if ";" in value or not value.isprintable():
        value = _FORMULA_WITHIN.sub(r"\g<0>'", value)
    return start + visible(value)
