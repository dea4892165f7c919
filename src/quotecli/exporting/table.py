"""Quotes as a table with a row for each, in CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecli.citing.citation import citation, link
from quotecli.model import Quote, Statement
from quotecli.objects import Row
from quotecli.render.machine.separated import csv_lines
from quotecli.render.machine.shapes import quote_row

COLUMNS = (
    *("id", "statement", "title", "speaker", "role", "reported_by", "kind", "polarity"),
    *("topics", "excerpt", "cue", "paragraph", "start", "end", "tier", "proved", "doubt", "status"),
    *("important", "coder", "note", "published", "citation", "link"),
)
"""The columns, explained in docs/export.md."""


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Yield a header and a row for each quote, as UTF-8 without a byte order mark.

    Formulas and control characters are made harmless.
    """
    return (line.encode() for line in csv_lines(make_rows(statements), COLUMNS, raw=False))


def make_rows(statements: Iterable[Statement]) -> Iterator[Row]:
    """Yield a row for each quote, in source order: text, numbers, and "" for unknown values."""
    return (_row(statement, quote) for statement in statements for quote in statement.quotes)


def _row(statement: Statement, quote: Quote) -> Row:
    values = {
        **quote_row(quote),
        "title": statement.title,
        "proved": "yes" if quote.proved else "no",
        "doubt": quote.doubt,
        "published": statement.source.published,
        "citation": citation(statement, quote),
        "link": link(statement, quote),
    }
    return {column: values[column] for column in COLUMNS}
