"""The tables of the database that holds statements, in memory or in the cache."""

from __future__ import annotations

import sys

from quotecli import __version__
from quotecli.library.sql import QUOTE_COLUMNS
from quotecli.store.discovery import UNSURE

# Python decides which characters make a word, so its version counts.
VERSION = f"16 {','.join(QUOTE_COLUMNS)} {__version__} {sys.version_info[0]}.{sys.version_info[1]}"
"""Changes whenever the tables, or what is written into them, do: a database of another version is
rebuilt.
"""

PER_STATEMENT = 1 << 24
"""The number of a quote is that of its statement times this, plus its rank in the statement: quotes
are numbered in the order of the source.
"""

# Splits text from quotecli.text.query.build_index_text() into the very words that it was made of.
TOKENIZER = "ascii tokenchars '$+<=>^`|~'"

FOUND = f'CREATE VIRTUAL TABLE found USING fts5(words, content="", tokenize="{TOKENIZER}")'
# The words of ids, in one row for the quotes of a statement: a row a quote would take much longer.
_IDS = 'CREATE VIRTUAL TABLE ids USING fts5(words, content="", tokenize="ascii")'
# Which statements have a word at all, in one row each; SQLite splits the texts, which is fastest.
_TEXTS = (
    'CREATE VIRTUAL TABLE texts USING fts5(words, content="", detail=none, columnsize=0,'
    ' tokenize="unicode61")'
)

TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE file (
    path TEXT, role TEXT, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER,
    digest BLOB, book TEXT, text_file TEXT, duplicate_of TEXT, statement INTEGER, problems TEXT,
    PRIMARY KEY (path, role)
) WITHOUT ROWID;
CREATE TABLE statement (
    number INTEGER PRIMARY KEY, id TEXT, first TEXT, last TEXT, title TEXT, head TEXT,
    topics INTEGER, speakers INTEGER, seal INTEGER
);
CREATE TABLE body (number INTEGER PRIMARY KEY, text TEXT, seal INTEGER);
CREATE TABLE glossary (
    key INTEGER PRIMARY KEY, kind TEXT, digest BLOB, json TEXT, uses INTEGER, first INTEGER,
    UNIQUE (kind, digest)
);
CREATE TABLE person (
    id TEXT, name TEXT, key TEXT UNIQUE, first INTEGER, nth INTEGER, json TEXT, UNIQUE (id, name)
);
CREATE TABLE quote (
    n INTEGER PRIMARY KEY, statement INTEGER, speaker TEXT, name TEXT, length INTEGER,
    {", ".join(QUOTE_COLUMNS)}
);
CREATE VIEW size AS SELECT n, length AS words FROM quote;
CREATE TABLE content (
    n INTEGER PRIMARY KEY, id TEXT, speaker_id TEXT, reporter_id TEXT, members TEXT, rest TEXT,
    seal INTEGER
);
CREATE TABLE about (topic TEXT, n INTEGER, PRIMARY KEY (topic, n)) WITHOUT ROWID;
CREATE TABLE counted (
    topic TEXT PRIMARY KEY, quotes INTEGER, words INTEGER, statements INTEGER
) WITHOUT ROWID;
{FOUND};
{_IDS};
{_TEXTS};
"""
COUNTS = "SELECT topic, quotes, words, statements FROM counted ORDER BY topic"
"""The rows of the table `counted`, of which `meta` has a checksum."""

# Created when the tables are full, which is faster.
INDEXES = f"""
CREATE UNIQUE INDEX IF NOT EXISTS statement_id ON statement (id);
CREATE INDEX IF NOT EXISTS statement_topics ON statement (topics);
CREATE INDEX IF NOT EXISTS statement_speakers ON statement (speakers);
CREATE INDEX IF NOT EXISTS file_other ON file (role, path) WHERE role != 'statement';
CREATE INDEX IF NOT EXISTS file_unsure ON file (size) WHERE size = {UNSURE[0]};
CREATE INDEX IF NOT EXISTS file_problems ON file (role, path) WHERE problems IS NOT NULL;
CREATE INDEX IF NOT EXISTS file_duplicate ON file (path, duplicate_of) WHERE duplicate_of != '';
CREATE INDEX IF NOT EXISTS content_id ON content (id);
CREATE INDEX IF NOT EXISTS quote_speaker ON quote (speaker, n);
CREATE INDEX IF NOT EXISTS quote_statement ON quote (statement);
CREATE INDEX IF NOT EXISTS quote_status ON quote (status) WHERE status IS NOT NULL;
CREATE INDEX IF NOT EXISTS quote_polarity ON quote (polarity) WHERE polarity IS NOT NULL;
CREATE INDEX IF NOT EXISTS quote_important ON quote (important) WHERE important IS NOT NULL;
CREATE INDEX IF NOT EXISTS quote_coder ON quote (coder) WHERE coder IS NOT NULL;
"""
