"""Quotes as a SQLite database that explains itself: tables with foreign keys, a full-text index,
views.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing

from quotecli.citing.citation import citation, link
from quotecli.errors import QuotecliError
from quotecli.library.identity import add_topics, assign_ids, merge_speakers
from quotecli.model import Quote, Speaker, Statement, Topic, collapse_space
from quotecli.store.files import read_chunks
from quotecli.topic_tree import TopicTree

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
_NAMING_PEOPLE = (
    ("statements", "speaker"),
    ("roles", "speaker"),
    ("quotes", "speaker"),
    ("quotes", "reported_by"),
)
_BATCH = 500


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """The database, built in a temporary file. Text is as the statement has it, lists are JSON
    arrays.
    """
    with tempfile.TemporaryDirectory(prefix="quotecli-") as folder:
        path = os.path.join(folder, "quotes.db")
        # Nobody else sees the file before it is whole, so it needs no journal and no waiting for
        # the disk.
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as db:
                db.executescript(
                    "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"
                )
                db.executescript(_TABLES)
                db.execute("BEGIN")
                tables = _Tables(db)
                for statement in statements:
                    tables.add(statement)
                tables.finish()
                db.execute("COMMIT")
                # executescript() ends what is open before it begins.
                db.executescript(f"BEGIN; {_INDEXES} COMMIT; VACUUM")
        except sqlite3.OperationalError as error:
            raise QuotecliError(f"the database cannot be written: {error}") from None
        with open(path, "rb") as file:
            yield from read_chunks(file)


class _Tables:
    """Fills the tables, many rows at a time.

    While statements come in, a person goes by the id, and the second and further ones of one id by
    that with a number: only in the end it is known which ids stand for several people, and these
    then get theirs.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._rows: dict[str, list[tuple[object, ...]]] = {}
        self._known: dict[tuple[str, str], None] = {}
        self._people: dict[tuple[str, str], Speaker] = {}
        self._interim: dict[tuple[str, str], str] = {}
        self._ids: set[str] = set()
        self._topics: dict[str, Topic] = {}
        self._used: set[str] = set()
        self._quotes = 0

    def add(self, item: Statement) -> None:
        """A statement and its quotes."""
        roles: dict[str | None, str] = {}

        def person(who: Speaker | None) -> str | None:
            if who is None:
                return None
            key = self._person(who)
            if who.role:
                roles[key] = who.role
            return key

        owner = person(item.speaker)
        self._insert(
            "statements",
            (
                item.id,
                item.title,
                owner,
                item.occasion or None,
                *[value or None for value in item.source],
                item.text,
            ),
        )
        for quote in item.quotes:
            self._quotes += 1
            n = self._quotes
            self._insert(
                "quotes", _quote(n, quote, item, person(quote.speaker), person(quote.reported_by))
            )
            about = dict.fromkeys([topic.id for topic in quote.topics])
            self._used.update(about)
            for name in about:
                self._insert("quote_topics", (n, name))
            for part, (start, end) in enumerate(quote.anchor.spans, 1):
                self._insert("spans", (n, part, start, end, item.text[start:end]))
        for key, role in roles.items():
            self._insert("roles", (item.id, key, role))
        self._known.update(dict.fromkeys((who.id, who.name) for who in item.speakers.values()))
        add_topics(self._topics, item.topics.values())

    def finish(self) -> None:
        """What is known only when all statements are in."""
        ids = assign_ids(self._known)
        for who, person in self._people.items():
            self._insert("speakers", (ids[who], person.name, _listed(person.aliases)))
        used = set(TopicTree(self._topics).with_ancestors(self._used))
        for topic in self._topics.values():
            if topic.id in used:
                lists = (_listed(topic.aliases), _listed(topic.keywords))
                self._insert(
                    "topics",
                    (
                        topic.id,
                        topic.label,
                        topic.description or None,
                        *lists,
                        topic.parent or None,
                    ),
                )
        self._flush()
        self._rename([(was, ids[who]) for who, was in self._interim.items() if was != ids[who]])

    def _person(self, who: Speaker) -> str:
        name = (who.id, who.name)
        known = self._people.get(name)
        if known is None:
            self._people[name] = who
            # An id is a slug: no other one is of this form.
            self._interim[name] = (
                who.id if who.id not in self._ids else f"{who.id}/{len(self._interim)}"
            )
            self._ids.add(who.id)
        elif known.aliases != who.aliases:
            self._people[name] = merge_speakers(known, who)
        return self._interim[name]

    def _insert(self, table: str, row: tuple[object, ...]) -> None:
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            if rows:
                self._db.executemany(
                    f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows
                )
                rows.clear()

    def _rename(self, people: list[tuple[str, str]]) -> None:
        if not people:
            return
        self._db.execute("CREATE TEMP TABLE renamed (was TEXT PRIMARY KEY, now TEXT)")
        self._db.executemany("INSERT INTO renamed VALUES (?, ?)", people)
        for table, column in _NAMING_PEOPLE:
            self._db.execute(
                f"UPDATE {table} SET {column} = (SELECT now FROM renamed WHERE was = {column})"
                f" WHERE {column} IN (SELECT was FROM renamed)"
            )
        self._db.execute("DROP TABLE renamed")


def _quote(
    n: int, quote: Quote, statement: Statement, speaker: str | None, teller: str | None
) -> tuple[object, ...]:
    anchor = quote.anchor
    return (
        n,
        quote.id,
        quote.statement,
        quote.kind,
        speaker,
        teller,
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


def _listed(texts: Iterable[str]) -> str:
    return json.dumps([collapse_space(text) for text in texts], ensure_ascii=False)
