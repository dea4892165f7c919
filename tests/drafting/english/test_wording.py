"""Endings of words."""

from __future__ import annotations

import pytest

from quotecli.drafting.english import wording


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("parties", "party"),
        ("taxes", "tax"),
        ("walls", "wall"),
        ("mayor’s", "mayor"),
        ("press", "press"),
        ("crisis", "crisis"),
    ],
)
def test_stem(word: str, stem: str) -> None:
    assert wording.stem(word) == stem


@pytest.mark.parametrize(
    ("mention", "name"), [("Lee’s", "Lee"), ("Jones'", "Jones"), ("Lee", "Lee")]
)
def test_without_possessive(mention: str, name: str) -> None:
    assert wording.without_possessive(mention) == name


def test_plurals() -> None:
    assert wording.is_plural("voters")
    assert wording.is_plural("people")
    assert not wording.is_plural("press")
