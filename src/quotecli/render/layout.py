"""What is shown, as lines and tables of styled pieces: drawn by plain.py in a pipe and by
terminal.py on a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecli.render.theme import SIGNS


class Piece(NamedTuple):
    """A stretch of text in one style, by its name in theme.py; "" is none.

    Beside the names of STYLES there are "topic 0", "topic 1" … for what is drawn in a topic's
    colour, and "sign 0", "sign 1" … for a topic's sign. "+" adds one style to another.
    """

    text: str
    style: str = ""


class Line(NamedTuple):
    """Pieces on one line, which a screen may wrap; `indent` counts columns.

    A `label` stands first; lines that are wrapped stay under the text after it. Without `wraps` the
    line is laid out for the screen already.
    """

    pieces: Sequence[Piece] = ()
    indent: int = 0
    label: str = ""
    wraps: bool = True


LABEL_WIDTH = 12
BETWEEN = 2
"""The space between two columns of a table."""
LEAST_WRAPPED = 12
"""No word up to this width is broken in a column whose cells or whose heading wrap."""


class TableColumn(NamedTuple):
    """A column of a table: its heading, its alignment, and how it gives way on a narrow screen.

    Cells wrap between words with `wraps`, and, if the others cannot give way any further, after a
    hyphen or a slash with `is_id`; they are then at least as wide as their longest word, or `least`
    columns if that is less. The `main` column gets what the others leave, and never less than
    `least`. `wraps_heading` is of its heading.
    """

    heading: str
    right: bool = False
    wraps: bool = False
    wraps_heading: bool = False
    is_id: bool = False
    main: bool = False
    least: int = LEAST_WRAPPED


class Table(NamedTuple):
    """Rows of cells, each a line of pieces."""

    columns: Sequence[TableColumn]
    rows: list[list[Line]]


class Glyphs(NamedTuple):
    """The characters beyond ASCII that the output uses, if its encoding has them."""

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
    signs: str = SIGNS


UNICODE = Glyphs()
ASCII = Glyphs('"', '"', "[...]", "--", "|", "para.", "#", "", "[[", "]]", "!", "->", "...", "")


def glyphs_for(encoding: str) -> Glyphs:
    """Return the glyphs that an encoding has."""
    try:
        "".join(UNICODE).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def cell(text: str, style: str = "") -> Line:
    """Return a line of one piece."""
    return Line([Piece(text, style)])


def plain_text(line: Line) -> str:
    """Return the text of a line, without styles, and without signs, which are for the eye alone."""
    return "".join([text for text, style in line.pieces if style[:4] != "sign"])
