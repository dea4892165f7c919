"""Topics, speakers and statements with how many quotes they have, and the summary of them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from quotecli.library.shelf import Shelf, Sums
from quotecli.library.sql import DENIED, MONTH, Condition, choose, list_marks
from quotecli.model import KINDS, Kind, Speaker, Statement, Topic

_FEW = 500  # so many speakers are asked for by their ids; more are all read

SpeakerSort = Literal["quotes", "words", "statements", "name"]


class TopicCount(NamedTuple):
    """How many quotes are about a topic or its subtopics, and their words.

    `depth` is 0 for a topic without a parent; `share` is the part of the words of all quotes
    counted, from 0 to 1. `statements` is the number of statements with these quotes; if there is
    only one, `statement` is its id.
    """

    topic: Topic
    depth: int
    quotes: int
    words: int
    share: float
    statements: int
    statement: str | None


class SpeakerCount(NamedTuple):
    """How many quotes a speaker has, their words, and how many there are on each topic.

    `speaker` is none for the quotes that name nobody. Its id is the one that the library uses: two
    people with one id are two speakers. `statements` is the number of statements that quote the
    speaker; if there is only one, `statement` is its id. `denied` counts the quotes that
    the speaker denies.
    """

    speaker: Speaker | None
    quotes: int
    words: int
    topics: dict[str, int]
    statements: int
    statement: str | None
    denied: int = 0


class StatementCount(NamedTuple):
    """How many quotes of a statement were asked for, and their words."""

    statement: Statement
    quotes: int
    words: int


class Summary(NamedTuple):
    """Totals; `first` and `last` are the earliest and the latest month or year of a statement.

    `undated` is the number of statements without a date, `denied` that of quotes that say what
    their speaker denies.
    """

    statements: int
    quotes: int
    words: int
    speakers: int
    topics: int
    kinds: dict[Kind, int]
    first: str | None
    last: str | None
    undated: int
    denied: int = 0


class _Totals(NamedTuple):
    """The counts of a speaker as they are asked for; `first` is the number of a statement."""

    speaker: str | None
    name: str | None
    quotes: int
    words: int
    statements: int
    first: Any
    denied: int


def _sortable_name(one: _Totals) -> str:
    from quotecli.text.words import fold

    return fold(one.name or "")


_SPEAKER_KEYS: dict[SpeakerSort, Callable[[_Totals], Any]] = {
    "quotes": lambda one: (-one.quotes, -one.words),
    "words": lambda one: (-one.words, -one.quotes),
    "statements": lambda one: (-one.statements, -one.quotes, -one.words),
    "name": _sortable_name,
}


def count_topics(shelf: Shelf, condition: Condition, *, every: bool) -> list[TopicCount]:
    """Return the topics of quotes that meet a condition, subtopics right after their parents.

    With `every`, which goes with a condition that all quotes meet, all topics are listed.
    """
    known = shelf.read_counts() if every else None
    words_in_all, sums = known or _sum_topics(shelf, condition)
    counts = []
    for key in shelf.tree.list_ids():
        if key in sums or every:
            quotes, words, statements, statement = sums.get(key, (0, 0, 0, None))
            share = words / (words_in_all or 1)
            place = (shelf.topics[key], shelf.tree.depth(key))
            counts.append(TopicCount(*place, quotes, words, share, statements, statement))
    return counts


def count_speakers(
    shelf: Shelf, condition: Condition, sort: SpeakerSort, limit: int | None
) -> list[SpeakerCount]:
    """Return the counts of the first speakers in some order, or of all.

    The quotes that name nobody come last.
    """
    rows = shelf.db.execute(
        "SELECT speaker, min(quote.name), count(*), sum(words), count(DISTINCT statement),"
        f" min(statement), sum({DENIED}) FROM quote{shelf.require('size')}"
        f" WHERE {condition.sql} GROUP BY speaker",
        condition.parameters,
    )
    key = _SPEAKER_KEYS[sort]
    totals = sorted(
        map(_Totals._make, rows),
        key=lambda one: (one.speaker is None, key(one), one.name or "", one.speaker or ""),
    )[:limit]
    few = len(totals) <= _FEW
    chosen = [one.speaker for one in totals if one.speaker] if few else None
    people = shelf.speakers if chosen is None else shelf.find_speakers(chosen)
    topics = _count_topics_of(shelf, condition, chosen)
    return [
        SpeakerCount(
            people[one.speaker]._replace(id=one.speaker) if one.speaker else None,
            one.quotes,
            one.words,
            topics.get(one.speaker, {}),
            one.statements,
            shelf.name_statement(one.first) if one.statements == 1 else None,
            one.denied,
        )
        for one in totals
    ]


def count_statements(
    shelf: Shelf, condition: Condition, *, every: bool
) -> list[tuple[str, int, int]]:
    """Return the ids of statements in order, with their quotes that meet a condition, and words.

    With `every`, statements that have no such quotes are listed too.
    """
    sql = (
        f"{choose(shelf, condition)}"
        " SELECT s.id, coalesce(counted.quotes, 0), coalesce(counted.words, 0)"
        f" FROM statement AS s {'LEFT ' if every else ''}JOIN"
        " (SELECT statement, count(*) AS quotes, sum(words) AS words FROM chosen GROUP BY 1)"
        f" AS counted ON counted.statement = s.number ORDER BY {shelf.dialect.in_order}"
    )
    return shelf.db.execute(sql, condition.parameters)


def summarise(shelf: Shelf, condition: Condition, *, every: bool) -> Summary:
    """Return the totals of the quotes that meet a condition, and of their statements.

    With `every`, statements that have no such quotes are counted too.
    """

    def ask(sql: str) -> list[Any]:
        return shelf.db.execute(f"{choose(shelf, condition)} {sql}", condition.parameters)

    ((quotes, words, speakers, denied),) = ask(
        "SELECT count(*), coalesce(sum(words), 0), count(DISTINCT speaker),"
        " coalesce(sum(denied), 0) FROM chosen"
    )
    ((topics,),) = ask(f"SELECT count(DISTINCT topic) FROM {shelf.dialect.counted_topics}")
    # A condition that is always met would still be looked up for each statement.
    some = "" if every else " WHERE number IN (SELECT statement FROM chosen)"
    ((statements, first, last, undated),) = ask(
        f"SELECT count(*), min({MONTH}), max({MONTH}), coalesce(sum(first IS NULL), 0)"
        f" FROM statement{some}"
    )
    kinds = dict(ask("SELECT kind, count(*) FROM chosen GROUP BY 1"))
    of_kinds = {kind: kinds.get(kind, 0) for kind in KINDS}
    known = (statements, quotes, words, speakers, topics, of_kinds, first, last, undated)
    return Summary(*known, denied)


def _count_topics_of(
    shelf: Shelf, condition: Condition, speakers: Sequence[str] | None
) -> dict[str | None, dict[str, int]]:
    """Return the quotes on each topic, in order, of some speakers and of nobody, or of all."""
    rank = {key: at for at, key in enumerate(shelf.tree.list_ids())}
    counts: dict[str | None, dict[str, int]] = {}
    marks = list_marks(speakers or ())
    chosen = "1" if speakers is None else f"(speaker IS NULL OR speaker IN ({marks}))"
    rows = shelf.db.execute(
        f"SELECT speaker, topic, count(*) FROM quote{shelf.dialect.topics}"
        f" WHERE {condition.sql} AND {chosen} GROUP BY 1, 2",
        (*condition.parameters, *(speakers or ())),
    )
    for speaker, topic, quotes in sorted(rows, key=lambda row: rank[row[1]]):
        counts.setdefault(speaker, {})[topic] = quotes
    return counts


def _sum_topics(shelf: Shelf, condition: Condition) -> tuple[int, dict[str, Sums]]:
    """Return the words of all quotes that meet a condition, and the sums of each topic."""
    quotes_with_words = f"quote{shelf.require('size')}"
    sql = f"SELECT sum(words) FROM {quotes_with_words} WHERE {condition.sql}"
    words_in_all = shelf.db.execute(sql, condition.parameters)[0][0] or 0
    rows = shelf.db.execute(
        "SELECT topic, count(*), sum(words), count(DISTINCT statement), min(statement)"
        f" FROM {quotes_with_words}{shelf.dialect.topics} WHERE {condition.sql} GROUP BY topic",
        condition.parameters,
    )
    return words_in_all, {
        topic: (
            *(quotes, words, statements),
            shelf.name_statement(number) if statements == 1 else None,
        )
        for topic, quotes, words, statements, number in rows
    }
