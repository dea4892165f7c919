"""What an explorer asks of a library: a window of a long answer, what is near, counts to filter by.

No answer is larger than a screen needs, however many quotes there are.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from quotecli.criteria import Criteria
from quotecli.library.library import Library
from quotecli.library.renewal import answered
from quotecli.library.shelf import Row
from quotecli.library.sql import select
from quotecli.model import Quote, Span

Side = Literal["topic", "speaker", "statement", "kind", "status", "polarity"]

# The columns of `quote` by which it is counted; a topic is in a table of its own.
_KEYS: dict[Side, str] = {
    "speaker": "speaker",
    "statement": "statement",
    "kind": "kind",
    "status": "coalesce(quote.status, 'reviewed')",
    "polarity": "coalesce(quote.polarity, 'positive')",
}
_NEAR = 200  # the most quotes before and after one that are looked at


class Found(NamedTuple):
    """A quote with its number, by which the library finds it again as long as it is loaded."""

    number: int
    quote: Quote


@answered
def find_window(library: Library, criteria: Criteria, first: int, limit: int) -> list[Found]:
    """Return up to `limit` of the quotes that meet the criteria, from the `first`, counted from 0.

    They are in the order of the source.
    """
    sql, parameters = select(library._resolve(criteria), "source", library._shelf, numbers=True)
    rows = library._shelf.db.execute(f"{sql} OFFSET ?", (*parameters, limit, first))
    return _read(library, [number for (number,) in rows])


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
def resolve(library: Library, criteria: Criteria) -> Criteria:
    """Return criteria whose names are ids; raises UnknownNameError as the library's methods do."""
    return library._resolve(criteria)


@answered
def find_depth(library: Library, topic: str) -> int:
    """Return how many topics include a topic."""
    return library._shelf.tree.depth(topic)


@answered
def count_by(
    library: Library, side: Side, criteria: Criteria, limit: int = -1
) -> list[tuple[str, int]]:
    """Return the ids or values of a side with how many quotes have them, the most frequent first.

    Topics come in their own order, all of them, with the quotes of their subtopics. Quotes that
    have no speaker are not counted by speaker.
    """
    shelf, condition = library._shelf, library._where(criteria)
    if side == "topic":
        return _count_topics(library, criteria)

    key = _KEYS[side]
    sql = (
        f"SELECT {key} AS key, count(*) FROM quote WHERE {condition.sql}"
        " GROUP BY key ORDER BY 2 DESC, min(n) LIMIT ?"
    )
    rows = shelf.db.execute(sql, (*condition.parameters, limit))
    if side == "statement":
        names = "SELECT id FROM statement WHERE number = ?"
        return [(shelf.db.execute(names, (number,))[0][0], count) for number, count in rows]
    return [(name, count) for name, count in rows if name is not None]


def _count_topics(library: Library, criteria: Criteria) -> list[tuple[str, int]]:
    shelf, condition = library._shelf, library._where(criteria)
    known = None if criteria else shelf.read_counts()
    if known:
        counts = {topic: sums[0] for topic, sums in known[1].items()}
    else:
        sql = (
            "SELECT topic, count(*) FROM quote JOIN about USING (n)"
            f" WHERE {condition.sql} GROUP BY topic"
        )
        counts = dict(shelf.db.execute(sql, condition.parameters))
    return [(topic, counts.get(topic, 0)) for topic in shelf.tree.list_ids()]


def _read(library: Library, numbers: list[int]) -> list[Found]:
    """Return the quotes with these numbers, in their order."""
    shelf = library._shelf
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT {shelf.columns} FROM quote{shelf.joins} WHERE n IN ({marks})"
    rows: dict[int, Row] = {row[0]: row for row in shelf.db.execute(sql, numbers)}
    return [Found(number, shelf.make_quote(rows[number])) for number in numbers]
