"""Tokens, their tags and the flat text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotecli.drafting.reading.lines import flatten
from quotecli.drafting.reading.tokens import Tokens


def tags(text: str) -> str:
    return Tokens(text).tags


def test_titles_and_initials_keep_their_point() -> None:
    assert tags("Mr. J. Reyl said.") == "T_I_NV."


def test_a_state_after_a_party_keeps_its_point() -> None:
    assert tags("Okoro (D-Calif.) said") == "N(N_)V"


def test_a_verb_after_a_determiner_is_a_noun() -> None:
    assert tags("the claim") == "dn"
    assert tags("they claim") == "PB"


def test_capitalised_nouns_that_are_verbs_too_are_names() -> None:
    assert tags("State Report") == "NN"


def test_a_sentence_without_space_after_its_point_is_cut() -> None:
    tokens = Tokens("important.This is")
    assert [tokens.word(index) for index in range(4)] == ["important", ".", "This", "is"]


def test_numbers_keep_their_commas() -> None:
    assert tags("2,000 boats") == "0n"


def test_possessives() -> None:
    assert tags("Reyl’s mayor's he’s") == "GgZ"


def test_wrapped_lines_are_joined() -> None:
    line = "word " * 12
    text = "\n".join([line.strip()] * 6) + "\n\nNext paragraph."
    flat = flatten(text)
    assert len(flat) == len(text)
    assert flat.count("\n") == 2


def test_lines_that_are_paragraphs_stay() -> None:
    text = "One.\nTwo.\n\nThree."
    assert flatten(text) == text


@given(st.text())
def test_tokens_cover_the_text(text: str) -> None:
    tokens = Tokens(text)
    assert len(tokens.tags) == len(tokens.starts) - 1
    assert tokens.starts == sorted(tokens.starts)
    assert tokens.starts[0] == 0
    assert tokens.starts[-1] == len(text)
    assert len(flatten(text)) == len(text)


@given(
    st.lists(
        st.sampled_from(["said", "Ann", ",", "\n", "\n\n", " ", "  ", "\n \n", "it’s", "“"])
    ).map("".join)
)
def test_a_token_is_what_stands_between_two_starts(text: str) -> None:
    tokens = Tokens(text)
    found = [tokens.word(index) for index in range(len(tokens.tags))]
    assert "".join("".join(found).split()) == "".join(text.split())
    for index, word in enumerate(found):
        if word:
            assert text[tokens.starts[index] : tokens.end(index)] == word
            assert tokens.at(tokens.starts[index]) == index


def test_a_token_longer_than_a_character_can_count() -> None:
    tokens = Tokens("a" * 2_500_000 + " " * 1_200_000 + "b")
    assert tokens.starts[-1] == 3_700_001
    assert tokens.word(len(tokens.tags) - 1) == "b"
