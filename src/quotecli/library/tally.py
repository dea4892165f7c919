"""Quotes counted by one or two of topic, speaker, kind, statement, month and speakers' attributes.

A quote on several topics counts in each of them, and once in every total.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from quotecli.criteria import COUNTED_BY
from quotecli.library.shelf import Shelf
from quotecli.library.sql import MONTH, Condition, choose, list_marks
from quotecli.library.texts import TextWords, count_text_words
from quotecli.model import KINDS

By = str
"""One of COUNTED_BY, or the name of an attribute of speakers."""
Measure = Literal["quotes", "words", "share", "quotes-per-thousand", "words-per-thousand"]
Key = str | None
"""An id, a kind, a month or a year, or the value of an attribute.

None for a quote without a topic, a speaker or a date, and for a speaker without the attribute.
"""

OTHER = ""
"""The key of the keys that are counted together; it is not a valid id."""
ALL = "*"
"""Stands for all keys of a side; it is not a valid id either."""

_KEYS: dict[By, str] = {
    "topic": "topic",
    "speaker": "speaker",
    "kind": "kind",
    "statement": "",
    "month": MONTH,
}


class Count(NamedTuple):
    """How many quotes there are, how many words they have, and how many quotes are denials."""

    quotes: int
    words: int
    denied: int = 0


class Part(NamedTuple):
    """One count of a tally with its keys; `share` is its share of the words, from 0 to 1.

    `denied` is the number of quotes that say what their speaker denies.
    """

    keys: tuple[Key, ...]
    quotes: int
    words: int
    share: float
    denied: int


class Tally(NamedTuple):
    """Quotes counted by one or two sides.

    `rows` has the counts by the first side, `columns` by the second, `cells` by both: only keys
    that have quotes, in order. `all` counts every quote once, even if `rows` count it under several
    topics. `texts` are the words that rates are of, if they were counted.
    """

    by: tuple[By, ...]
    all: Count
    rows: dict[Key, Count]
    columns: dict[Key, Count]
    cells: dict[tuple[Key, Key], Count]
    texts: TextWords = TextWords()

    def rate(self, number: int, *keys: Key) -> float:
        """Return a number of quotes or words per thousand words of the texts.

        Those are the texts of the statement or month among `keys`; for ALL, or without one, all.
        """
        words, known, place = self.texts
        if place is not None and len(keys) > place and keys[place] != ALL:
            margin = (self.rows, self.columns)[place]
            others = words - sum(known.get(key, 0) for key in margin if key != OTHER)
            words = others if keys[place] == OTHER else known.get(keys[place], 0)
        return 1000 * number / (words or 1)

    def value(self, measure: Measure, count: Count, *keys: Key) -> float:
        """Return the value of a measure for a count of some keys, a row's and maybe a column's."""
        if measure == "share":
            whole = self.rows[keys[0]] if len(keys) == 2 and keys[0] != ALL else self.all
            return _share(count.words, whole.words)
        number = count.quotes if measure.startswith("quotes") else count.words
        return self.rate(number, *keys) if measure.endswith("thousand") else number

    def share(self, row: Key, column: Key) -> float:
        """Return the share of a row's words that is in a column, from 0 to 1."""
        cell = self.cells.get((row, column))
        return _share(cell.words, self.rows[row].words) if cell else 0

    def parts(self) -> Iterator[Part]:
        """Yield the counts row by row, with their share of all words, or of those of the row."""
        if len(self.by) == 1:
            for key, count in self.rows.items():
                yield _make_part((key,), count, _share(count.words, self.all.words))
        for keys, count in self.cells.items():
            yield _make_part(keys, count, self.share(*keys))


class _Attribute(NamedTuple):
    """An attribute as a side: the values of the speakers that have it, and those to keep."""

    values: Mapping[str, str]
    keep: Collection[str] | None

    def key(self, speaker: Key) -> Key:
        """Return the key of a speaker's quotes."""
        value = self.values.get(speaker or "")
        return value if value is None or self.keep is None or value in self.keep else OTHER


class _Side(NamedTuple):
    """The SQL of what is counted by: the key, what it needs joined, and their parameters."""

    key: str
    join: str = ""
    values: Sequence[str] = ()
    join_values: Sequence[str] = ()


def tally(
    shelf: Shelf,
    condition: Condition,
    by: Sequence[By],
    keep: Mapping[By, Collection[str] | None],
    topics: Collection[str] | None,
) -> Tally:
    """Return the quotes that meet a condition, counted by one or two different sides.

    `keep` has the keys of a side that get a count of their own, or none if all do; the rest are
    counted together as OTHER, each quote once. `topics` are those that are counted, or none if all
    are.
    """

    def count(*some: By) -> dict[tuple[Key, ...], Count]:
        # A quote has one speaker at most, so what is counted by speakers can be added up.
        asked = ["speaker" if side in attributes else side for side in some]
        counts = _count(shelf, condition, {side: sides[side] for side in asked}, every_topic)
        if not attributes.keys() & set(some):
            return counts
        asked = list(dict.fromkeys(asked))
        places = [asked.index("speaker" if side in attributes else side) for side in some]
        return _regroup(counts, places, [attributes.get(side) for side in some])

    def margin(side: By) -> dict[Key, Count]:
        # Only topics give a quote several keys; by another side the cells can be added up.
        if len(by) == 1 or by[at[side] - 1] == "topic":
            return {keys[0]: number for keys, number in count(side).items()}
        sums: dict[Key, list[Count]] = {}
        for keys, number in cells.items():
            sums.setdefault(keys[at[side]], []).append(number)
        return {key: _total(numbers) for key, numbers in sums.items()}

    attributes = _find_attributes(shelf, by, keep)
    kept = {**keep, **({"speaker": None} if attributes else {})}
    asked = [side for side in by if side not in attributes] + ["speaker"] * bool(attributes)
    sides = {side: _make_side(shelf, side, kept.get(side), topics) for side in asked}
    every_topic, at = topics is None, {side: number for number, side in enumerate(by)}
    cells = count(*by) if len(by) == 2 else {}
    margins = [_order(shelf, side, margin(side)) for side in by]
    others = [counts for side, counts in zip(by, margins) if side != "topic"]
    every = _total(others[0].values()) if others else count().get((), Count(0, 0))
    if len(by) == 1:
        return Tally(tuple(by), every, margins[0], {}, {})

    rows, columns = ({key: place for place, key in enumerate(counts)} for counts in margins)
    in_order = sorted(cells, key=lambda keys: (rows[keys[0]], columns[keys[1]]))
    ordered = {(keys[0], keys[1]): cells[keys] for keys in in_order}
    return Tally(tuple(by), every, margins[0], margins[1], ordered)


def add_rates(counted: Tally, shelf: Shelf, texts: Condition) -> Tally:
    """Return a tally with the words of the texts that meet a condition on `statement`."""
    return counted._replace(texts=count_text_words(shelf, texts, counted.by))


def _find_attributes(
    shelf: Shelf, by: Sequence[By], keep: Mapping[By, Collection[str] | None]
) -> dict[By, _Attribute]:
    """Return the sides that are attributes, and with them that of speakers, if it is asked for.

    Raises UnknownNameError if no speaker has an attribute.
    """
    names = [side for side in by if side not in COUNTED_BY]
    if not names:
        return {}
    from quotecli.library.names import check_attributes

    known = shelf.list_attributes()
    check_attributes(names, known)
    sides = {
        name: _Attribute({key: of[name] for key, of in known.items() if name in of}, keep.get(name))
        for name in names
    }
    if "speaker" in by:
        every = {key: key for key in shelf.list_people()}
        sides["speaker"] = _Attribute(every, keep.get("speaker"))
    return sides


def _regroup(
    counts: Mapping[tuple[Key, ...], Count],
    places: Sequence[int],
    attributes: Sequence[_Attribute | None],
) -> dict[tuple[Key, ...], Count]:
    """Return counts whose speakers are replaced by the values of attributes.

    A side has the key at its place, or the value that it stands for.
    """
    sums: dict[tuple[Key, ...], list[Count]] = {}
    for keys, number in counts.items():
        new = [
            attribute.key(keys[at]) if attribute else keys[at]
            for at, attribute in zip(places, attributes)
        ]
        sums.setdefault(tuple(new), []).append(number)
    return {keys: _total(numbers) for keys, numbers in sums.items()}


def _make_side(
    shelf: Shelf, side: By, keep: Collection[str] | None, topics: Collection[str] | None
) -> _Side:
    dialect = shelf.dialect
    key, values = _KEYS[side] or dialect.dated_id, [*(keep or ())]
    if keep is not None:
        marks = list_marks(keep)
        key = f"CASE WHEN {key} IS NULL OR {key} IN ({marks}) THEN {key} ELSE '{OTHER}' END"
    if side != "topic":
        return _Side(key, dialect.dated if side in ("statement", "month") else "", values)

    if keep is None and topics is None:
        return _Side(key, dialect.topics)
    # Folded before the join, so that a quote on two of the other topics is one of the others.
    chosen = f" WHERE topic IN ({list_marks(topics)})" if topics is not None else ""
    join = dialect.some_topics.format(key=key, chosen=chosen)
    return _Side("topic", join, (), [*values, *(topics or ())])


def _count(
    shelf: Shelf, condition: Condition, sides: Mapping[By, _Side], every_topic: bool
) -> dict[tuple[Key, ...], Count]:
    """Return counts by the keys of the sides, in no order."""
    counts = _group(shelf, condition, sides.values())
    if "topic" in sides and every_topic:
        # A query of its own: as a left join it takes twice as long.
        none = condition._replace(sql=f"({condition.sql}) AND {shelf.dialect.about_nothing}")
        counts.update(_group(shelf, none, {**sides, "topic": _Side("NULL")}.values()))
    return counts


def _group(
    shelf: Shelf, condition: Condition, sides: Collection[_Side]
) -> dict[tuple[Key, ...], Count]:
    columns = ", ".join([*[side.key for side in sides], "count(*), coalesce(sum(words), 0)"])
    columns += ", coalesce(sum(denied), 0)"
    joins = " ".join(dict.fromkeys(side.join for side in sides))
    sql = f"{choose(shelf, condition)} SELECT {columns} FROM chosen {joins}"
    if sides:
        sql += f" GROUP BY {', '.join(str(number + 1) for number in range(len(sides)))}"
    values = [value for side in sides for value in side.values]
    values += [value for side in sides for value in side.join_values]
    rows = shelf.db.execute(sql, (*condition.parameters, *values))
    return {tuple(row[:-3]): Count(*row[-3:]) for row in rows}


def _total(counts: Iterable[Count]) -> Count:
    every = list(counts)
    return Count(*map(sum, zip(*every))) if every else Count(0, 0)


def _order(shelf: Shelf, side: By, counts: dict[Key, Count]) -> dict[Key, Count]:
    """Return counts in the order of their side, OTHER and none last.

    That is the order of the topics, kinds or statements, or of time; speakers come by their counts,
    values of attributes by the alphabet.
    """
    rank: Mapping[Any, Any] = {}
    if side == "speaker":
        rank = {key: (-count.quotes, -count.words, key) for key, count in counts.items() if key}
    elif side in ("topic", "kind", "statement"):
        keys: Iterable[str] = KINDS
        if side == "topic":
            keys = shelf.tree.list_ids()
        elif side == "statement":
            keys = shelf.list_titles()
        rank = {key: number for number, key in enumerate(keys)}
    ordered = sorted((key for key in counts if key), key=lambda key: rank.get(key, key))
    last = [key for key in (OTHER, None) if key in counts]
    return {key: counts[key] for key in (*ordered, *last)}


def _make_part(keys: tuple[Key, ...], count: Count, share: float) -> Part:
    return Part(keys, count.quotes, count.words, share, count.denied)


def _share(words: int, of: int) -> float:
    return words / of if of else 0
