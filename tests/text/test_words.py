"""Words in any script, and which of them are the same."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotecli.text import words
from quotecli.text.words import count_words, extract_skeleton, fold, tokenize


def folded(text: str) -> list[str]:
    return [token.folded for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The MP said: “no!”", ["the", "mp", "said", "no"]),
        ("don't re-elect", ["don", "t", "re", "elect"]),
        ("snake_case", ["snake", "case"]),
        ("44-day, 3.5%", ["44", "day", "3", "5"]),
        ("C++ < €5 + $6", ["c", "+", "+", "<", "€", "5", "+", "$", "6"]),
        ("学而时习之", ["学", "而", "时", "习", "之"]),
        ("北京 is 大", ["北", "京", "is", "大"]),
        ("ภาษา", ["ภ", "า", "ษ", "า"]),
        ("مَرْحَبًا", ["مرحبا"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("한국어", ["한국어"]),
        ("a\u200bb", ["a", "b"]),
        ("co\xadop", ["coop"]),
        ("👍🏽 ok", ["👍", "🏽", "ok"]),
        ("", []),
        ("—…—", []),
    ],
)
def test_a_text_has_these_words(text: str, expected: list[str]) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Éclair", "eclair"), ("STRASSE", "straße"), ("ﬁne", "fine"), ("Łódź", "lodz"),
        ("Ærø", "aero"), ("ı", "I"), ("Σίσυφος", "ΣΊΣΥΦΟΣ"), ("עִבְרִית", "עברית"),
        ("كـتاب", "كتاب"), ("①", "1"), ("Ａ", "a"), ("が", "が"), ("cafe\u0301", "café"),
        ("Azərbaycan", "AZƏRBAYCAN"), ("Þórr", "thorr"),
    ],
)  # fmt: skip
def test_case_and_accents_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("か", "が"), ("कि", "की"), ("ก่", "ก้"), ("a", "b"), ("½", "1"), ("и", "n")]
)
def test_signs_that_distinguish_words_do(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can't re-elect 3.5", 5), ("rock ’n’ roll", 3), ("C++ & you", 2), ("学而 时", 3),
        ("学-而", 2), ("a - b", 2), ("well‑known", 1), ("don't don’t donʼt", 3), ("", 0),
        ("… — €", 0), ("a--b", 2), ("да, да’", 2), ("да-", 1), ("कि-की", 1),
    ],
)  # fmt: skip
def test_words_are_counted_as_people_count(text: str, expected: int) -> None:
    assert count_words(text) == expected


@given(st.text())
@example("´")
@example("㈠ ⒈ ℀")
@example("a\u0301\u200d")
def test_tokens_stand_in_order_where_they_say(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        assert token.folded
        assert not set(token.folded) & set(" \t\n\"'().,/-\uffff")
        end = token.end


@given(st.text())
@example("ǰ\u0327")
@example("İ")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    for word in folded(text):
        assert fold(word) == word


@given(st.text(st.characters(max_codepoint=0x24F) | st.sampled_from("“”‘’–—…€\u0301"), max_size=40))
def test_case_and_composition_of_latin_words_do_not_matter(text: str) -> None:
    expected = folded(unicodedata.normalize("NFC", text))
    assert folded(unicodedata.normalize("NFD", text)) == expected


# Whatever the quick way for Latin letters takes must be read the same in the general way.
LATIN = (
    "".join(map(chr, range(0x2B0)))
    + "".join(map(chr, range(0x2010, 0x205F)))
    + "".join(map(chr, range(0x20A0, 0x20C0)))
)


@given(st.text(st.sampled_from(LATIN), max_size=60))
@example(LATIN)
@example("0-")
def test_the_quick_way_and_the_general_way_agree(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick = tokenize(text), count_words(text)
        patch.setattr(words, "_BEYOND_LATIN", re.compile(""))
        assert (tokenize(text), count_words(text)) == quick


@given(
    st.text()
    | st.text(st.sampled_from("ab é\u0301\u0323\u0345\u093c\u3099ﾞιßœ´½℀…\u200d\u200b학学"))
)
@example("".join(map(chr, range(0x250))))
def test_the_skeleton_of_a_text_is_those_of_its_words_joined(text: str) -> None:
    assert extract_skeleton(text) == "".join(
        extract_skeleton(token.folded) for token in tokenize(text)
    )


@given(st.text() | st.text(st.sampled_from("ab É’' -é\u0301ß½学ﾞ\u200b€"), max_size=30))
def test_words_folded_at_once_are_those_of_the_tokens(text: str) -> None:
    assert words.fold_words(text) == [token.folded for token in tokenize(text)]
