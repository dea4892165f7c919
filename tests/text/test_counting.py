"""Positions in UTF-16 units and with line ends as one, against what Python counts itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.text.counting import Counting, Utf8Counting, find_ways

TEXTS = st.lists(st.sampled_from(["a", " ", "é", "🚢", "😀", "\r", "\n", "\r\n"])).map("".join)


def counted(text: str, utf16: bool, joined: bool) -> int:
    text = text.replace("\r\n", "\n") if joined else text
    return len(text.encode("utf-16-le")) // 2 if utf16 else len(text)


@pytest.mark.parametrize("utf16", [False, True])
@pytest.mark.parametrize("joined", [False, True])
@given(text=TEXTS)
def test_positions_are_those_of_the_encoded_text(utf16: bool, joined: bool, text: str) -> None:
    counting = Counting(text, utf16=utf16, joins_line_ends=joined)
    offsets = [
        offset
        for offset in range(len(text) + 1)
        if not (joined and text[offset - 1 : offset + 1] == "\r\n")
    ]
    positions = [counted(text[:offset], utf16, joined) for offset in offsets]
    assert [counting.position(offset) for offset in offsets] == positions

    there = dict(zip(positions, offsets))
    everywhere = range(-2, positions[-1] + 3)
    assert [counting.offset(at) for at in everywhere] == [there.get(at) for at in everywhere]


@pytest.mark.parametrize(("text", "ways"), [("a\nb", 1), ("a😀", 2), ("a\r\nb", 2), ("😀\r\n", 4)])
def test_only_countings_that_differ_are_tried(text: str, ways: int) -> None:
    assert len(find_ways(text)) == ways


@given(text=st.text(max_size=40).map(lambda text: text * 60))
def test_bytes_are_those_of_the_encoded_text(text: str) -> None:
    counting = Utf8Counting(text)
    offsets = {0, len(text), *range(0, len(text), 97), *range(max(0, len(text) - 5), len(text))}
    there = {len(text[:offset].encode()): offset for offset in offsets}
    assert {counting.position(offset): offset for offset in offsets} == there
    assert {at: counting.offset(at) for at in there} == there
    assert counting.offset(-1) is counting.offset(len(text.encode()) + 1) is None
    assert Utf8Counting("a😀").offset(2) is None
