"""A quote in its context, with the evidence for its attribution."""

from __future__ import annotations

import pytest

from quotecli.anchoring.anchor import Anchorer
from quotecli.errors import Place
from quotecli.library.library import Library
from quotecli.render.detail import detail, find_cue
from quotecli.render.layout import UNICODE
from quotecli.render.view import View
from quotecli.store.places import QuotePlaces
from quotecli.store.reader import read
from tests.cli.conftest import TOWN


@pytest.fixture
def library() -> Library:
    return Library([read(TOWN.encode(), "town.yaml")])


UNKNOWN = QuotePlaces()


def rows(library: Library, name: str, places: QuotePlaces = UNKNOWN) -> list[str]:
    quote = library.quote(name)
    style = View(
        glyphs=UNICODE, topics={topic: number for number, topic in enumerate(library.topics)}
    )
    around = library.neighbours(quote)
    lines = detail(quote, library.statements["town"], around, places, style)
    return [
        f"{line.label:<12}" * bool(line.label) + "".join(piece.text for piece in line.pieces)
        for line in lines
    ]


def test_a_quote_without_a_topic_says_so_once(library: Library) -> None:
    assert "Topics      no topic" in rows(library, "learn")


def test_the_place_of_the_cue_is_the_nearest_to_the_quote(library: Library) -> None:
    statement = library.statements["town"]
    quote = library.quote("century")
    span = find_cue(quote, Anchorer(statement.text))
    assert span
    assert statement.text[span.start : span.end] == "Bo Chan said"


def test_a_cue_that_is_not_in_the_source_says_so() -> None:
    library = Library([read(TOWN.replace("cue: he added", "cue: she added").encode(), "town.yaml")])
    assert "Cue         she added  (not in the source)" in rows(library, "lower-tax")


def test_known_places_are_lines_of_files(library: Library) -> None:
    known = QuotePlaces(Place("town.yaml", 29, 5), Place("town.txt", 2, 7))
    assert {"Excerpt at  town.txt:2", "Entry at    town.yaml:29"} <= set(
        rows(library, "build", known)
    )
    assert not [row for row in rows(library, "build") if row.startswith("In ")]
