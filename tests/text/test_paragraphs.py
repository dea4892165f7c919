"""Paragraphs are separated by blank lines, or are lines if there are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.text.paragraphs import Paragraphs


def all_of(text: str) -> list[str]:
    paragraphs = Paragraphs(text)
    return [text[slice(*paragraphs.span(n))] for n in range(1, len(paragraphs) + 1)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one", ["one"]),
        ("one\ntwo", ["one", "two"]),
        ("one\n\ntwo", ["one", "two"]),
        ("one\nmore\n\ntwo", ["one\nmore", "two"]),
        ("one\n \t\n\n\n two\n", ["one", " two"]),
        ("\n\n one\n\ntwo\n\n", ["one", "two"]),
        ("", [""]),
        (" \n\n ", [""]),
    ],
)
def test_a_text_has_these_paragraphs(text: str, expected: list[str], end: str) -> None:
    assert all_of(text.replace("\n", end)) == [part.replace("\n", end) for part in expected]


def test_an_offset_is_in_the_paragraph_that_began_last() -> None:
    paragraphs = Paragraphs("\none\n\ntwo\n")
    assert [paragraphs.number(offset) for offset in range(11)] == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]


@given(st.text(st.sampled_from("ab \t\r\n\u2028学"), max_size=40).filter(str.strip))
def test_every_word_is_in_one_paragraph_and_they_are_in_order(text: str) -> None:
    paragraphs = Paragraphs(text)
    spans = [paragraphs.span(n) for n in range(1, len(paragraphs) + 1)]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    for offset, character in enumerate(text):
        start, end = spans[paragraphs.number(offset) - 1]
        assert character.isspace() or start <= offset < end
