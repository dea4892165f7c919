"""What is shown, as lines and tables of styled pieces: drawn by plain.py in a pipe and by
terminal.py on a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of text in one style; the styles are those of terminal.py, "" is none."""

    text: str
    style: str = ""


class Line(NamedTuple):
    """Pieces on one line, which a screen may wrap; `indent` counts columns.

    Where `label` is given it stands first, and what is wrapped stays under what follows it. A line
    that is not to be wrapped is laid out for the screen already.
    """

    pieces: Sequence[Piece] = ()
    indent: int = 0
    label: str = ""
    wraps: bool = True


LABEL_WIDTH = 12
BETWEEN = 2
"""The space between two columns of a table."""
LEAST_WRAPPED = 12
"""A column whose cells wrap is never narrower, unless they are; a heading that wraps is never
broken before it.
"""


class Column(NamedTuple):
    """A column of a table: its heading, how it is aligned, and whether a screen may wrap its cells,
    or its heading.
    """

    heading: str
    right: bool = False
    wraps: bool = False
    wraps_heading: bool = False


class Table(NamedTuple):
    """Rows of cells, each a line of pieces."""

    columns: Sequence[Column]
    rows: list[list[Line]]


class Glyphs(NamedTuple):
    """The signs that the output needs beyond ASCII, where its encoding has them."""

    open: str = "“"
    close: str = "”"
    gap: str = "[…]"
    dash: str = "—"
    dot: str = "·"
    paragraph: str = "¶"
    bar: str = "█"
    halves: str = "▏▎▍▌▋▊▉"
    begin: str = "⟦"
    end: str = "⟧"
    warning: str = "⚠"
    arrow: str = "→"
    cut: str = "…"


UNICODE = Glyphs()
ASCII = Glyphs('"', '"', "[...]", "--", "|", "para.", "#", "", "[[", "]]", "!", "->", "...")


def glyphs_for(encoding: str) -> Glyphs:
    """The glyphs that an encoding can carry."""
    try:
        "“”…—·¶█▏⟦⟧⚠→".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def cell(text: str, style: str = "") -> Line:
    """A line of one piece."""
    return Line([Piece(text, style)])


def plain_text(line: Line) -> str:
    """The text of a line, without styles."""
    return "".join([piece.text for piece in line.pieces])
