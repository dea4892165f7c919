"""A byline is taken apart only where it is certain which part is the family name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.citing.bylines import authors
from quotecli.model import one_line


@pytest.mark.parametrize(
    ("byline", "inverted", "initials"),
    [
        ("Ida Roth", "Roth, Ida", "I."),
        ("John F. Muller", "Muller, John F.", "J. F."),
        ("J. K. Lowell", "Lowell, J. K.", "J. K."),
        ("J.K. Lowell", "Lowell, J.K.", "J. K."),
        ("Jean-Pierre Vidal-Roux", "Vidal-Roux, Jean-Pierre", "J.-P."),
        ("Roth, Ida", "Roth, Ida", "I."),
        ("O’Hara, J. K.", "O’Hara, J. K.", "J. K."),
        ("Martha Díaz", "Díaz, Martha", "M."),
    ],
)
def test_a_name_that_is_certain_is_turned_about(byline: str, inverted: str, initials: str) -> None:
    (author,) = authors(byline)
    assert (author.inverted, author.initials) == (inverted, initials)


@pytest.mark.parametrize(
    "byline",
    [
        *(
            "Reuters",
            "The Harbour Post",
            "Voltaire",
            "Lin Wei",
            "Kim Minjun",
            "Nagy Anna",
            "Vincent van Dyke",
        ),
        *(
            "Maria del Mar",
            "Gabriel García Márquez",
            "Mary Jane Holt",
            "Paul Simon",
            "李伟",
            "김 민준",
            "محمد علي",
        ),
        *(
            "Victoria Police",
            "Virginia Tech",
            "Grace House Staff",
            "Martin Roth Jr",
            "Jean de la Tour",
            "Ida ROTH",
        ),
        *(
            "Roth",
            "By Ida Roth",
            "Staff and agencies",
            "Ida Roth, Reuters",
            "Reuters, London",
            "Ann and Bob",
        ),
        *(
            "Ida Roth and the Harbour Post",
            "Sattar",
            "ida roth",
            "Ida R.",
            "@ida",
            "Ida Roth (photo)",
            "Lee, Kim",
            ",",
        ),
        *("Roth, mayor", "Ida Roth, M.P.", "X Æ A-12"),
    ],
)
def test_a_name_that_is_not_certain_stays_as_it_is_printed(byline: str) -> None:
    (author,) = authors(byline)
    assert (author.inverted, author.short, author.name, author.family) == (
        byline,
        byline,
        byline,
        "",
    )


@pytest.mark.parametrize(
    "byline",
    [
        "Ida Roth and John Muller",
        "Ida Roth & John Muller",
        "Ida Roth, John Muller",
        "Ida Roth; John Muller",
    ],
)
def test_several_are_several_where_each_is_certain(byline: str) -> None:
    assert [author.inverted for author in authors(byline)] == ["Roth, Ida", "Muller, John"]


def test_three_are_three() -> None:
    found = authors("Ida Roth, John Muller, and Emma Holt")
    assert [author.family for author in found] == ["Roth", "Muller", "Holt"]


def test_nobody_is_nobody() -> None:
    assert authors("") == ()
    assert authors(" \n") == ()


@given(st.text())
def test_no_name_gains_or_loses_a_word(byline: str) -> None:
    for author in authors(byline):
        assert author.name in one_line(byline)
        if author.family:
            assert {author.name, f"{author.given} {author.family}"} & {author.name}
            assert author.name in (
                f"{author.given} {author.family}",
                f"{author.family}, {author.given}",
            )
