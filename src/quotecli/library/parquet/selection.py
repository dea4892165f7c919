"""Criteria -> the query for quotes, in an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotecli.criteria import Criteria, Sort
from quotecli.library.parquet.relevance import count_words, rank
from quotecli.library.parquet.tables import COLUMNS
from quotecli.library.sql import where

if TYPE_CHECKING:
    from quotecli.library.parquet.shelf import Parquet


def select(
    shelf: Parquet, criteria: Criteria, sort: Sort, limit: int | None
) -> tuple[str, tuple[Any, ...]]:
    """Return the query for the quotes that meet criteria whose names are ids, its parameters."""
    condition, queries = where(criteria, shelf), criteria.queries()
    if sort == "relevance" and queries:
        (counted,) = shelf.db.execute(*count_words(queries)[:2])
        sql, parameters, _ = rank(COLUMNS, condition, queries, counted)
    else:
        # Rows come in the order of the files by themselves, unless people are looked up.
        in_order = " ORDER BY n" if criteria.speakers and shelf.has_namesakes else ""
        order = {
            "speaker": " ORDER BY quote.name IS NULL, quote.name, n",
            "length": " ORDER BY words DESC, n",
            "random": " ORDER BY random()",
        }.get(sort, in_order)
        sql = f"SELECT {COLUMNS} FROM quote WHERE {condition.sql}{order}"
        parameters = condition.parameters
    return (sql, parameters) if limit is None else (f"{sql} LIMIT ?", (*parameters, limit))
