"""Whose words: names as articles and sources spell them."""

from __future__ import annotations

import unicodedata

import pytest

import quotecli
from quotecli.model import Speaker
from quotecli.verifying.attribution import is_same
from quotecli.verifying.finding import Finding

WALL = "The wall is a present to the sea from some of us"


def verify(article: str, source: str) -> Finding:
    library = quotecli.Library([quotecli.draft(source, title="Hearing")])
    (found,) = quotecli.verify(article, library)
    return found


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Ian O’Rourke", "Ian O'Rourke"),
        ("Ian O’Rourke", "Ian OʼRourke"),
        ("Ian O’Rourke", "IAN O'ROURKE"),
        ("Ngugi Kamau", "Ngũgĩ Kamau"),
        ("Jose Tind", "José Tind"),
    ],
)
def test_one_name_in_two_spellings_is_one_person(mine: str, theirs: str) -> None:
    found = verify(f"“{WALL},” said {mine}.", f"{theirs}: {WALL}.\n\nBo Chan: It is not so.")
    assert found.attribution.verdict == "same"
    found = verify(f"“{WALL},” said {theirs}.", f"{mine}: {WALL}.\n\nBo Chan: It is not so.")
    assert found.attribution.verdict == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ian O‘Rourke", "Ian O`Rourke"),
        ("Ann Lind‐Holm", "Ann Lind-Holm"),
        ("Lind‑Holm", "Ann Lind-Holm"),
        ("José Tind", unicodedata.normalize("NFD", "José Tind")),
    ],
)
def test_annotated_names_in_two_spellings_are_one_person(one: str, other: str) -> None:
    assert is_same(Speaker("a", one), Speaker("b", other))


def test_other_vowel_signs_are_another_name() -> None:
    found = verify(f"“{WALL},” said Ann रीम.", f"Ann राम: {WALL}.\n\nBo Chan: It is not so.")
    assert found.attribution.verdict != "same"


@pytest.mark.parametrize("name", ["O’Brien", "O'Brien", "Lind-Holm", "Smith", "Mr. Smith"])
def test_a_surname_that_the_source_does_not_have_is_anothers(name: str) -> None:
    source = f"Bo Chan: {WALL}.\n\nAda Marlow: It is not so."
    for article in (f"“{WALL},” said {name}.", f"“{WALL},” {name} said."):
        attribution = verify(article, source).attribution
        assert (attribution.verdict, attribution.source) == ("differs", "Bo Chan")
        assert attribution.article in name


@pytest.mark.parametrize("name", ["Chan", "Bo", "the engineer", "she"])
def test_what_may_mean_the_speaker_is_not_anothers(name: str) -> None:
    found = verify(f"“{WALL},” said {name}.", f"Bo Chan: {WALL}.\n\nAda Marlow: It is not so.")
    assert found.attribution.verdict != "differs"
