"""The words around a passage."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.export.contexts import Contexts
from quotecli.model import Span

TEXTS = st.lists(
    st.sampled_from(["The boats went out. ", "We caught herring. ", "No. ", "😀", "学而", "\r\n"]),
    max_size=60,
)


def places(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


SHORT = pytest.mark.parametrize("short", [0, 1_000_000], ids=["indexed", "read"])


@SHORT
@given(text=TEXTS.map("".join), data=st.data())
def test_no_other_place_has_all_three(short: int, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, after = Contexts(text, short).around(Span(start, end))
    assert text[start - len(before) : end + len(after)] == before + text[start:end] + after
    # These texts are short enough for a context that decides, if only the whole of one.
    assert not text or places(text, before + text[start:end] + after) == [start - len(before)]


@SHORT
@pytest.mark.parametrize("size", [60, 100, 200, 500])
def test_places_alike_are_told_apart_in_both_directions(size: int, short: int) -> None:
    alike = "".join(chr(0x4E00 + number) for number in range(size))
    text = f"{'.' * 301}one {alike} two{'.' * 433}three {alike} four"
    contexts = Contexts(text, short)
    for start in places(text, alike):
        span = Span(start + size // 2 - 5, start + size // 2 + 5)
        before, after = contexts.around(span)
        assert places(text, before + text[span.start : span.end] + after) == [
            span.start - len(before)
        ]


@SHORT
def test_it_grows_only_as_far_as_it_must(short: int) -> None:
    text = "".join(f"{number} sheep. " for number in range(1000))
    before, after = Contexts(text, short).around(Span(4000, 4010))
    assert (len(before), len(after)) == (48, 48)


@pytest.mark.parametrize("text", ["Said he. " * 30_000, "a" * 300_000, ("x" * 63 + "y") * 4000])
def test_a_text_that_repeats_itself_takes_no_longer(text: str) -> None:
    contexts = Contexts(text)
    begun = time.process_time()
    for start in range(0, len(text) - 40, len(text) // 1000):
        before, after = contexts.around(Span(start, start + 30))
        assert max(len(before), len(after)) <= 768
    assert time.process_time() - begun < 2
