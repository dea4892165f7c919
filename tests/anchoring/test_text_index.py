"""Excerpts of texts that repeat themselves: what is found, and how often the text is looked at."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.anchoring import text_index, words
from quotecli.anchoring.anchor import Anchorer
from quotecli.model import MAX_PLACES, Anchor

SIZE = 20_000
letters = st.text("ab '\u0301\u200d\xa0.", max_size=30)
parts = st.lists(letters.filter(str.strip), min_size=1, max_size=3).map(tuple)


@given(letters, parts, letters, letters, st.booleans())
def test_an_excerpt_with_many_places_is_found_as_one_with_few(
    text: str, excerpt: tuple[str, ...], prefix: str, suffix: str, reading: bool
) -> None:
    text = f"{text} {excerpt[0]} {text}{prefix} {' '.join(excerpt)} {suffix} {text}"
    whole = Anchorer(text).anchor(excerpt, prefix, suffix)
    with (
        patch.object(text_index, "MAX_PLACES", 2),
        patch.object(text_index, "_MAX_READ", 10**6 if reading else -1),
        patch.object(text_index, "_MAX_SHORT_EXCERPTS", 2),
        patch.object(text_index, "_READ_PER_PLACE", 10),
        patch.object(text_index, "_MAX_PASSED", 1),
    ):
        anchorer = Anchorer(text)
        found = anchorer.anchor(excerpt, prefix, suffix)
        rare = (
            any(len(anchorer.index(found.tier).occurrences(one)) < 2 for one in excerpt)
            if (found.tier != "missing")
            else False
        )
    if whole.tier == "missing" or rare or len(excerpt) == 1:
        assert found.tier == whole.tier
        assert found.spans == whole.spans
        assert found.context == whole.context
        assert found.proved == whole.proved


def count_looks(
    text: str, quotes: list[tuple[tuple[str, ...], str, str]]
) -> tuple[int, list[Anchor]]:
    """Return how many places are looked at for some quotes, and their anchors."""
    looks = 0
    is_inside = words.is_inside

    def count(*args: object) -> bool:
        nonlocal looks
        looks += 1
        return is_inside(*args)  # type: ignore[arg-type]  # passed on

    with patch.object(text_index, "is_inside", count), patch.object(text_index, "_MAX_CUT", 100):
        anchorer = Anchorer(text)
        anchors = [anchorer.anchor(*quote) for quote in quotes]
    return looks, anchors


@pytest.mark.parametrize(
    "unit", ["a ", "a", "a\u200d", "a'", "e\u0301", "1.", "“", "- ", "a\xad\xad"]
)
def test_few_places_are_looked_at_however_often_a_text_repeats_an_excerpt(unit: str) -> None:
    end = " and then we sail"
    text = unit * (SIZE // len(unit)) + end
    one = [((unit * n,), "nothing", "") for n in range(1, 30)]
    two = [((unit * n, unit * (n + 1)), "", "") for n in range(1, 30)]
    last = [((unit * n, "we sail"), "", "") for n in range(1, 30)]
    quotes = [quote for quote in (*one, *two, *last) if "".join(quote[0]).strip()]
    looks, anchors = count_looks(text, quotes)
    # Two looks for each of the places that are counted or passed over, in two parts and three
    # match tiers; all places of all parts would be fifty times as many.
    assert looks < len(quotes) * 2 * 3 * 2 * (MAX_PLACES + 100) / 10
    assert not any(anchor.proved for anchor in anchors[: len(one) + len(two)])


def test_of_many_places_the_context_tells_which() -> None:
    text = "Yes. " * (2 * MAX_PLACES) + "Will we sail? Yes. And " + "Yes. " * (2 * MAX_PLACES)
    anchorer = Anchorer(text)
    everywhere = anchorer.anchor(("Yes.",))
    assert (everywhere.occurrences, everywhere.times) == (MAX_PLACES, "1,000 times or more")
    for prefix, suffix in (("Will we sail?", ""), ("", "And"), ("sail?", "And"), ("ail?", "A")):
        found = anchorer.anchor(("Yes.",), prefix, suffix)
        assert found.proved, (prefix, suffix)
        assert found.spans[0].start == text.index("? Yes") + 2
    assert not anchorer.anchor(("Yes.",), "Will we stay?").context


def test_a_frequent_part_is_taken_beside_a_rare_one() -> None:
    text = "Yes. " * (2 * MAX_PLACES) + "We sail. " + "Yes. " * 9
    found = Anchorer(text).anchor(("Yes.", "We sail.", "Yes."))
    assert found.proved
    assert [span.start for span in found.spans] == [
        10 * MAX_PLACES - 5,
        10 * MAX_PLACES,
        10 * MAX_PLACES + 9,
    ]
