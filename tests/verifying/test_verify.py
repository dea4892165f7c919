"""Articles against sources, from Python; and texts made to be slow."""

from __future__ import annotations

import pytest

import quotecli
from quotecli.model import Speaker
from quotecli.verifying.attribution import is_same
from quotecli.verifying.comparison import compare
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words


def test_a_text_is_verified_from_python() -> None:
    source = quotecli.draft("“We will not raise taxes on the poor,” said Ada Marlow.", title="Day")
    library = quotecli.Library([source])
    article = "“We will raise taxes on the poor,” said Ada Marlow. Bo Chan wept."
    (found,) = quotecli.verify(article, library)
    assert (found.verdict, found.turned) == ("shortened", "“not” is left out")
    assert found.attribution == ("same", "Ada Marlow", "Ada Marlow")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Speaker("a", "Ada Marlow"), Speaker("b", "Ada Marlow"), True),
        (Speaker("a", "Marlow"), Speaker("b", "Ada Marlow"), True),
        (Speaker("a", "A. Marlow"), Speaker("b", "Ada Marlow"), True),
        (Speaker("a", "Ada Marlow"), Speaker("b", "Bea Marlow"), False),
        (Speaker("a", "Ada Marlow"), Speaker("b", "Bo Chan"), False),
        (Speaker("a", "the mayor"), Speaker("b", "Ada Marlow", "mayor of Tarn"), True),
        (Speaker("a", "the minister"), Speaker("b", "Ada Marlow", "mayor of Tarn"), None),
        (Speaker("a", "she"), Speaker("b", "Ada Marlow"), None),
        (Speaker("a", "Ada Marlow", "", ("the Rook",)), Speaker("b", "Rook, Ada"), False),
    ],
)
def test_one_person_under_two_names(one: Speaker, other: Speaker, same: bool | None) -> None:
    assert is_same(one, other) is same
    assert is_same(other, one) is same


@pytest.mark.parametrize(
    ("excerpt", "text"),
    [
        ("word " * 200_000, "word " * 200_000),
        ("word " * 2_000 + "other", "word " * 200_000),
        ("a b " * 1_000 + "b a", "b a " * 100_000),
        ("[" * 100_000 + "a" + "]" * 100_000, "a b c d e"),
        ("." * 200_000 + " one two three four", "one two three four"),
        ("one … " * 20_000, "one two " * 20_000),
        ("“" * 200_000, "“" * 200_000),
    ],
)
def test_texts_made_to_be_slow_have_an_end(excerpt: str, text: str) -> None:
    compare(Wording([excerpt]), Words(text))
