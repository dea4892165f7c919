"""How wide the columns of a table are on a screen that has not room for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecli.render.layout import BETWEEN


class Need(NamedTuple):
    """The widths of a column: with its `heading` on one line, with every cell on one line, and the
    least it can have.

    The `main` column gets what the others leave.
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

    main = next((n for n, need in enumerate(needs) if need.main), None)
    if main is not None:
        reserved = min(needs[main].whole, room // 3) - widths[main]
        reserved = min(max(reserved, 0), spare)
        widths[main] += reserved
        spare -= reserved

    wanted = {n: need.whole - need.least for n, need in enumerate(needs) if n != main}
    for rank, n in enumerate(sorted(wanted, key=lambda n: wanted[n])):
        more = min(wanted[n], spare // (len(wanted) - rank))
        widths[n] += more
        spare -= more

    if main is not None:
        widths[main] += spare
    return widths
