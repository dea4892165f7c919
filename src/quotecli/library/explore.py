"""What an explorer asks of a library: a window of a long answer, what is near, counts to filter by.

No answer is larger than a screen needs, however many quotes there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from quotecli.criteria import Criteria
from quotecli.library.library import Library
from quotecli.library.renewal import answered
from quotecli.library.shelf import Row
from quotecli.library.sql import list_marks, match_expression, select
from quotecli.model import KINDS, POLARITIES, STATUSES, Quote, Span
from quotecli.text.query import Query, Term

Side = Literal["topic", "speaker", "statement", "kind", "status", "polarity"]
Counts = dict[str, int]
"""How many quotes there are of each id or value."""

# The columns of `quote` by which it is counted; a topic is in a table of its own.
_KEYS: dict[Side, str] = {
    "speaker": "speaker",
    "statement": "statement",
    "kind": "kind",
    "status": "coalesce(quote.status, 'reviewed')",
    "polarity": "coalesce(quote.polarity, 'positive')",
}
VALUES: dict[Side, Sequence[str]] = {
    "kind": KINDS,
    "status": STATUSES,
    "polarity": POLARITIES,
}
"""The values of the sides that have only a few, in order."""

_NEAR = 200  # the most quotes before and after one that are looked at

# A word that begins with a few letters is in most quotes, or in few. SQLite gathers all of them
# before it gives the first; where there are many, the next quotes have enough.
_SHORT = 3
_SEARCHED = 600
_PIECE = 100  # of these are read at a time
_LARGE = 100_000  # quotes of a library in which all this matters


class Found(NamedTuple):
    """A quote with its number, by which the library finds it again as long as it is loaded."""

    number: int
    quote: Quote


@answered
def find_window(
    library: Library,
    criteria: Criteria,
    first: int,
    limit: int,
    after: int | None = None,
    total: int | None = None,
) -> list[Found]:
    """Return up to `limit` of the quotes that meet the criteria, from the `first`, counted from 0.

    They are in the order of the source. `after` is the number of the quote before them, `total` how
    many meet the criteria, if that is known: they are then found sooner.
    """
    shelf, criteria = library._shelf, library._resolve(criteria)
    at = after if after is not None else -1 if first == 0 else None
    if at is not None and _is_short(criteria) and _is_large(library):
        found, is_all = _search_next(library, criteria, at, limit)
        if is_all:
            return found

    if after is not None and not shelf.sorted_by:
        first = 0
    elif total is not None and first > total // 2 and not shelf.sorted_by:
        # SQLite counts its way to an offset, so the second half is found from the end.
        limit = max(0, min(limit, total - first))
        last = _find_numbers(library, criteria, total - first - limit, limit, backward=True)
        return _read(library, last[::-1])
    else:
        after = None
    return _read(library, _find_numbers(library, criteria, first, limit, after=after))


def stop(library: Library, thread: int) -> None:
    """Stop what a thread asks of a library at the moment: StoppedError is raised there."""
    library._opened.db.stop(thread)


@answered
def count_found(library: Library, criteria: Criteria) -> int:
    """Return how many quotes meet the criteria, as the library's count() does, but sooner."""
    shelf, expression = library._shelf, match_expression(criteria)
    if not expression or shelf.sorted_by or criteria != Criteria(search=criteria.search):
        return library.count(criteria)
    rows = shelf.db.execute("SELECT count(*) FROM found WHERE found MATCH ?", (expression,))
    return int(rows[0][0])


@answered
def find_near(library: Library, found: Found, area: Span) -> list[Quote]:
    """Return the quotes of the same statement in an area of its text, in order, itself included."""
    shelf, number = library._shelf, found.number
    same = "statement = (SELECT statement FROM quote WHERE n = ?)"
    if shelf.sorted_by:
        sql = (
            f"SELECT n FROM quote{shelf.require(shelf.sorted_by)} WHERE {same}"
            f" AND place.start >= ? AND place.start < ? ORDER BY {shelf.order} LIMIT {2 * _NEAR}"
        )
        rows = shelf.db.execute(sql, (number, *area))
    else:
        sql = f"SELECT n FROM quote WHERE n BETWEEN ? AND ? AND {same} ORDER BY n"
        rows = shelf.db.execute(sql, (number - _NEAR, number + _NEAR, number))
    return [quote for _, quote in _read(library, [number for (number,) in rows])]


@answered
def list_names(library: Library, side: Side) -> dict[str, str]:
    """Return the labels of topics, names of speakers or titles of statements by id, in order."""
    shelf = library._shelf
    if side == "topic":
        return {key: shelf.topics[key].label for key in shelf.tree.list_ids()}
    return dict(shelf.list_people() if side == "speaker" else shelf.list_titles())


@answered
def find_name(library: Library, side: Side, key: str) -> str:
    """Return what a value of a side is called."""
    shelf = library._shelf
    if side == "topic":
        return shelf.topics[key].label
    if side == "speaker":
        return shelf.speakers[key].name
    return shelf.load_statement(key).title if side == "statement" else key


@answered
def find_depth(library: Library, topic: str) -> int:
    """Return how many topics include a topic."""
    return library._shelf.tree.depth(topic)


@answered
def resolve(library: Library, criteria: Criteria) -> Criteria:
    """Return criteria whose names are ids; raises UnknownNameError as the library's methods do."""
    return library._resolve(criteria)


@answered
def count_topics(library: Library, criteria: Criteria) -> Counts:
    """Return all topics in their own order, with the quotes that are about them or subtopics."""
    shelf = library._shelf
    known = None if criteria else shelf.read_counts()
    if known:
        counts = {topic: sums[0] for topic, sums in known[1].items()}
    else:
        condition = library._where(criteria)
        sql = (
            "SELECT topic, count(*) FROM quote JOIN about USING (n)"
            f" WHERE {condition.sql} GROUP BY topic"
        )
        counts = dict(shelf.db.execute(sql, condition.parameters))
    return {topic: counts.get(topic, 0) for topic in shelf.tree.list_ids()}


@answered
def count_most(library: Library, side: Side, criteria: Criteria, limit: int) -> Counts:
    """Return the speakers or statements that have the most quotes, up to `limit` of them."""
    shelf, condition, key = library._shelf, library._where(criteria), _KEYS[side]
    sql = (
        f"SELECT {key} AS key, count(*) FROM quote WHERE {condition.sql}"
        " GROUP BY key ORDER BY 2 DESC, key LIMIT ?"
    )
    # One more, for the quotes that name nobody.
    rows = shelf.db.execute(sql, (*condition.parameters, limit + 1))
    rows = [row for row in rows if row[0] is not None][:limit]
    if side == "speaker":
        return dict(rows)
    ids = "SELECT id FROM statement WHERE number = ?"
    return {shelf.db.execute(ids, (number,))[0][0]: count for number, count in rows}


@answered
def count_values(library: Library, sides: Sequence[Side], criteria: Criteria) -> dict[Side, Counts]:
    """Return how many quotes have each kind, status or polarity, in one pass for all `sides`.

    Values that no quote has are left out.
    """
    condition = library._where(criteria)
    asked = [(side, value) for side in sides for value in VALUES[side]]
    # Sums need no sorting, as grouping does.
    sums = ", ".join(f"sum({_KEYS[side]} = '{value}')" for side, value in asked)
    sql = f"SELECT {sums} FROM quote WHERE {condition.sql}"
    ((*numbers,),) = library._shelf.db.execute(sql, condition.parameters)
    counts: dict[Side, Counts] = {side: {} for side in sides}
    for (side, value), number in zip(asked, numbers):
        if number:
            counts[side][value] = number
    return counts


def _find_numbers(
    library: Library, criteria: Criteria, first: int, limit: int, **how: Any
) -> list[int]:
    """Return the numbers of quotes that meet the criteria; `how` is for select()."""
    shelf = library._shelf
    sql, parameters = select(criteria, "source", shelf, numbers=True, **how)
    rows = shelf.db.execute(f"{sql} OFFSET ?", (*parameters, limit, first))
    return [number for (number,) in rows]


def _is_large(library: Library) -> bool:
    shelf = library._shelf
    some = f"SELECT 1 FROM quote LIMIT {_LARGE}"
    counted = shelf.db.execute(f"SELECT count(*) FROM ({some})")[0][0]
    return not shelf.sorted_by and counted == _LARGE


def _is_short(criteria: Criteria) -> bool:
    """Return True if there is one search, and it has a beginning of a word that is short."""
    queries = criteria.queries()
    return len(queries) == 1 and any(map(_is_short_term, queries[0].terms))


def _is_short_term(term: Term) -> bool:
    return term.beginning and len(term.words[-1]) <= _SHORT


def _search_next(
    library: Library, criteria: Criteria, after: int, limit: int
) -> tuple[list[Found], bool]:
    """Return those of the next quotes that a search finds, and True if these are all asked for.

    The index is asked for its other words, and the short beginnings are looked for in the quotes.
    """
    (query,) = criteria.queries()
    rest = Query(tuple(term for term in query.terms if not _is_short_term(term)))
    others = criteria._replace(search=(str(rest),) if rest.terms else ())
    numbers = _find_numbers(library, others, 0, _SEARCHED, after=after)

    found: list[Found] = []
    for at in range(0, len(numbers), _PIECE):
        read = _read(library, numbers[at : at + _PIECE])
        found += [one for one in read if query.matches(one.quote.parts)]
        if len(found) >= limit:
            return found[:limit], True
    return found, len(numbers) < _SEARCHED


def _read(library: Library, numbers: list[int]) -> list[Found]:
    """Return the quotes with these numbers, in their order."""
    shelf = library._shelf
    marks = list_marks(numbers)
    sql = f"SELECT {shelf.columns} FROM quote{shelf.joins} WHERE n IN ({marks})"
    rows: dict[int, Row] = {row[0]: row for row in shelf.db.execute(sql, numbers)}
    return [Found(number, shelf.make_quote(rows[number])) for number in numbers]
