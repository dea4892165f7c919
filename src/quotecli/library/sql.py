"""Criteria in SQL: the columns that quotes are filtered by, the condition, and the order."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from quotecli.criteria import Criteria, Sort
from quotecli.library.shelf import Shelf
from quotecli.model import Quote

QUOTE_COLUMNS: dict[str, Callable[[Quote], Any]] = {
    "kind": attrgetter("kind"),
    # Most quotes hold nothing here: they are positive, and reviewed.
    "polarity": lambda quote: None if quote.polarity == "positive" else quote.polarity,
    "status": lambda quote: None if quote.status == "reviewed" else quote.status,
    "important": lambda quote: "true" if quote.important else None,
    "coder": lambda quote: quote.coder or None,
}
"""The columns of the table `quote` that only filters need, with the values they hold.

A column that is added here is in every database: one in the cache is rebuilt for it.
"""

MONTH = (
    "CASE WHEN substr(first, 1, 7) = substr(last, 1, 7) THEN substr(first, 1, 7)"
    " ELSE substr(first, 1, 4) END"
)
"""The month of a statement, such as "2024-05", or its year if only that is known."""

_ABOUT = "n IN (SELECT n FROM about WHERE topic IN (?))"
_STATEMENT = "statement IN (SELECT number FROM statement WHERE {})"
_MATCH = "n IN (SELECT rowid FROM found WHERE found MATCH (?))"
_RANKED = " JOIN (SELECT rowid AS hit, rank FROM found WHERE found MATCH ?) ON hit = n"
_FOUND = "(SELECT rowid AS n FROM found WHERE found MATCH ? ORDER BY rowid)"


class Condition(NamedTuple):
    """A condition on the table `quote`, and the derived tables that it needs."""

    sql: str
    parameters: tuple[str, ...]
    tables: tuple[str, ...] = ()


def where(criteria: Criteria) -> Condition:
    """Return the condition for criteria whose names are ids."""
    expression = match_expression(criteria)
    # A row for each field: the condition, and the values that take the place of (?).
    asked: list[tuple[str, tuple[str, ...]]] = [
        *[(_ABOUT, (topic,)) for topic in criteria.topics if criteria.every_topic],
        (_ABOUT, () if criteria.every_topic else criteria.topics),
        (f"NOT {_ABOUT}", criteria.not_topics),
        ("speaker IN (?)", criteria.speakers),
        ("kind IN (?)", criteria.kinds),
        (_rare("polarity", "positive", criteria.polarities), criteria.polarities),
        (_rare("status", "reviewed", criteria.statuses), criteria.statuses),
        ("important IN (?)", ("true",) if criteria.important else ()),
        ("coder IN (?)", criteria.coders),
        (_STATEMENT.format("id IN (?)"), criteria.statements),
        (_STATEMENT.format("first >= (?)"), _day(criteria.since, first=True)),
        (_STATEMENT.format("last <= (?)"), _day(criteria.until, first=False)),
        (_MATCH, (expression,) if expression else ()),
    ]
    asked = [(sql, values) for sql, values in asked if values]

    conditions = [sql.replace("(?)", f"({', '.join('?' * len(values))})") for sql, values in asked]
    if criteria.search and not expression:
        conditions.append("0")
    return Condition(
        " AND ".join(conditions) or "1",
        tuple([value for _, values in asked for value in values]),
        ("found",) if expression else (),
    )


def on_statements(criteria: Criteria, condition: Condition) -> Condition:
    """Return the condition that statements meet, or have a quote that does."""
    if criteria == criteria.for_statements():
        return condition
    chosen = f"statement IN (SELECT statement FROM quote WHERE {condition.sql})"
    return condition._replace(sql=chosen)


def select(
    criteria: Criteria,
    sort: Sort,
    shelf: Shelf,
    *,
    numbers: bool = False,
    after: int | None = None,
    backward: bool = False,
) -> tuple[str, tuple[str, ...]]:
    """Return the query for the quotes that meet criteria whose names are ids, and its parameters.

    The limit is one more parameter, which the caller adds. By relevance, the quotes of a search
    come best first (BM25); without a search the order is that of the source. With `numbers`, the
    query is for their numbers alone; `after` leaves out the quotes up to that number. `backward`,
    those that are numbered in the order of the source come last first.
    """
    sources, first, condition, ranked = _choose_sources(criteria, sort, shelf, numbers)
    if after is not None:
        condition = condition._replace(sql=f"n > {after:d} AND {condition.sql}")
    if sort == "relevance" and not ranked:
        sort = "source"

    order, table = {
        "source": ("n DESC" if backward else shelf.order, shelf.sorted_by),
        "speaker": (f"quote.name IS NULL, quote.name, {shelf.order}", shelf.sorted_by),
        "length": ("size.words DESC, n", "size"),
        "relevance": ("rank, n", ""),
        "random": ("random()", ""),
    }[sort]
    sources += (shelf.require(table) if table else "") + ("" if numbers else shelf.joins)
    columns = "n" if numbers else shelf.columns
    for needed in condition.tables:
        shelf.require(needed)
    sql = f"SELECT {columns} FROM {sources} WHERE {condition.sql} ORDER BY {order} LIMIT ?"
    return sql, (*first, *condition.parameters)


def _choose_sources(
    criteria: Criteria, sort: Sort, shelf: Shelf, numbers: bool
) -> tuple[str, tuple[str, ...], Condition, bool]:
    """Return the tables that quotes are looked for in, their parameters, the condition that is
    left, and True if they are ranked.
    """
    expression = match_expression(criteria)
    by_search = expression and (sort == "relevance" or (numbers and not shelf.sorted_by))
    if by_search:
        shelf.require("found")
        rest = where(criteria._replace(search=()))
        if sort == "relevance":
            return f"quote{_RANKED}", (expression,), rest, True
        # So SQLite goes through what is found, which is in order, and stops at a limit.
        return f"{_FOUND} JOIN quote USING (n)", (expression,), rest, False
    if sort in ("relevance", "source") and len(criteria.topics) == 1:
        # So it goes through the quotes of the topic, which are in order, too.
        rest = where(criteria._replace(topics=()))
        condition = rest._replace(sql=f"about.topic = ? AND {rest.sql}")
        return "about JOIN quote USING (n)", criteria.topics, condition, False
    return "quote", (), where(criteria), False


def choose(condition: Condition) -> str:
    """Return the head of a query with the table `chosen`: the quotes that meet a condition."""
    return (
        "WITH chosen AS (SELECT n, statement, kind, speaker, words,"
        f" polarity IS 'negative' AS denied FROM quote JOIN size USING (n) WHERE {condition.sql})"
    )


def _rare(column: str, usual: str, values: tuple[str, ...]) -> str:
    """Return the condition on a column that is NULL for the usual value.

    Without that it is one that the index of the other values can answer.
    """
    name = f"quote.{column}"
    return f"coalesce({name}, '{usual}') IN (?)" if usual in values else f"{name} IN (?)"


def match_expression(criteria: Criteria) -> str:
    """Return the searches as one FTS5 expression, or "" if none of them has a word."""
    return " OR ".join([f"({query.to_fts5()})" for query in criteria.queries()])


def _day(date: str, *, first: bool) -> tuple[str, ...]:
    """Return the first or the last day of a date, or nothing if there is no date."""
    if not date:
        return ()
    from quotecli.text.dates import first_day, last_day

    return (first_day(date) if first else last_day(date),)


def list_topics(criteria: Criteria, shelf: Shelf) -> set[str] | None:
    """Return the topics that resolved criteria name and their subtopics; None if they name none."""
    wanted, path = set(criteria.topics), shelf.tree.path
    return {key for key in shelf.topics if not wanted.isdisjoint(path(key))} if wanted else None
