"""Which quotes of several coders are of the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from quotecli.model import Quote, Span, Speaker

LEAST_SHARED = 0.5
"""Two quotes match if they share at least this part of the longer one."""

Match: TypeAlias = tuple[Quote | None, ...]
"""What each coder made of the same words; None for one who has no quote there."""


class _Pair(NamedTuple):
    """Two quotes of different coders that may match: the best come first when sorted."""

    missing: float
    unlike: int
    start: int
    one: int
    other: int


def match(quotes: Sequence[Sequence[Quote]]) -> list[Match]:
    """Return the matches of the quotes of coders, in the order of the text.

    Two quotes match if the code points that both cover are at least half of the longer one. Each
    quote is in one match, which has one quote of a coder at most: those that share most of their
    words go first, then those that are coded alike. A quote without a place in the text matches one
    of the same words.
    """
    every = [(coder, quote) for coder, some in enumerate(quotes) for quote in some]
    group_of = {number: {coder: number} for number, (coder, _) in enumerate(every)}
    for pair in sorted(_list_pairs(every)):
        one, other = group_of[pair.one], group_of[pair.other]
        if one is not other and not one.keys() & other.keys():
            one |= other
            for number in other.values():
                group_of[number] = one

    groups = {id(group): group for group in group_of.values()}.values()
    matches = [
        tuple(every[group[coder]][1] if coder in group else None for coder in range(len(quotes)))
        for group in groups
    ]
    return sorted(matches, key=_place)


def _place(found: Match) -> tuple[float, str]:
    first = next(quote for quote in found if quote)
    spans = [quote.anchor.spans for quote in found if quote]
    return min((one[0].start for one in spans if one), default=float("inf")), first.id


def is_match(one: Quote, other: Quote) -> bool:
    """Return True if two quotes are of the same words."""
    return measure_shared(one, other) >= LEAST_SHARED


def measure_shared(one: Quote, other: Quote) -> float:
    """Return which part of the longer of two quotes both cover, from 0 to 1."""
    first, second = one.anchor.spans, other.anchor.spans
    if not first or not second:
        return float(one.parts == other.parts)
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in first for b in second)
    return shared / max(_measure(first), _measure(second), 1)


def list_differences(one: Quote, other: Quote) -> list[str]:
    """Return in what two quotes of the same words differ: extent, topics, speaker and so on.

    People are compared by id and name, as identify_people() gives them to several coders.
    """
    sides = [
        ("extent", one.anchor.spans or one.parts, other.anchor.spans or other.parts),
        ("topics", _name_topics(one), _name_topics(other)),
        ("speaker", _identify(one.speaker), _identify(other.speaker)),
        ("reporter", _identify(one.reported_by), _identify(other.reported_by)),
        ("kind", one.kind, other.kind),
        ("polarity", one.polarity, other.polarity),
    ]
    return [what for what, first, second in sides if first != second]


def _identify(who: Speaker | None) -> tuple[str, str] | None:
    return (who.id, who.name) if who else None


def _name_topics(quote: Quote) -> set[str]:
    return {topic.id for topic in quote.topics}


def _measure(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _list_pairs(every: Sequence[tuple[int, Quote]]) -> Iterator[_Pair]:
    """Yield the pairs of quotes of different coders that match."""
    places = [_place((quote,))[0] for _, quote in every]
    ends = [max((span.end for span in quote.anchor.spans), default=0) for _, quote in every]
    order = sorted(range(len(every)), key=places.__getitem__)
    open_quotes: list[int] = []
    for number in order:
        start = places[number]
        open_quotes = [one for one in open_quotes if ends[one] > start or not ends[one]]
        for one in open_quotes:
            first, second = min(one, number), max(one, number)
            if every[first][0] == every[second][0]:
                continue
            shared = measure_shared(every[first][1], every[second][1])
            if shared >= LEAST_SHARED:
                unlike = len(list_differences(every[first][1], every[second][1]))
                where = int(start) if ends[number] else -1
                yield _Pair(1 - shared, unlike, where, first, second)
        open_quotes.append(number)


def list_rivals(quote: Quote, quotes: Sequence[Quote]) -> list[Quote]:
    """Return what other coders made of the words of a draft, among the quotes of its statement.

    These are drafts or unresolved, too, and name their coder, as does the quote.
    """
    if not quote.review or not quote.coder:
        return []
    return [
        other
        for other in quotes
        if other.review and other.coder not in ("", quote.coder) and is_match(quote, other)
    ]
