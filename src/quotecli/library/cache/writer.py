"""Entries -> the rows of the tables, and their removal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from quotecli.library.cache.entries import Entry
from quotecli.library.cache.glossary import Glossary
from quotecli.library.cache.rows import read_members
from quotecli.library.cache.tables import COUNTS, INDEXES, PER_STATEMENT
from quotecli.library.cache.values import seal_row
from quotecli.text.query import build_index_text

_INTO = (
    *("quote", "content", "about", "found (rowid, words)"),
    *("statement", "body", "ids (rowid, words)", "texts (rowid, words)"),
)


class Writer:
    """Writes one round of changes; finish() completes it.

    Statements must be added in the order of their numbers.
    """

    def __init__(self, db: sqlite3.Connection, *, fresh: bool) -> None:
        self._db = db
        self._fresh = fresh
        self._glossary = Glossary(db, fresh=fresh)
        self._counts: dict[str, list[int]] = {}

    def change(self, removed: Iterable[int], added: Sequence[tuple[int, Entry]]) -> None:
        """Remove the statements with some numbers, then add others, some under the same numbers."""
        # What is defined before and after the change is not removed in between.
        defined = [
            (
                self._glossary.add("topic", entry.topics, number),
                self._glossary.add("speaker", entry.speakers, number),
            )
            for number, entry in added
        ]
        released = [self._remove(number) for number in removed]
        self._add(added, defined)
        for number, topics, speakers in released:
            self._glossary.release("topic", topics, number)
            self._glossary.release("speaker", speakers, number)

    def finish(self) -> None:
        """Write what follows from all that was added and removed.

        Raises OutOfOrderError if a topic has another parent now.
        """
        db = self._db
        if self._fresh:
            for sql in INDEXES.split(";"):
                db.execute(sql)
        self._glossary.finish()
        db.executemany(
            "INSERT INTO counted VALUES (?, ?, ?, ?) ON CONFLICT (topic) DO UPDATE"
            " SET quotes = quotes + excluded.quotes, words = words + excluded.words,"
            " statements = statements + excluded.statements",
            ((topic, *counts) for topic, counts in self._counts.items()),
        )
        db.execute("DELETE FROM counted WHERE quotes = 0")
        counts = seal_row(db.execute(COUNTS).fetchall())
        db.execute("INSERT OR REPLACE INTO meta VALUES ('counts', ?)", (counts,))

    def _add(
        self, numbered: Iterable[tuple[int, Entry]], defined: Iterable[tuple[int, int]]
    ) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _INTO}
        quotes, contents, abouts, found = (rows[table] for table in _INTO[:4])
        for (number, entry), (topics, speakers) in zip(numbered, defined):
            for n, row in enumerate(entry.quotes, number * PER_STATEMENT):
                key, speaker, name, reporter, size, about, columns, members, rest, text = row
                quotes.append((n, number, speaker, name, size, *columns))
                content = (n, key, speaker, reporter, members, rest)
                contents.append((*content, seal_row(*content)))
                abouts += [(topic, n) for topic in self._with_ancestors(about)]
                found.append((n, text))

            self._count([(row[4], row[5]) for row in entry.quotes], 1)
            home = (number, *entry.statement, topics, speakers)
            rows["statement"].append((*home, seal_row(*home)))
            rows["body"].append((number, entry.text, seal_row(entry.text)))
            rows["texts (rowid, words)"].append((number, entry.text))
            rows["ids (rowid, words)"].append(
                (number, build_index_text([row[0] for row in entry.quotes]))
            )

        for table, values in rows.items():
            if values:
                marks = ", ".join("?" * len(values[0]))
                self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", values)

    def _remove(self, number: int) -> tuple[int, int, int]:
        """Remove a statement; return its number, and the keys of what it defined."""
        db = self._db
        span = (number * PER_STATEMENT, (number + 1) * PER_STATEMENT - 1)
        rows = db.execute(
            "SELECT n, id, members, length FROM content JOIN quote USING (n)"
            " WHERE n BETWEEN ? AND ? ORDER BY n",
            span,
        ).fetchall()
        counts = []
        for n, _, members, size in rows:
            values = read_members(members)
            topics = tuple(values["topics"])
            # The index does not store its text, so that a removal has to give it again.
            text = build_index_text(values["parts"])
            db.execute("INSERT INTO found (found, rowid, words) VALUES ('delete', ?, ?)", (n, text))
            db.executemany(
                "DELETE FROM about WHERE topic = ? AND n = ?",
                [(topic, n) for topic in self._with_ancestors(topics)],
            )
            counts.append((size, topics))
        ids = build_index_text([key for _, key, _, _ in rows])
        db.execute("INSERT INTO ids (ids, rowid, words) VALUES ('delete', ?, ?)", (number, ids))
        db.execute(
            "INSERT INTO texts (texts, rowid, words) SELECT 'delete', number, text FROM body"
            " WHERE number = ?",
            (number,),
        )
        self._count(counts, -1)

        topics, speakers = db.execute(
            "SELECT topics, speakers FROM statement WHERE number = ?", (number,)
        ).fetchone()
        for table in ("quote", "content"):
            db.execute(f"DELETE FROM {table} WHERE n BETWEEN ? AND ?", span)
        for table in ("statement", "body"):
            db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))
        return number, topics, speakers

    def _with_ancestors(self, topics: tuple[str, ...]) -> Iterable[str]:
        # Most quotes are about one topic, whose path has each topic once already.
        tree = self._glossary.tree
        return tree.path(topics[0]) if len(topics) == 1 else tree.with_ancestors(topics)

    def _count(self, quotes: Iterable[tuple[int, tuple[str, ...]]], sign: int) -> None:
        """Add the quotes of a statement, given as their words and topics, to the counts.

        With a `sign` of -1 they are taken off.
        """
        total = self._counts.setdefault("", [0, 0, 0])
        about: set[str] = set()
        for size, topics in quotes:
            total[0] += sign
            total[1] += sign * size
            for topic in self._with_ancestors(topics):
                counts = self._counts.setdefault(topic, [0, 0, 0])
                counts[0] += sign
                counts[1] += sign * size
                about.add(topic)
        for topic in about:
            self._counts[topic][2] += sign
