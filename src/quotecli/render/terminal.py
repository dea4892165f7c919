"""Layout on a terminal, in colour and wrapped to its width; the only user of rich."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from quotecli.render.escape import visible, visible_line
from quotecli.render.layout import BETWEEN, LABEL_WIDTH, LEAST_WRAPPED, Column, Line, Table
from quotecli.render.theme import COLOURS, STYLES, topic_look

_BATCH = 200


class Screen:
    """Writes layout to a terminal."""

    def __init__(
        self,
        stream: TextIO,
        *,
        width: int | None = None,
        record: bool = False,
        like: TextIO | None = None,
    ) -> None:
        """Draw on `stream`, as wide as `width` columns; where it is to be shown on another one
        later, `like` that.
        """
        size = shutil.get_terminal_size()
        if width is None and stream.isatty():
            width = size.columns
        self.console = Console(
            file=stream,
            markup=False,
            emoji=False,
            highlight=False,
            width=width,
            height=size.lines,  # without both, Rich takes a dumb terminal for 80 columns wide
            record=record,
            force_terminal=True if record or like or os.environ.get("FORCE_COLOR") else None,
        )

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.console.width

    def line(self, line: Line) -> None:
        """Write one line, wrapped between words unless it is not to be, further lines under the
        first.
        """
        text = _text(line, visible)
        if line.label:
            grid = RichTable.grid()
            grid.add_column(width=LABEL_WIDTH, style=STYLES["label"])
            grid.add_column(overflow="fold")
            grid.add_row(Text(line.label), text)
            self.console.print(grid)
        elif not line.wraps:
            self.console.print(text, soft_wrap=True)
        else:
            self.console.print(
                Padding(text, (0, 0, 0, line.indent)) if line.indent else text, overflow="fold"
            )

    def table(self, table: Table) -> None:
        """Write a table, cells wrapped; where the screen is too narrow for one, its rows as lists:
        nothing is cut.

        A long table appears as it is drawn.
        """
        rows = [[_text(cell, visible_line) for cell in row] for row in table.rows]
        every = range(len(table.columns))
        # A column without a heading, a bar, only repeats another one.
        headed = [number for number in every if table.columns[number].heading]
        for numbers in (every, headed):
            if _least_width(table, rows, numbers) <= self.console.width:
                break
        else:
            self._lists(table)
            return
        widths = _widths(table, rows, numbers, self.console.width)
        headings = [Text(visible_line(column.heading), overflow="fold") for column in table.columns]
        for first in range(0, len(rows), _BATCH):
            drawn = RichTable(
                box=None, padding=(0, BETWEEN, 0, 0), pad_edge=False, header_style="bold"
            )
            drawn.show_header = first == 0
            for number, width in zip(numbers, widths):
                column = table.columns[number]
                side: Literal["left", "right"] = "right" if column.right else "left"
                drawn.add_column(headings[number], justify=side, overflow="fold", width=width)
            for row in rows[first : first + _BATCH]:
                drawn.add_row(*[row[number] for number in numbers])
            self.console.print(drawn)

    def _lists(self, table: Table) -> None:
        """Write each row as a list of its cells with their headings."""
        headings = [visible_line(column.heading) for column in table.columns]
        size = min(max(map(cell_len, headings)), self.console.width // 2)
        for number, row in enumerate(table.rows):
            if number:
                self.console.print()
            for heading, cell in zip(headings, row):
                text = _text(cell, visible_line)
                if heading and text.plain.strip():
                    label = f"{heading}{' ' * (size - cell_len(heading))}  "
                    self.console.print(Text(label, "dim").append_text(text), overflow="fold")


def _widths(table: Table, rows: list[list[Text]], numbers: Iterable[int], room: int) -> list[int]:
    """The same widths for every batch: what a cell needs, or a fair part of the room where it may
    wrap.
    """
    columns = [table.columns[number] for number in numbers]
    cells = [max((row[number].cell_len for row in rows), default=0) for number in numbers]
    widths = [max(_heading_width(column), width) for column, width in zip(columns, cells)]
    room -= BETWEEN * (len(widths) - 1)
    if sum(widths) > room:  # headings break before cells do
        widths = [
            max(_heading_width(column, least=True), width) for column, width in zip(columns, cells)
        ]
    room -= sum(w for w, column in zip(widths, columns) if not column.wraps)
    wrapping = sorted(
        (n for n, column in enumerate(columns) if column.wraps), key=lambda n: widths[n]
    )
    for rank, n in enumerate(wrapping):
        widths[n] = max(
            _heading_width(columns[n], least=True), min(widths[n], room // (len(wrapping) - rank))
        )
        room -= widths[n]
    return widths


def _least_width(table: Table, rows: list[list[Text]], numbers: Iterable[int]) -> int:
    """How many columns of the screen these columns of a table need."""
    needed = []
    for number in numbers:
        column = table.columns[number]
        widest = max((row[number].cell_len for row in rows), default=0)
        least = min(widest, LEAST_WRAPPED) if column.wraps else widest
        needed.append(max(_heading_width(column, least=True), least))
    return sum(needed) + BETWEEN * (len(needed) - 1)


def _heading_width(column: Column, *, least: bool = False) -> int:
    heading = visible_line(column.heading)
    if least and column.wraps_heading:
        return min(max((cell_len(word) for word in heading.split()), default=0), LEAST_WRAPPED)
    return cell_len(heading)


def _text(line: Line, escape: Callable[[str], str]) -> Text:
    text = Text(overflow="fold")
    for piece in line.pieces:
        text.append(escape(piece.text), style(piece.style))
    return text


def style(name: str) -> str:
    """Rich's style for a name of ours; "topic 0", "topic 1" … take the topics' colours in turn, "+"
    adds another.
    """
    parts = []
    for part in name.split("+"):
        if part.startswith("topic "):
            parts.append(COLOURS[topic_look(int(part[6:])).colour].sign)
        else:
            parts.append(STYLES[part])
    return " ".join(part for part in parts if part)
