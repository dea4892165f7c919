"""Quotes as attributed block quotes in CommonMark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecli.model import Statement
from quotecli.render.machine import markdown


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Every quote as a block quote with its attribution."""
    quotes = (quote for statement in statements for quote in statement.quotes)
    return (chunk.encode() for chunk in markdown(quotes))
