"""A concordance: every occurrence of the words of a query, in its context, and whose words they
are.
"""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from quotecli.model import Quote, Span, Statement
from quotecli.text.finder import Finder
from quotecli.text.paragraphs import Paragraphs
from quotecli.text.words import tokens

Side = Literal["left", "right"]

SORTED_BY = 100
"""How many code points on a side hits are sorted by, at most; they must have so many."""
_ZERO_WIDTH_JOINER = "\u200d"


class Hit(NamedTuple):
    """An occurrence of a term in the text of a statement.

    `left`, `keyword` and `right` are the text as it is, in one piece; `after` counts the code
    points that follow it. `quote` is the innermost proved quote that the whole keyword stands in;
    none where it is narration.
    """

    statement: str
    paragraph: int
    span: Span
    left: str
    keyword: str
    right: str
    after: int
    quote: Quote | None

    def narrowed(self, width: int) -> Hit:
        """The hit with at most so many code points on each side; no sign is parted from its marks."""
        before = max(0, len(self.left) - width)
        while (
            before < len(self.left) and before and joined(self.left[before - 1], self.left[before])
        ):
            before += 1
        size = min(width, len(self.right))
        while 0 < size < len(self.right) and joined(self.right[size - 1], self.right[size]):
            size -= 1
        after = self.after + len(self.right) - size
        return self._replace(left=self.left[before:], right=self.right[:size], after=after)


def concordance(
    statements: Iterable[Statement],
    finder: Finder,
    width: int,
    wanted: Callable[[Quote | None], bool] = lambda quote: True,
) -> Iterator[Hit]:
    """The hits in statements, in the order of their texts, with at most `width` code points of
    context on each side.

    `wanted` says whether hits in a quote, or in narration (None), are. A hit belongs to the
    innermost quote that all of it stands in, if the quote is proved: words of a quote that is not
    are nobody's, which is to say narration. Where several quotes have the same words it is the
    first that is wanted, one that is reported by somebody before one that is not.
    """
    for statement in statements:
        text = statement.text
        known: tuple[Paragraphs, _Quoted] | None = None
        for span in finder.spans(text):
            paragraphs, quoted = known = known or (Paragraphs(text), _Quoted(statement.quotes))
            belongs: list[Quote | None] = [*quoted.innermost(span)] or [None]
            chosen = [quote for quote in belongs if wanted(quote)]
            if not chosen:
                continue
            start, end = span
            # A code point more than is wanted, on each side, tells whether the cut would part a
            # sign from its marks.
            left, right = text[max(0, start - width - 1) : start], text[end : end + width + 1]
            after = len(text) - end - len(right)
            hit = Hit(
                statement.id,
                paragraphs.number(start),
                span,
                left,
                text[start:end],
                right,
                after,
                chosen[0],
            )
            yield hit.narrowed(width)


def in_order(hits: Iterable[Hit], side: Side, limit: int | None = None) -> list[Hit]:
    """The first `limit` hits, or all, in the order of the words on one side of them, read away from
    the hit.

    Case and accents do not count, nor what is further away than SORTED_BY code points. Hits with
    the same words there stay as they were.
    """

    def words(hit: Hit) -> str:
        context = hit.left[-SORTED_BY:] if side == "left" else hit.right[:SORTED_BY]
        found = [token.folded for token in tokens(context)]
        # A sign that no word has, and that comes before all others, makes one text of them: less to
        # hold, in the order that they have as words.
        return "\0".join(reversed(found) if side == "left" else found)

    return sorted(hits, key=words) if limit is None else heapq.nsmallest(limit, hits, key=words)


class _Quoted:
    """Which stretches of a text are quoted; asked in the order of the text."""

    def __init__(self, quotes: Iterable[Quote]) -> None:
        proved = ((quote, quote.anchor) for quote in quotes)
        parts = [
            (span, quote) for quote, anchor in proved if anchor.proved for span in anchor.spans
        ]
        self._coming = sorted(parts, key=lambda part: part[0], reverse=True)
        self._open: list[tuple[Span, Quote]] = []

    def innermost(self, stretch: Span) -> list[Quote]:
        """The quotes that have all of a stretch in their shortest part that does; reported ones
        first.
        """
        while self._coming and self._coming[-1][0].start <= stretch.start:
            self._open.append(self._coming.pop())
        self._open = [part for part in self._open if part[0].end > stretch.start]
        around = [part for part in self._open if part[0].end >= stretch.end]
        shortest = min((span.end - span.start for span, _ in around), default=0)
        found = [quote for span, quote in around if span.end - span.start == shortest]
        return sorted(found, key=lambda quote: quote.reported_by is None)


def joined(before: str, after: str) -> bool:
    """Whether a text may not be cut between two code points: the second is a mark of the first, or
    goes with it.
    """
    # Most text has none of these.
    return after >= "\u0300" and (
        unicodedata.category(after)[0] == "M"
        or after in "\u200c\u200d"
        or before == _ZERO_WIDTH_JOINER
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
