"""An excerpt that is not in the text is shown with the most similar passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.anchoring.nearest import Passages, first_difference, shorten

# Twelve passages that share no word but the commonest.
PASSAGES = [
    " ".join(["the", *(f"word{n}x{m}" for m in range(12)), "of it"]) + "." for n in range(12)
]
TEXT = "\n\n".join(PASSAGES)


def nearest(text: str, excerpt: str) -> str | None:
    near = Passages(text).nearest(excerpt)
    return text[near.span.start : near.span.end] if near else None


@given(st.integers(0, 11), st.data())
def test_an_edited_passage_finds_the_passage_it_was_made_of(n: int, data: st.DataObject) -> None:
    words = PASSAGES[n].split()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(words) - 1))
        edit = data.draw(st.sampled_from(["change", "drop", "add", "swap", "case"]))
        if edit == "change":
            words[at] = "other"
        elif edit == "drop" and len(words) > 8:
            del words[at]
        elif edit == "add":
            words.insert(at, "new")
        elif edit == "swap":
            words[at], words[at - 1] = words[at - 1], words[at]
        else:
            words[at] = words[at].upper()
    near = Passages(TEXT).nearest(" ".join(words))
    assert near
    start = TEXT.index(PASSAGES[n])
    overlap = min(near.span.end, start + len(PASSAGES[n])) - max(near.span.start, start)
    assert overlap > 0.5 * len(PASSAGES[n])
    assert near.span.end - near.span.start < 1.6 * len(PASSAGES[n])


@pytest.mark.parametrize(
    ("text", "excerpt", "passage"),
    [
        ("One. It will grow by a third. Two.", "It will shrink by a third",
         "It will grow by a third"),
        ("We saw it, he said, at the old quay.", "We saw it at the old quay",
         "We saw it, he said, at the old quay"),
        ("a b c d e f", "b c x e", "b c d e"),
        ("子曰：学而时习之，不亦说乎", "学而时学之", "学而时习之"),
    ],
)  # fmt: skip
def test_the_passage_is_shown(text: str, excerpt: str, passage: str) -> None:
    assert nearest(text, excerpt) == passage


@pytest.mark.parametrize(
    "excerpt", ["entirely unlike", "…", "", "the", "of other things than those"]
)
def test_an_excerpt_like_no_passage_has_no_nearest(excerpt: str) -> None:
    assert Passages("No word here stands in them.").nearest(excerpt) is None


def test_the_first_difference_is_shown_from_its_word_on() -> None:
    near = Passages("Before. The harbour will grow by a third.").nearest(
        "The harbour will grew by a third"
    )
    assert near
    assert (near.excerpt, near.source) == ("grew by a third", "grow by a third")


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("a bc d", "a bd d", ("bc d", "bd d")),
        ("a b", "a b c", ("b", "b c")),
        ("a b c", "a b", ("b c", "b")),
        ("“a”", '"a"', ("“a”", '"a"')),
        ("a b.", "a b", ("b.", "b")),
    ],
)  # fmt: skip
def test_two_texts_differ_from_here(mine: str, theirs: str, expected: tuple[str, str]) -> None:
    assert first_difference(mine, theirs) == expected


@given(st.text(), st.text())
def test_a_difference_is_an_end_of_each_text(mine: str, theirs: str) -> None:
    one, other = first_difference(mine, theirs)
    assert one.endswith("…") or mine.endswith(one)
    assert other.endswith("…") or theirs.endswith(other)
    assert len(one) <= 49
    assert len(other) <= 49


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_excerpt_has_a_nearest_passage_in_any_text_or_none(text: str, excerpt: str) -> None:
    near = Passages(text).nearest(excerpt)
    assert near is None or 0 <= near.span.start < near.span.end <= len(text)


def test_a_long_text_is_shortened() -> None:
    assert shorten("a" * 48) == "a" * 48
    assert shorten("a" * 49) == "a" * 48 + "…"
    assert shorten("a" * 47 + " b") == "a" * 47 + "…"
