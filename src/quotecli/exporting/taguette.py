"""A project of Taguette (.sqlite3), which it opens with "Import a project file".

A statement is a document, a part of a quote is a highlight, and topics are tags, named by the path
from their root, with dots between. Who said it, how, and the status of the quote are tags, too.
What Taguette cannot hold (ids, cues, notes …) is in a document of its own, as JSON Lines, which
quotecli.importing.taguette reads back.

Seen in the source of Taguette 1.5.2:

- Offsets count bytes of UTF-8 in the text content of the document, as html5lib parses it.
- Its import refuses HTML that bleach would write otherwise: control characters are references, and
  `>` is one, too. NUL, which HTML cannot hold, is shown as U+FFFD.
- It ignores line ends, so that each is a <br> as well, which has no text.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count

from quotecli.exporting.tags import (
    MAX_DESCRIPTION,
    MAX_NAME,
    RECORD,
    Key,
    list_keys,
    make_html,
    make_tags,
    name_file,
    shorten,
    show_text,
)
from quotecli.exporting.temporary import build_database
from quotecli.library.identity import add_people, add_topics
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.objects import encode, stream_list, stream_object
from quotecli.store.tree import quote_tree, statement_tree
from quotecli.text.counting import Utf8Counting
from quotecli.text.escape import json_ascii, visible

_CREATED = "1980-01-01 00:00:00.000000"
_ADMIN = "admin"
_ABOUT_RECORD = "From this, quotecli reads the project back. Leave it as it is."
# The tables of Taguette 1.5.2, without the indexes, which its import does not need.
_VERSION = "db5e31a0233d"
_TABLES = f"""
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('{_VERSION}');
CREATE TABLE users (
    login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL,
    hashed_password VARCHAR(192), disabled BOOLEAN NOT NULL, password_set_date DATETIME,
    language VARCHAR(10), email VARCHAR(256), email_sent DATETIME
);
CREATE TABLE projects (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, created DATETIME NOT NULL
);
CREATE TABLE project_members (
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    user_login VARCHAR(30) NOT NULL
        REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE,
    privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login)
);
CREATE TABLE documents (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL
);
CREATE TABLE commands (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
    user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON UPDATE CASCADE,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    document_id INTEGER, payload TEXT NOT NULL
);
CREATE TABLE tags (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    path VARCHAR(200) NOT NULL, description TEXT NOT NULL, UNIQUE (project_id, path)
);
CREATE TABLE highlights (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL
);
CREATE TABLE highlight_tags (
    highlight_id INTEGER NOT NULL REFERENCES highlights (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (highlight_id, tag_id)
);
INSERT INTO users (login, created, disabled) VALUES ('{_ADMIN}', '{_CREATED}', 0);
"""


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Return the chunks of the database, which is built in a temporary file.

    Raises QuotecliError if there is no room for the file.
    """
    return build_database("project", lambda db: _fill(db, statements))


def _fill(db: sqlite3.Connection, statements: Iterable[Statement]) -> None:
    db.executescript(f"PRAGMA application_id = 0x54677474; BEGIN; {_TABLES}")
    project = _Project(db)
    for statement in statements:
        project.add(statement)
    project.finish()
    db.execute("COMMIT")


class _Project:
    """Fills the tables of one project; its tags are known only at the end."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._titles: list[str] = []
        self._records: list[str] = []
        self._topics: dict[str, Topic] = {}
        self._people: dict[tuple[str, str], Speaker] = {}
        self._tag_ids: dict[Key, int] = {}
        self._highlight_ids = count(1)

    def add(self, statement: Statement) -> None:
        """Add the document of a statement, and its highlights."""
        self._titles.append(statement.title)
        self._records.append(_make_record(statement))
        add_topics(self._topics, statement.topics.values())
        add_people(self._people, statement.speakers.values())
        document = len(self._titles)
        about = "\n".join(filter(None, (statement.title, *statement.source)))
        text = show_text(statement.text)
        name = name_file(document, statement)
        self._add_document(document, statement.title, about, name, text)

        counting = Utf8Counting(text)
        for quote in statement.quotes:
            self._add_highlights(quote, document, text, counting)

    def finish(self) -> None:
        """Add the project, its tags, and the record."""
        titles = self._titles
        name = titles[0] if len(titles) == 1 else f"{len(titles)} statements"
        project = (1, shorten(name, MAX_NAME), "", _CREATED)
        self._insert("projects", *project)
        self._insert("project_members", 1, _ADMIN, "ADMIN")
        keys = [key for key in self._tag_ids if key[0] != "topic"]
        for key, tag in make_tags(self._topics, self._people, keys).items():
            self._insert("tags", self._find_tag(key), 1, tag.path, tag.description)
        record = json_ascii("\n".join(self._records))
        for sign in "&<>":
            record = record.replace(sign, f"\\u{ord(sign):04x}")
        if titles:
            self._add_document(len(titles) + 1, RECORD, _ABOUT_RECORD, RECORD, record)

    def _add_document(self, key: int, title: str, about: str, name: str, text: str) -> None:
        about = visible(about)[:MAX_DESCRIPTION]
        row = (shorten(title, MAX_NAME), about, name, _CREATED, 1, _find_direction(text))
        self._insert("documents", key, *row, make_html(text))

    def _add_highlights(
        self, quote: Quote, document: int, text: str, counting: Utf8Counting
    ) -> None:
        tags = sorted({self._find_tag(key) for key in list_keys(quote)})
        for span in quote.anchor.spans:
            start, end = map(counting.position, span)
            snippet = make_html(text[span.start : span.end])
            highlight = next(self._highlight_ids)
            self._insert("highlights", highlight, document, start, end, snippet)
            for tag in tags:
                self._insert("highlight_tags", highlight, tag)

    def _find_tag(self, key: Key) -> int:
        return self._tag_ids.setdefault(key, len(self._tag_ids) + 1)

    def _insert(self, table: str, *row: object) -> None:
        self._db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _make_record(statement: Statement) -> str:
    """Return a statement's file as JSON; its text only if the document shows another one."""
    tree = statement_tree(statement)
    if show_text(statement.text) == statement.text:
        del tree["text"]
    quotes = (encode(quote_tree(quote, statement)) for quote in statement.quotes)
    pieces = stream_object({"id": statement.id, **tree}, "quotes", stream_list(quotes))
    return "".join(pieces).replace("\n", " ")


def _find_direction(text: str) -> str:
    """Return the direction of the first letter, as browsers find that of a text."""
    letters = (unicodedata.bidirectional(character) for character in text)
    first = next((one for one in letters if one in ("L", "R", "AL")), "L")
    return "LEFT_TO_RIGHT" if first == "L" else "RIGHT_TO_LEFT"
