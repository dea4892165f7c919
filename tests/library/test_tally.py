"""Tallies agree with a count over the quotes, and every total counts a quote once."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.criteria import COUNTED_BY, Criteria
from quotecli.errors import UnknownNameError
from quotecli.library.library import Library
from quotecli.library.tally import OTHER, By, Count, Key
from quotecli.model import KINDS, Quote
from quotecli.text.words import count_words
from tests.make import made, quote

TOPICS: dict[str, Any] = {
    "trade": {"label": "Trade"},
    "ports": {"label": "Ports", "parent": "trade"},
    "fishing": {"label": "Fishing", "parent": "ports"},
    "safety": {"label": "Safety"},
    "weather": {"label": "Weather", "parent": "safety"},
}
ABOVE = {"ports": {"trade"}, "fishing": {"ports", "trade"}, "weather": {"safety"}}
SPEAKERS: dict[str, Any] = {
    "lee": {"name": "Ann Lee", "attributes": {"party": "Harbour", "region": "North"}},
    "chan": {"name": "Bo Chan", "attributes": {"party": "Harbour"}},
    "diaz": {"name": "Carla Díaz"},
}
BY = (*COUNTED_BY, "party", "region")
# A date as a file has it, and the month or year it lies in.
PUBLISHED = {
    "2024": "2024",
    "2024-05": "2024-05",
    "2024-05-06": "2024-05",
    "2024-05-31": "2024-05",
    "2023-12-31": "2023-12",
    "2024-02-30": None,
    "last spring": None,
    "": None,
}
_ALL = Criteria()
EXCERPTS = ("one", "two three", "four five six", "…")
TEXT = f"{' '.join(EXCERPTS)} end."


@st.composite
def libraries(draw: st.DrawFn) -> tuple[Library, dict[str, str | None]]:
    """Draw a library, and the month of each statement."""
    items, months = [], {}
    for number in range(draw(st.integers(1, 3))):
        published = draw(st.sampled_from(list(PUBLISHED)))
        quotes = []
        for name in range(draw(st.integers(0, 6))):
            keys: dict[str, Any] = {
                "kind": draw(st.sampled_from(KINDS)),
                "topics": draw(st.lists(st.sampled_from(list(TOPICS)), max_size=4, unique=True)),
            }
            if speaker := draw(st.sampled_from([*SPEAKERS, ""])):
                keys["speaker"] = speaker
            if draw(st.booleans()):
                keys["polarity"] = "negative"
            quotes.append(quote(draw(st.sampled_from(EXCERPTS)), f"q{name}", **keys))
        source = {"published": published} if published else {}
        file = f"s{number}.yaml"
        items.append(
            made(TEXT, *quotes, file=file, topics=TOPICS, speakers=SPEAKERS, source=source)
        )
        months[f"s{number}"] = PUBLISHED[published]
    return Library(items), months


Made = tuple[Library, dict[str, str | None]]
CRITERIA = st.sampled_from(
    [
        Criteria(),
        Criteria(topics=("ports",)),
        Criteria(speakers=("lee",)),
        Criteria(speakers=("party=harbour",)),
        Criteria(kinds=("direct", "mixed")),
        Criteria(statements=("s0",)),
        Criteria(not_topics=("weather",)),
        Criteria(since="2024-02"),
        Criteria(search=("one",)),
    ]
)


def with_subtopics(topics: Iterable[str]) -> set[str]:
    """Return the topics that a filter by some topics includes."""
    return {key for key in TOPICS if {key, *ABOVE.get(key, ())} & {*topics}}


def keys_of(
    quote: Quote, side: By, months: dict[str, str | None], criteria: Criteria = _ALL
) -> set[Key]:
    """Return the keys of a side that a quote counts under.

    If the criteria name topics, these are only the topics asked for.
    """
    if side == "topic":
        named = {topic.id for topic in quote.topics}
        every = named.union(*(ABOVE.get(name, ()) for name in named))
        if criteria.topics:
            return {key for key in every if key in with_subtopics(criteria.topics)}
        return {*every} or {None}
    if side not in COUNTED_BY:
        return {dict(quote.speaker.attributes).get(side) if quote.speaker else None}
    return {
        {
            "speaker": quote.speaker.id if quote.speaker else None,
            "kind": quote.kind,
            "statement": quote.statement,
            "month": months[quote.statement],
        }[side]
    }


def counted(quotes: Sequence[Quote], keys: Callable[[Quote], Iterator[Any]]) -> dict[Any, Count]:
    """Return how many quotes, words and denials there are under each key."""
    sums: dict[Any, list[int]] = {}
    for one in quotes:
        for key in keys(one):
            pair = sums.setdefault(key, [0, 0, 0])
            pair[0] += 1
            pair[1] += sum(map(count_words, one.parts))
            pair[2] += one.polarity == "negative"
    return {key: Count(*pair) for key, pair in sums.items()}


@given(libraries(), st.permutations(BY), CRITERIA)
def test_two_sides_count_as_the_quotes_do(made: Made, sides: list[By], criteria: Criteria) -> None:
    library, months = made
    first, second = sides[:2]
    tally, quotes = library.tally((first, second), criteria), list(library.quotes(criteria))
    assert tally.rows == counted(quotes, lambda one: iter(keys_of(one, first, months, criteria)))
    assert tally.columns == counted(
        quotes, lambda one: iter(keys_of(one, second, months, criteria))
    )
    both = counted(
        quotes,
        lambda one: itertools.product(
            *(keys_of(one, side, months, criteria) for side in (first, second))
        ),
    )
    assert tally.cells == both
    assert tally.all == counted(quotes, lambda _: iter([0])).get(0, Count(0, 0))
    assert list(tally.cells) == [
        (row, column) for row in tally.rows for column in tally.columns if (row, column) in both
    ]
    for row, column in tally.cells:
        assert tally.share(row, column) * tally.rows[row].words == pytest.approx(
            tally.cells[row, column].words
        )
    assert [(part.keys, part[1:3], part.denied) for part in tally.parts()] == [
        (keys, cell[:2], cell.denied) for keys, cell in tally.cells.items()
    ]


@given(libraries(), st.sampled_from(BY), CRITERIA)
def test_one_side_counts_as_the_quotes_do(made: Made, side: By, criteria: Criteria) -> None:
    library, months = made
    tally, quotes = library.tally((side,), criteria), list(library.quotes(criteria))
    assert tally.rows == counted(quotes, lambda one: iter(keys_of(one, side, months, criteria)))
    assert tally.all == counted(quotes, lambda _: iter([0])).get(0, Count(0, 0))
    assert (tally.columns, tally.cells) == ({}, {})
    for part in tally.parts():
        assert part.share * tally.all.words == pytest.approx(part.words)


@given(
    libraries(),
    st.permutations(BY),
    st.sets(st.sampled_from([*TOPICS, *SPEAKERS, *KINDS, "s0", "2024-05", "Harbour"])),
)
def test_keys_counted_together_count_each_quote_once(
    made: Made, sides: list[By], kept: set[str]
) -> None:
    library, months = made
    first, second = sides[:2]

    def folded(one: Quote, side: By) -> set[Key]:
        return {key if key is None or key in kept else OTHER for key in keys_of(one, side, months)}

    quotes = list(library.quotes())
    tally = library.tally((first, second), keep=(kept, kept))
    assert tally.rows == counted(quotes, lambda one: iter(folded(one, first)))
    assert tally.columns == counted(quotes, lambda one: iter(folded(one, second)))
    both = counted(quotes, lambda one: itertools.product(folded(one, first), folded(one, second)))
    assert tally.cells == both
    assert tally.all == Count(
        len(quotes),
        sum(count_words(part) for one in quotes for part in one.parts),
        sum(one.polarity == "negative" for one in quotes),
    )
    assert library.tally((first,), keep=(kept,)).rows == tally.rows


@given(libraries(), CRITERIA)
def test_pairs_count_as_the_quotes_do(made: Made, criteria: Criteria) -> None:
    library, months = made
    quotes = list(library.quotes(criteria))
    each = counted(quotes, lambda one: iter(keys_of(one, "topic", months)))
    order = list(TOPICS)

    def together(one: Quote) -> Iterator[tuple[str, str]]:
        topics = sorted((key for key in keys_of(one, "topic", months) if key), key=order.index)
        for first, second in itertools.combinations(topics, 2):
            if first not in ABOVE.get(second, ()) and second not in ABOVE.get(first, ()):
                yield first, second

    pairs = library.pairs(criteria)
    expected_pairs = counted(quotes, together)
    if criteria.topics:
        asked_for = with_subtopics(criteria.topics)
        expected_pairs = {keys: n for keys, n in expected_pairs.items() if asked_for & {*keys}}
    assert {(pair.first, pair.second): (pair.quotes, pair.words) for pair in pairs} == {
        keys: n[:2] for keys, n in expected_pairs.items()
    }
    assert [pair.quotes for pair in pairs] == sorted((pair.quotes for pair in pairs), reverse=True)
    for pair in pairs:
        assert (pair.first_quotes, pair.second_quotes) == (
            each[pair.first].quotes,
            each[pair.second].quotes,
        )
        either = [
            one for one in quotes if {pair.first, pair.second} & keys_of(one, "topic", months)
        ]
        assert pair.jaccard == pair.quotes / len(either)
        expected = (
            len(quotes) * (pair.first_quotes / len(quotes)) * (pair.second_quotes / len(quotes))
        )
        assert math.isclose(pair.lift, pair.quotes / expected)


@given(libraries(), CRITERIA)
def test_the_summary_and_the_statements_count_as_the_quotes_do(
    made: Made, criteria: Criteria
) -> None:
    library, months = made
    quotes, summary = list(library.quotes(criteria)), library.summary(criteria)
    names = [
        name
        for name in library.statements
        if not criteria or name in {one.statement for one in quotes}
    ]
    dates = sorted(date for name in names if (date := months[name]))
    assert (summary.quotes, summary.words) == (
        len(quotes),
        sum(count_words(part) for one in quotes for part in one.parts),
    )
    assert (summary.statements, summary.undated) == (len(names), len(names) - len(dates))
    assert (summary.first, summary.last) == ((dates[0], dates[-1]) if dates else (None, None))
    assert summary.speakers == len({one.speaker for one in quotes if one.speaker})
    assert summary.topics == len(
        set().union(*(keys_of(one, "topic", months) for one in quotes)) - {None}
    )
    assert summary.denied == sum(one.polarity == "negative" for one in quotes)
    assert summary.kinds == {kind: sum(one.kind == kind for one in quotes) for kind in KINDS}
    each = counted(quotes, lambda one: iter([one.statement]))
    assert [
        (one.statement, one.quotes, one.words) for one in library.count_statements(criteria)
    ] == [(library.statements[name], *each.get(name, Count(0, 0))[:2]) for name in names]


@given(libraries(), CRITERIA)
def test_the_features_are_those_of_the_quotes(made: Made, criteria: Criteria) -> None:
    library, months = made
    features = list(library.features(criteria))
    assert [one.quote for one in features] == list(library.quotes(criteria))
    for one in features:
        assert one.topics == keys_of(one.quote, "topic", months) - {None}
        assert one.month == months[one.quote.statement]
        assert one.words == sum(map(count_words, one.quote.parts))


def test_topics_that_were_not_asked_for_are_not_counted() -> None:
    quotes = [
        quote("one", "a", topics=["fishing", "weather"]),
        quote("two three", "b", topics=["ports"]),
        quote("one", "c", topics=["weather"]),
        quote("one", "d"),
    ]
    library = Library([made(TEXT, *quotes, topics=TOPICS)])
    ports = Criteria(topics=("ports",))
    assert library.tally(("topic",), ports).rows == {"ports": Count(2, 3), "fishing": Count(1, 1)}
    crossed = library.tally(("kind", "topic"), ports)
    assert crossed.all == Count(2, 3)
    assert list(crossed.columns) == ["ports", "fishing"]
    assert {(pair.first, pair.second) for pair in library.pairs(ports)} == {
        *(("ports", "safety"), ("ports", "weather")),
        *(("fishing", "safety"), ("fishing", "weather")),
    }
    every = Criteria(topics=("trade", "safety"), every_topic=True)
    assert list(library.tally(("topic",), every).rows) == [
        "trade",
        "ports",
        "fishing",
        "safety",
        "weather",
    ]
    folded = library.tally(("topic",), Criteria(topics=("trade",)), keep=(["ports"],)).rows
    assert folded == {"ports": Count(2, 3), OTHER: Count(2, 3)}


def test_keys_are_in_a_meaningful_order() -> None:
    quotes = [
        quote("one", "a", speaker="diaz", topics=["weather"], kind="mixed"),
        quote("two", "b", speaker="chan", topics=["fishing"], kind="indirect"),
        quote("one", "c", speaker="chan", kind="direct"),
        quote("one", "d", kind="direct"),
    ]
    dates = {"z": "2024", "y": "2024-01-02", "x": "", "w": "2023-05"}
    items = [
        made(
            TEXT,
            *quotes,
            file=f"{name}.yaml",
            topics=TOPICS,
            speakers=SPEAKERS,
            source={"published": date} if date else {},
        )
        for name, date in dates.items()
    ]
    library = Library(items)

    def keys(side: By) -> list[Key]:
        return list(library.tally((side,)).rows)

    assert keys("topic") == ["trade", "ports", "fishing", "safety", "weather", None]
    assert keys("speaker") == ["chan", "diaz", None]
    assert keys("kind") == ["direct", "indirect", "mixed"]
    assert keys("statement") == ["z", "y", "x", "w"]
    assert keys("month") == ["2023-05", "2024", "2024-01", None]
    folded = library.tally(("topic",), keep=(["weather"],)).rows
    assert list(folded) == ["weather", OTHER, None]


def test_unknown_names_are_refused_before_anything_is_counted(library: Library) -> None:
    criteria = Criteria(topics=("nowhere",))
    asks: list[Callable[[], Any]] = [
        lambda: library.tally(("topic",), criteria),
        lambda: library.pairs(criteria),
        lambda: library.summary(criteria),
        lambda: library.count_statements(criteria),
        lambda: library.features(criteria),
    ]
    for ask in asks:
        with pytest.raises(UnknownNameError, match="no topic 'nowhere'"):
            ask()


def test_a_library_without_quotes_counts_nothing() -> None:
    empty = Library([made(TEXT, file="a.yaml")])
    for sides in [(side,) for side in COUNTED_BY] + [*itertools.permutations(COUNTED_BY, 2)]:
        tally = empty.tally(sides)
        assert (tally.all, tally.rows, tally.columns) == (Count(0, 0), {}, {})
        assert list(tally.parts()) == []
    assert empty.pairs() == []
    assert list(empty.features()) == []
    assert empty.summary()[:5] == (1, 0, 0, 0, 0)
