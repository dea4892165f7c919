"""What quotes can be filtered by, with counts: topics as a tree, speakers, statements and more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from quotecli.criteria import Criteria
from quotecli.library.explore import VALUES, Side
from quotecli.render.layout import Piece
from quotecli.render.view import View
from quotecli.render.width import fit
from quotecli.render.width import width as measure
from quotecli.text.escape import visible_line
from quotecli.tui.rows import RowList

HEADINGS: dict[Side, str] = {
    "topic": "Topics",
    "speaker": "Speakers",
    "statement": "Statements",
    "kind": "Kind",
    "status": "Status",
    "polarity": "Polarity",
}
FIELDS: dict[Side, str] = {
    "topic": "topics",
    "speaker": "speakers",
    "statement": "statements",
    "kind": "kinds",
    "status": "statuses",
    "polarity": "polarities",
}
"""The field of Criteria that each side is."""

MOST = 10
"""The most speakers, and the most statements, that are listed; a picker has the others."""

PICKED: tuple[Side, ...] = ("speaker", "statement")


class Value(NamedTuple):
    """One value of a side: its id, what it is called, how deep it is in the tree, its quotes."""

    key: str
    label: str
    depth: int = 0
    quotes: int | None = None


class FilterRow(NamedTuple):
    """A row: a value of a side, or its heading (None), or the way to more of them ("")."""

    side: Side
    value: Value | None
    has_more: bool = False


class FilterList(RowList):
    """The values of each side; choosing one turns the filter by it on or off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "Choose", show=False),
        Binding("left,h", "fold(True)", "Fold", show=False),
        Binding("right,l", "fold(False)", "Unfold", show=False),
    ]

    def __init__(self, view: View, *, few_colours: bool) -> None:
        super().__init__(few_colours=few_colours, id="filters")
        self.view = view
        self._values: dict[Side, Sequence[Value]] = {}
        self._chosen: Criteria = Criteria()
        self._folded: set[str] = set()
        self._entries: list[FilterRow] = []

    def begin(self, chosen: Criteria) -> None:
        """Show which values are chosen, and no counts until they are counted again."""
        self._chosen = chosen
        self._values = {
            side: [value._replace(quotes=None) for value in values]
            for side, values in self._values.items()
        }
        self._arrange()

    def show_values(self, values: Mapping[Side, Sequence[Value]]) -> None:
        """Show the values of some sides, counted."""
        self._values.update(values)
        self._arrange()

    def find_entry(self, row: int) -> FilterRow:
        """Return what a row stands for."""
        return self._entries[row]

    def draw(self, row: int, width: int) -> Sequence[Piece]:
        entry = self._entries[row]
        value = entry.value
        if value is None:
            return [Piece(HEADINGS[entry.side], "heading")]
        if entry.has_more:
            return [Piece(f"  {value.label}", "dim")]

        chosen = value.key in getattr(self._chosen, FIELDS[entry.side])
        sign = self.view.sign(value.key) if entry.side == "topic" else []
        fold = "+ " if value.key in self._folded and entry.side == "topic" else ""
        count = "" if value.quotes is None else f"{value.quotes:,}"
        before = [
            Piece("x " if chosen else "  ", "id"),
            Piece("  " * min(value.depth, 6)),
            *sign,
            Piece(fold, "dim"),
        ]
        room = width - sum(measure(piece.text) for piece in before) - len(count) - 1
        style = "id" if chosen else "dim" if value.quotes == 0 else ""
        return [
            *before,
            Piece(fit(visible_line(value.label), max(room, 1)), style),
            Piece(f" {count}", "dim"),
        ]

    def action_fold(self, folded: bool) -> None:
        """Hide the subtopics of a topic, or show them again."""
        entry = self._entries[self.cursor] if self._entries else None
        if entry and entry.value and entry.side == "topic":
            (self._folded.add if folded else self._folded.discard)(entry.value.key)
            self._arrange()

    def _arrange(self) -> None:
        here = self._entries[self.cursor] if self.cursor < len(self._entries) else None
        self._entries = []
        for side in HEADINGS:
            values = self._values.get(side, ())
            if len(values) > (side in VALUES and not getattr(self._chosen, FIELDS[side])):
                self._entries.append(FilterRow(side, None))
                self._entries += [FilterRow(side, value) for value in self._hide_folded(values)]
                if side in PICKED and len(values) >= MOST:
                    self._entries.append(FilterRow(side, Value("", "others…"), True))
        self.set_count(len(self._entries), self._find(here))

    def _hide_folded(self, values: Sequence[Value]) -> list[Value]:
        """Return the values without those below one that is folded."""
        shown, hidden_below = list[Value](), -1
        for value in values:
            if hidden_below >= 0 and value.depth > hidden_below:
                continue
            hidden_below = value.depth if value.key in self._folded else -1
            shown.append(value)
        return shown

    def _find(self, here: FilterRow | None) -> int:
        """Return the row of what an entry stood for before the counts changed."""
        if here is None:
            return 0
        key = here.value.key if here.value else None
        for row, (side, value, _) in enumerate(self._entries):
            if side == here.side and (value.key if value else None) == key:
                return row
        return self.cursor
