"""Quotes as a spreadsheet in Office Open XML, one row each; needs the extra "xlsx"."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from html import escape
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
from quotecli.store.files import chunks

CELL = 32_767
"""How long the text of a cell may be, in UTF-16 units."""
ROWS = 1_048_576
"""How many rows a sheet may have, the header counted."""

_WIDTHS = {
    **{
        "id": 22,
        "statement": 18,
        "title": 32,
        "speaker": 22,
        "role": 28,
        "reported_by": 20,
        "topics": 24,
    },
    **{
        "excerpt": 80,
        "cue": 30,
        "doubt": 24,
        "note": 30,
        "published": 12,
        "citation": 50,
        "link": 30,
    },
}
_WIDTH = 11
# What XML 1.0 cannot carry, or would change; and an underscore that would be read as the start of
# an escape.
_ESCAPED = re.compile("[\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ONE = re.compile("_x[0-9A-F]{4}_|.", re.DOTALL)
_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Quotes</dc:title></cp:coreProperties>'
)
_ALIGNMENT = Alignment(vertical="top", wrap_text=True)
_END_OF_ROWS = b"</sheetData>"
_SURE = CELL // 14
"""A text of so many characters fits a cell, even if each is written as an escape of seven and
counts double.
"""
_HINT = "filter the quotes, or export to csv"


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """A workbook whose every text is the very text, typed as text: nothing in it is run.

    What is too long for a cell goes on in columns of its own after it: "excerpt (2)". Raises
    QuotecliError where a sheet has not rows enough.
    """
    table = list(rows(statements))
    if len(table) >= ROWS:
        raise QuotecliError(f"a sheet has no room for {len(table):,} quotes", hint=_HINT)
    counts = {column: _most(row[column] for row in table) for column in COLUMNS}
    headings = [
        column if number == 1 else f"{column} ({number})"
        for column in COLUMNS
        for number in range(1, counts[column] + 1)
    ]
    letters = [get_column_letter(number) for number in range(1, len(headings) + 1)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Quotes")
    sheet.freeze_panes = "A2"
    for letter, name in zip(letters, headings):
        sheet.column_dimensions[letter].width = _WIDTHS.get(name.partition(" ")[0], _WIDTH)
    header = [WriteOnlyCell(sheet, name) for name in headings]
    for cell in header:
        cell.font = Font(bold=True)
        cell.alignment = _ALIGNMENT
    sheet.append(header)
    sheet.auto_filter.ref = f"A1:{letters[-1]}{len(table) + 1}"
    other = WriteOnlyCell(sheet)
    other.alignment = _ALIGNMENT
    lines = (
        _line(number, zip(letters, _values(row, counts)), other.style_id)
        for number, row in enumerate(table, 2)
    )
    with tempfile.TemporaryFile() as file:
        with _Archive(file, lines) as archive:
            ExcelWriter(book, archive).save()
        file.seek(0)
        yield from chunks(file)


def _most(values: Iterable[Any]) -> int:
    """How many cells the longest of some values takes."""
    return max(
        len(pieces(value)) if isinstance(value, str) and len(value) > _SURE else 1
        for value in values
    )


def _values(row: Row, counts: dict[str, int]) -> Iterator[Any]:
    for column, count in counts.items():
        found = pieces(row[column])
        yield from found
        for _ in range(count - len(found)):
            yield None


def _line(number: int, cells: Iterable[tuple[str, Any]], style: int) -> bytes:
    """A row as its element; a text is typed as one whatever it looks like: a formula, a number, an
    error.
    """
    written = []
    for letter, value in cells:
        if isinstance(value, str):
            kept = "" if value == value.strip() else ' xml:space="preserve"'
            content = f't="inlineStr"><is><t{kept}>{escape(value, quote=False)}</t></is></c>'
        else:
            content = "/>" if value is None else f"><v>{value}</v></c>"
        written.append(f'<c r="{letter}{number}" s="{style}" {content}')
    return f'<row r="{number}">{"".join(written)}</row>'.encode()


def pieces(value: Any) -> list[Any]:
    """A value as what its cells hold: no text longer than a cell, each character that XML cannot
    carry as _xHHHH_.
    """
    if not isinstance(value, str) or not value:
        return [None if value == "" else value]
    escaped = value if value.isprintable() and "_x" not in value else _ESCAPED.sub(_escape, value)
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
    """The zip of a workbook, which tells no time; into its sheet, of a header alone, go the rows.

    The library writes a row as a tree of elements, which takes ten times as long as all the rest of
    an export.
    """

    def __init__(self, file: IO[bytes], lines: Iterable[bytes]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._lines = lines

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a member; the properties of the document, which would tell the time, are our own."""
        super().writestr(
            member(zinfo_or_arcname), _PROPERTIES if zinfo_or_arcname == ARC_CORE else data
        )

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file as a member: the one sheet."""
        with open(filename, "rb") as source:
            head, end, rest = source.read().partition(_END_OF_ROWS)
        try:
            with self.open(member(arcname), "w") as target:
                target.write(head)
                target.writelines(self._lines)
                target.write(end + rest)
        except RuntimeError:
            # Beyond 2 GiB a zip needs an extension that spreadsheets take for damage.
            raise QuotecliError("a sheet has no room for so much text", hint=_HINT) from None
