"""Queries answered word by word, as the index of the library must answer them."""

from __future__ import annotations

from collections.abc import Sequence

from quotecli.text.query import Query
from quotecli.text.words import tokenize


def matches(query: Query, parts: Sequence[str]) -> bool:
    """Return True if every term occurs in one of the parts of an excerpt."""
    words = [[token.folded for token in tokenize(part)] for part in parts]
    return bool(query.terms) and all(any(term.find(part) for part in words) for term in query.terms)
