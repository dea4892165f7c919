"""How wide the columns of a table are on a screen that has not room for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecli.render.layout import BETWEEN


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
