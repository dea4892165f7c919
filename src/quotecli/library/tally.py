"""Quotes counted by topic, speaker, kind, statement and month: what is asked in SQL of the tables
of the library.

A quote on several topics counts in each, and in every total once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol, get_args

from quotecli.criteria import Where
from quotecli.model import KINDS, Kind, Quote, Statement

By = Literal["topic", "speaker", "kind", "statement", "month"]
Measure = Literal["quotes", "words", "share"]
Key = str | None
"""An id, a kind, a month or year; none where a quote has no topic, speaker or date."""

BY: tuple[By, ...] = get_args(By)
MEASURES: tuple[Measure, ...] = get_args(Measure)
OTHER = ""
"""The key of what is not told apart; it is no id."""

_CHOSEN = (
    "chosen AS (SELECT n, statement, kind, speaker, words FROM quote JOIN size USING (n) WHERE {})"
)
# "2024-05" of a day or month, "2024" where only the year is known.
_MONTH = "CASE WHEN substr(first, 1, 7) = substr(last, 1, 7) THEN substr(first, 1, 7) ELSE substr(first, 1, 4) END"
_KEYS: dict[By, str] = {
    "topic": "topic",
    "speaker": "speaker",
    "kind": "kind",
    "statement": "dated.id",
    "month": _MONTH,
}


class Connection(Protocol):
    """The database: the tables statement, quote, size (n, words) and about (topic, n)."""

    def execute(self, sql: str, parameters: tuple[str, ...], /) -> Iterable[Any]: ...


class Count(NamedTuple):
    """How many quotes, and how many words they have."""

    quotes: int
    words: int


class Part(NamedTuple):
    """What a tally counts under its keys; `share` is that of the words, 0 to 1, as Tally.share()
    has it.
    """

    keys: tuple[Key, ...]
    quotes: int
    words: int
    share: float


class Tally(NamedTuple):
    """Quotes counted by one or two of their sides.

    `rows` counts by the first, `columns` by the second, `cells` by both: only what has quotes is
    there, in order. `all` counts every quote once, also where `rows` count some under several
    topics.
    """

    by: tuple[By, ...]
    all: Count
    rows: dict[Key, Count]
    columns: dict[Key, Count]
    cells: dict[tuple[Key, Key], Count]

    def share(self, row: Key, column: Key) -> float:
        """The part of the words of a row that stand in a column, 0 to 1."""
        return (
            _part(self.cells[row, column].words, self.rows[row].words)
            if (row, column) in self.cells
            else 0
        )

    def parts(self) -> Iterator[Part]:
        """What is counted, row by row: the shares are those of all words, or by two sides those of
        the row's.
        """
        if len(self.by) == 1:
            for key, count in self.rows.items():
                yield Part((key,), *count, _part(count.words, self.all.words))
        else:
            for keys, count in self.cells.items():
                yield Part(keys, *count, _part(count.words, self.rows[keys[0]].words))


class TopicPair(NamedTuple):
    """Two topics that quotes are about together.

    `quotes` and `words` are of the quotes on both, `first_quotes` and `second_quotes` of those on
    each, `all_quotes` of those that were counted at all.
    """

    first: str
    second: str
    quotes: int
    words: int
    first_quotes: int
    second_quotes: int
    all_quotes: int

    @property
    def jaccard(self) -> float:
        """The quotes on both as a part of those on either, 0 to 1.

        P. Jaccard, The distribution of the flora in the alpine zone, New Phytologist 11 (1912),
        37–50.
        """
        return self.quotes / (self.first_quotes + self.second_quotes - self.quotes)

    @property
    def lift(self) -> float:
        """How many times as often the two occur together as they would if neither minded the other;
        1 is no relation.

        S. Brin et al., Dynamic itemset counting and implication rules for market basket data,
        SIGMOD 1997, there “interest”. Its logarithm is the pointwise mutual information of K. W.
        Church and P. Hanks, Word association norms, mutual information, and lexicography,
        Computational Linguistics 16 (1990), 22–29.
        """
        return self.quotes * self.all_quotes / (self.first_quotes * self.second_quotes)


class Summary(NamedTuple):
    """What there is in all; `first` and `last` are the earliest and latest month or year of a
    statement, or none.
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


class StatementCount(NamedTuple):
    """How many quotes a statement has that were asked for, and their words."""

    statement: Statement
    quotes: int
    words: int


class Features(NamedTuple):
    """A quote as statistics see it: by what its speaker is known, its month or year of publication,
    its words, its topics with all above them.
    """

    quote: Quote
    speaker: str | None
    month: str | None
    words: int
    topics: frozenset[str]


def tally(
    db: Connection,
    where: Where,
    by: Sequence[By],
    topics: Iterable[str],
    keep: Sequence[Collection[str] | None] = (),
) -> Tally:
    """The quotes that meet a condition, counted by one or two different sides.

    `topics` are the ids of all topics, in order. `keep` has for each side the keys that are told
    apart, or none where all are; the others are counted together as OTHER, each quote once.
    """
    kept = dict(zip(by, keep))
    if len(by) == 1:
        rows = _margin(db, where, by[0], kept)
        every = (
            _counted(db, where, (), {}).get((), Count(0, 0))
            if by[0] == "topic"
            else _total(rows.values())
        )
        return Tally(tuple(by), every, _ordered(db, by[0], rows, topics), {}, {})
    cells = _counted(db, where, by, kept)
    # A quote has one key of each side but the topics: only over these its counts must not be added
    # up.
    rows = _margin(db, where, by[0], kept) if by[1] == "topic" else _added(cells, 0)
    columns = _margin(db, where, by[1], kept) if by[0] == "topic" else _added(cells, 1)
    every = _total((columns if by[0] == "topic" else rows).values())
    rows, columns = _ordered(db, by[0], rows, topics), _ordered(db, by[1], columns, topics)
    places = [{key: place for place, key in enumerate(margin)} for margin in (rows, columns)]
    in_order = sorted(cells, key=lambda keys: (places[0][keys[0]], places[1][keys[1]]))
    return Tally(
        tuple(by), every, rows, columns, {(keys[0], keys[1]): cells[keys] for keys in in_order}
    )


def pairs(
    db: Connection, where: Where, topics: Sequence[str], above: Mapping[str, Collection[str]]
) -> list[TopicPair]:
    """The topics that quotes which meet a condition are about together, the most frequent pairs
    first.

    `topics` are the ids of all topics, in order, `above` has those that include each: a topic and
    one that includes it are no pair.
    """
    # The limit keeps SQLite from taking the parts of this for a join of its own, which could take
    # hours.
    told = f"WITH {_CHOSEN.format(where.sql)}, told AS (SELECT topic, n, words FROM chosen JOIN about USING (n) LIMIT -1)"
    every = _counted(db, where, (), {}).get((), Count(0, 0)).quotes
    single = dict(
        db.execute(f"{told} SELECT topic, count(*) FROM told GROUP BY 1", where.parameters)
    )
    sql = (
        f"{told} SELECT a.topic, b.topic, count(*), sum(a.words) FROM told AS a CROSS JOIN told AS b"
        " ON a.n = b.n AND a.topic < b.topic GROUP BY 1, 2"
    )
    rank = {topic: number for number, topic in enumerate(topics)}
    found = []
    for one, other, quotes, words in db.execute(sql, where.parameters):
        if one not in above[other] and other not in above[one]:
            first, second = sorted((one, other), key=rank.__getitem__)
            found.append(
                TopicPair(first, second, quotes, words, single[first], single[second], every)
            )
    return sorted(
        found, key=lambda pair: (-pair.quotes, -pair.jaccard, rank[pair.first], rank[pair.second])
    )


def summary(db: Connection, where: Where, *, every: bool) -> Summary:
    """What there is of quotes that meet a condition, and of their statements; `every`: also of
    those without quotes.
    """
    chosen = f"WITH {_CHOSEN.format(where.sql)}"
    (totals,) = db.execute(
        f"{chosen} SELECT count(*), coalesce(sum(words), 0), count(DISTINCT speaker) FROM chosen",
        where.parameters,
    )
    quotes, words, speakers = totals
    (topics,) = db.execute(
        f"{chosen} SELECT count(DISTINCT topic) FROM about WHERE n IN (SELECT n FROM chosen)",
        where.parameters,
    )
    (dates,) = db.execute(
        f"{chosen} SELECT count(*), min({_MONTH}), max({_MONTH}), coalesce(sum(first IS NULL), 0) FROM statement"
        f" WHERE {int(every)} OR number IN (SELECT statement FROM chosen)",
        where.parameters,
    )
    statements, first, last, undated = dates
    kinds = _margin(db, where, "kind", {})
    numbers = {kind: kinds[kind].quotes if kind in kinds else 0 for kind in KINDS}
    return Summary(statements, quotes, words, speakers, topics[0], numbers, first, last, undated)


def by_statement(db: Connection, where: Where, *, every: bool) -> list[tuple[str, Count]]:
    """The ids of the statements, in their order, with their quotes that meet a condition; `every`:
    also without any.
    """
    sql = (
        f"WITH {_CHOSEN.format(where.sql)} SELECT s.id, coalesce(counted.quotes, 0), coalesce(counted.words, 0)"
        " FROM statement AS s"
        f" {'LEFT ' if every else ''}JOIN"
        " (SELECT statement, count(*) AS quotes, sum(words) AS words FROM chosen GROUP BY 1) AS counted"
        " ON counted.statement = s.number ORDER BY s.number"
    )
    return [
        (name, Count(quotes, words)) for name, quotes, words in db.execute(sql, where.parameters)
    ]


def months(db: Connection) -> dict[str, str | None]:
    """The month or year in which each statement was published, by its id; none without a date."""
    return dict(db.execute(f"SELECT id, {_MONTH} FROM statement", ()))


def _counted(
    db: Connection, where: Where, by: Sequence[By], kept: Mapping[By, Collection[str] | None]
) -> dict[tuple[Key, ...], Count]:
    """Counts by the keys of the sides, in no order."""
    counts = _grouped(db, where, by, kept)
    if "topic" in by:
        # A question of its own: as a left join it takes twice the time.
        none = where._replace(sql=f"({where.sql}) AND n NOT IN (SELECT n FROM about)")
        counts.update(_grouped(db, none, by, kept, topics=False))
    return counts


def _grouped(
    db: Connection,
    where: Where,
    by: Sequence[By],
    kept: Mapping[By, Collection[str] | None],
    *,
    topics: bool = True,
) -> dict[tuple[Key, ...], Count]:
    """Counts by the keys of the sides; without `topics` none is the key of that side."""
    keys, joins = [], []
    parameters, about_parameters = [*where.parameters], list[str]()
    for side in by:
        keep, key = kept.get(side), _KEYS[side]
        if side == "topic" and not topics:
            keys.append("NULL")
            continue
        if keep is not None:
            key = f"CASE WHEN {key} IS NULL OR {key} IN ({', '.join('?' * len(keep))}) THEN {key} ELSE '{OTHER}' END"
        if side != "topic":
            parameters += keep or ()
        elif keep is None:
            joins.append("JOIN about USING (n)")
        else:
            # Folded before it is joined: a quote on two of the other topics is one of the others.
            joins.append(f"JOIN (SELECT DISTINCT {key} AS topic, n FROM about) USING (n)")
            about_parameters += keep
        keys.append("topic" if side == "topic" else key)
    if {"statement", "month"} & set(by):
        joins.append("JOIN statement AS dated ON dated.number = chosen.statement")
    columns = ", ".join([*keys, "count(*), coalesce(sum(chosen.words), 0)"])
    grouping = (
        f" GROUP BY {', '.join(str(number) for number in range(1, len(by) + 1))}" if by else ""
    )
    sql = (
        f"WITH {_CHOSEN.format(where.sql)} SELECT {columns} FROM chosen {' '.join(joins)}{grouping}"
    )
    rows = db.execute(sql, (*parameters, *about_parameters))
    return {tuple(keys): Count(quotes, words) for *keys, quotes, words in rows}


def _margin(
    db: Connection, where: Where, side: By, kept: Mapping[By, Collection[str] | None]
) -> dict[Key, Count]:
    return {keys[0]: count for keys, count in _counted(db, where, (side,), kept).items()}


def _added(cells: Mapping[tuple[Key, ...], Count], side: int) -> dict[Key, Count]:
    sums: dict[Key, list[Count]] = {}
    for keys, count in cells.items():
        sums.setdefault(keys[side], []).append(count)
    return {key: _total(counts) for key, counts in sums.items()}


def _total(counts: Iterable[Count]) -> Count:
    every = list(counts)
    return Count(sum(count.quotes for count in every), sum(count.words for count in every))


def _ordered(
    db: Connection, side: By, counts: dict[Key, Count], topics: Iterable[str]
) -> dict[Key, Count]:
    """In the order of the topics, kinds or statements, of time, the most quoted speaker first; what
    has none last.
    """
    rank: Mapping[Any, Any] = {}
    if side == "statement":
        topics = (name for (name,) in db.execute("SELECT id FROM statement ORDER BY number", ()))
    if side in ("topic", "statement"):
        rank = {key: number for number, key in enumerate(topics)}
    elif side == "kind":
        rank = {kind: number for number, kind in enumerate(KINDS)}
    elif side == "speaker":
        rank = {key: (-count.quotes, -count.words, key) for key, count in counts.items() if key}
    ordered = sorted((key for key in counts if key), key=lambda key: rank.get(key, key))
    return {
        key: counts[key] for key in [*ordered, *(last for last in (OTHER, None) if last in counts)]
    }


def _part(words: int, of: int) -> float:
    return words / of if of else 0
