"""Entries into the tables of the database, and out of them again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from quotecli.library.cache.entries import Entry
from quotecli.library.cache.tables import INDEXES, PER_STATEMENT
from quotecli.library.cache.values import digest, kept_path, read_topics, speaker_of, topic_of
from quotecli.library.identity import joined, keys, united
from quotecli.model import Speaker
from quotecli.objects import encode
from quotecli.text.query import indexed


class OutOfOrderError(Exception):
    """A change that touches what everything else was written by: the database has to be made anew."""


_People = dict[tuple[str, str], tuple[int, int, Speaker]]
"""By id and name: the number of the first statement that has somebody, the place there, and who
that is in all.
"""


class Writer:
    """Writes one round of changes; `finish` completes them. Statements must be added in the order
    of their numbers.
    """

    def __init__(self, db: sqlite3.Connection, *, fresh: bool) -> None:
        self._db = db
        self._fresh = fresh
        self.topics = {topic.id: topic for topic in read_topics(db)}
        self._people: _People = {}
        self._touched: set[tuple[str, str]] = set()
        self._topics_touched = False
        self._counts: dict[str, list[int]] = {}
        self._lines: dict[str, tuple[str, ...]] = {}

    def change(self, removed: Iterable[int], added: Sequence[tuple[int, Entry]]) -> None:
        """Take the statements of some numbers out, and write others, some perhaps under the same
        numbers.
        """
        # What is defined before and after is not taken out in between.
        defined = [
            (
                self._glossary("topic", entry.topics, number),
                self._glossary("speaker", entry.speakers, number),
            )
            for number, entry in added
        ]
        released = [self._remove(number) for number in removed]
        self._add(added, defined)
        for number, topics, speakers in released:
            self._release("topic", topics, number)
            self._release("speaker", speakers, number)

    def _add(
        self, numbered: Iterable[tuple[int, Entry]], defined: Iterable[tuple[int, int]]
    ) -> None:
        quotes, contents, abouts, words, statements, bodies = [], [], [], [], [], []
        for (number, entry), (topics, speakers) in zip(numbered, defined):
            total = 0
            met: set[str] = set()
            for n, row in enumerate(entry.quotes, number * PER_STATEMENT):
                name, kind, by, called, told_by, size, about, kept, rest, index = row
                quotes.append((n, number, kind, by, called, size))
                contents.append((n, name, by, told_by, kept, rest))
                words.append((n, index))
                total += size
                for topic in self._all(about):
                    abouts.append((topic, n))
                    self._count(topic, 1, size)
                    met.add(topic)
            self._count("", len(entry.quotes), total)
            for topic in met:
                self._counts[topic][2] += 1
            statements.append(
                (
                    *(
                        number,
                        entry.name,
                        entry.first,
                        entry.last,
                        entry.title,
                        entry.speaker,
                        entry.published,
                    ),
                    *(
                        kept_path(entry.path),
                        topics,
                        speakers,
                        entry.head,
                        len(entry.quotes),
                        total,
                    ),
                )
            )
            bodies.append((number, entry.text))
        many = self._db.executemany
        many(f"INSERT INTO statement VALUES ({', '.join('?' * 13)})", statements)
        many("INSERT INTO body VALUES (?, ?)", bodies)
        many("INSERT INTO quote VALUES (?, ?, ?, ?, ?, ?)", quotes)
        many("INSERT INTO content VALUES (?, ?, ?, ?, ?, ?)", contents)
        many("INSERT INTO about VALUES (?, ?)", abouts)
        many("INSERT INTO found (rowid, words) VALUES (?, ?)", words)

    def _remove(self, number: int) -> tuple[int, int, int]:
        """Take a statement out; its number, and the keys of what it defined."""
        db = self._db
        span = (number * PER_STATEMENT, (number + 1) * PER_STATEMENT - 1)
        rows = db.execute(
            "SELECT n, content.words, length FROM content JOIN quote USING (n) WHERE n BETWEEN ? AND ?",
            span,
        )
        met: set[str] = set()
        for n, kept, size in rows.fetchall():
            values = json.loads(f"{{{kept}")
            text = indexed(values["parts"])
            db.execute("INSERT INTO found (found, rowid, words) VALUES ('delete', ?, ?)", (n, text))
            for topic in self._all(tuple(values["topics"])):
                db.execute("DELETE FROM about WHERE topic = ? AND n = ?", (topic, n))
                self._count(topic, -1, -size)
                met.add(topic)
            self._count("", -1, -size)
        for topic in met:
            self._counts[topic][2] -= 1
        for table in ("quote", "content"):
            db.execute(f"DELETE FROM {table} WHERE n BETWEEN ? AND ?", span)
        topics, speakers = db.execute(
            "SELECT topics, speakers FROM statement WHERE number = ?", (number,)
        ).fetchone()
        for table in ("statement", "body"):
            db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))
        return number, topics, speakers

    def finish(self) -> None:
        """Write what follows from all that was added and removed.

        Raises OutOfOrderError where a topic has another parent now.
        """
        db = self._db
        if self._fresh:
            for sql in INDEXES.split(";"):
                db.execute(sql)
            self._people_to_table(self._people)
        else:
            before = self.topics
            if self._topics_touched:
                self.topics = {}
                for line in db.execute(
                    "SELECT json FROM glossary WHERE kind = 'topic' ORDER BY first"
                ):
                    self._define(json.loads(line[0]))
                if any(
                    self.topics[key].parent != topic.parent
                    for key, topic in before.items()
                    if key in self.topics
                ):
                    raise OutOfOrderError
            self._recount_people()
        self._settle_people()
        db.execute(
            "INSERT OR REPLACE INTO meta VALUES ('topics', ?)", (encode([*self.topics.values()]),)
        )
        db.executemany(
            "INSERT INTO counted VALUES (?, ?, ?, ?) ON CONFLICT (topic) DO UPDATE"
            " SET quotes = quotes + excluded.quotes, words = words + excluded.words,"
            " statements = statements + excluded.statements",
            ((topic, *counts) for topic, counts in self._counts.items()),
        )
        db.execute("DELETE FROM counted WHERE quotes = 0")

    def _count(self, topic: str, quotes: int, words: int) -> None:
        counts = self._counts.setdefault(topic, [0, 0, 0])
        counts[0] += quotes
        counts[1] += words

    def _all(self, topics: tuple[str, ...]) -> Iterable[str]:
        """Topics and those that include them, each once."""
        if len(topics) == 1:
            return self._line(topics[0])
        return dict.fromkeys(one for topic in topics for one in self._line(topic))

    def _line(self, topic: str) -> tuple[str, ...]:
        if topic not in self._lines:
            line = [topic]
            while parent := self.topics[line[-1]].parent:
                line.append(parent)
            self._lines[topic] = tuple(line)
        return self._lines[topic]

    def _glossary(self, kind: str, content: str, number: int) -> int:
        """The key of what a statement defines; many define the same."""
        mark = (kind, digest(content.encode("utf-8", "surrogatepass")))
        row = self._db.execute(
            "SELECT key, first FROM glossary WHERE kind = ? AND digest = ?", mark
        ).fetchone()
        if row is None:
            sql = "INSERT INTO glossary (kind, digest, json, uses, first) VALUES (?, ?, ?, 0, ?)"
            row = (self._db.execute(sql, (*mark, content, number)).lastrowid, number)
            values = json.loads(content)
            self._touch(kind, values)
            if kind == "topic":
                self._define(values)
            elif self._fresh:
                _gather(self._people, number, values)
        elif number < row[1]:
            self._touch(kind, json.loads(content))
        self._db.execute(
            "UPDATE glossary SET uses = uses + 1, first = min(first, ?) WHERE key = ?",
            (number, row[0]),
        )
        return int(row[0])

    def _release(self, kind: str, key: int, number: int) -> None:
        """Let go of what a statement defined that was taken out."""
        db = self._db
        uses, first, content = db.execute(
            "SELECT uses, first, json FROM glossary WHERE key = ?", (key,)
        ).fetchone()
        if uses == 1:
            db.execute("DELETE FROM glossary WHERE key = ?", (key,))
        elif first == number:
            sql = f"SELECT min(number) FROM statement WHERE {kind}s = ?"
            new = db.execute(sql, (key,)).fetchone()[0]
            db.execute("UPDATE glossary SET uses = uses - 1, first = ? WHERE key = ?", (new, key))
            if new == number:
                return
        else:
            db.execute("UPDATE glossary SET uses = uses - 1 WHERE key = ?", (key,))
            return
        self._touch(kind, json.loads(content))

    def _touch(self, kind: str, values: list[list[Any]]) -> None:
        """Remember what a change could have defined otherwise than before."""
        if self._fresh:
            return
        if kind == "topic":
            self._topics_touched = True
        else:
            self._touched.update((speaker[0], speaker[1]) for speaker in values)

    def _define(self, values: list[list[Any]]) -> None:
        """Add topics as one statement has them: the first definition stands, all names are kept."""
        for topic in map(topic_of, values):
            known = self.topics.setdefault(topic.id, topic)
            if known is not topic:
                self.topics[topic.id] = joined(known, topic)

    def _recount_people(self) -> None:
        """Bring the people up to date whom a change could have added, taken or renamed."""
        if not self._touched:
            return
        every: _People = {}
        rows = self._db.execute(
            "SELECT first, json FROM glossary WHERE kind = 'speaker' ORDER BY first"
        )
        marks = {f'["{key}", ' for key, _ in self._touched}
        for first, content in rows:
            if any(mark in content for mark in marks):
                _gather(every, first, json.loads(content))
        found = {who: person for who, person in every.items() if who in self._touched}
        self._db.executemany(
            "DELETE FROM person WHERE id = ? AND name = ?", self._touched - found.keys()
        )
        self._people_to_table(found)

    def _people_to_table(self, people: _People) -> None:
        self._db.executemany(
            "INSERT INTO person VALUES (?, ?, NULL, ?, ?, ?) ON CONFLICT (id, name) DO UPDATE"
            " SET first = excluded.first, nth = excluded.nth, json = excluded.json",
            ((*who, first, nth, encode(speaker)) for who, (first, nth, speaker) in people.items()),
        )

    def _settle_people(self) -> None:
        """Give everybody the key that they are known by, and their quotes too."""
        doubtful = (
            "SELECT id, name, key FROM person WHERE key IS NOT id"
            " OR id IN (SELECT id FROM person GROUP BY id HAVING count(*) > 1)"
        )
        rows = self._db.execute(doubtful).fetchall()
        wanted = keys((key, name) for key, name, _ in rows)
        changed = [(key, name, old) for key, name, old in rows if wanted[key, name] != old]
        self._db.executemany(
            "UPDATE person SET key = NULL WHERE id = ? AND name = ?",
            ((k, n) for k, n, _ in changed),
        )
        for key, name, _ in changed:
            self._db.execute(
                "UPDATE person SET key = ? WHERE id = ? AND name = ?",
                (wanted[key, name], key, name),
            )
        for key, name, old in rows:
            new = wanted[key, name]
            for stale in {key, old or key} - {new}:
                self._db.execute(
                    "UPDATE quote SET speaker = ? WHERE speaker = ? AND name = ?",
                    (new, stale, name),
                )


def _gather(people: _People, number: int, values: list[list[Any]]) -> None:
    """Add the people of a statement, which comes after those that were added before."""
    for nth, speaker in enumerate(map(speaker_of, values)):
        who = (speaker.id, speaker.name)
        if who in people:
            first, rank, known = people[who]
            people[who] = (first, rank, united(known, speaker))
        else:
            people[who] = (number, nth, speaker)
