"""Criteria in SQL: the columns that quotes are filtered by, the condition, and the order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from quotecli.criteria import Criteria, Sort
from quotecli.model import Quote

if TYPE_CHECKING:
    from quotecli.library.shelf import Shelf
    from quotecli.text.query import Query

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

_MATCH = "n IN (SELECT rowid FROM found WHERE found MATCH (?))"
_RANKED = " JOIN (SELECT rowid AS hit, rank FROM found WHERE found MATCH ?) ON hit = n"
_FOUND = "(SELECT rowid AS n FROM found WHERE found MATCH ? ORDER BY rowid)"


class Condition(NamedTuple):
    """A condition on the table `quote`, and the derived tables that it needs."""

    sql: str
    parameters: tuple[str, ...]
    tables: tuple[str, ...] = ()


class Dialect(NamedTuple):
    """The SQL in which shelves differ; here it is that of tables in SQLite.

    (?) stands for the values of a condition, {key} and {chosen} for what is counted by. `topics`
    joins the topics of quotes, `some_topics` those that are counted, `counted_topics` is where all
    topics of the table `chosen` are, and `chosen` has more columns for that table. `dated` joins
    the statements of quotes, whose id is then `dated_id`. Statements come by `in_order`.
    """

    about: str = "n IN (SELECT n FROM about WHERE topic IN (?))"
    about_nothing: str = "n NOT IN (SELECT n FROM about)"
    topics: str = " JOIN about USING (n)"
    some_topics: str = "JOIN (SELECT DISTINCT {key} AS topic, n FROM about{chosen}) USING (n)"
    counted_topics: str = "about WHERE n IN (SELECT n FROM chosen)"
    chosen: str = ""
    dated: str = "JOIN statement AS dated ON dated.number = chosen.statement"
    dated_id: str = "dated.id"
    statements: str = "statement IN (SELECT number FROM statement WHERE id IN (?))"
    since: str = "statement IN (SELECT number FROM statement WHERE first >= (?))"
    until: str = "statement IN (SELECT number FROM statement WHERE last <= (?))"
    in_order: str = "s.number"


class Since(str):
    """The first day on which statements may have been published, as a parameter."""


class Until(str):
    """The last day on which statements may have been published, as a parameter."""


def list_marks(values: Collection[object]) -> str:
    """Return the parameters of a list for IN; no value is in an empty one.

    DuckDB takes no empty list before 2.0.
    """
    return ", ".join("?" * len(values)) or "NULL"


def where(criteria: Criteria, shelf: Shelf) -> Condition:
    """Return the condition for criteria whose names are ids."""
    dialect, found = shelf.dialect, shelf.search(criteria.queries())
    # A row for each field: the condition, and the values that take the place of (?).
    asked: list[tuple[str, tuple[str, ...]]] = [
        *[(dialect.about, shelf.widen((key,))) for key in criteria.topics if criteria.every_topic],
        (dialect.about, () if criteria.every_topic else shelf.widen(criteria.topics)),
        (f"NOT {dialect.about}", shelf.widen(criteria.not_topics)),
        ("speaker IN (?)", criteria.speakers),
        ("kind IN (?)", criteria.kinds),
        (_rare("polarity", "positive", criteria.polarities), criteria.polarities),
        (_rare("status", "reviewed", criteria.statuses), criteria.statuses),
        ("important IN (?)", ("true",) if criteria.important else ()),
        ("coder IN (?)", criteria.coders),
        (dialect.statements, criteria.statements),
        (dialect.since, _since(criteria.since)),
        (dialect.until, _until(criteria.until)),
        (found.sql, found.parameters),
    ]
    asked = [(sql, values) for sql, values in asked if values]

    conditions = [sql.replace("(?)", f"({list_marks(values)})") for sql, values in asked]
    if criteria.search and not found.parameters:
        conditions.append("0")
    return Condition(
        " AND ".join(conditions) or "1",
        tuple([value for _, values in asked for value in values]),
        found.tables,
    )


def match(queries: Sequence[Query]) -> Condition:
    """Return the condition that one of some searches is met, for the full-text index."""
    expression = _join_queries(queries)
    return Condition(_MATCH, (expression,) if expression else (), ("found",) if expression else ())


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
        rest = where(criteria._replace(search=()), shelf)
        if sort == "relevance":
            return f"quote{_RANKED}", (expression,), rest, True
        # So SQLite goes through what is found, which is in order, and stops at a limit.
        return f"{_FOUND} JOIN quote USING (n)", (expression,), rest, False
    if sort in ("relevance", "source") and len(criteria.topics) == 1:
        # So it goes through the quotes of the topic, which are in order, too.
        rest = where(criteria._replace(topics=()), shelf)
        condition = rest._replace(sql=f"about.topic = ? AND {rest.sql}")
        return "about JOIN quote USING (n)", criteria.topics, condition, False
    return "quote", (), where(criteria, shelf), False


DENIED = "coalesce(polarity, '') = 'negative'"
"""The condition that the speaker of a quote denies it."""


def choose(shelf: Shelf, condition: Condition) -> str:
    """Return the head of a query with the table `chosen`: the quotes that meet a condition."""
    return (
        f"WITH chosen AS (SELECT n, statement, kind, speaker, words{shelf.dialect.chosen},"
        f" {DENIED} AS denied FROM quote{shelf.require('size')} WHERE {condition.sql})"
    )


def _rare(column: str, usual: str, values: tuple[str, ...]) -> str:
    """Return the condition on a column that is NULL for the usual value.

    Without that it is one that the index of the other values can answer.
    """
    name = f"quote.{column}"
    return f"coalesce({name}, '{usual}') IN (?)" if usual in values else f"{name} IN (?)"


def match_expression(criteria: Criteria) -> str:
    """Return the searches as one FTS5 expression, or "" if none of them has a word."""
    return _join_queries(criteria.queries())


def _join_queries(queries: Sequence[Query]) -> str:
    return " OR ".join([f"({query.to_fts5()})" for query in queries])


def _since(date: str) -> tuple[str, ...]:
    """Return the first day of a date, or nothing if there is no date."""
    if not date:
        return ()
    from quotecli.text.dates import first_day

    return (Since(first_day(date)),)


def _until(date: str) -> tuple[str, ...]:
    """Return the last day of a date, or nothing if there is no date."""
    if not date:
        return ()
    from quotecli.text.dates import last_day

    return (Until(last_day(date)),)


def list_topics(criteria: Criteria, shelf: Shelf) -> set[str] | None:
    """Return the topics that resolved criteria name and their subtopics; None if they name none."""
    wanted, path = set(criteria.topics), shelf.tree.path
    return {key for key in shelf.topics if not wanted.isdisjoint(path(key))} if wanted else None
