"""Terms are found in long texts exactly where parting the whole text into words finds them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotecli.model import Span
from quotecli.text import finder
from quotecli.text.finder import Finder
from quotecli.text.query import parse_query
from quotecli.text.words import Token, tokenize

# Characters that fold, join, split, combine and change places, so that chance finds more than it
# would among all of Unicode.
SIGNS = st.sampled_from(
    "aabbAB  \n\t.,;’“”—…\xa0\xad'*\"-+=^éÉßſŉﬁæøıİſ½²ª´¨ⅨKÅ℀㏇"
    "\u0301\u0323\u0345\u093c\u094d\u3099\u309aｶﾞかが学而，。\u200b\u200d\u200e\u2060가각\u1100\u1161"
    "\u11a8\ufe70\u0640بت\u064bक\u0e31ก\U0001d400\U00020000_\x1c\x85\u2028"
)
PLAIN = st.sampled_from("aabbAB   \n\t.,;’“”—…\xa0'\"*-+=^_")
TEXTS = st.text(PLAIN, max_size=60) | st.text(SIGNS, max_size=40) | st.text(max_size=12)


def naive(text: str, query: str) -> list[Span]:
    """Every occurrence of every term among the words of the whole text."""
    found = tokenize(text)
    return sorted(
        {
            Span(found[at].start, found[at + len(term.words) - 1].end)
            for term in parse_query(query).terms
            for at in term.find([token.folded for token in found])
        }
    )


@pytest.fixture(autouse=True, params=[finder._PIECE_LENGTH, 0])
def _chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once as it is, once with every word in a piece of its own."""
    monkeypatch.setattr(finder, "_PIECE_LENGTH", request.param)


@given(TEXTS, st.data())
@example("a b a b a", None)
def test_the_places_are_those_of_splitting_the_whole_text(
    text: str, data: st.DataObject | None
) -> None:
    # Queries out of the text itself are those that are found in it.
    at = data.draw(st.integers(0, len(text))) if data else 0
    query = (
        data.draw(
            st.sampled_from(
                [text[at : at + 3], f'"{text[at : at + 9]}"', f"{text[at : at + 2]}*", "a"]
            )
        )
        if data
        else '"a b a"'
    )
    finder = Finder(parse_query(query))
    expected = naive(text, query)
    assert list(finder.find_spans(text)) == expected
    if expected:
        assert finder.may_occur(text)


def found(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in Finder(parse_query(query)).find_spans(text)]


def test_every_term_is_found_in_any_order() -> None:
    assert found("two one, ONE two", "one two") == ["two", "one", "ONE", "two"]


def test_the_same_words_are_found_once_and_others_may_overlap() -> None:
    assert found("foreign policy", "policy polic* POLICY") == ["policy"]
    assert found("foreign policy", 'policy "foreign policy"') == ["foreign policy", "policy"]
    assert found("no no no", '"no no"') == ["no no", "no no"]


def test_a_phrase_is_found_across_any_distance_and_line() -> None:
    between = " … —\r\n\r\n" + " " * 3 * finder._PIECE_LENGTH
    text = f"the Foreign{between}policy. "
    assert found(text * 3, '"foreign policy"') == [f"Foreign{between}policy"] * 3


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("elysee", "L’Élysée et l'ELYSÉE", ["Élysée", "ELYSÉE"]),
        ("strasse", "die Straße", ["Straße"]),
        ("学而", "子曰：学而时习之", ["学而"]),
        ("cafe", "cafe\u0301s", []),
        ("cafe*", "cafe\u0301s", ["cafe\u0301s"]),
        ("fi*", "ﬁne", ["ﬁne"]),
        ("lys", "Élysée", []),
        ("محمد", "قال مُحَمَّد", ["مُحَمَّد"]),
        ("が*", "か\u093c\u3099", ["か\u093c\u3099"]),
        ("=\u0345", "=\u0345ﾞ", ["=\u0345"]),
        ('"a b"', "a \u0345 b é", ["a \u0345 b"]),
        ('"café word"', "le café: word", ["café: word"]),
        ("学", "学，学，学", ["学"] * 3),
        ('"a b harbour c"', "x a b harbour c. a b harbour. c", ["a b harbour c", "a b harbour. c"]),
        ('"a b harbour"', "x a, b, harbour c", ["a, b, harbour"]),
        ('"harbour a b"', "x harbour, a, b c", ["harbour, a, b"]),
        ("", "anything", []),
    ],
)
def test_words_are_found_without_case_and_accents_in_any_script(
    query: str, text: str, expected: list[str]
) -> None:
    assert found(text, query) == expected
    assert Finder(parse_query(query)).may_occur(text) or not expected


def test_a_text_without_the_words_is_dismissed() -> None:
    finder = Finder(parse_query('harbour "two words"'))
    for text in ("The port", "Le café d’Élysée", "学而时习之", "two", ""):
        assert not finder.may_occur(text)
    for text in ("“Harbour”", "hárbour", "words: two", "x two, words"):
        assert finder.may_occur(text)
    assert not Finder(parse_query("…")).may_occur("…")


def test_neighbours_are_split_into_words_together(monkeypatch: pytest.MonkeyPatch) -> None:
    split: list[str] = []

    def record(text: str) -> list[Token]:
        split.append(text)
        return tokenize(text)

    monkeypatch.setattr(finder, "_PIECE_LENGTH", 100)
    monkeypatch.setattr(finder, "tokenize", record)
    assert len(found("a " * 1000, "a")) == 1000
    assert len(split) < 30
