"""Layout as plain text, never wrapped, so that grep finds a phrase."""

from __future__ import annotations

from typing import TextIO

from quotecli.render.layout import LABEL_WIDTH, Line, Table, plain_text
from quotecli.text.escape import visible, visible_line


class PlainScreen:
    """Writes layout to a stream, without colour."""

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.write

    def line(self, line: Line) -> None:
        """Write one line."""
        label = f"{line.label:<{LABEL_WIDTH}}" if line.label else ""
        self._write(f"{' ' * line.indent}{label}{visible(plain_text(line))}\n")

    def table(self, table: Table) -> None:
        """Write a table: columns as wide as their widest cell, two spaces between them."""
        from quotecli.render.width import width

        rows = [[visible_line(column.heading) for column in table.columns]]
        rows += [[visible_line(plain_text(cell)) for cell in row] for row in table.rows]
        widths = [max(map(width, cells)) for cells in zip(*rows)]
        for row in rows:
            cells = [
                f"{' ' * (size - width(text))}{text}"
                if column.right
                else f"{text}{' ' * (size - width(text))}"
                for text, size, column in zip(row, widths, table.columns)
            ]
            self._write("  ".join(cells).rstrip(" ") + "\n")
