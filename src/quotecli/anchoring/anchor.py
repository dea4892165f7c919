"""An excerpt -> its spans in the text and its match tier.

An excerpt is searched for in the text as it is (white space folded), then regardless of typography,
then by its words alone. Its match tier is the first in which all its parts are found in order. No
match cuts a word in two: "I can" is not found in "I can't". A long text is indexed once, so that
the time for all excerpts grows with their length, and not with their number times the text's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecli.anchoring.exact import Exact
from quotecli.anchoring.folded import Folded
from quotecli.anchoring.text_index import TextIndex
from quotecli.model import Anchor, Quote, Span, Tier
from quotecli.text.lazy import lazy
from quotecli.text.paragraphs import Paragraphs

if TYPE_CHECKING:
    from quotecli.anchoring.loose import Loose

_TIERS: tuple[Tier, ...] = ("exact", "typographic", "loose")


class Anchorer:
    """Finds excerpts in one text, and remembers what it has found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._indexes: dict[Tier, TextIndex] = {}
        self._found: dict[tuple[tuple[str, ...], str, str], Anchor] = {}

    def anchor(self, parts: tuple[str, ...], prefix: str = "", suffix: str = "") -> Anchor:
        """Return where the parts of an excerpt are; `prefix` and `suffix` choose between places.

        If several places are left, the first is taken, and the anchor says how many there are; no
        more than MAX_PLACES are counted.
        """
        key = (parts, prefix, suffix)
        if key not in self._found:
            self._found[key] = self._anchor(parts, prefix, suffix)
        return self._found[key]

    def list_places(self, parts: tuple[str, ...]) -> list[tuple[Span, ...]]:
        """Return the places that have the parts word for word, MAX_PLACES at most."""
        index = self.index("exact")
        places = index.places([index.folded.needle(part) for part in parts])
        return [tuple([index.folded.span(*ends) for ends in place]) for place in places]

    def paragraph(self, offset: int) -> int:
        """Return the number, from 1, of the paragraph with the code point at `offset`."""
        return self.paragraphs.number(offset)

    def join(self, quote: Quote) -> tuple[str, ...]:
        """Return what is printed between the parts of a quote, of which there are several."""
        from quotecli.anchoring.gaps import find_joins  # most quotes have one part

        return find_joins(quote, self.text)

    @lazy
    def paragraphs(self) -> Paragraphs:
        """The paragraphs of the text."""
        return Paragraphs(self.text)

    def index(self, tier: Tier) -> TextIndex:
        """Return the text as a match tier compares it; it is made at the first call."""
        if tier not in self._indexes:
            self._indexes[tier] = TextIndex(_fold(self.text, tier))
        return self._indexes[tier]

    def _anchor(self, parts: tuple[str, ...], prefix: str, suffix: str) -> Anchor:
        for tier in _TIERS:
            index = self.index(tier)
            fold = index.folded.needle
            needles = [fold(part) for part in parts]
            fitting = places = index.places(needles)
            if not places:
                continue
            if prefix or suffix:
                fitting = index.places_between(fold(prefix), needles, fold(suffix))
            chosen = fitting or places
            spans = tuple([index.folded.span(start, end) for start, end in chosen[0]])
            return Anchor(tier, spans, len(chosen), bool(fitting))
        return Anchor("missing")


def _fold(text: str, tier: Tier) -> Folded | Loose:
    # Most excerpts are exact: the modules of the other tiers are loaded when one is not.
    if tier == "exact":
        return Exact(text)
    if tier == "typographic":
        from quotecli.anchoring.typographic import Typographic

        return Typographic(text)
    from quotecli.anchoring.loose import Loose

    return Loose(text)
