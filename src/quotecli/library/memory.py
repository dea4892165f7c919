"""Statements in memory as they were read: nothing is derived before a question needs it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from quotecli.library.cache.tables import FOUND
from quotecli.library.database import Database
from quotecli.library.identity import add_people, add_topics, assign_ids
from quotecli.library.shelf import Row, Shelf
from quotecli.library.sql import QUOTE_COLUMNS, Condition
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


class Memory(Shelf):
    """A few statements, as a Shelf."""

    db: Database
    columns = "n"
    joins = ""
    order = "quote.statement, place.start IS NULL, place.start, n"
    sorted_by = "place"

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = {item.id: item for item in statements}
        topics: dict[str, Topic] = {}
        people: dict[tuple[str, str], Speaker] = {}
        for item in statements:
            add_topics(topics, item.topics.values())
            add_people(people, item.speakers.values())
        self._keys = assign_ids(people)
        self.topics = topics
        self.tree = TopicTree(topics)
        self._speakers = {self._keys[who]: person for who, person in people.items()}
        self._quotes = [quote for item in statements for quote in item.quotes]
        self._derived: set[str] = set()
        db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        db.executescript(_TABLES)
        self.db = Database(db)
        with self.db.change():
            self._fill(db, statements)

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        return self._speakers

    @property
    def statements(self) -> Mapping[str, Statement]:
        return self._statements

    def require(self, table: str) -> str:
        if table not in self._derived:
            self._derive(table, _value(table))
        return f" JOIN {table} USING (n)"

    def _derive(self, table: str, value: Callable[[Quote], Any]) -> None:
        with self.db.change() as db:
            sql = "SELECT 1 FROM sqlite_master WHERE name = ?"
            if not db.execute(sql, (table,)).fetchone():  # made by another thread
                create, into = _DERIVED[table]
                db.execute(create)
                rows = enumerate(map(value, self._quotes))
                db.executemany(f"INSERT INTO {into} VALUES (?, ?)", rows)
        self._derived.add(table)

    def make_quote(self, row: Row) -> Quote:
        number: int = row[0]
        return self._quotes[number]

    def make_line(self, row: Row) -> str:
        from quotecli.objects import encode, quote_object

        return encode(quote_object(self._quotes[row[0]]))

    def load_statement(self, key: str) -> Statement:
        return self._statements[key]

    def list_titles(self) -> Mapping[str, str]:
        return {key: item.title for key, item in self.statements.items()}

    def list_people(self) -> Mapping[str, str]:
        return {key: who.name for key, who in self._speakers.items()}

    def digest(self) -> bytes:
        from quotecli.library.cache.values import digest

        placeless = [item._replace(file="", text_file="") for item in self.statements.values()]
        return digest(repr(placeless).encode("utf-8", "surrogatepass"))

    def find_quotes(self, statement: str, key: str, limit: int, *, whole: bool) -> list[Row]:
        rows = (
            (n,)
            for n, quote in enumerate(self._quotes)
            if (quote.id == key if whole else f"-{key}" in f"-{quote.id}")
            and statement in ("", quote.statement)
        )
        return list(islice(rows, limit))

    def find_with(self, words: Sequence[str], condition: Condition, limit: int) -> list[str]:
        every = "(SELECT number AS statement, id FROM statement)"
        sql = f"SELECT id FROM {every} WHERE {condition.sql} ORDER BY statement"
        return [key for (key,) in self.db.execute(sql, condition.parameters)]

    def find_texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        every = "(SELECT number AS statement, id FROM statement)"
        rows = self.db.execute(f"SELECT id FROM {every} WHERE {sql} ORDER BY statement", parameters)
        return (item for (key,) in rows if wanted((item := self.statements[key]).text))

    def _fill(self, db: sqlite3.Connection, statements: Sequence[Statement]) -> None:
        numbers = {item.id: number for number, item in enumerate(statements)}
        db.executemany(
            "INSERT INTO statement VALUES (?, ?, ?, ?)",
            ((numbers[item.id], item.id, *_days(item.source.published)) for item in statements),
        )
        values = QUOTE_COLUMNS.values()
        db.executemany(
            f"INSERT INTO quote VALUES (?, ?, ?, ?{', ?' * len(values)})",
            (
                (n, numbers[quote.statement], *self._speaker(quote), *[of(quote) for of in values])
                for n, quote in enumerate(self._quotes)
            ),
        )
        db.executemany(
            "INSERT INTO about VALUES (?, ?)",
            (
                (topic, n)
                for n, quote in enumerate(self._quotes)
                for topic in self.tree.with_ancestors([topic.id for topic in quote.topics])
            ),
        )

    def _speaker(self, quote: Quote) -> tuple[str | None, str | None]:
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
    if not published:
        return None, None
    from quotecli.text.dates import day_range

    return day_range(published)
