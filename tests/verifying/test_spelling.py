"""Words as bytes: they rule out no text that has a passage."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.model import Statement
from quotecli.verifying import spelling
from quotecli.verifying.comparison import compare_whole
from quotecli.verifying.searching.clues import Clues
from quotecli.verifying.searching.sources import SourceText
from quotecli.verifying.spelling import (
    find_runs,
    find_words,
    join_words,
    list_words,
    make_line,
    spell,
)
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import fold_signs

# Letters that fold to several, marks that compose with the letter or sign before them, invisible
# signs, scripts without spaces, white space of all kinds.
HOSTILE = (
    "aBcKkJhIiTfFlſßẞŉǰẖİıﬁﬄĲǅKÅµéÉøŁ漢字はกำเаЖ한ᄒ ָ\u0301\u0327\u030c\u0307\u0331\u0338\u0345"
    "\xad\u200b\u200d\u2060\ufeff\ufe0f\ud800 \n\t\r\xa0\u2003\u3000.,:;-–—'’“”\"*_=<12²½$€…"
)
PIECES = st.one_of(
    st.sampled_from(HOSTILE), st.sampled_from(["back ", "the quick", "fox’s", "1,5", "-known"])
)
TEXTS = st.lists(PIECES | st.characters(), max_size=40).map("".join)


def make_source(text: str) -> SourceText:
    return SourceText(Statement("", "", text, (), {}, {}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“The HARBOUR,” she said…", "the harbour she said"),
        ("The ﬁrst", "the first"),
        ("c\u0327a va", "ça va"),
        ("har\xadbour", "harbour"),
        ("Z\u030cizek’s", "žizek s"),
        ("har\u200bbour", "har bour"),
        ("港は開く", "港 は 開 く"),
        ("1,500 km", "1 500 km"),
        ("snake_case — done", "snake case done"),
    ],
)
def test_words_are_folded_runs_of_letters_and_digits(text: str, words: str) -> None:
    assert [word.decode() for word in list_words(text)] == words.split()


def test_as_many_signs_as_there_are_take_one_pass() -> None:
    signs = "".join(map(chr, range(0x2190, 0x2400)))
    assert list_words(f"é{signs}harbour") == ["é".encode(), b"harbour"]


@given(TEXTS)
def test_words_are_the_same_beside_words_of_other_scripts(text: str) -> None:
    # A sign beyond Latin letters makes that all of the text is brought into its normal form.
    assert fold_signs(text) == fold_signs(f"{text} Ж")[:-2]
    assert list_words(text) == list_words(f"{text} Ж")[:-1]


@given(TEXTS, st.integers(0, 40), st.integers(1, 40))
def test_no_text_with_a_quotation_is_ruled_out(text: str, start: int, length: int) -> None:
    for quoted in (text[start : start + length], text[start:].swapcase(), text):
        wording = Wording([quoted])
        source = make_source(unicodedata.normalize("NFC", text))
        if compare_whole(wording, source.words):
            clues = Clues(wording)
            assert clues.gate in source.consonants
            assert clues.may_have_all(source)
            assert source.find_words(clues.words) == clues.words


@given(TEXTS)
def test_a_text_is_read_in_pieces_without_a_word_lost(text: str) -> None:
    spelled, words = spell(text), list_words(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "_CHUNK", 3)
        assert join_words(spelled) in (make_line(words), b"  ")
        assert find_words(spelled, frozenset(words)) == frozenset(words)
        runs = frozenset([*pairwise(words), *zip(words, words[1:], words[2:])])
        assert find_runs(spelled, runs) == runs
