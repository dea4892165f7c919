"""The skeleton of a text."""

from __future__ import annotations

import pytest

from quotecli.drafting.reading.marks import find_stretches
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.reading.tokens import Tokens


def skeleton(text: str) -> Skeleton:
    return Skeleton(Tokens(text), find_stretches(text))


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("“Go,” she said.", "1PV."),
        ("She said, “Go.”", "PV,2"),
        ("“Go?” She left.", "3Pv."),
        ("“Go?” she said.", "1PV."),
        ("A “new” wall", "d4n"),
        ("“He said ‘go.’”", "2"),
    ],
)
def test_a_stretch_is_one_sign_that_tells_its_end(text: str, signs: str) -> None:
    assert skeleton(text).signs == signs


def test_sentences_end_at_points_and_at_closed_stretches() -> None:
    made = skeleton("She said, “Go.” They went. Mr. Reyl stayed.\nNight fell.")
    assert [made.signs[slice(*made.sentence(place))] for place in (0, 4, 8, 13, 12)] == [
        "PV,2", "Pv.", "T_Nv.", "yv.", "\n",
    ]  # fmt: skip


def test_places_lead_back_to_the_text() -> None:
    text = "Then “Go, now,” she said."
    made = skeleton(text)
    assert made.signs == "a1PV."
    assert text[made.start(1) : made.end(2)] == "“Go, now,”"
    assert made.word(3) == "said"


def test_the_title_of_a_work_is_no_stretch() -> None:
    assert skeleton("They saw “Morning Tide” twice").stretch_at
    assert not skeleton("They met on “Morning Tide” twice").stretch_at


def test_a_headline_keeps_its_stretch() -> None:
    assert skeleton("Mayor Calls Wall of ‘Shame’ Unsafe").stretch_at


def test_an_endless_sentence_is_cut() -> None:
    made = skeleton("boat " * 5000)
    first, last = made.sentence(2500)
    assert last - first <= 250


def test_paragraphs() -> None:
    made = skeleton("One two.\nThree four.")
    assert made.signs[slice(*made.paragraph(0))] == "00." or made.paragraph(0) == (0, 3)
    assert made.paragraph(5) == (4, 7)
