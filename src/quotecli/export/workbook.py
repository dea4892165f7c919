"""Quotes as a spreadsheet in Office Open XML, one row each; needs the extra "xlsx"."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_CORE

from quotecli.errors import QuotecliError
from quotecli.export.table import COLUMNS, rows
from quotecli.export.zipped import member
from quotecli.model import Statement
from quotecli.render.machine import Row

CELL = 32_767
"""How long the text of a cell may be, in UTF-16 units."""
ROWS = 1_048_576
"""How many rows a sheet may have, the header counted."""

_WIDTHS = {
    **{"id": 22, "statement": 18, "title": 32, "speaker": 22, "role": 28, "reported_by": 20, "topics": 24},
    **{"excerpt": 80, "cue": 30, "doubt": 24, "note": 30, "published": 12, "citation": 50, "link": 30},
}
_WIDTH = 11
# What XML 1.0 cannot carry, or would change; and an underscore that would be read as the start of an escape.
_ESCAPED = re.compile("[\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ONE = re.compile("_x[0-9A-F]{4}_|.", re.DOTALL)
_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Quotes</dc:title></cp:coreProperties>'
)
_CHUNK = 1 << 20


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """A workbook whose every text is the very text, typed as text: nothing in it is run.

    What is too long for a cell goes on in columns of its own after it: "excerpt (2)". Raises QuotecliError where
    a sheet has not rows enough.
    """
    table = list(rows(statements))
    if len(table) >= ROWS:
        raise QuotecliError(f"a sheet has no room for {len(table):,} quotes", hint="filter them, or export to csv")
    counts = {column: max(len(pieces(row[column])) for row in table) for column in COLUMNS}
    headings = [
        column if number == 1 else f"{column} ({number})"
        for column in COLUMNS
        for number in range(1, counts[column] + 1)
    ]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Quotes")
    sheet.freeze_panes = "A2"
    for number, name in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name.partition(" ")[0], _WIDTH)
    header = [WriteOnlyCell(sheet, name) for name in headings]
    # A cell is written when its row is appended, so that one of each column serves all rows: styles cost time.
    cells = [WriteOnlyCell(sheet) for _ in headings]
    for cell in header:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in cells:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.append(header)
    for row in table:
        for cell, value in zip(cells, _values(row, counts)):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # whatever it looks like: a formula, a number, an error
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(table) + 1}"
    with tempfile.TemporaryFile() as file:
        ExcelWriter(book, _Archive(file)).save()
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _values(row: Row, counts: dict[str, int]) -> Iterator[Any]:
    for column, count in counts.items():
        found = pieces(row[column])
        yield from found
        for _ in range(count - len(found)):
            yield None


def pieces(value: Any) -> list[Any]:
    """A value as what its cells hold: no text longer than a cell, each character that XML cannot carry as _xHHHH_."""
    if not isinstance(value, str) or not value:
        return [None if value == "" else value]
    escaped = _ESCAPED.sub(_escape, value)
    # A character is at most two units.
    if len(escaped) * 2 <= CELL:
        return [escaped]
    found, start, size = [], 0, 0
    for match in _ONE.finditer(escaped):
        units = len(match.group()) + sum(character > "\uffff" for character in match.group())
        if size + units > CELL:
            found.append(escaped[start : match.start()])
            start, size = match.start(), 0
        size += units
    return [*found, escaped[start:]]


def _escape(match: re.Match[str]) -> str:
    return f"_x{ord(match.group()):04X}_"


class _Archive(ZipFile):
    """A zip that tells no time and no machine: the same content gives the same bytes."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a member; the properties of the document, which would tell the time, are our own."""
        super().writestr(member(zinfo_or_arcname), _PROPERTIES if zinfo_or_arcname == ARC_CORE else data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file as a member."""
        entry = member(arcname)
        entry.file_size = os.path.getsize(filename)
        with open(filename, "rb") as source, self.open(entry, "w") as target:
            shutil.copyfileobj(source, target, _CHUNK)
