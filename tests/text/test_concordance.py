"""Concordances: each hit verbatim, with its context, and attributed only to its proved speaker."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.model import Quote, Span, Statement
from quotecli.text.concordance import SORTED_BY, Hit, find_hits, sort_hits
from quotecli.text.finder import Finder
from quotecli.text.query import parse_query
from quotecli.text.words import tokenize
from tests.make import made, quote

SPEAKERS = {"lee": {"name": "Ann Lee"}, "chan": {"name": "Bo Chan"}}


def hits(query: str, *statements: Statement, width: int = 40, **keys: Any) -> list[Hit]:
    return list(find_hits(statements, Finder(parse_query(query)), width, **keys))


def said(text: str, *quotes: dict[str, Any]) -> Statement:
    return made(text, *quotes, speakers=SPEAKERS)


def attributed(query: str, statement: Statement, **keys: Any) -> list[str | None]:
    """The id of the quote that each hit belongs to."""
    return [hit.quote.id if hit.quote else None for hit in hits(query, statement, **keys)]


def test_a_hit_knows_its_place_and_its_context() -> None:
    statement = said("One two.\r\n\r\nThree TWO four.", quote("Three TWO", "q", speaker="lee"))
    (first, second) = hits("two", statement, width=6)
    assert first == Hit("sample", 1, Span(4, 7), "One ", "two", ".\r\n\r\nT", 14, None)
    assert second == Hit(
        "sample", 2, Span(18, 21), "Three ", "TWO", " four.", 0, statement.quotes[0]
    )


TEXT = st.text(
    st.sampled_from("ab AB  \n.,’é\u0301\u0323学而\u200d👩🏽\u0640ب") | st.characters(), max_size=60
)


@given(TEXT, st.integers(0, 9), st.data())
def test_every_hit_is_one_stretch_of_text_and_no_character_loses_a_mark(
    text: str, width: int, data: st.DataObject
) -> None:
    text = f"x{text.replace(chr(0xD800), '')}x"
    statement = Statement("s", "t", text, (), {}, {})
    query = data.draw(st.sampled_from([token.folded for token in tokenize(text)]))
    expected = [(token.start, token.end) for token in tokenize(text) if token.folded == query]
    found = hits(f'"{query}"', statement, width=width)
    if parse_query(query).terms and parse_query(f'"{query}"').terms[0].words == (query,):
        assert [hit.span for hit in found] == expected
    for hit in found:
        start, end = hit.span.start - len(hit.left), hit.span.end + len(hit.right)
        assert text[hit.span.start : hit.span.end] == hit.keyword
        assert text[start:end] == hit.left + hit.keyword + hit.right
        assert (len(hit.left) <= width, len(hit.right) <= width) == (True, True)
        assert hit.after == len(text) - end
        for at in {start, end} - {0, len(text), hit.span.start, hit.span.end}:
            assert unicodedata.category(text[at])[0] != "M"
            assert text[at] != "\u200d"


def test_context_reaches_as_far_as_it_can() -> None:
    (hit,) = hits("x", said("abcde\u0301 x fe\u0301ghij"), width=4)
    assert (hit.left, hit.right) == ("de\u0301 ", " fe\u0301")
    (hit,) = hits("x", said("abcde\u0301 x fe\u0301\u0323ghij"), width=2)
    assert (hit.left, hit.right) == (" ", " f")
    (hit,) = hits("x", said("abcde\u0301 x fe\u0301\u0323ghij"), width=3)
    assert (hit.left, hit.right) == ("e\u0301 ", " f")
    (hit,) = hits("x", said("x.👩🏽\u200d👩🏽"), width=4)
    assert hit.right == "."


def test_a_hit_stands_in_the_paragraph_in_which_it_begins() -> None:
    assert [hit.paragraph for hit in hits('"two three"', said("One.\n\nTwo.\n\nThree."))] == [2]


INNER = "“He told us ‘we will stay’ and left,” said Ann Lee. Bo Chan will stay."


def test_a_hit_belongs_to_the_innermost_quote_that_all_of_it_stands_in() -> None:
    statement = said(
        INNER,
        quote("He told us ‘we will stay’ and left,", "outer", speaker="lee"),
        quote("we will stay", "inner", speaker="chan", reported_by="lee", prefix="‘"),
    )
    assert attributed("us will stay left Lee", statement) == [
        "outer",
        "inner",
        "inner",
        "outer",
        None,
        None,
        None,
    ]
    (hit, *_) = hits("will", statement)
    assert hit.quote
    assert hit.quote.speaker
    assert hit.quote.reported_by
    assert (hit.quote.speaker.name, hit.quote.reported_by.name) == ("Bo Chan", "Ann Lee")
    # Only partly within the inner one, and wholly within the outer one; then only partly within
    # any.
    assert attributed('"us we will" "stay and"', statement) == ["outer", "outer"]
    assert attributed('"left said"', statement) == [None]


def test_a_hit_across_the_parts_of_a_quote_is_narration() -> None:
    statement = said(
        "“We will,” she said, “stay.” Done.", quote(["We will,", "stay."], "q", speaker="lee")
    )
    assert attributed("will said stay", statement) == ["q", None, "q"]
    assert attributed('"we will she said stay" "will she"', statement) == [None, None]


def test_part_by_part_the_innermost_is_the_shortest_that_covers() -> None:
    statement = said(
        "“They say ‘no’ to us,” she said, “and yes.”",
        quote(["They say ‘no’ to us,", "and yes."], "outer"),
        quote("no", "inner", prefix="‘"),
    )
    assert attributed("say no to yes", statement) == ["outer", "inner", "outer", "outer"]


@pytest.mark.parametrize(
    "unproved",
    [
        quote("We shall not stay", "bad", speaker="chan"),  # missing
        quote("WE SHALL STAY", "bad", speaker="chan"),  # loose
        quote("“We shall stay'", "bad", speaker="chan"),  # typographic
        quote("shall", "bad", speaker="chan"),  # in two places
        quote("We shall stay", "bad", speaker="chan", prefix="nowhere"),  # not where it says
    ],
)
def test_hits_in_unproved_quotes_count_as_narration(unproved: dict[str, Any]) -> None:
    text = "“We shall stay,” said Ann Lee. They shall go."
    assert attributed("shall", said(text, unproved)) == [None, None]
    proved = quote("We shall stay,” said Ann Lee.", "good", speaker="lee")
    assert attributed("shall", said(text, unproved, proved)) == ["good", None]


def test_of_quotes_with_the_same_words_the_reported_one_is_inner() -> None:
    both = [
        quote("we stay", "lee-says", speaker="lee"),
        quote("we stay", "chan-says", speaker="chan", reported_by="lee"),
    ]
    statement = said("She said we stay. Yes.", *both)
    assert attributed("stay", statement) == ["chan-says"]
    assert attributed(
        "stay", statement, is_wanted=lambda one: one is not None and one.id == "lee-says"
    ) == ["lee-says"]


def test_what_is_wanted_is_asked_of_the_innermost_quote_alone() -> None:
    statement = said(
        INNER,
        quote("He told us ‘we will stay’ and left,", "outer", speaker="lee"),
        quote("we will stay", "inner", speaker="chan", reported_by="lee", prefix="‘"),
    )

    def by_lee(one: Quote | None) -> bool:
        return one is not None and one.id == "outer"

    assert attributed("us will", statement, is_wanted=by_lee) == ["outer"]
    assert attributed("us will", statement, is_wanted=lambda one: one is None) == [None]


def test_many_quotes_and_hits_are_matched_in_one_pass() -> None:
    text = " ".join(f"Word w{n} end." for n in range(2000))
    statement = said(text, *[quote(f"Word w{n} end.", f"q{n}") for n in range(0, 2000, 2)])
    assert attributed("word", statement) == [None if n % 2 else f"q{n}" for n in range(2000)]


def keywords(side: Any, text: str, limit: int | None = None) -> list[str]:
    ordered = sort_hits(hits("x*", said(text), width=SORTED_BY), side, limit)
    return [hit.keyword for hit in ordered]


def test_sorted_by_what_stands_left_the_words_are_read_backwards_from_the_hit() -> None:
    text = "the big x1. A big x2. Ála big, x3! big x4"
    # the nearest word is the same; then comes a, ala, the, x3
    assert keywords("left", text) == ["x2", "x3", "x1", "x4"]
    assert keywords("left", text, 2) == ["x2", "x3"]
    assert keywords("left", "x1 b x2") == ["x1", "x2"]


def test_sorted_by_what_stands_right_case_and_accents_do_not_count() -> None:
    assert keywords("right", "x1 Élan b. x2 elan a. x3 Elan C. x4 a") == ["x4", "x2", "x1", "x3"]
    assert keywords("right", "x1 b x1 b x1") == ["x1", "x1", "x1"]
    assert keywords("right", "x1 same. x2 same. x3 same", 1) == ["x3"]
