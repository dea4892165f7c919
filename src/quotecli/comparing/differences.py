"""Where coders differ: each passage with both codings, those of the worst topics first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from quotecli.comparing.coding import Coding
from quotecli.comparing.compare import Comparison
from quotecli.comparing.matching import Match, list_differences
from quotecli.model import Quote, Span, Statement

MISSING = "missing"
"""What differs if somebody has no quote of the words."""

# Code points of context on each side.
_CONTEXT = 80


class Disagreement(NamedTuple):
    """A passage that coders who have the text coded differently.

    `what` is in what they differ: "missing", "extent", "topics", "speaker", "reporter", "kind" or
    "polarity". `topic` is the id of the topic that it is listed under, "" for none. `quotes` has a
    quote or None for each coder, and `there` is False for those who have not coded the text.
    """

    statement: Statement
    what: tuple[str, ...]
    topic: str
    quotes: Match
    there: tuple[bool, ...]

    @property
    def first(self) -> Quote:
        """The first quote that there is."""
        return next(quote for quote in self.quotes if quote)

    @property
    def span(self) -> Span | None:
        """From where to where the quotes are, if they have a place."""
        spans = [span for quote in self.quotes if quote for span in quote.anchor.spans]
        if not spans:
            return None
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def context(self) -> tuple[str, str, str]:
        """The text before the passage, the passage, and the text after it, cut at words."""
        text, span = self.statement.text, self.span
        if span is None:
            return "", self.first.excerpt, ""
        before = text[max(0, span.start - _CONTEXT) : span.start]
        after = text[span.end : span.end + _CONTEXT]
        if span.start > _CONTEXT:
            before = "… " + before.partition(" ")[2]
        if span.end + _CONTEXT < len(text):
            after = after.rpartition(" ")[0] + " …"
        return before, text[span.start : span.end], after


def find_differences(comparison: Comparison) -> list[Disagreement]:
    """Return where coders differ: under the worst topic first, then in the order of the texts.

    The worst topic is the one with the lowest unitized alpha; a difference is listed under the
    worst of the topics that coders differ in, or of all topics of its quotes.
    """
    ranks = rank_topics(comparison)
    shared = comparison.shared
    found = [
        difference
        for coding, matches in zip(shared, comparison.matches)
        for one in matches
        for difference in _compare(coding, one, ranks)
    ]
    last = len(ranks)
    return sorted(found, key=lambda one: ranks.index(one.topic) if one.topic else last)


def rank_topics(comparison: Comparison) -> list[str]:
    """Return the ids of the topics of quotes, the one that coders agree on least first."""
    values: dict[str, float] = {}
    for one in comparison.agreements:
        if one.row.topic and one.measured == "characters":
            alpha = one.alpha_u.value
            values[one.row.topic] = 2.0 if alpha is None else alpha
    return sorted(values, key=values.__getitem__)


def find_change(quotes: Sequence[Quote | None]) -> tuple[str, ...]:
    """Return in what coders differ who all have the text."""
    if None in quotes:
        return (MISSING, *find_change([quote for quote in quotes if quote]))
    pairs = combinations([quote for quote in quotes if quote], 2)
    return tuple(dict.fromkeys(what for pair in pairs for what in list_differences(*pair)))


def _compare(coding: Coding, found: Match, ranks: Sequence[str]) -> Iterator[Disagreement]:
    there = tuple(item is not None for item in coding.statements)
    what = find_change([quote for quote, is_there in zip(found, there) if is_there])
    if what:
        yield Disagreement(coding.first, what, _choose_topic(found, ranks), found, there)


def _choose_topic(found: Match, ranks: Sequence[str]) -> str:
    """Return the worst of the topics that quotes differ in, or of all that they have."""
    every = [{topic.id for topic in quote.topics} for quote in found if quote]
    some = set[str]().union(*every)
    topics = some - every[0].intersection(*every) or some
    return next((topic for topic in ranks if topic in topics), "")
