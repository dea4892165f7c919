"""Ids of statements and quotes as other programs can take them: in keys, names and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from quotecli.model import Statement
from quotecli.store.fields import SLUG
from quotecli.text.slugs import add_unique, make_slug

MAX_ID = 200
"""The longest id that is left as it is, in code points: file names have no room for more."""


def name_statements(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield statements whose ids, and those of their quotes, are slugs that differ.

    Those of files are. A table of texts may call them anything: a path, an address, a line end.
    """
    taken: set[str] = set()
    for statement in statements:
        key = name_id(statement.id, taken)
        if key == statement.id and all(map(_is_slug, (quote.id for quote in statement.quotes))):
            yield statement
            continue
        own: set[str] = set()
        quotes = [
            replace(quote, id=name_id(quote.id, own), statement=key) for quote in statement.quotes
        ]
        yield statement._replace(id=key, quotes=tuple(quotes))


def name_id(wanted: str, taken: set[str]) -> str:
    """Return an id as a slug that is not taken yet, and add it to those taken."""
    return add_unique(wanted if _is_slug(wanted) else make_slug(wanted)[:MAX_ID].strip("-"), taken)


def _is_slug(key: str) -> bool:
    return len(key) <= MAX_ID and SLUG.fullmatch(key) is not None
