"""Which texts have a word or phrase."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.suggesting.places import find_places
from quotecli.suggesting.words import list_terms

RUNS = st.one_of(
    st.lists(st.sampled_from(["ferry", "quay", "crew"]), min_size=1, max_size=6).map(tuple),
    st.lists(st.sampled_from("渔业政"), min_size=1, max_size=7).map(tuple),
)


@pytest.mark.parametrize("longest", [1, 2, 3])
@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(RUNS, max_size=3), max_size=6), st.integers(1, 3))
def test_places_are_those_of_all_terms(
    longest: int, texts: list[list[tuple[str, ...]]], least: int
) -> None:
    expected: dict[tuple[str, ...], list[int]] = {}
    for at, runs in enumerate(texts):
        for term in list_terms(runs, longest):
            expected.setdefault(term, []).append(at)
    expected = {term: at for term, at in expected.items() if len(at) >= least}
    assert find_places(texts, longest, least) == expected
