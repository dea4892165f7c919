"""Quotes as a table with a row for each, in CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quotecli.citing.citation import citation, link
from quotecli.model import Quote, Statement
from quotecli.objects import Row
from quotecli.render.machine.separated import BOM, csv_lines
from quotecli.render.machine.shapes import attribute_columns, attribute_row, quote_row

COLUMNS = (
    *("id", "statement", "title", "speaker", "role", "reported_by", "kind", "polarity"),
    *("topics", "excerpt", "cue", "paragraph", "start", "end", "tier", "proved", "doubt", "status"),
    *("important", "coder", "note", "published", "citation", "link"),
)
"""The columns, explained in docs/export.md."""


def export(statements: Iterable[Statement], attributes: str = "", bom: str = "") -> Iterator[bytes]:
    """Yield a header and a row for each quote, as UTF-8, with a byte order mark if `bom` is given.

    `attributes` are the names of those of speakers that have a column, with commas between them.
    Formulas and control characters are made harmless.
    """
    names = attribute_columns(filter(None, attributes.split(",")))
    columns = (*COLUMNS, *names.values())
    if bom:
        yield BOM.encode()
    for line in csv_lines(make_rows(statements, names), columns, raw=False):
        yield line.encode()


def make_rows(statements: Iterable[Statement], attributes: Mapping[str, str]) -> Iterator[Row]:
    """Yield a row for each quote, in source order: text, numbers, and "" for unknown values.

    `attributes` are those of speakers that have a column, with the names of these.
    """
    return (
        {**_row(statement, quote), **attribute_row(quote.speaker, attributes)}
        for statement in statements
        for quote in statement.quotes
    )


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
