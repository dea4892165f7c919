"""Criteria -> the query for quotes, in an order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from quotecli.criteria import Criteria, Sort
from quotecli.library.parquet.relevance import count_words, rank
from quotecli.library.parquet.tables import COLUMNS, split_number, within
from quotecli.library.shelf import Row
from quotecli.library.sql import where

if TYPE_CHECKING:
    from quotecli.library.parquet.shelf import Parquet


_ORDERS: dict[Sort, str] = {
    "speaker": " ORDER BY quote.name IS NULL, quote.name, n",
    "length": " ORDER BY words DESC, n",
    "random": " ORDER BY random()",
}
# Up to so many rows are read one by one when they are chosen; of more, most blocks are read anyhow.
_FEW = 100


def select(
    shelf: Parquet, criteria: Criteria, sort: Sort, limit: int | None, columns: str = COLUMNS
) -> tuple[str, tuple[Any, ...]]:
    """Return the query for the quotes that meet criteria whose names are ids, its parameters."""
    condition, queries = where(criteria, shelf), criteria.queries()
    if sort == "relevance" and queries:
        (counted,) = shelf.db.execute(*count_words(queries)[:2])
        sql, parameters, _ = rank(columns, condition, queries, counted)
    else:
        # Rows come in the order of the files by themselves, unless people are looked up.
        in_order = " ORDER BY n" if criteria.speakers and shelf.has_namesakes else ""
        sql = f"SELECT {columns} FROM quote WHERE {condition.sql}{_ORDERS.get(sort, in_order)}"
        parameters = condition.parameters
    return (sql, parameters) if limit is None else (f"{sql} LIMIT ?", (*parameters, limit))


def find_rows(shelf: Parquet, criteria: Criteria, sort: Sort, limit: int | None) -> Iterator[Row]:
    """Yield the rows of quotes that meet criteria whose names are ids, in an order.

    The first few in another order than that of the files are chosen by the columns that these
    depend on, and the other columns are read of them alone.
    """
    ordered = sort in _ORDERS or (sort == "relevance" and criteria.queries())
    if not ordered or limit is None or limit > _FEW:
        yield from shelf.db.stream(*select(shelf, criteria, sort, limit))
        return

    sql, parameters = select(shelf, criteria, sort, limit, "n")
    days = within(parameters)  # by which the files are numbered
    one = f"SELECT {COLUMNS} FROM quote WHERE file_index = ? AND file_row_number = ? AND {days.sql}"
    for (number,) in shelf.db.execute(sql, parameters):
        yield from shelf.db.execute(one, (*split_number(number), *days.parameters))
