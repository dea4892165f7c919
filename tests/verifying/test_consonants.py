"""The rarer consonants of a text: they rule out no text that has a passage."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.model import Statement
from quotecli.verifying.clues import Clues
from quotecli.verifying.comparison import compare_whole
from quotecli.verifying.consonants import extract_consonants, keep_consonants
from quotecli.verifying.sources import SourceText
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import fold_signs, fold_text, join_letters

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


@given(TEXTS)
def test_consonants_are_those_of_the_folded_text(text: str) -> None:
    assert extract_consonants(text) == keep_consonants(fold_signs(text))


@pytest.mark.parametrize("text", ["The ﬁrst", "K", "c\u0327a", "har\xadbour", "j\u030c", "ſhip"])
def test_what_folds_to_a_consonant_is_one(text: str) -> None:
    assert extract_consonants(text) == keep_consonants(fold_signs(text))


@given(TEXTS)
def test_signs_are_folded_one_by_one_only_if_that_makes_no_difference(text: str) -> None:
    # A sign beyond Latin letters makes that all of the text is brought into its normal form.
    assert fold_signs(text) == fold_signs(f"{text} Ж")[:-2]
    assert fold_text(text) == " ".join(fold_signs(text).split())
    assert join_letters(text) == re.sub(r"[\W_]+", "", text)


@given(TEXTS, st.integers(0, 40), st.integers(1, 40))
def test_no_text_with_a_quotation_is_ruled_out(text: str, start: int, length: int) -> None:
    for quoted in (text[start : start + length], text[start:].swapcase(), text):
        wording = Wording([quoted])
        source = SourceText(Statement("", "", unicodedata.normalize("NFC", text), (), {}, {}))
        if compare_whole(wording, source.words):
            clues = Clues(wording)
            assert all(gate in source.consonants for gate in clues.whole_gates)
            assert clues.may_have_all(source)


@given(TEXTS, TEXTS)
def test_a_text_has_the_words_and_runs_that_its_folded_form_has(text: str, quoted: str) -> None:
    source = SourceText(Statement("", "", f"{text} {quoted}", (), {}, {}))
    clues = Clues(Wording([quoted, text]))
    for key in clues._rare:
        assert source.has_word(key) == (key.text in fold_signs(source.statement.text))
    for key in clues._pairs:
        assert source.has_run(key) == (key.text in fold_text(source.statement.text))
