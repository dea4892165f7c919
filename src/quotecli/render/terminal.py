"""Layout on a terminal, in colour and wrapped to its width; the only user of rich."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from quotecli.render.escape import visible, visible_line
from quotecli.render.layout import LABEL_WIDTH, Line, Table

# Topics take these in turn. They are the terminal's own colours, so that its theme keeps them legible.
_TOPIC_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
_BATCH = 200
_STYLES = {
    "": "",
    "id": "bold",
    "dim": "dim",
    "excerpt": "",
    "paraphrase": "italic",
    "speaker": "bold",
    "hit": "reverse",
    "underline": "underline",
    "warning": "bold red",
    "caution": "yellow",
    "heading": "bold",
    "label": "dim",
}


class Screen:
    """Writes layout to a terminal."""

    def __init__(
        self, stream: TextIO, *, width: int | None = None, record: bool = False, like: TextIO | None = None
    ) -> None:
        """Draw on `stream`, as wide as `width` columns; where it is to be shown on another one later, `like` that."""
        self._stream = stream
        self.console = Console(
            file=stream,
            markup=False,
            emoji=False,
            highlight=False,
            width=width,
            record=record,
            force_terminal=True if record or like or os.environ.get("FORCE_COLOR") else None,
        )

    def text(self) -> str:
        """What was drawn, where the stream holds it in memory."""
        return self._stream.getvalue() if isinstance(self._stream, io.StringIO) else ""

    def line(self, line: Line) -> None:
        """Write one line, wrapped between words, further lines under the first."""
        text = _text(line, visible)
        if line.label:
            grid = RichTable.grid()
            grid.add_column(width=LABEL_WIDTH, style=_STYLES["label"])
            grid.add_column(overflow="fold")
            grid.add_row(Text(line.label), text)
            self.console.print(grid)
        else:
            self.console.print(Padding(text, (0, 0, 0, line.indent)) if line.indent else text, overflow="fold")

    def table(self, table: Table) -> None:
        """Write a table; on a narrow screen cells fold, and nothing is cut. A long one appears as it is drawn."""
        cells = [[_text(cell, visible_line) for cell in row] for row in table.rows]
        widths = self._widths(table, cells) if len(cells) > _BATCH else [None] * len(table.columns)
        for first in range(0, len(cells), _BATCH):
            drawn = RichTable(
                box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold", show_header=first == 0
            )
            for column, width in zip(table.columns, widths):
                drawn.add_column(
                    column.heading, justify="right" if column.right else "left", overflow="fold", width=width
                )
            for row in cells[first : first + _BATCH]:
                drawn.add_row(*row)
            self.console.print(drawn)

    def _widths(self, table: Table, cells: list[list[Text]]) -> list[int | None]:
        """The same widths for every batch: what a cell needs, or an equal part of the room where it may wrap."""
        needed = [max(cell.cell_len for cell in column) for column in zip(*cells)]
        needed = [max(width, len(column.heading)) for width, column in zip(needed, table.columns)]
        room = self.console.width - 2 * (len(needed) - 1)
        wrapping = sorted((width, n) for n, width in enumerate(needed) if table.columns[n].wraps)
        room -= sum(width for n, width in enumerate(needed) if not table.columns[n].wraps)
        widths: list[int | None] = list(needed)
        for rank, (width, n) in enumerate(wrapping):
            widths[n] = max(1, min(width, room // (len(wrapping) - rank)))
            room -= widths[n] or 0
        return widths


def _text(line: Line, escape: Callable[[str], str]) -> Text:
    text = Text(overflow="fold")
    for piece in line.pieces:
        text.append(escape(piece.text), style(piece.style))
    return text


def style(name: str) -> str:
    """Rich's style for a name of ours; "topic 0", "topic 1" … take the topics' colours in turn, "+" adds another."""
    parts = []
    for part in name.split("+"):
        if part.startswith("topic "):
            parts.append(_TOPIC_COLOURS[int(part[6:]) % len(_TOPIC_COLOURS)])
        else:
            parts.append(_STYLES[part])
    return " ".join(part for part in parts if part)
