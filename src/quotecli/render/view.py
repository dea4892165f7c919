"""What all output of one command for people shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from quotecli.model import Quote
from quotecli.render.layout import Glyphs, Piece
from quotecli.render.theme import topic_look

if TYPE_CHECKING:
    from quotecli.text.query import Query


class View(NamedTuple):
    """The glyphs of the output, the numbers of topics by their ids, and what it is to show.

    `names_statement` puts the id of its statement before that of a quote; hits of `queries` are
    marked.
    """

    glyphs: Glyphs
    topics: Mapping[str, int]
    names_statement: bool = False
    queries: Sequence[Query] = ()

    def quote_id(self, quote: Quote) -> str:
        """Return the id of a quote, with its statement's if there are several."""
        return f"{quote.statement}/{quote.id}" if self.names_statement else quote.id

    def sign(self, topic: str) -> list[Piece]:
        """Return the sign of a topic in its colour; nothing if the output has no signs."""
        if not self.glyphs.signs:
            return []
        number = self.topics[topic]
        return [Piece(f"{self.glyphs.signs[topic_look(number).sign]} ", f"sign {number}")]

    def topic(self, topic: str, text: str, style: str = "") -> list[Piece]:
        """Return what a topic is called, `text`, after its sign; without signs it is coloured."""
        sign = self.sign(topic)
        return [*sign, Piece(text, style if sign else f"{self.topic_style(topic)}+{style}")]

    def topic_style(self, topic: str) -> str:
        """Return the style for what is drawn in a topic's colour."""
        return f"topic {self.topics[topic]}"
