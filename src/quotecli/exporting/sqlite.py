"""Quotes as a SQLite database with foreign keys, views and a full-text index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from quotecli.citing.citation import citation, link
from quotecli.exporting.sqlite_schema import INDEXES, TABLES
from quotecli.exporting.temporary import build_database
from quotecli.library.identity import add_topics, assign_ids, merge_speakers
from quotecli.model import Quote, Speaker, Statement, Topic, collapse_space
from quotecli.topic_tree import TopicTree

_SPEAKER_COLUMNS = (
    ("statements", "speaker"),
    ("roles", "speaker"),
    ("quotes", "speaker"),
    ("quotes", "reported_by"),
)
# How many rows of a table are inserted at a time.
_BATCH = 500

Row = tuple[object, ...]


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Return the chunks of the database, which is built in a temporary file.

    Text is verbatim; lists are JSON arrays. Raises QuotecliError if there is no room
    for the file.
    """
    return build_database("database", lambda db: _fill(db, statements))


def _fill(db: sqlite3.Connection, statements: Iterable[Statement]) -> None:
    db.executescript(TABLES)
    db.execute("BEGIN")
    tables = _Tables(db)
    for statement in statements:
        tables.add(statement)
    tables.finish()
    db.execute("COMMIT")
    # executescript() would commit what is open before it begins.
    db.executescript(f"BEGIN; {INDEXES} COMMIT; VACUUM")


class _Tables:
    """Fills the tables, many rows at a time.

    Which ids stand for several people is known only at the end. Until then a person goes by the
    id, and every further one with that id by a number after it.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._rows: dict[str, list[Row]] = {}
        self._known: dict[tuple[str, str], None] = {}
        self._people: dict[tuple[str, str], Speaker] = {}
        self._interim: dict[tuple[str, str], str] = {}
        self._ids: set[str] = set()
        self._topics: dict[str, Topic] = {}
        self._used_topics: set[str] = set()
        self._quotes = 0

    def add(self, statement: Statement) -> None:
        """Add a statement and its quotes."""
        source = [value or None for value in statement.source]
        owner = self._person(statement.speaker)
        self._insert(
            "statements",
            (
                *(statement.id, statement.title, owner, statement.occasion or None),
                *(statement.coder or None, statement.memo or None),
                *source,
                statement.text,
            ),
        )
        for quote in statement.quotes:
            self._quotes += 1
            self._add_quote(self._quotes, quote, statement)

        quoted = [who for one in statement.quotes for who in (one.speaker, one.reported_by)]
        for who in dict.fromkeys((statement.speaker, *quoted)):
            if who and who.role:
                self._insert("roles", (statement.id, self._person(who), who.role))
        speakers = statement.speakers.values()
        self._known.update(dict.fromkeys((who.id, who.name) for who in speakers))
        add_topics(self._topics, statement.topics.values())

    def finish(self) -> None:
        """Add what is known only once all statements are in."""
        ids = assign_ids(self._known)
        for who, person in self._people.items():
            self._insert("speakers", (ids[who], person.name, _json_list(person.aliases)))
            for attribute in person.attributes:
                self._insert("attributes", (ids[who], *attribute))

        used = set(TopicTree(self._topics).with_ancestors(self._used_topics))
        for topic in self._topics.values():
            if topic.id in used:
                self._insert("topics", _topic_row(topic))
        self._flush()
        self._rename({was: ids[who] for who, was in self._interim.items() if was != ids[who]})

    def _add_quote(self, number: int, quote: Quote, statement: Statement) -> None:
        speaker, reporter = self._person(quote.speaker), self._person(quote.reported_by)
        self._insert("quotes", _quote_row(number, quote, statement, speaker, reporter))
        topics = dict.fromkeys([topic.id for topic in quote.topics])
        self._used_topics.update(topics)
        for key in topics:
            self._insert("quote_topics", (number, key))
        for part, (start, end) in enumerate(quote.anchor.spans, 1):
            self._insert("spans", (number, part, start, end, statement.text[start:end]))

    def _person(self, who: Speaker | None) -> str | None:
        """Return the interim id of a person."""
        if who is None:
            return None
        person = (who.id, who.name)
        known = self._people.get(person)
        if known is None:
            self._people[person] = who
            # An id is a slug, so no other one looks like one with a number.
            is_taken = who.id in self._ids
            self._interim[person] = f"{who.id}/{len(self._interim)}" if is_taken else who.id
            self._ids.add(who.id)
        elif known[3:] != who[3:]:
            self._people[person] = merge_speakers(known, who)
        return self._interim[person]

    def _insert(self, table: str, row: Row) -> None:
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            if rows:
                values = ", ".join("?" * len(rows[0]))
                self._db.executemany(f"INSERT INTO {table} VALUES ({values})", rows)
                rows.clear()

    def _rename(self, ids: dict[str, str]) -> None:
        """Replace the interim ids of people."""
        if not ids:
            return
        self._db.execute("CREATE TEMP TABLE renamed (was TEXT PRIMARY KEY, now TEXT)")
        self._db.executemany("INSERT INTO renamed VALUES (?, ?)", ids.items())
        for table, column in _SPEAKER_COLUMNS:
            self._db.execute(
                f"UPDATE {table} SET {column} = (SELECT now FROM renamed WHERE was = {column})"
                f" WHERE {column} IN (SELECT was FROM renamed)"
            )
        self._db.execute("DROP TABLE renamed")


def _quote_row(
    number: int, quote: Quote, statement: Statement, speaker: str | None, reporter: str | None
) -> Row:
    anchor = quote.anchor
    return (
        number,
        quote.id,
        quote.statement,
        quote.kind,
        quote.polarity,
        speaker,
        reporter,
        quote.excerpt,
        quote.cue or None,
        quote.paragraph or None,
        anchor.tier,
        anchor.proved,
        quote.doubt or None,
        quote.status,
        quote.confidence,
        quote.important,
        quote.coder or None,
        quote.note or None,
        citation(statement, quote),
        link(statement, quote) or None,
    )


def _topic_row(topic: Topic) -> Row:
    return (
        topic.id,
        topic.label,
        topic.description or None,
        _json_list(topic.aliases),
        _json_list(topic.keywords),
        topic.parent or None,
        topic.colour or None,
        topic.memo or None,
    )


def _json_list(texts: Iterable[str]) -> str:
    return json.dumps([collapse_space(text) for text in texts], ensure_ascii=False)
