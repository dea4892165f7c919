"""The speakers of a codebook are found by their names and aliases, and nobody else is."""

from __future__ import annotations

from typing import Any

import pytest

import quotecli
from quotecli.model import Speaker

BOOK = {
    "ann": Speaker("ann", "Ann Lee", "mayor", ("A. Lee", "the mayor")),
    "lind": Speaker("lind", "Vera Lind", "", ("Ms. Lind", "the city engineer")),
    "chan-1": Speaker("chan-1", "Bo Chan"),
    "chan-2": Speaker("chan-2", "Di Chan"),
    "roe": Speaker("roe", "Kim Roe", "", ("Roe",)),
}


def ids(text: str, **keys: Any) -> list[str]:
    """Return the id of the speaker of each quote, "" for none, with ? unless it is resolved."""
    quotes = quotecli.draft(text, shared_speakers=BOOK, everything=True, **keys).quotes
    marks = {"draft": "", "unresolved": "?"}
    return [
        (quote.speaker.id if quote.speaker else "") + marks[str(quote.status)] for quote in quotes
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“Go,” said Ann Lee.", ["ann"]),
        ("“Go,” said Mayor Ann Lee, a baker. “Stay,” Lee said.", ["ann", "ann"]),
        ("“Go,” said ANN LEE.", ["ann"]),
        ("“Go,” said Ms. Lind.", ["lind"]),
        ("“Go,” said Dr. Lind.", ["lind"]),
        ("“Go,” said Lee.", ["ann"]),
        ("“Go,” said the mayor.", ["ann"]),
        ("“Go,” said the city engineer.", ["lind"]),
        ("“Go,” said Roe.", ["roe"]),
        # Somebody else: another given name, a surname of two speakers, or of somebody in the text.
        ("“Go,” said Bea Lee.", ["lee"]),
        ("“Go,” said Chan.", ["chan"]),
        ("“Go,” said Ed Roe. “No,” said Roe.", ["ed-roe", "ed-roe"]),
        ("“Go,” said the governor.", ["the-governor?"]),
        ("“Go,” said Jan Lind.", ["jan-lind"]),
    ],
)
def test_who_is_in_the_codebook(text: str, found: list[str]) -> None:
    assert ids(text) == found


def test_an_id_of_the_codebook_is_nobody_elses() -> None:
    made = quotecli.draft("“Go,” said Jan Lind.", shared_speakers=BOOK)
    (quote,) = made.quotes
    assert quote.speaker
    assert (quote.speaker.name, quote.speaker.id in BOOK) == ("Jan Lind", False)


def test_the_owner_may_be_in_the_codebook() -> None:
    made = quotecli.draft("“Go,” said Lee.", shared_speakers=BOOK, speaker="Ann Lee")
    assert made.speaker is BOOK["ann"]
    assert [quote.speaker for quote in made.quotes] == [BOOK["ann"]]
