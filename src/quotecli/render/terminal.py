"""Layout on a terminal, in colour and wrapped to its width; the only user of rich's console."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from quotecli.render.layout import (
    BETWEEN,
    LABEL_WIDTH,
    LEAST_WRAPPED,
    Line,
    Piece,
    Table,
    TableColumn,
)
from quotecli.render.theme import COLOURS, STYLES, topic_look
from quotecli.render.width import Need, fit_widths, measure_terminal
from quotecli.text.escape import visible, visible_line

_BATCH = 200  # rows that are drawn at once, so that a long table appears as it is drawn
# Columns of a screen below which a table with a main column is not squeezed, but drawn as records.
_MIN_TABLE = 60
# Stands for the space between a sign and its label until lines are broken: no escaped text has it.
_GLUE = "\ufffe"
_ID_PARTS = re.compile(r"[^-/]*[-/]*")


class Screen:
    """Writes layout to a terminal."""

    def __init__(
        self,
        stream: TextIO,
        *,
        width: int | None = None,
        record: bool = False,
        pager: bool = False,
    ) -> None:
        """Draw on `stream`, `width` columns wide by default as the terminal is.

        What a `pager` will show on the terminal is drawn in its colours.
        """
        size = measure_terminal()
        self.console = Console(
            file=stream,
            markup=False,
            emoji=False,
            highlight=False,
            width=size.columns if width is None else width,
            height=size.lines,  # without both, Rich asks in its own way, and believes any number
            record=record,
            # What is recorded is drawn the same wherever that is done.
            color_system="truecolor" if record else "auto",
            force_terminal=True if record or pager or os.environ.get("FORCE_COLOR") else None,
        )
        self.width = self.console.width
        self._style = partial(rich_style, few_colours=self.console.color_system == "standard")

    def line(self, line: Line) -> None:
        """Write one line, wrapped between words if it may be, further lines under the first."""
        text = self._text(line.pieces, visible)
        if line.wraps:
            label = " " * line.indent + line.label if line.label else ""
            self._hanging(label, text, line.indent + (LABEL_WIDTH if label else 0))
        else:
            self.console.print(text, soft_wrap=True)

    def table(self, table: Table) -> None:
        """Write a table, cells wrapped; as records if the screen is too narrow: nothing is cut."""
        rows = [[self._text(cell.pieces, visible_line) for cell in row] for row in table.rows]
        every = range(len(table.columns))
        needs = [_need(table.columns[number], [row[number] for row in rows]) for number in every]
        # Ids are to be copied in one piece: all else gives way first.
        whole = [
            need._replace(least=need.whole) if column.is_id else need
            for need, column in zip(needs, table.columns)
        ]
        # A column without a heading, a bar, only repeats another one.
        headed = [number for number in every if table.columns[number].heading]
        for least, numbers in product((whole, needs), (every, headed)):
            columns = [table.columns[number] for number in numbers]
            widths = self._widths(columns, [least[number] for number in numbers])
            if widths:
                cells = [[row[number] for number in numbers] for row in rows]
                self._table(columns, cells, widths)
                return
        self._records(table.columns, rows)

    def _widths(self, columns: Sequence[TableColumn], needs: Sequence[Need]) -> list[int] | None:
        """Return the width of each column, for every batch the same; None if they do not fit."""
        widths = fit_widths(needs, self.width)
        wrapped = widths and any(width < need.whole for width, need in zip(widths, needs))
        if wrapped and self.width < _MIN_TABLE and any(column.main for column in columns):
            return None
        return widths

    def _table(
        self, columns: Sequence[TableColumn], rows: list[list[Text]], widths: list[int]
    ) -> None:
        headings = [Text(visible_line(column.heading), overflow="fold") for column in columns]
        for first in range(0, len(rows), _BATCH):
            drawn = RichTable(
                box=None, padding=(0, BETWEEN, 0, 0), pad_edge=False, header_style="bold"
            )
            drawn.show_header = first == 0
            for column, heading, width in zip(columns, headings, widths):
                side: Literal["left", "right"] = "right" if column.right else "left"
                drawn.add_column(heading, justify=side, overflow="fold", width=width)
            for row in rows[first : first + _BATCH]:
                drawn.add_row(*map(self._cell, row, columns, widths))
            self.console.print(drawn)

    def _records(self, columns: Sequence[TableColumn], rows: list[list[Text]]) -> None:
        """Write each row as a list of its cells with their headings."""
        headings = [visible_line(column.heading) for column in columns]
        size = min(max(map(cell_len, headings)), self.width // 2)
        for number, row in enumerate(rows):
            if number:
                self.console.print()
            room = self.width - size - BETWEEN
            for heading, text, column in zip(headings, row, columns):
                cell = self._cell(text, column, room)
                if heading and cell.plain.strip():
                    self._hanging(heading, cell, size + BETWEEN)

    def _hanging(self, label: str, text: Text, size: int) -> None:
        """Write a text after its label, which takes `size` columns, and further lines under it."""
        lines = self._wrapped(text, self.width - size).split(allow_blank=True)
        # A label that is too long for its column has lines of its own.
        gap = " " * (size - cell_len(label)) if cell_len(label) <= size else "\n" + " " * size
        first = Text().append(label, STYLES["label"]).append(gap)
        shown = first.append_text(Text("\n" + " " * size).join(lines))
        self.console.print(shown, soft_wrap=not label, overflow="fold")

    def _cell(self, text: Text, column: TableColumn, width: int) -> Text:
        return self._wrapped(_broken(text, width) if column.is_id else text, width)

    def _wrapped(self, text: Text, width: int) -> Text:
        """Return a text with line ends between its words, and signs on the line of their labels."""
        lines = text.wrap(self.console, max(width, 1), overflow="fold")
        for line in lines:
            line.rstrip()
        shown = Text("\n", overflow="fold").join(lines)
        shown.plain = shown.plain.replace(_GLUE, " ")
        return shown

    def _text(self, pieces: Sequence[Piece], escape: Callable[[str], str]) -> Text:
        text = Text(overflow="fold")
        for piece in pieces:
            shown = escape(piece.text)
            glued = shown.replace(" ", _GLUE) if piece.style[:4] == "sign" else shown
            text.append(glued, self._style(piece.style))
        return text


def _need(column: TableColumn, cells: Sequence[Text]) -> Need:
    whole = max((cell.cell_len for cell in cells), default=0)
    least = whole
    if column.wraps:
        longest = max((_longest(cell.plain.split()) for cell in cells), default=0)
        least = min(whole if column.main else longest, column.least)
    elif column.is_id:
        least = max((_longest(_ID_PARTS.findall(cell.plain)) for cell in cells), default=0)

    heading = visible_line(column.heading)
    size = narrow = cell_len(heading)
    if column.wraps_heading:
        narrow = min(_longest(heading.split()), LEAST_WRAPPED)
    return Need(size, max(whole, narrow), max(least, narrow), column.main)


def _longest(words: Sequence[str]) -> int:
    return max(map(cell_len, words), default=0)


def _broken(cell: Text, width: int) -> Text:
    """Return an id with line ends after hyphens and slashes if it is too wide."""
    ends, at, size = [], 0, 0
    for part in _ID_PARTS.findall(cell.plain):
        if size and size + cell_len(part) > width:
            ends.append(at)
            size = 0
        at += len(part)
        size += cell_len(part)
    return Text("\n").join(cell.divide(ends))


def rich_style(name: str, *, few_colours: bool = False) -> str:
    """Return rich's style for a style of layout; `few_colours` if there are only sixteen."""
    parts = []
    for part in name.split("+"):
        kind, _, number = part.partition(" ")
        if kind in ("topic", "sign"):
            colour = COLOURS[topic_look(int(number)).colour]
            parts.append(colour.ansi if few_colours else colour.sign)
        else:
            parts.append(STYLES[part])
    return " ".join(part for part in parts if part)
