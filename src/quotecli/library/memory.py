"""Statements in memory as they were read: nothing is derived before a question needs it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from quotecli.library.cache.tables import FOUND
from quotecli.library.identity import joined, keys, united
from quotecli.model import Quote, Speaker, Statement, Topic

_TABLES = """
CREATE TABLE statement (number INTEGER PRIMARY KEY, id TEXT, first TEXT, last TEXT);
CREATE TABLE quote (n INTEGER PRIMARY KEY, statement INTEGER, kind TEXT, speaker TEXT, name TEXT);
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
            for topic in item.topics.values():
                known = topics.setdefault(topic.id, topic)
                if known is not topic:
                    topics[topic.id] = joined(known, topic)
            for person in item.speakers.values():
                same = people.setdefault((person.id, person.name), person)
                if same is not person:
                    people[person.id, person.name] = united(same, person)
        self._keys = keys(people)
        self.topics: Mapping[str, Topic] = topics
        self.speakers: Mapping[str, Speaker] = {
            self._keys[who]: person for who, person in people.items()
        }
        self._quotes = [quote for item in statements for quote in item.quotes]
        self._derived: set[str] = set()
        self.db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.db.executescript(_TABLES)
        self._fill(statements)

    def need(self, table: str) -> str:
        """As Shelf.need()."""
        if table not in self._derived:
            self._derived.add(table)
            create, into = _DERIVED[table]
            self.db.execute("BEGIN")
            self.db.execute(create)
            rows = ((n, value) for n, value in enumerate(map(_value(table), self._quotes)))
            self.db.executemany(f"INSERT INTO {into} VALUES (?, ?)", rows)
            self.db.execute("COMMIT")
        return f" JOIN {table} USING (n)"

    def quote(self, row: tuple[Any, ...]) -> Quote:
        """As Shelf.quote()."""
        number: int = row[0]
        return self._quotes[number]

    def line(self, row: tuple[Any, ...]) -> str:
        """As Shelf.line()."""
        from quotecli.objects import encode, quote_object

        return encode(quote_object(self._quotes[row[0]]))

    def statement(self, name: str) -> Statement:
        """As Shelf.statement()."""
        return self.statements[name]

    def titles(self) -> Mapping[str, str]:
        """As Shelf.titles()."""
        return {key: item.title for key, item in self.statements.items()}

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """As Shelf.named()."""
        return [
            (n,)
            for n, quote in enumerate(self._quotes)
            if name in (quote.id, f"{quote.statement}/{quote.id}")
        ]

    def beginning(self, name: str, limit: int) -> list[tuple[Any, ...]]:
        """As Shelf.beginning()."""
        fitting = (
            (n,)
            for n, quote in enumerate(self._quotes)
            if quote.id.startswith(name) or f"{quote.statement}/{quote.id}".startswith(name)
        )
        return list(islice(fitting, limit))

    def counted(self) -> None:
        """As Shelf.counted(): nothing is known before it is asked."""

    def texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        """As Shelf.texts()."""
        every = "(SELECT number AS statement, id FROM statement)"
        rows = self.db.execute(f"SELECT id FROM {every} WHERE {sql} ORDER BY statement", parameters)
        return (item for (name,) in rows if wanted((item := self.statements[name]).text))

    def _fill(self, statements: Sequence[Statement]) -> None:
        numbers = {item.id: number for number, item in enumerate(statements)}
        self.db.execute("BEGIN")
        self.db.executemany(
            "INSERT INTO statement VALUES (?, ?, ?, ?)",
            ((numbers[item.id], item.id, *_days(item.source.published)) for item in statements),
        )
        self.db.executemany(
            "INSERT INTO quote VALUES (?, ?, ?, ?, ?)",
            (
                (
                    n,
                    numbers[quote.statement],
                    quote.kind,
                    *(
                        (self._keys[who.id, who.name], who.name)
                        if (who := quote.speaker)
                        else (None, None)
                    ),
                )
                for n, quote in enumerate(self._quotes)
            ),
        )
        lines = {topic: [topic, *_ancestors(self.topics, topic)] for topic in self.topics}
        self.db.executemany(
            "INSERT OR IGNORE INTO about VALUES (?, ?)",
            (
                (line, n)
                for n, quote in enumerate(self._quotes)
                for topic in quote.topics
                for line in lines[topic.id]
            ),
        )
        self.db.execute("COMMIT")


def _value(table: str) -> Callable[[Quote], int | str | None]:
    """What a derived table holds of a quote; what that needs is loaded here, since most questions
    need one table.
    """
    if table == "size":
        from quotecli.text.words import count

        return lambda quote: sum(map(count, quote.parts))
    if table == "found":
        from quotecli.text.query import indexed

        return lambda quote: indexed(quote.parts)
    return lambda quote: spans[0].start if (spans := quote.anchor.spans) else None


def _ancestors(topics: Mapping[str, Topic], topic: str) -> Iterator[str]:
    while topic := topics[topic].parent:
        yield topic


def _days(published: str) -> tuple[str | None, str | None]:
    if not published:
        return None, None
    from quotecli.text.dates import days

    return days(published)
