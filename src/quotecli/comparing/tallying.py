"""One text as several coders annotated it -> the sums of each row of a comparison."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from typing import Literal, NamedTuple, TypeAlias

from quotecli.comparing.coding import Coding
from quotecli.comparing.coefficients import Value
from quotecli.comparing.continuum import Overlay, Sums, Unit, make_sums, make_units
from quotecli.comparing.matching import Match
from quotecli.comparing.people import name_people, name_speaker
from quotecli.model import Quote, Span
from quotecli.text.words import list_spans
from quotecli.topic_tree import TopicTree

Measured = Literal["characters", "words", "quotes"]
MEASURED: tuple[Measured, ...] = ("characters", "words", "quotes")

By = Literal["all", "speaker", "kind", "topics", "topic"]


class Row(NamedTuple):
    """What is compared: where there are quotes, whose they are and so on; or one topic, by id."""

    by: By
    topic: str = ""


ROWS = (Row("all"), Row("speaker"), Row("kind"), Row("topics"))

_Stretch: TypeAlias = Callable[[Span], tuple[int, int]]


class _CodedQuote(NamedTuple):
    """A quote in a row of quotes: what it is given in each of ROWS, and where it stands."""

    values: tuple[tuple[str, ...], ...]
    stretches: tuple[tuple[int, int], ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics, and those that include them."""
        return self.values[-1]


class Tallier:
    """Makes the sums of texts; a topic includes its subtopics, as in filters."""

    def __init__(self, tree: TopicTree) -> None:
        self._tree = tree

    def tally(
        self, coding: Coding, matches: Sequence[Match], measured: Measured
    ) -> tuple[dict[Row, Sums], Sums]:
        """Return the sums of one text by row, and those of rows that it has no quote for.

        They count code points, words or quotes.
        """
        if measured == "quotes":
            return self._tally_quotes(coding, matches)
        if measured == "characters":
            return self._tally_lengths(coding, len(coding.first.text), lambda span: span)

        words = list_spans(coding.first.text)
        starts, ends = [start for start, _ in words], [end for _, end in words]

        def count(span: Span) -> tuple[int, int]:
            # A word of which a part is quoted is quoted.
            return bisect_right(ends, span.start), bisect_left(starts, span.end)

        return self._tally_lengths(coding, len(words), count)

    def _tally_lengths(
        self, coding: Coding, length: int, stretch: _Stretch
    ) -> tuple[dict[Row, Sums], Sums]:
        names = _name_people(coding)
        quotes = [
            item and [self._mark(quote, names, stretch) for quote in item.quotes]
            for item in coding.statements
        ]
        gaps = [None if some is None else list[Unit]() for some in quotes]
        nothing = Overlay(gaps, length).compare(tuple)
        if not any(quotes):
            return {}, nothing

        # A unit of all rows has the numbers of its quotes; each row has another value for them.
        every = [quote for some in quotes for quote in some or ()]
        numbers = {id(quote): str(number) for number, quote in enumerate(every)}
        units = _unitize(quotes, lambda quote: (numbers[id(quote)],))
        overlay, found = Overlay(units, length), dict[Row, Sums]()
        for at, row in enumerate(ROWS):
            look = partial(_unite, every, at)
            found[row] = overlay.compare(look)
            overlay.add_inner(found[row], look)

        about = Overlay(_unitize(quotes, lambda quote: quote.topics), length)
        for key in sorted({key for quote in every for key in quote.topics if key}):
            only = Overlay(_unitize(quotes, partial(_give_topic, key)), length)
            sums = found[Row("topic", key)] = only.compare(tuple)
            about.add_inner(sums, partial(_tell_topic, key))
        return found, nothing

    def _tally_quotes(
        self, coding: Coding, matches: Sequence[Match]
    ) -> tuple[dict[Row, Sums], Sums]:
        """Return the sums of the quotes that match, and of those alone that rows count, too."""
        there = [coder for coder, item in enumerate(coding.statements) if item is not None]
        names = _name_people(coding)
        marked = [
            [
                (coder, self._mark(quote, names) if quote else None)
                for coder, quote in enumerate(quotes)
            ]
            for quotes in matches
        ]
        marked = [[some[coder] for coder in there] for some in marked]
        found = {
            row: _tally_matches(marked, partial(_give_value, at), row)
            for at, row in enumerate(ROWS)
        }
        topics = {key for some in marked for _, quote in some if quote for key in quote.topics}
        for row in (Row("topic", key) for key in sorted(topics) if key):
            found[row] = _tally_matches(marked, partial(_give_topic, row.topic), row)
        return found, _tally_matches(marked, lambda quote: None, Row("topic"))

    def _mark(
        self, quote: Quote, names: dict[str, str], stretch: _Stretch | None = None
    ) -> _CodedQuote:
        about = sorted(self._tree.with_ancestors([topic.id for topic in quote.topics]))
        # A quote about nothing is still one.
        values = (("quoted",), (name_speaker(quote, names),), (quote.kind,), tuple(about) or ("",))
        places = map(stretch, quote.anchor.spans) if stretch else ()
        return _CodedQuote(values, tuple([(start, end) for start, end in places if start < end]))


def _name_people(coding: Coding) -> dict[str, str]:
    return name_people(quote for item in coding.known for quote in item.quotes)


def _give_value(at: int, quote: _CodedQuote) -> Value:
    return quote.values[at]


def _give_topic(topic: str, quote: _CodedQuote) -> Value:
    """Return a topic if a quote is about it."""
    return (topic,) if topic in quote.topics else None


def _tell_topic(topic: str, value: tuple[str, ...]) -> Value:
    """Return a topic if it is in the value of a unit, otherwise what stands for all others."""
    return (topic if topic in value else "",)


def _unitize(
    quotes: Sequence[Sequence[_CodedQuote] | None], give: Callable[[_CodedQuote], Value]
) -> list[list[Unit] | None]:
    """Return the units of each coder, of the quotes that are given a value."""
    units: list[list[Unit] | None] = []
    for some in quotes:
        if some is None:
            units.append(None)
            continue
        given = [(give(quote), quote.stretches) for quote in some]
        stretches = [
            Unit(start, end, value)
            for value, places in given
            if value is not None
            for start, end in places
        ]
        units.append(make_units(stretches))
    return units


def _unite(quotes: Sequence[_CodedQuote], at: int, numbers: tuple[str, ...]) -> Value:
    """Return the value of a stretch in one of ROWS, from the numbers of its quotes."""
    if len(numbers) == 1:
        return quotes[int(numbers[0])].values[at]
    return tuple(sorted({one for number in numbers for one in quotes[int(number)].values[at]}))


def _tally_matches(
    matches: Sequence[Sequence[tuple[int, _CodedQuote | None]]],
    give: Callable[[_CodedQuote], Value],
    row: Row,
) -> Sums:
    sums = make_sums()
    for quotes in matches:
        given = [(coder, give(quote) if quote else None) for coder, quote in quotes]
        for (coder, quote), (_, value) in zip(quotes, given):
            sums.sizes[coder] += quote is not None
            sums.covered[coder] += value is not None
        # A topic that somebody gave words which others do not quote is one that these did not give.
        counts_missing = row.by == "all" or (row.by == "topic" and any(value for _, value in given))
        if not counts_missing:
            given = [one for one, (_, quote) in zip(given, quotes) if quote]
        weight = 1 / (len(given) - 1) if len(given) > 1 else 0
        for (one, first), (other, second) in combinations(given, 2):
            sums.add(one, other, (first, second), 1, weight)
    return sums
