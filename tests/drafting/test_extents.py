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
    ("ELLERY, Northland – “The light is old,” Omar Tind said.", {"The light is old": "Omar Tind"}),
    # Signed.
    ("“The light is old and dim.” — Omar Tind", {"The light is old and dim.": "Omar Tind"}),
    (
        "“The light is old and dim.”\n- Captain Omar Tind, Ellery",
        {"The light is old and dim.": "Omar Tind"},
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
