"""Names in bylines are inverted only when the surname is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.citing.bylines import parse_byline
from quotecli.model import collapse_space


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
def test_names_with_a_certain_surname_are_inverted(
    byline: str, inverted: str, initials: str
) -> None:
    (author,) = parse_byline(byline)
    assert (author.inverted_name, author.initials) == (inverted, initials)


UNCERTAIN = """
    Reuters | The Harbour Post | Voltaire | Lin Wei | Kim Minjun
    Nagy Anna | Vincent van Dyke | Maria del Mar | Gabriel García Márquez | Mary Jane Holt
    Paul Simon | 李伟 | 김 민준 | محمد علي | Victoria Police
    Virginia Tech | Grace House Staff | Martin Roth Jr | Jean de la Tour | Ida ROTH
    Roth | By Ida Roth | Staff and agencies | Ida Roth, Reuters | Reuters, London
    Ann and Bob | Ida Roth and the Harbour Post | Sattar | ida roth | Ida R.
    @ida | Ida Roth (photo) | Lee, Kim | , | Roth, mayor
    Ida Roth, M.P. | X Æ A-12
""".replace("\n", "|")


@pytest.mark.parametrize(
    "byline", [name for part in UNCERTAIN.split("|") if (name := part.strip())]
)
def test_names_without_a_certain_surname_stay_as_printed(byline: str) -> None:
    (author,) = parse_byline(byline)
    assert (author.inverted_name, author.short_name, author.name, author.family) == (
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
def test_several_authors_are_separated_if_each_surname_is_certain(byline: str) -> None:
    assert [author.inverted_name for author in parse_byline(byline)] == [
        "Roth, Ida",
        "Muller, John",
    ]


def test_three_are_three() -> None:
    found = parse_byline("Ida Roth, John Muller, and Emma Holt")
    assert [author.family for author in found] == ["Roth", "Muller", "Holt"]


def test_an_empty_byline_has_no_author() -> None:
    assert parse_byline("") == ()
    assert parse_byline(" \n") == ()


@given(st.text())
def test_no_name_gains_or_loses_a_word(byline: str) -> None:
    for author in parse_byline(byline):
        assert author.name in collapse_space(byline)
        if author.family:
            assert {author.name, f"{author.given} {author.family}"} & {author.name}
            assert author.name in (
                f"{author.given} {author.family}",
                f"{author.family}, {author.given}",
            )
