"""Slugs are ids, whatever they are made from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.store import fields
from quotecli.text.slugs import add_unique, make_slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ünder the Läw", "under-the-law"),
        ("a__b--c", "a-b-c"),
        ("ﬁ½", "fi12"),
        ("学而", "statement"),
        ("", "statement"),
    ],
)
def test_a_slug_is_plain_ascii(name: str, expected: str) -> None:
    assert make_slug(name) == expected


@given(st.text())
def test_any_name_has_a_slug_that_is_an_id(name: str) -> None:
    assert fields.SLUG.fullmatch(make_slug(name))
    assert make_slug(make_slug(name)) == make_slug(name)


def test_many_ids_of_one_name_are_different_and_looked_up_few_times() -> None:
    class Counting(set[str]):
        looks = 0

        def __contains__(self, key: object) -> bool:
            self.looks += 1
            return super().__contains__(key)

    taken = Counting({"x-5"})
    assert [add_unique("x", taken) for _ in range(4)] == ["x", "x-2", "x-3", "x-4"]
    assert len({add_unique("x", taken) for _ in range(1000)}) == 1000
    assert taken.looks < 25_000
