"""Quotes as a SQLite database that explains itself: tables with foreign keys, a full-text index, views."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import count

from quotecli.cite import citation, link
from quotecli.errors import QuotecliError
from quotecli.identity import keys
from quotecli.model import Quote, Speaker, Statement, Topic, one_line

_TABLES = """
CREATE TABLE statements (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    speaker TEXT REFERENCES speakers (id),
    occasion TEXT,
    author TEXT,
    publisher TEXT,
    url TEXT,
    published TEXT,
    accessed TEXT,
    language TEXT,
    text TEXT NOT NULL
);
CREATE TABLE speakers (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL
);
CREATE TABLE roles (
    statement TEXT NOT NULL REFERENCES statements (id),
    speaker TEXT NOT NULL REFERENCES speakers (id),
    role TEXT NOT NULL,
    PRIMARY KEY (statement, speaker)
) WITHOUT ROWID;
CREATE TABLE topics (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    description TEXT,
    aliases TEXT NOT NULL,
    keywords TEXT NOT NULL,
    parent TEXT REFERENCES topics (id)
);
CREATE TABLE quotes (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    statement TEXT NOT NULL REFERENCES statements (id),
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
    speaker TEXT REFERENCES speakers (id),
    reported_by TEXT REFERENCES speakers (id),
    excerpt TEXT NOT NULL,
    cue TEXT,
    paragraph INTEGER,
    tier TEXT NOT NULL,
    proved INTEGER NOT NULL,
    doubt TEXT,
    status TEXT,
    confidence REAL,
    note TEXT,
    citation TEXT NOT NULL,
    link TEXT,
    UNIQUE (statement, id)
);
CREATE TABLE quote_topics (
    quote INTEGER NOT NULL REFERENCES quotes (n),
    topic TEXT NOT NULL REFERENCES topics (id),
    PRIMARY KEY (quote, topic)
) WITHOUT ROWID;
CREATE TABLE spans (
    quote INTEGER NOT NULL REFERENCES quotes (n),
    part INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (quote, part)
) WITHOUT ROWID;
"""
# What is made once the tables are filled, which takes less time than to keep it up while they are.
_INDEXES = """
CREATE INDEX quotes_by_speaker ON quotes (speaker);
CREATE INDEX quotes_by_reported_by ON quotes (reported_by);
CREATE INDEX quotes_by_kind ON quotes (kind);
CREATE INDEX quote_topics_by_topic ON quote_topics (topic);
CREATE INDEX topics_by_parent ON topics (parent);
CREATE INDEX statements_by_published ON statements (published);
CREATE VIRTUAL TABLE quotes_fts USING fts5 (
    excerpt, content="quotes", content_rowid="n", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild');
INSERT INTO quotes_fts (quotes_fts) VALUES ('optimize');
CREATE TRIGGER quotes_inserted AFTER INSERT ON quotes BEGIN
    INSERT INTO quotes_fts (rowid, excerpt) VALUES (new.n, new.excerpt);
END;
CREATE TRIGGER quotes_deleted AFTER DELETE ON quotes BEGIN
    INSERT INTO quotes_fts (quotes_fts, rowid, excerpt) VALUES ('delete', old.n, old.excerpt);
END;
CREATE TRIGGER quotes_updated AFTER UPDATE ON quotes BEGIN
    INSERT INTO quotes_fts (quotes_fts, rowid, excerpt) VALUES ('delete', old.n, old.excerpt);
    INSERT INTO quotes_fts (rowid, excerpt) VALUES (new.n, new.excerpt);
END;
CREATE VIEW attributed_quotes AS
    SELECT
        quotes.n, quotes.id, quotes.statement, statements.title, speakers.name AS speaker, roles.role,
        tellers.name AS reported_by, quotes.kind, quotes.excerpt, quotes.cue,
        (
            SELECT group_concat(label, '; ') FROM (
                SELECT topics.label FROM quote_topics JOIN topics ON topics.id = quote_topics.topic
                WHERE quote_topics.quote = quotes.n ORDER BY topics.rowid
            )
        ) AS topics,
        quotes.paragraph, quotes.proved, quotes.doubt, quotes.status, statements.published, quotes.citation, quotes.link
    FROM quotes
    JOIN statements ON statements.id = quotes.statement
    LEFT JOIN speakers ON speakers.id = quotes.speaker
    LEFT JOIN roles ON roles.statement = quotes.statement AND roles.speaker = quotes.speaker
    LEFT JOIN speakers AS tellers ON tellers.id = quotes.reported_by;
CREATE VIEW topic_counts AS
    SELECT topics.id, topics.label, topics.parent, count(quote_topics.quote) AS quotes
    FROM topics LEFT JOIN quote_topics ON quote_topics.topic = topics.id
    GROUP BY topics.id ORDER BY topics.rowid;
CREATE VIEW speaker_counts AS
    SELECT speakers.id, speakers.name, count(quotes.n) AS quotes
    FROM speakers LEFT JOIN quotes ON quotes.speaker = speakers.id
    GROUP BY speakers.id ORDER BY quotes DESC, speakers.rowid;
"""
_CHUNK = 1 << 20


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """The database, built in a temporary file. Text is as the statement has it, lists are JSON arrays."""
    with tempfile.TemporaryDirectory(prefix="quotecli-") as folder:
        path = os.path.join(folder, "quotes.db")
        # Nobody else sees the file before it is whole, so it needs no journal and no waiting for the disk.
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as db:
                db.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
                db.executescript(_TABLES)
                db.execute("BEGIN")
                _fill(db, statements)
                db.execute("COMMIT")
                # executescript() ends what is open before it begins.
                db.executescript(f"BEGIN; {_INDEXES} COMMIT; VACUUM")
        except sqlite3.OperationalError as error:
            raise QuotecliError(f"the database cannot be written: {error}") from None
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _fill(db: sqlite3.Connection, statements: Iterable[Statement]) -> None:
    people = _People()
    topics: dict[str, Topic] = {}
    defined: dict[str, None] = {}
    numbers = count(1)
    for item in statements:
        heard: dict[str, Speaker] = {item.speaker.id: item.speaker} if item.speaker else {}
        defined.update(dict.fromkeys(item.topics))
        rows = [(next(numbers), quote) for quote in item.quotes]
        for _, quote in rows:
            for who in (quote.speaker, quote.reported_by):
                if who:
                    heard.setdefault(who.id, who)
            for topic in quote.topics:
                for part in _with_ancestors(topic, item.topics):
                    topics[part.id] = _merged(topics.get(part.id), part)
        known_as = {who.id: people.add(who) for who in heard.values()}
        owner = known_as[item.speaker.id] if item.speaker else None
        source = [value or None for value in item.source]
        _insert(db, "statements", [(item.id, item.title, owner, item.occasion or None, *source, item.text)])
        _insert(db, "roles", [(item.id, known_as[who.id], who.role) for who in heard.values() if who.role])
        _insert(db, "quotes", (_quote(n, quote, item, known_as) for n, quote in rows))
        _insert(
            db, "quote_topics", ((n, topic) for n, quote in rows for topic in dict.fromkeys(t.id for t in quote.topics))
        )
        _insert(
            db,
            "spans",
            (
                (n, part, start, end, item.text[start:end])
                for n, quote in rows
                for part, (start, end) in enumerate(quote.anchor.spans, 1)
            ),
        )
    final = people.settled()
    for key, new in final.items():
        if new != key:
            for table, column in _SPOKEN:
                db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (new, key))
    _insert(db, "speakers", ((final[key], who.name, _listed(who.aliases)) for key, who in people.known.items()))
    _insert(
        db,
        "topics",
        (
            (item.id, item.label, item.description or None, _listed(item.aliases), _listed(item.keywords),
            item.parent or None) for item in (topics[key] for key in defined if key in topics)
        ),
    )  # fmt: skip


class _People:
    """Everybody, by a key of their own; which id is that of two is known only in the end."""

    def __init__(self) -> None:
        self.known: dict[str, Speaker] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def add(self, who: Speaker) -> str:
        """Somebody's key for now."""
        # No id and no final key has a space.
        free = who.id if who.id not in self.known else f"{who.id} {len(self.known)}"
        key = self._keys.setdefault((who.id, who.name), free)
        known = self.known.setdefault(key, who)
        self.known[key] = known._replace(aliases=_united(known.aliases, *who.aliases))
        return key

    def settled(self) -> dict[str, str]:
        """What each is known by in the end, by the key for now."""
        final = keys(self._keys)
        return {key: final[who] for who, key in self._keys.items()}


_SPOKEN = [("statements", "speaker"), ("roles", "speaker"), ("quotes", "speaker"), ("quotes", "reported_by")]


def _quote(n: int, quote: Quote, statement: Statement, known_as: dict[str, str]) -> tuple[object, ...]:
    anchor = quote.anchor
    return (
        n,
        quote.id,
        quote.statement,
        quote.kind,
        known_as[quote.speaker.id] if quote.speaker else None,
        known_as[quote.reported_by.id] if quote.reported_by else None,
        quote.excerpt,
        quote.cue or None,
        quote.paragraph or None,
        anchor.tier,
        anchor.proved,
        quote.doubt or None,
        quote.status,
        quote.confidence,
        quote.note or None,
        citation(statement, quote),
        link(statement, quote) or None,
    )


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first:
        statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
        db.execute(statement, first)
        db.executemany(statement, rows)


def _with_ancestors(topic: Topic, topics: dict[str, Topic]) -> Iterator[Topic]:
    yield topic
    while topic.parent:
        topic = topics[topic.parent]
        yield topic


def _merged(known: Topic | None, topic: Topic) -> Topic:
    """A topic as the first statement has it, with the names that others give it."""
    if known is None or known is topic:
        return topic
    return known._replace(aliases=_united(known.aliases, topic.label, *topic.aliases))


def _united(names: tuple[str, ...], *others: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *others)))


def _listed(texts: Iterable[str]) -> str:
    return json.dumps([one_line(text) for text in texts], ensure_ascii=False)
