"""The sources of quotes as CSL-JSON, for citation processors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from quotecli.citing.bylines import Author, parse_byline
from quotecli.exporting.bibtex import list_keywords
from quotecli.model import Statement, collapse_space
from quotecli.objects import encode
from quotecli.render.machine.formats import json_text
from quotecli.text.dates import is_date


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Yield an array with an item for each statement with quotes, one per line."""
    items = (encode(make_item(statement)) for statement in statements)
    return (piece.encode() for piece in json_text(items, "json"))


def make_item(statement: Statement) -> dict[str, Any]:
    """Return the item of a statement, with the keys of the CSL data schema."""
    source = statement.source
    fields: dict[str, Any] = {
        "id": statement.id,
        "type": "webpage" if source.url else "document",
        "title": collapse_space(statement.title),
        "author": [_name(author) for author in parse_byline(source.author)],
        "publisher": collapse_space(source.publisher),
        "issued": _date(source.published),
        "accessed": _date(source.accessed),
        "URL": collapse_space(source.url),
        "language": collapse_space(source.language),
        "note": collapse_space(statement.occasion),
        "keyword": ", ".join(collapse_space(label) for label in list_keywords(statement)),
    }
    # A web page is part of a site; a document has a publisher.
    if source.url:
        fields["container-title"] = fields.pop("publisher")
    return {key: value for key, value in fields.items() if value}


def _name(author: Author) -> dict[str, str]:
    if author.family:
        return {"family": author.family, "given": author.given}
    return {"literal": author.name}


def _date(date: str) -> dict[str, Any]:
    if is_date(date):
        return {"date-parts": [[int(part) for part in date.split("-")]]}
    return {"literal": collapse_space(date)} if date else {}
