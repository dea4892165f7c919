"""Names are whole, with what belongs to them and nothing else; who has none is described."""

from __future__ import annotations

import pytest

from quotecli.drafting.draft import draft

# Who says that the lake is dry, and who is drafted; a question mark stands behind no name.
CASES = [
    ("Vell & Sons, Ltd.", "Vell & Sons, Ltd."),
    ("Vell & Sons Ltd.", "Vell & Sons Ltd."),
    ("Ellery Shipping Co., Ltd.", "Ellery Shipping Co., Ltd."),
    ("Vell Inc.", "Vell Inc."),
    ("Omar Tind of Vell Inc.", "Omar Tind"),
    ("H.E. Amina Vell", "Amina Vell"),
    ("The Rev. Dr. Amina Vell", "Amina Vell"),
    ("Omar Tind Jr.", "Omar Tind Jr."),
    ("Omar Tind, Jr.,", "Omar Tind, Jr."),
    ("Omar Tind III", "Omar Tind III"),
    ("Omar St. Clair", "Omar St. Clair"),
    ("St. Clair", "St. Clair"),
    ("Maeve O’Vell", "Maeve O’Vell"),
    ("Serge N'Tindo", "Serge N'Tindo"),
    ("Jeanne d’Ellery", "Jeanne d’Ellery"),
    ("Anne-Marie Vell-Tind", "Anne-Marie Vell-Tind"),
    ("Omar TIND", "Omar TIND"),
    ("The Swede", "the Swede?"),
    ("The Norwegians", "the Norwegians?"),
    ("A union official, who asked not to be named,", "a union official?"),
    ("The official, speaking on condition of anonymity,", "the official?"),
    ("A Union official", "a Union official?"),
]


@pytest.mark.parametrize(("source", "expected"), CASES, ids=[source for source, _ in CASES])
def test_a_name_is_whole(source: str, expected: str) -> None:
    for text in (f"{source} said the lake was dry.", f"“The lake was dry,” {source} said."):
        (quote,) = draft(text).quotes
        assert quote.speaker is not None
        assert quote.speaker.name + "?" * (quote.status == "unresolved") == expected


def test_father_and_son_are_two() -> None:
    text = "Omar Tind Sr. said the lake was dry. Omar Tind Jr. said the lake was full."
    names = [quote.speaker.name for quote in draft(text).quotes if quote.speaker]
    assert names == ["Omar Tind Sr.", "Omar Tind Jr."]


def test_a_surname_means_who_has_a_suffix() -> None:
    text = "Omar Tind III said the lake was dry. “It is full,” Tind said."
    assert len(draft(text).speakers) == 1


def test_an_unnamed_speaker_keeps_the_cue_whole() -> None:
    (quote,) = draft("A pilot, who came late, said the lake was dry.").quotes
    assert quote.cue == "A pilot, who came late, said"
