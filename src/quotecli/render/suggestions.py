"""Suggested topics and quotes, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotecli.objects import Row
from quotecli.render.excerpt import words
from quotecli.render.layout import Glyphs, Line, Piece
from quotecli.render.machine.formats import Shape
from quotecli.render.view import View
from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.model import Quote
    from quotecli.suggesting.quotes import Likely
    from quotecli.suggesting.topics import Suggestion

_INDENT = 2


def topic_lines(found: Suggestion, glyphs: Glyphs) -> Iterator[Line]:
    """Yield the lines of a suggested topic: its label, its keywords and quotes that it covers."""
    topic = found.topic
    quotes = count_noun(found.quotes, "quote")
    yield Line([Piece(topic.label, "id"), Piece(f"  {topic.id}  {quotes}", "dim")])
    yield Line([Piece(", ".join(topic.keywords))], indent=_INDENT)
    for quote in found.examples:
        yield Line([*_words(quote, glyphs), Piece(f" {quote.id}", "dim")], indent=_INDENT)


def _words(quote: Quote, glyphs: Glyphs) -> list[Piece]:
    """Return the words of a quote; only a direct one gets quotation marks."""
    return words(quote, View(glyphs, {}))


def _topic_object(found: Suggestion) -> Row:
    """Return a suggested topic as an object."""
    return {
        "id": found.topic.id,
        "label": found.topic.label,
        "keywords": list(found.topic.keywords),
        "quotes": found.quotes,
        "examples": [
            {"id": quote.id, "statement": quote.statement, "excerpt": quote.excerpt}
            for quote in found.examples
        ],
    }


def _topic_row(found: Suggestion) -> Row:
    """Return a suggested topic as a row of text and numbers."""
    return {
        **_topic_object(found),
        "keywords": " | ".join(found.topic.keywords),
        "examples": " | ".join(quote.id for quote in found.examples),
    }


TOPICS: Shape[Suggestion] = Shape(
    _topic_object, ("id", "label", "quotes", "keywords", "examples"), _topic_row
)


def quote_lines(found: Likely, glyphs: Glyphs) -> Iterator[Line]:
    """Yield the lines of a suggested quote: its probability, its words and what speaks for it."""
    quote = found.quote
    yield Line([Piece(quote.id, "id"), Piece(f"  {found.probability:.0%}", "dim")])
    yield Line(_words(quote, glyphs), indent=_INDENT)
    if found.words:
        yield Line([Piece(", ".join(found.words), "dim")], indent=_INDENT)


def _quote_object(found: Likely) -> Row:
    """Return a suggested quote as an object."""
    return {
        "id": found.quote.id,
        "statement": found.quote.statement,
        "probability": round(found.probability, 3),
        "words": list(found.words),
        "excerpt": found.quote.excerpt,
    }


def _quote_row(found: Likely) -> Row:
    """Return a suggested quote as a row of text and numbers."""
    return {**_quote_object(found), "words": " | ".join(found.words)}


QUOTES: Shape[Likely] = Shape(
    _quote_object, ("id", "statement", "probability", "words", "excerpt"), _quote_row
)
