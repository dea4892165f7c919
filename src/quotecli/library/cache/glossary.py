"""What the statements of a database define: their topics, and the people that they name."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from quotecli.library.cache.values import digest, make_speaker, make_topic, read_topics, seal
from quotecli.library.identity import add_topics, assign_ids, merge_speakers
from quotecli.model import Speaker
from quotecli.objects import encode
from quotecli.topic_tree import TopicTree


class OutOfOrderError(Exception):
    """A change to what everything else was written by: the database has to be rebuilt."""


# By id and name: the number of the first statement that has somebody, their place in it, and the
# speaker with all aliases.
_People = dict[tuple[str, str], tuple[int, int, Speaker]]


class Glossary:
    """The tables `glossary` and `person`, during one round of changes; finish() completes them.

    Many statements define the same topics or people, which are stored once.
    """

    def __init__(self, db: sqlite3.Connection, *, fresh: bool) -> None:
        self._db = db
        self._fresh = fresh
        self._topics = {topic.id: topic for topic in read_topics(db)}
        self.tree = TopicTree(self._topics)
        self._people: _People = {}
        self._touched: set[tuple[str, str]] = set()
        self._topics_touched = False

    def add(self, kind: str, content: str, number: int) -> int:
        """Return the key of the topics or speakers that a statement defines, given as JSON."""
        same = (kind, digest(content.encode("utf-8", "surrogatepass")))
        row = self._db.execute(
            "SELECT key, first FROM glossary WHERE kind = ? AND digest = ?", same
        ).fetchone()
        if row is None:
            sql = "INSERT INTO glossary (kind, digest, json, uses, first) VALUES (?, ?, ?, 0, ?)"
            row = (self._db.execute(sql, (*same, content, number)).lastrowid, number)
            values = json.loads(content)
            self._touch(kind, values)
            if kind == "topic":
                add_topics(self._topics, map(make_topic, values))
            elif self._fresh:
                _gather(self._people, number, values)
        elif number < row[1]:
            self._touch(kind, json.loads(content))
        self._db.execute(
            "UPDATE glossary SET uses = uses + 1, first = min(first, ?) WHERE key = ?",
            (number, row[0]),
        )
        return int(row[0])

    def release(self, kind: str, key: int, number: int) -> None:
        """Remove one use of a key: that of a statement which was removed."""
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

    def finish(self) -> None:
        """Write the topics and people of all statements.

        Raises OutOfOrderError if a topic has another parent now.
        """
        if self._fresh:
            self._write_people(self._people)
        else:
            self._read_topics_again()
            self._count_people_again()
        self._update_keys()
        self._db.execute(
            "INSERT OR REPLACE INTO meta VALUES ('topics', ?)",
            (seal(encode([*self._topics.values()])),),
        )

    def _touch(self, kind: str, values: list[list[Any]]) -> None:
        """Remember what a change could have defined in another way than before."""
        if self._fresh:
            return
        if kind == "topic":
            self._topics_touched = True
        else:
            self._touched.update((speaker[0], speaker[1]) for speaker in values)

    def _read_topics_again(self) -> None:
        if not self._topics_touched:
            return
        before, self._topics = self._topics, {}
        rows = self._db.execute("SELECT json FROM glossary WHERE kind = 'topic' ORDER BY first")
        for (content,) in rows:
            add_topics(self._topics, map(make_topic, json.loads(content)))
        known = before.keys() & self._topics.keys()
        if any(self._topics[key].parent != before[key].parent for key in known):
            raise OutOfOrderError

    def _count_people_again(self) -> None:
        """Update the people whom a change could have added, removed or renamed."""
        if not self._touched:
            return
        every: _People = {}
        rows = self._db.execute(
            "SELECT first, json FROM glossary WHERE kind = 'speaker' ORDER BY first"
        )
        # Parsing every definition would take much longer than looking for these beginnings.
        beginnings = {f'["{key}", ' for key, _ in self._touched}
        for first, content in rows:
            if any(beginning in content for beginning in beginnings):
                _gather(every, first, json.loads(content))

        people = {who: person for who, person in every.items() if who in self._touched}
        self._db.executemany(
            "DELETE FROM person WHERE id = ? AND name = ?", self._touched - people.keys()
        )
        self._write_people(people)

    def _write_people(self, people: _People) -> None:
        self._db.executemany(
            "INSERT INTO person VALUES (?, ?, NULL, ?, ?, ?) ON CONFLICT (id, name) DO UPDATE"
            " SET first = excluded.first, nth = excluded.nth, json = excluded.json",
            (
                (*who, first, nth, seal(encode(speaker)))
                for who, (first, nth, speaker) in people.items()
            ),
        )

    def _update_keys(self) -> None:
        """Give everybody the id that the library uses, and write it into their quotes."""
        rows = self._db.execute(
            "SELECT id, name, key FROM person WHERE key IS NOT id"
            " OR id IN (SELECT id FROM person GROUP BY id HAVING count(*) > 1)"
        ).fetchall()
        wanted = assign_ids((key, name) for key, name, _ in rows)
        changed = [(key, name) for key, name, old in rows if wanted[key, name] != old]
        # A key is unique: all that change are free before one of them is taken again.
        self._db.executemany("UPDATE person SET key = NULL WHERE id = ? AND name = ?", changed)
        self._db.executemany(
            "UPDATE person SET key = ? WHERE id = ? AND name = ?",
            ((wanted[who], *who) for who in changed),
        )
        for key, name, old in rows:
            new = wanted[key, name]
            self._db.executemany(
                "UPDATE quote SET speaker = ? WHERE speaker = ? AND name = ?",
                ((new, stale, name) for stale in {key, old or key} - {new}),
            )


def _gather(people: _People, number: int, values: list[list[Any]]) -> None:
    """Add the people of a statement, which comes after those that were added before."""
    for nth, speaker in enumerate(map(make_speaker, values)):
        who = (speaker.id, speaker.name)
        if who in people:
            first, rank, known = people[who]
            people[who] = (first, rank, merge_speakers(known, speaker))
        else:
            people[who] = (number, nth, speaker)
