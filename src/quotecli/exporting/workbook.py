"""Quotes as a spreadsheet in Office Open XML, a row a quote; needs XlsxWriter."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it comes without types
from xlsxwriter.exceptions import FileSizeError  # type: ignore[import-untyped]  # as above
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # as above

from quotecli.errors import QuotecliError
from quotecli.exporting.table import COLUMNS, make_rows
from quotecli.model import Statement
from quotecli.objects import Row
from quotecli.render.machine.shapes import attribute_columns
from quotecli.store.files import read_chunks

MAX_CELL = 32_767
"""The longest text of a cell, in UTF-16 units."""
MAX_ROWS = 1_048_576
"""The most rows that a sheet may have, the header counted."""

_WIDTHS = {
    "id": 22,
    "statement": 18,
    "title": 32,
    "speaker": 22,
    "role": 28,
    "reported_by": 20,
    "topics": 24,
    "excerpt": 80,
    "cue": 30,
    "doubt": 24,
    "note": 30,
    "published": 12,
    "citation": 50,
    "link": 30,
}
_OTHER_WIDTH = 11
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # As the default it is not written with each cell, which takes a tenth of the time.
    "default_format_properties": {
        **{"font_name": "Calibri", "font_size": 11},
        **{"valign": "top", "text_wrap": True},
    },
}
# A file that gives the time of its making would not be the same twice.
_PROPERTIES = {"title": "Quotes", "created": datetime(1980, 1, 1)}

# What XML 1.0 cannot carry, or would change; and an underscore that a reader would take for the
# start of an escape.
_UNCARRIED = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_ESCAPE_LENGTH = len("_x0000_")
# A text of so many characters fits a cell even if each of them is escaped.
_SHORT = MAX_CELL // _ESCAPE_LENGTH
_HINT = "filter the quotes, or export to csv"


class _Sheet(Worksheet):  # type: ignore[misc]  # its base has no types
    """A sheet whose texts come back as they were, whatever they hold.

    XlsxWriter leaves lone surrogates and the second escape in "_x0041_x0042_" alone, and writes a
    text between <r> and </r> as markup.
    """

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        if data.isprintable() and "_x" not in data:
            return data
        return _UNCARRIED.sub(lambda match: f"_x{ord(match.group()):04X}_", data)

    def _xml_rich_inline_string(self, string: str, attributes: list[tuple[str, object]]) -> None:
        self._xml_inline_string(string, False, attributes)


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Yield a workbook whose every text is the very text, typed as text: nothing in it is run.

    A text too long for a cell goes on in columns of its own after it: "excerpt (2)". Raises
    QuotecliError if there are more quotes or more text than a sheet can hold.
    """
    attributes: dict[str, str] = {}
    table = list(make_rows(_note_attributes(statements, attributes), attributes))
    if len(table) >= MAX_ROWS:
        raise QuotecliError(f"too many rows for a sheet: {len(table):,} quotes", hint=_HINT)

    with tempfile.TemporaryDirectory(prefix="quotecli-", ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "quotes.xlsx")
        book = Workbook(path, {**_OPTIONS, "tmpdir": folder})
        book.set_properties(_PROPERTIES)
        _fill(book, table, (*COLUMNS, *attributes.values()))
        try:
            book.close()
        except FileSizeError:
            # Beyond 2 GiB a zip needs an extension that spreadsheets take for damage.
            raise QuotecliError("too much text for a sheet", hint=_HINT) from None

        with open(path, "rb") as file:
            yield from read_chunks(file)


def _note_attributes(
    statements: Iterable[Statement], columns: dict[str, str]
) -> Iterator[Statement]:
    """Yield the statements, and add to `columns` those of the attributes that speakers have."""
    for statement in statements:
        people = (quote.speaker for quote in statement.quotes if quote.speaker)
        columns.update(attribute_columns(name for who in people for name, _ in who.attributes))
        yield statement


def _fill(book: Workbook, table: list[Row], columns: Iterable[str]) -> None:
    """Write the quotes to a sheet, with a header that stays in sight and filters."""
    sheet = book.add_worksheet("Quotes", _Sheet)
    bold = book.add_format({"bold": True})

    counts = {column: _count_cells(row.get(column, "") for row in table) for column in columns}
    firsts: dict[str, int] = {}
    width = 0
    for column, count in counts.items():
        firsts[column] = width
        sheet.set_column(width, width + count - 1, _WIDTHS.get(column, _OTHER_WIDTH))
        for number in range(1, count + 1):
            sheet.write_string(0, width, column if number == 1 else f"{column} ({number})", bold)
            width += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), width - 1)
    # On paper: all columns side by side, the header on every page.
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)

    for number, row in enumerate(table, 1):
        for column, at in firsts.items():
            value = row.get(column, "")
            if not isinstance(value, str):
                sheet.write_number(number, at, value)
            elif len(value) > _SHORT:
                for offset, piece in enumerate(split_text(value)):
                    sheet.write_string(number, at + offset, piece)
            elif value:
                sheet.write_string(number, at, value)


def _count_cells(values: Iterable[Any]) -> int:
    """Return how many cells the longest of some values takes."""
    long = (value for value in values if isinstance(value, str) and len(value) > _SHORT)
    return max((len(split_text(value)) for value in long), default=1)


def split_text(text: str) -> list[str]:
    """Return a text in pieces that fit a cell, escapes counted."""
    parts, start, size = [], 0, 0
    for at, character in enumerate(text):
        units = _ESCAPE_LENGTH if _UNCARRIED.match(text, at) else 1 + (character > "\uffff")
        if size + units > MAX_CELL:
            parts.append(text[start:at])
            start, size = at, 0
        size += units
    return [*parts, text[start:]]
