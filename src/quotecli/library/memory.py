"""Statements in memory as they were read: nothing is derived before a question needs it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from quotecli.library.cache.tables import FOUND
from quotecli.library.identity import add_topics, assign_ids, merge_speakers
from quotecli.library.shelf import Row
from quotecli.library.sql import QUOTE_COLUMNS
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.topic_tree import TopicTree

_TABLES = f"""
CREATE TABLE statement (number INTEGER PRIMARY KEY, id TEXT, first TEXT, last TEXT);
CREATE TABLE quote (
    n INTEGER PRIMARY KEY, statement INTEGER, speaker TEXT, name TEXT, {", ".join(QUOTE_COLUMNS)}
);
CREATE TABLE about (topic TEXT, n INTEGER, PRIMARY KEY (topic, n)) WITHOUT ROWID;
"""
_DERIVED = {
    "size": ("CREATE TABLE size (n INTEGER PRIMARY KEY, words INTEGER)", "size (n, words)"),
    "place": ("CREATE TABLE place (n INTEGER PRIMARY KEY, start INTEGER)", "place (n, start)"),
    "found": (FOUND, "found (rowid, words)"),
}


class Memory:
    """A few statements, as a Shelf."""

    columns = "n"
    joins = ""
    order = "quote.statement, place.start IS NULL, place.start, n"
    sorted_by = "place"

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements: Mapping[str, Statement] = {item.id: item for item in statements}
        topics: dict[str, Topic] = {}
        people: dict[tuple[str, str], Speaker] = {}
        for item in statements:
            add_topics(topics, item.topics.values())
            for person in item.speakers.values():
                same = people.setdefault((person.id, person.name), person)
                if same is not person:
                    people[person.id, person.name] = merge_speakers(same, person)
        self._keys = assign_ids(people)
        self.topics: Mapping[str, Topic] = topics
        self.tree = TopicTree(topics)
        self.speakers: Mapping[str, Speaker] = {
            self._keys[who]: person for who, person in people.items()
        }
        self._quotes = [quote for item in statements for quote in item.quotes]
        self._derived: set[str] = set()
        self.db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.db.executescript(_TABLES)
        self._fill(statements)

    def require(self, table: str) -> str:
        """Make a derived table unless it exists; see Shelf."""
        if table not in self._derived:
            self._derived.add(table)
            create, into = _DERIVED[table]
            self.db.execute("BEGIN")
            self.db.execute(create)
            rows = enumerate(map(_value(table), self._quotes))
            self.db.executemany(f"INSERT INTO {into} VALUES (?, ?)", rows)
            self.db.execute("COMMIT")
        return f" JOIN {table} USING (n)"

    def make_quote(self, row: Row) -> Quote:
        """Return the quote of a row."""
        number: int = row[0]
        return self._quotes[number]

    def make_line(self, row: Row) -> str:
        """Return the quote of a row as JSON on one line."""
        from quotecli.objects import encode, quote_object

        return encode(quote_object(self._quotes[row[0]]))

    def load_statement(self, key: str) -> Statement:
        """Return the statement with an id."""
        return self.statements[key]

    def list_titles(self) -> Mapping[str, str]:
        """Return the titles of all statements, by id, in order."""
        return {key: item.title for key, item in self.statements.items()}

    def find_id(self, statement: str, key: str, limit: int) -> list[Row]:
        """Return the rows of the quotes with an id; see Shelf."""
        return self._find(statement, lambda quote_id: quote_id == key, limit)

    def find_words(self, statement: str, words: str, limit: int) -> list[Row]:
        """Return the rows of quotes in whose id some words occur; see Shelf."""
        return self._find(statement, lambda quote_id: f"-{words}" in f"-{quote_id}", limit)

    def find_prefix(self, statement: str, prefix: str, limit: int) -> list[Row]:
        """Return the rows of quotes whose id has a prefix; see Shelf."""
        return self._find(statement, lambda quote_id: quote_id.startswith(prefix), limit)

    def _find(self, statement: str, fits: Callable[[str], bool], limit: int) -> list[Row]:
        rows = (
            (n,)
            for n, quote in enumerate(self._quotes)
            if fits(quote.id) and statement in ("", quote.statement)
        )
        return list(islice(rows, limit))

    def read_counts(self) -> None:
        """Return nothing: no counts are stored."""

    def find_texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        """Yield the statements that meet a condition and whose text is wanted; see Shelf."""
        every = "(SELECT number AS statement, id FROM statement)"
        rows = self.db.execute(f"SELECT id FROM {every} WHERE {sql} ORDER BY statement", parameters)
        return (item for (key,) in rows if wanted((item := self.statements[key]).text))

    def _fill(self, statements: Sequence[Statement]) -> None:
        numbers = {item.id: number for number, item in enumerate(statements)}
        self.db.execute("BEGIN")
        self.db.executemany(
            "INSERT INTO statement VALUES (?, ?, ?, ?)",
            ((numbers[item.id], item.id, *_days(item.source.published)) for item in statements),
        )
        values = QUOTE_COLUMNS.values()
        self.db.executemany(
            f"INSERT INTO quote VALUES (?, ?, ?, ?{', ?' * len(values)})",
            (
                (n, numbers[quote.statement], *self._speaker(quote), *[of(quote) for of in values])
                for n, quote in enumerate(self._quotes)
            ),
        )
        self.db.executemany(
            "INSERT INTO about VALUES (?, ?)",
            (
                (topic, n)
                for n, quote in enumerate(self._quotes)
                for topic in self.tree.with_ancestors([topic.id for topic in quote.topics])
            ),
        )
        self.db.execute("COMMIT")

    def _speaker(self, quote: Quote) -> tuple[str | None, str | None]:
        """Return the id and the name of the speaker of a quote."""
        who = quote.speaker
        return (self._keys[who.id, who.name], who.name) if who else (None, None)


def _value(table: str) -> Callable[[Quote], Any]:
    """Return what computes the value of a quote in a derived table.

    What that needs is loaded here, since most questions need no more than one of the tables.
    """
    if table == "size":
        from quotecli.text.words import count_words

        return lambda quote: sum(map(count_words, quote.parts))
    if table == "found":
        from quotecli.text.query import build_index_text

        return lambda quote: build_index_text(quote.parts)
    return lambda quote: spans[0].start if (spans := quote.anchor.spans) else None


def _days(published: str) -> tuple[str | None, str | None]:
    """Return the first and the last day of a date, if there is one."""
    if not published:
        return None, None
    from quotecli.text.dates import day_range

    return day_range(published)
