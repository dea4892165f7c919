"""The list of quotes: a window of rows that are asked for as they come on the screen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from quotecli.citing.attribution import attribution
from quotecli.library.explore import Found
from quotecli.model import Quote
from quotecli.render.excerpt import words
from quotecli.render.layout import Piece
from quotecli.render.view import View
from quotecli.render.width import fit
from quotecli.text.escape import visible_line
from quotecli.tui.rows import RowList
from quotecli.tui.style import LEFT_TO_RIGHT, is_right_to_left

PAGE = 64
"""The number of quotes that are asked for at a time."""

_MAX_PAGES = 16  # that are kept
_SHOWN = 400  # code points of an excerpt that a row can show at most


class QuoteList(RowList):
    """The quotes that meet the filters, a row each."""

    def __init__(
        self, view: View, ask: Callable[[int, int | None], None], *, few_colours: bool
    ) -> None:
        """Draw in a `view`; `ask` is called with a page that is needed and what is before it.

        Pages count from 0; of the page before, the number of the last quote is given, or None.
        """
        super().__init__(few_colours=few_colours, id="quotes")
        self.view, self._ask = view, ask
        self._pages: OrderedDict[int, Sequence[Found]] = OrderedDict()
        self._asked = -1

    @property
    def current(self) -> Found | None:
        """The quote under the cursor; None if there is none, or if it is not here yet."""
        return self.find(self.cursor) if self.count else None

    def find(self, row: int) -> Found | None:
        """Return the quote of a row; None if it is not here yet, and then ask for it."""
        page, place = divmod(row, PAGE)
        held = self._pages.get(page)
        if held is None:
            if self._asked != page:
                self._asked = page
                before = self._pages.get(page - 1)
                self._ask(page, before[-1].number if before else None)
            return None
        return held[place] if place < len(held) else None

    def begin(self, view: View, first_page: Sequence[Found], count: int) -> None:
        """Show another answer, of which the first page is known and so is the least `count`."""
        self.view = view
        self._pages.clear()
        self._pages[0] = first_page
        self._asked = -1
        self.set_count(count)

    def add_page(self, page: int, quotes: Sequence[Found]) -> None:
        """Show the quotes of a page that was asked for."""
        self._asked = -1
        self._pages[page] = quotes
        while len(self._pages) > _MAX_PAGES:
            self._pages.popitem(last=False)
        self.refresh()

    def draw(self, row: int, width: int) -> Sequence[Piece]:
        found = self.find(row)
        if found is None:
            return [Piece(self.view.glyphs.cut, "dim")]
        return list(_make_row(found.quote, self.view, width))


def _make_row(quote: Quote, view: View, width: int) -> list[Piece]:
    """Return the row of a quote: topic, who said it, what is in doubt, and its words."""
    sign = view.sign(quote.topics[0].id) if quote.topics else [Piece("  ")]
    room = max(12, min(28, width // 3))
    who = attribution(quote, role=False)
    style = "warning" if quote.polarity == "negative" else "speaker"
    caveats = "; ".join(quote.caveats)
    doubt = [Piece(f"{view.glyphs.warning} {caveats}: ", "warning")] if caveats else []
    shown = words(quote, view)
    if sum(len(piece.text) for piece in shown) > _SHOWN:
        shown = _cut(shown)
    gap = f"{LEFT_TO_RIGHT} " if is_right_to_left(who) else " "
    return [*sign, Piece(fit(visible_line(who), room), style), Piece(gap), *doubt, *shown]


def _cut(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the beginning of pieces, which is as much as any row shows."""
    kept, left = list[Piece](), _SHOWN
    for text, style in pieces:
        if left > 0:
            kept.append(Piece(text[:left], style))
        left -= len(text)
    return kept
