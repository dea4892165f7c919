"""Where an excerpt begins and ends, and that no marked words vanish."""

from __future__ import annotations

import pytest

from quotecli.drafting.draft import draft

# A text, and the excerpts of its quotes with their speakers; None for nobody.
CASES: list[tuple[str, dict[str, str | None]]] = [
    # A mark that repeats the open one.
    (
        'Omar Tind said: "We row. "We have rowed for years. We will go on." Then he left.',
        {'We row. "We have rowed for years. We will go on.': "Omar Tind"},
    ),
    (
        "Omar Tind said: “We row. “We have rowed for years.” Then he left.",
        {"We row. “We have rowed for years.": "Omar Tind"},
    ),
    # A quotation within one, with the same marks, closed twice.
    (
        'Omar Tind said: "She called. "Row!" she shouted. And so we rowed." Then he left.',
        {'She called. "Row!" she shouted. And so we rowed.': "Omar Tind"},
    ),
    # The addressee and the dateline are not said.
    ("Omar Tind told the pilots he would row.", {"he would row": "Omar Tind"}),
    ("PORT ELLERY (ENA) — The light is old, Omar Tind said.", {"The light is old": "Omar Tind"}),
    ("Omar Tind told the court Ines Okoro was at sea.", {"Ines Okoro was at sea": "Omar Tind"}),
    ("Omar Tind told reporters Ines Okoro was at sea.", {"Ines Okoro was at sea": "Omar Tind"}),
    ("Omar Tind said Thursday he would row.", {"he would row": "Omar Tind"}),
    ("Omar Tind said yesterday the light was old.", {"the light was old": "Omar Tind"}),
    ("Told that the light was old, Omar Tind said it was dim.", {"it was dim": "Omar Tind"}),
    (
        "Asked about the light, Omar Tind said, “It is old and dim.”",
        {"It is old and dim.": "Omar Tind"},
    ),
    (
        "Ines Okoro/Ellery Post - The light is old, Omar Tind said.",
        {"The light is old": "Omar Tind"},
    ),
    ("By Ines Okoro - The light is old, Omar Tind said.", {"The light is old": "Omar Tind"}),
    ("ELLERY, Northland – “The light is old,” Omar Tind said.", {"The light is old": "Omar Tind"}),
    # Signed.
    ("“The light is old and dim.” — Omar Tind", {"The light is old and dim.": "Omar Tind"}),
    (
        "“The light is old and dim.”\n- Captain Omar Tind, Ellery",
        {"The light is old and dim.": "Omar Tind"},
    ),
    (
        "“The light is old and dim.” (Omar Tind, 34, a pilot)",
        {"The light is old and dim.": "Omar Tind"},
    ),
    # By what stands beside them.
    (
        "Tind’s claim that the light “was old and had been dim for years” amused the crew.",
        {"the light “was old and had been dim for years”": "Tind"},
    ),
    ("“The light is old and dim.” Omar Tind got up.", {"The light is old and dim.": "Omar Tind"}),
    (
        "“The light is old.” Omar Tind got up. “It is dim.”",
        {"The light is old.": "Omar Tind", "It is dim.": "Omar Tind"},
    ),
    (
        "Omar Tind spoke of “a light that is old and dim”.",
        {"a light that is old and dim": "Omar Tind"},
    ),
    # Of several speakers none is the one.
    (
        "“The light is old,” Omar Tind, Ines Okoro and Ada Marlow said.",
        {"The light is old": "Omar Tind, Ines Okoro and Ada Marlow"},
    ),
    (
        "“The light is old,” said Omar Tind, Ines Okoro and Ada Marlow.",
        {"The light is old": "Omar Tind, Ines Okoro and Ada Marlow"},
    ),
    (
        "In Ellery, Omar Tind and Ines Okoro said the light was old.",
        {"the light was old": "Omar Tind and Ines Okoro"},
    ),
    (
        "Omar Tind (left) and Ines Okoro: “The light is old and dim.”",
        {"The light is old and dim.": "Omar Tind (left) and Ines Okoro"},
    ),
    # A paragraph in marks that nobody has said.
    (
        "The pilots met.\n\n“The light is old, and we cannot see it.”\n\nThey left.",
        {"The light is old, and we cannot see it.": None},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_an_excerpt_is_what_was_said(text: str, expected: dict[str, str | None]) -> None:
    quotes = draft(text, topics={}).quotes
    assert {
        quote.excerpt: quote.speaker.name if quote.speaker else None for quote in quotes
    } == expected
