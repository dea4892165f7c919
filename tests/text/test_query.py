"""Searches find words, beginnings and phrases in any script; any text is a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotecli.library.cache.tables import TOKENIZER as _TOKENIZER
from quotecli.text.query import Query, Term, build_index_text, parse_query
from tests.matching import matches

TEXT = "The Élysée said: “l’été, c’est moi” — and 子曰：学而时习之。"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("two words", [Term(("two",)), Term(("words",))]),
        ('"two words" more', [Term(("two", "words")), Term(("more",))]),
        ("“two words”", [Term(("two", "words"))]),
        ("«two words», ok", [Term(("two", "words")), Term(("ok",))]),
        ("begin*", [Term(("begin",), True)]),
        ('"two beg"*', [Term(("two", "beg"), True)]),
        ("two-words*", [Term(("two", "words"), True)]),
        ('"not closed', [Term(("not", "closed"))]),
        ("学而", [Term(("学", "而"))]),
        (
            "OR AND NOT NEAR(a)",
            [Term(("or",)), Term(("and",)), Term(("not",)), Term(("near", "a"))],
        ),
        ("don’t", [Term(("don", "t"))]),
        ("* ** - \"\" ''", []),
        ("", []),
    ],
)
def test_a_text_asks_for_these_terms(query: str, expected: list[Term]) -> None:
    assert parse_query(query) == Query(tuple(expected))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("elysee", ["Élysée"]),
        ("ELYSÉE", ["Élysée"]),
        ("lys", []),
        ("lys*", []),
        ("ely*", ["Élysée"]),
        ('"said l\'été"', ["said: “l’été"]),
        ('"l\'été said"', []),
        ("学而", ["学而"]),
        ("而学", []),
        ("moi the", ["The", "moi"]),
        ('"c\'est m"*', ["c’est moi"]),
        ('"est moi" "c est"', ["c’est moi"]),
        ("nothing", []),
        ("the nothing", ["The"]),
        ("…", []),
    ],
)
def test_hits_stand_where_the_terms_do(query: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in parse_query(query).find_spans(TEXT)] == found


def test_every_term_must_occur_in_one_of_the_parts_and_no_phrase_goes_across() -> None:
    parts = ("One two", "three four")
    assert matches(parse_query("two three"), parts)
    assert matches(parse_query('"three four" one'), parts)
    assert not matches(parse_query('"two three"'), parts)
    assert not matches(parse_query("two five"), parts)
    assert not matches(parse_query(""), parts)


def in_sqlite(query: Query, parts: Sequence[str]) -> bool:
    """Return True if the full-text index of the library finds a quote with these parts."""
    base = sqlite3.connect(":memory:")
    try:
        base.execute(
            f'CREATE VIRTUAL TABLE found USING fts5(words, content="", tokenize="{_TOKENIZER}")'
        )
        base.execute("INSERT INTO found (rowid, words) VALUES (1, ?)", (build_index_text(parts),))
        return bool(
            base.execute(
                "SELECT rowid FROM found WHERE found MATCH ?", (query.to_fts5(),)
            ).fetchall()
        )
    finally:
        base.close()


ANY = st.text(
    st.sampled_from("abAB'\"*“”-+()^:é學学而\u0301ßﬁ½´㈠℀⒈`~|<=>$&{}[]\\")
    | st.sampled_from("  ")
    | st.characters(),
    max_size=12,
)


@given(ANY, st.lists(ANY, min_size=1, max_size=3))
@example("´", ["a"])
@example("一", ["㈠"])
@example("a ´", ["a´"])
@example('"a c"', ["℀"])
@example("a*", ["AB"])
@example('"b a"', ["a b", "a b"])
def test_the_index_finds_what_the_query_matches(text: str, parts: list[str]) -> None:
    query = parse_query(text)
    if query.terms:
        assert in_sqlite(query, parts) == matches(query, parts)


@given(ANY, st.data())
def test_words_of_a_text_are_found_in_it(text: str, data: st.DataObject) -> None:
    query = parse_query(data.draw(st.sampled_from([text[:6], text[3:], text])).replace("*", ""))
    if query.terms and parse_query(text).terms == query.terms:
        assert matches(query, [text])
        assert in_sqlite(query, [text])


@given(st.text())
@example('"')
@example("a\0b")
@example("\ud800")
@example("'; DROP TABLE quote; --")
def test_any_text_is_a_query(text: str) -> None:
    query = parse_query(text)
    for term in query.terms:
        assert term.words
        assert all(term.words)
    matches(query, [text])
    if query.terms:
        in_sqlite(query, [TEXT])


@given(ANY, ANY)
def test_a_query_of_one_term_has_hits_where_it_matches(query: str, text: str) -> None:
    wanted = parse_query(query)
    hits = wanted.find_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in hits)
    assert all(one.end < other.start for one, other in pairwise(hits))
    if len(wanted.terms) == 1:
        assert bool(hits) == matches(wanted, [text])


def test_a_query_of_a_thousand_words_is_one() -> None:
    query = parse_query(" ".join(f"w{n}" for n in range(1000)))
    assert in_sqlite(query, [" ".join(f"w{n}" for n in range(1000))])
    assert not in_sqlite(query, ["w1"])
