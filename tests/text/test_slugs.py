"""Slugs are ids, whatever they are made from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.store import fields
from quotecli.text.slugs import make_slug


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
