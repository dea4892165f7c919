"""Quotes say whether they are proved, and if not, why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.model import SPACE, collapse_space
from tests.make import made, quote

TEXT = "Yes.\n\nWe will  build. “Yes.”"


@given(st.text(st.sampled_from(f"ab\xa0{SPACE}"), max_size=20))
def test_each_run_of_white_space_becomes_one_space(text: str) -> None:
    words = "".join(" " if character in SPACE else character for character in text).split(" ")
    assert collapse_space(text) == " ".join(filter(None, words))


@pytest.mark.parametrize(
    ("excerpt", "keys", "doubt"),
    [
        ("We will build.", {}, ""),
        ("Yes.", {"prefix": "build. “"}, ""),
        ("Yes.", {}, "not proved: the excerpt occurs 2 times in the source"),
        ("Yes.", {"prefix": "no"}, "not proved: the excerpt is not next to its prefix and suffix"),
        ("we will build", {}, "not verbatim: the source differs in case, accents or punctuation"),
        ('build. "Yes."', {}, "not verbatim: the source differs in typography"),
        ("No.", {}, "not proved: the excerpt is not in the source"),
    ],
)
def test_a_quote_that_is_not_proved_says_why(
    excerpt: str, keys: dict[str, str], doubt: str
) -> None:
    (one,) = made(TEXT, {**quote(excerpt), **keys}).quotes
    assert (one.doubt, one.proved) == (doubt, not doubt)


def test_the_parts_of_an_excerpt_are_joined_on_one_line() -> None:
    (one,) = made(TEXT, quote(["We will\nbuild.", "Yes."])).quotes
    assert one.excerpt == "We will build. […] Yes."
    assert one.paragraph == 2
