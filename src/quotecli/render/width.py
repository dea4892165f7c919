"""The one measure of how many terminal columns a text takes, and the widths of a table."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from quotecli.render.layout import BETWEEN

# Letters and signs that take one column each and have no marks, and the arrow, brackets, bars and
# signs of topics that we draw ourselves: enough for most output, which then does without rich's
# tables.
NARROW = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0386-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482"
    "\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf→⟦⟧⚠\u2500-\u25fc★☆✚]*"
)

# The most columns or lines that a terminal is taken to have.
_LARGEST = 10_000


def measure_terminal() -> os.terminal_size:
    """Return the columns and lines of the terminal; 80 by 24 if it does not say, or says 0.

    Serial lines and some editors' shells say 0, which Python takes at its word before 3.11. A size
    that no terminal has, as in COLUMNS=99999999999, is cut down: lines are filled up to it.
    """
    import shutil

    size = shutil.get_terminal_size()
    return os.terminal_size((min(size.columns or 80, _LARGEST), min(size.lines or 24, _LARGEST)))


def width(text: str) -> int:
    """Return how many columns a terminal gives to `text`, as rich counts them, which draws it.

    Of rich only its cells are loaded, and only for text beyond the commonest letters: a pipe does
    without the rest.
    """
    if NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, columns: int) -> str:
    """Return a text in exactly so many columns, cut with "…" if it needs more."""
    if width(text) > columns:
        from rich.cells import set_cell_size

        text = f"{set_cell_size(text, max(columns - 1, 0))}…"
    return text + " " * (columns - width(text))


class Need(NamedTuple):
    """The widths of a column: with its `heading` on one line, with every cell on one line, and the
    least it can have.

    The `main` column, of which there is one at most, gets what the others leave.
    """

    heading: int
    whole: int
    least: int
    main: bool = False


def fit_widths(needs: Sequence[Need], screen: int) -> list[int] | None:
    """Return a width for each column, which with the space between them fit `screen` columns; None
    if they do not.

    Headings break before cells do. Columns that need little more than the least get it first; the
    main column has at least a third of the room, if it needs that much.
    """
    room = screen - BETWEEN * (len(needs) - 1)
    widest = [max(need.heading, need.whole) for need in needs]
    if sum(widest) <= room:
        return widest
    if sum(need.whole for need in needs) <= room:
        return [need.whole for need in needs]
    widths = [need.least for need in needs]
    spare = room - sum(widths)
    if spare < 0:
        return None

    for n, need in enumerate(needs):
        if need.main:
            more = min(max(min(need.whole, room // 3) - need.least, 0), spare)
            widths[n] += more
            spare -= more
    spare -= _widen(widths, needs, spare)
    return [width + spare * need.main for width, need in zip(widths, needs)]


def _widen(widths: list[int], needs: Sequence[Need], spare: int) -> int:
    """Share spare columns out among all but the main column; return how many they got."""
    left = spare
    growing = [n for n, need in enumerate(needs) if not need.main]
    growing.sort(key=lambda n: needs[n].whole - needs[n].least)
    for rank, n in enumerate(growing):
        more = min(needs[n].whole - needs[n].least, left // (len(growing) - rank))
        widths[n] += more
        left -= more
    return spare - left
