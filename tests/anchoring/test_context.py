"""The words around a passage tell it from every other place with the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.context import around, find_context
from quotecli.model import Span, collapse_space

TEXTS = st.lists(
    st.sampled_from(["The boats went out. ", "We caught herring. ", "No. ", "😀", "学而", "\r\n"]),
    max_size=60,
)


@given(text=TEXTS.map("".join), data=st.data())
def test_what_stands_around_a_passage_is_what_readers_can_compare(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, after = around(text, Span(start, end))
    assert text[start - len(before) : end + len(after)] == before + text[start:end] + after
    for context, rest in (
        (before, text[: start - len(before)][-1:]),
        (after, text[end + len(after) :][:1]),
    ):
        units = len(context.encode("utf-16-le")) // 2
        # It is cut only where one more character would be too much.
        assert units <= 32 < units + len(rest.encode("utf-16-le")) // 2 or not rest


def whole_words(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


@given(text=TEXTS.map("".join), data=st.data())
def test_with_its_context_a_quote_anchors_where_it_is_or_there_is_no_context(
    text: str, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4)))
    spans = tuple(whole_words(text, *pair) for pair in zip(cuts[::2], cuts[1::2]))
    parts = tuple(collapse_space(text[start:end]) for start, end in spans)
    anchorer = Anchorer(text)
    context = find_context(anchorer, parts, spans, 320)
    if context is None:
        # The texts are shorter than the longest context, so the words themselves are in the way.
        whole = collapse_space(text[: spans[0].start]), collapse_space(text[spans[-1].end :])
        anchor = anchorer.anchor(parts, *whole)
        assert not (anchor.proved and anchor.spans == spans) or len(text) > 320
    else:
        anchor = anchorer.anchor(parts, *context)
        assert anchor.proved
        assert anchor.spans == spans


@pytest.mark.parametrize(
    ("text", "at", "context"),
    [
        ("One two three.", 4, ("", "")),
        ("One two three. Four two five.", 4, ("One", "")),
        ("One two three. One two five.", 4, ("", "three.")),
        ("One two three. One two five. Four two five. Four two three.", 4, ("One", "three.")),
        (f"{'学' * 40} two. One two", 41, ("学" * 27, "")),
    ],
)
def test_the_shortest_context_is_taken_and_cuts_no_word(
    text: str, at: int, context: tuple[str, str]
) -> None:
    spans = (Span(at, at + 3),)
    assert find_context(Anchorer(text), ("two",), spans, 320) == context


def test_a_context_is_no_longer_than_the_longest() -> None:
    text = f"a{' b' * 400} two{' b' * 400} two{' b' * 400}"
    spans = (Span(802, 805),)
    assert text[802:805] == "two"
    assert find_context(Anchorer(text), ("two",), spans, 40) is None
    assert find_context(Anchorer(text), ("two",), spans, 1600) is not None


def test_words_that_are_elsewhere_or_cut_have_no_context() -> None:
    anchorer = Anchorer("One two. One twofold.")
    assert find_context(anchorer, ("two",), (Span(4, 7),), 320) == ("", "")
    assert find_context(anchorer, ("two",), (Span(13, 16),), 320) is None
    assert find_context(anchorer, ("Two",), (Span(4, 7),), 320) is None
