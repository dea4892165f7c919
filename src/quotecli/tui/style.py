"""Pieces of layout -> strips of a Textual screen, in the styles of render/theme.py.

The colours are the terminal's own wherever theme.py does not choose one for a topic: a light screen
stays light, a dark one dark. All text is made harmless here, and never read as markup.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from quotecli.render.layout import Line, Piece
from quotecli.render.terminal import rich_style
from quotecli.render.width import fit
from quotecli.text.escape import visible, visible_line

LEFT_TO_RIGHT = "\u200e"
"""Keeps right-to-left text on both sides of it from being read as one run."""

OFFSET = "at"
"""The key under which a drawn word keeps its offset in the text, for clicks on it."""

CURSOR = Style(reverse=True)
"""The row that keys act on, in the pane that has the focus."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TAB = 8
# Only measures and breaks lines; nothing is written to it.
_CONSOLE = Console(file=io.StringIO(), width=80, color_system=None, markup=False, emoji=False)


@lru_cache(maxsize=512)
def find_style(name: str, few_colours: bool = False) -> Style:
    """Return the style with a name of layout; `few_colours` if the terminal has only sixteen."""
    return Style.parse(rich_style(name, few_colours=few_colours) or "none")


def is_right_to_left(text: str) -> bool:
    """Return True if a text has letters that are written from right to left."""
    return not text.isascii() and bool(_RIGHT_TO_LEFT.search(text))


def make_row(
    pieces: Sequence[Piece], width: int, *, few_colours: bool, cursor: bool = False
) -> Strip:
    """Return pieces as one row of exactly `width` columns, cut with "…" if they need more.

    With `cursor` the whole row is reversed, and hits, which are reversed elsewhere, are underlined.
    """
    if cursor:
        pieces = [Piece(text, style.replace("hit", "underline")) for text, style in pieces]
    text = _make_text(pieces, visible_line, few_colours)
    text.truncate(max(width, 1), overflow="ellipsis", pad=True)
    return _make_strip(text, width, CURSOR if cursor else None)


def wrap_lines(lines: Sequence[Line], width: int, *, few_colours: bool) -> list[Strip]:
    """Return lines as rows of `width` columns, broken between words where they can be."""
    return [
        row
        for line in lines
        for row in _wrap(line._replace(pieces=tuple(line.pieces)), max(width, 1), few_colours)
    ]


# From one quote of a text to the next, most of its lines stay as they are.
@lru_cache(maxsize=1024)
def _wrap(line: Line, width: int, few_colours: bool) -> list[Strip]:
    """Return the rows of a line; with a label, `indent` is the column of what stands after it."""
    indent = min(line.indent, width // 2)
    text = _make_text(line.pieces, visible, few_colours)
    text.expand_tabs(_TAB)
    rows = text.wrap(_CONSOLE, width - indent, overflow="fold", tab_size=_TAB)
    strips = []
    for number, row in enumerate(rows):
        row.rstrip()
        before = Piece(fit(line.label if number == 0 else "", indent), "id")
        strips.append(_make_strip(_make_text([before], visible, few_colours) + row, width, None))
    return strips


def _make_text(pieces: Sequence[Piece], escape: Callable[[str], str], few_colours: bool) -> Text:
    text = Text(overflow="fold", end="")
    for piece, style in pieces:
        name, _, offset = style.partition("@")
        known = find_style(name, few_colours)
        text.append(escape(piece), known + Style(meta={OFFSET: int(offset)}) if offset else known)
    return text


def _make_strip(text: Text, width: int, base: Style | None) -> Strip:
    segments = [Segment(one, style) for one, style, _ in text.render(_CONSOLE)]
    if base:
        segments = list(Segment.apply_style(segments, post_style=base))
    strip = Strip(segments).adjust_cell_length(width, base)
    if not is_right_to_left(text.plain):
        return strip
    mark = Segment(LEFT_TO_RIGHT, Style.null())
    return Strip([mark, *strip, mark], strip.cell_length)
