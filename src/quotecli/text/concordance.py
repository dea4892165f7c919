"""Concordances: every occurrence of the terms of a query, in context, and whose words they are."""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from quotecli.model import Quote, Span, Statement
from quotecli.text.finder import Finder
from quotecli.text.paragraphs import Paragraphs
from quotecli.text.words import tokenize

Side = Literal["left", "right"]

SORTED_BY = 100
"""How many code points on one side hits are sorted by; they must have as many, if the text does."""


class Hit(NamedTuple):
    """An occurrence of a term in the text of a statement.

    `left`, `keyword` and `right` are one unchanged stretch of the text; `after` is the number of
    code points that follow it. `quote` is the innermost proved quote that contains the whole
    keyword; None in narration.
    """

    statement: str
    paragraph: int
    span: Span
    left: str
    keyword: str
    right: str
    after: int
    quote: Quote | None

    def narrow(self, width: int) -> Hit:
        """Return the hit with up to `width` code points on each side; no character loses a mark."""
        left, right = self.left, self.right
        start = max(0, len(left) - width)
        while 0 < start < len(left) and is_inseparable(left[start - 1], left[start]):
            start += 1
        end = min(width, len(right))
        while 0 < end < len(right) and is_inseparable(right[end - 1], right[end]):
            end -= 1
        return self._replace(
            left=left[start:], right=right[:end], after=self.after + len(right) - end
        )


def find_hits(
    statements: Iterable[Statement],
    finder: Finder,
    width: int,
    is_wanted: Callable[[Quote | None], bool] = lambda quote: True,
) -> Iterator[Hit]:
    """Yield the hits in statements, in the order of their texts.

    Each has up to `width` code points of context on either side. `is_wanted` decides about hits in
    a quote, or in narration (None). A hit belongs to the innermost quote that contains all of it;
    hits in quotes that are not proved count as narration. Of several quotes with the same words it
    is the first that is wanted, those with a reporter before those without.
    """
    for statement in statements:
        text = statement.text
        known: tuple[Paragraphs, _QuotedParts] | None = None
        for span in finder.find_spans(text):
            known = known or (Paragraphs(text), _QuotedParts(statement.quotes))
            paragraphs, quoted = known
            candidates: list[Quote | None] = [*quoted.find_innermost(span)] or [None]
            wanted = [quote for quote in candidates if is_wanted(quote)]
            if not wanted:
                continue

            start, end = span
            # One code point more than wanted on each side shows whether the cut would separate a
            # character from its marks.
            left, right = text[max(0, start - width - 1) : start], text[end : end + width + 1]
            yield Hit(
                statement.id,
                paragraphs.number(start),
                span,
                left,
                text[start:end],
                right,
                len(text) - end - len(right),
                wanted[0],
            ).narrow(width)


def sort_hits(hits: Iterable[Hit], side: Side, limit: int | None = None) -> list[Hit]:
    """Return the first `limit` hits, or all, sorted by the words on one side, nearest word first.

    Case and accents do not count, nor does what is further away than SORTED_BY code points. Hits
    with the same words there stay in their order.
    """

    def join_words(hit: Hit) -> str:
        context = hit.left[-SORTED_BY:] if side == "left" else hit.right[:SORTED_BY]
        words = [token.folded for token in tokenize(context)]
        # Joined by a character that no word has and that sorts before all others, they take less
        # memory than a list, and sort as it does.
        return "\0".join(reversed(words) if side == "left" else words)

    if limit is None:
        return sorted(hits, key=join_words)
    return heapq.nsmallest(limit, hits, key=join_words)


class _QuotedParts:
    """The parts of a statement's proved quotes; to be asked in the order of the text."""

    def __init__(self, quotes: Iterable[Quote]) -> None:
        anchors = ((quote, quote.anchor) for quote in quotes)
        parts = [
            (span, quote) for quote, anchor in anchors if anchor.proved for span in anchor.spans
        ]
        self._coming = sorted(parts, key=lambda part: part[0], reverse=True)
        self._open: list[tuple[Span, Quote]] = []

    def find_innermost(self, stretch: Span) -> list[Quote]:
        """Return the quotes with the shortest part that contains all of a stretch.

        Those with a reporter come first.
        """
        while self._coming and self._coming[-1][0].start <= stretch.start:
            self._open.append(self._coming.pop())
        self._open = [part for part in self._open if part[0].end > stretch.start]

        around = [part for part in self._open if part[0].end >= stretch.end]
        shortest = min((span.end - span.start for span, _ in around), default=0)
        quotes = [quote for span, quote in around if span.end - span.start == shortest]
        return sorted(quotes, key=lambda quote: quote.reported_by is None)


def is_inseparable(before: str, after: str) -> bool:
    """Return True if a text must not be cut between two code points.

    The second one is a mark on the first, or joined to it.
    """
    # Most text has none of these; the last two tests are for emoji, which a zero-width joiner binds
    # and a skin tone follows.
    return after >= "\u0300" and (
        unicodedata.category(after)[0] == "M"
        or after in "\u200c\u200d"
        or before == "\u200d"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
