"""One text as several coders annotated it -> the sums of each row of a comparison."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Literal, NamedTuple, TypeAlias

from quotecli.comparing.coding import Coding
from quotecli.comparing.coefficients import Value
from quotecli.comparing.continuum import Sums, Unit, compare_units, make_sums, make_units
from quotecli.comparing.matching import Match, name_speaker
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

_Give: TypeAlias = Callable[[Quote], Value]
_Stretch: TypeAlias = Callable[[Span], tuple[int, int]]


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
        quotes = [item and item.quotes for item in coding.statements]
        there = [None if some is None else list[Unit]() for some in quotes]
        nothing = compare_units(there, length)
        if not any(quotes):
            return {}, nothing

        def unitize(give: _Give) -> list[list[Unit] | None]:
            return [
                None if some is None else make_units(_list_stretches(some, give, stretch))
                for some in quotes
            ]

        found = {row: compare_units(unitize(self._give(row)), length) for row in ROWS}
        about = unitize(self._give(Row("topics")))
        topics = {key for units in about for unit in units or () for key in unit.value if key}
        for row in (Row("topic", key) for key in sorted(topics)):
            sums = compare_units(unitize(self._give(row)), length)
            told = compare_units([_tell(units, row.topic) for units in about], length)
            found[row] = sums._replace(inner=told.inner, inner_own=told.inner_own)
        return found, nothing

    def _tally_quotes(
        self, coding: Coding, matches: Sequence[Match]
    ) -> tuple[dict[Row, Sums], Sums]:
        """Return the sums of the quotes that match; what only one coder has counts for "all"."""
        there = [coder for coder, item in enumerate(coding.statements) if item is not None]
        topics = {key for one in matches for quote in one if quote for key in self._about(quote)}
        found = {}
        for row in (*ROWS, *(Row("topic", key) for key in sorted(topics))):
            give, sums = self._give(row), make_sums()
            for quotes in matches:
                given = [(coder, quotes[coder]) for coder in there]
                if row.by != "all":
                    given = [(coder, quote) for coder, quote in given if quote]
                _add(sums, [(coder, give(quote) if quote else None) for coder, quote in given])
                for coder, quote in given:
                    sums.sizes[coder] += quote is not None
                    sums.covered[coder] += bool(quote and give(quote) is not None)
            found[row] = sums
        return found, make_sums()

    def _about(self, quote: Quote) -> tuple[str, ...]:
        return tuple(sorted(self._tree.with_ancestors([topic.id for topic in quote.topics])))

    def _give(self, row: Row) -> _Give:
        """Return what tells the value of a quote in a row; None if it does not count there."""
        if row.by == "topic":
            return lambda quote: (row.topic,) if row.topic in self._about(quote) else None
        return {
            "all": lambda quote: ("quoted",),
            "speaker": lambda quote: (name_speaker(quote),),
            "kind": lambda quote: (quote.kind,),
            # A quote about nothing is still one.
            "topics": lambda quote: self._about(quote) or ("",),
        }[row.by]


def _list_stretches(quotes: Sequence[Quote], give: _Give, stretch: _Stretch) -> Iterator[Unit]:
    for quote in quotes:
        value = give(quote)
        if value is not None:
            for span in quote.anchor.spans:
                start, end = stretch(span)
                if start < end:
                    yield Unit(start, end, value)


def _tell(units: Sequence[Unit] | None, topic: str) -> list[Unit] | None:
    """Return units by whether they are about a topic."""
    if units is None:
        return None
    return [unit._replace(value=(topic if topic in unit.value else "",)) for unit in units]


def _add(sums: Sums, given: Sequence[tuple[int, Value]]) -> None:
    """Add what coders gave one quote."""
    if len(given) < 2:
        return
    weight = 1 / (len(given) - 1)
    for (one, first), (other, second) in combinations(given, 2):
        sums.pairs[one, other, first, second] += 1
        for pair in ((first, second), (second, first)):
            sums.coincidences[pair] += weight
