"""The text of a file's bytes, and places in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotecli.store.decoding import place_after, text_of


@given(st.text("ab\né学", max_size=20))
def test_the_place_after_a_text_is_that_of_the_next_character(before: str) -> None:
    place = place_after(before, "f")
    lines = (before + "X").split("\n")
    assert (place.line, place.column) == (len(lines), lines[-1].index("X") + 1)


def test_the_text_of_bytes_is_utf_8_without_the_mark() -> None:
    assert text_of("\ufeffé\r\n".encode(), "") == "é\r\n"
