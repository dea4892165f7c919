"""Quotes as a table, one row each; as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecli.cite import citation, link
from quotecli.model import Quote, Statement
from quotecli.render.machine import Row, csv_lines

COLUMNS = (
    *("id", "statement", "title", "speaker", "role", "reported_by", "kind", "topics", "excerpt", "cue", "paragraph"),
    *("start", "end", "tier", "proved", "doubt", "status", "note", "published", "citation", "link"),
)
"""The columns; docs/export.md says what they hold."""


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """A header and a row a quote, as UTF-8 without a byte order mark; formulas and control characters defused."""
    return (line.encode() for line in csv_lines(rows(statements), COLUMNS, raw=False))


def rows(statements: Iterable[Statement]) -> Iterator[Row]:
    """A row for each quote, in source order: text, numbers, and "" for what is not known."""
    return (_row(statement, quote) for statement in statements for quote in statement.quotes)


def _row(statement: Statement, quote: Quote) -> Row:
    anchor, speaker = quote.anchor, quote.speaker
    spans = anchor.spans
    return {
        "id": quote.id,
        "statement": quote.statement,
        "title": statement.title,
        "speaker": speaker.name if speaker else "",
        "role": speaker.role if speaker else "",
        "reported_by": quote.reported_by.name if quote.reported_by else "",
        "kind": quote.kind,
        "topics": ";".join([topic.id for topic in quote.topics]),
        "excerpt": quote.excerpt,
        "cue": quote.cue,
        "paragraph": quote.paragraph or "",
        "start": spans[0].start if spans else "",
        "end": spans[-1].end if spans else "",
        "tier": anchor.tier,
        "proved": "yes" if anchor.proved else "no",
        "doubt": quote.doubt,
        "status": quote.status or "",
        "note": quote.note,
        "published": statement.source.published,
        "citation": citation(statement, quote),
        "link": link(statement, quote),
    }
