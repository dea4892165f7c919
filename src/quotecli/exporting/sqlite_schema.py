"""The schema of the SQLite export, explained in docs/export.md."""

TABLES = """
CREATE TABLE statements (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    speaker TEXT REFERENCES speakers (id),
    occasion TEXT,
    coder TEXT,
    memo TEXT,
    author TEXT,
    publisher TEXT,
    url TEXT,
    published TEXT,
    accessed TEXT,
    language TEXT,
    file TEXT,
    sha256 TEXT,
    text TEXT NOT NULL
);
CREATE TABLE speakers (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL
);
CREATE TABLE attributes (
    speaker TEXT NOT NULL REFERENCES speakers (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (speaker, name)
) WITHOUT ROWID;
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
    parent TEXT REFERENCES topics (id),
    colour TEXT,
    memo TEXT
);
CREATE TABLE quotes (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    statement TEXT NOT NULL REFERENCES statements (id),
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
    polarity TEXT NOT NULL CHECK (polarity IN ('positive', 'negative')),
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
    important INTEGER NOT NULL,
    coder TEXT,
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

INDEXES = """
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
        quotes.n, quotes.id, quotes.statement, statements.title, speakers.name AS speaker,
        roles.role,
        reporters.name AS reported_by, quotes.kind, quotes.polarity, quotes.excerpt,
        quotes.cue,
        (
            SELECT group_concat(label, '; ') FROM (
                SELECT topics.label FROM quote_topics JOIN topics ON topics.id = quote_topics.topic
                WHERE quote_topics.quote = quotes.n ORDER BY topics.rowid
            )
        ) AS topics,
        quotes.paragraph, quotes.proved, quotes.doubt, quotes.status, statements.published,
        quotes.citation, quotes.link
    FROM quotes
    JOIN statements ON statements.id = quotes.statement
    LEFT JOIN speakers ON speakers.id = quotes.speaker
    LEFT JOIN roles ON roles.statement = quotes.statement AND roles.speaker = quotes.speaker
    LEFT JOIN speakers AS reporters ON reporters.id = quotes.reported_by;
CREATE VIEW topic_counts AS
    SELECT topics.id, topics.label, topics.parent, count(quote_topics.quote) AS quotes
    FROM topics LEFT JOIN quote_topics ON quote_topics.topic = topics.id
    GROUP BY topics.id ORDER BY topics.rowid;
CREATE VIEW speaker_counts AS
    SELECT speakers.id, speakers.name, count(quotes.n) AS quotes
    FROM speakers LEFT JOIN quotes ON quotes.speaker = speakers.id
    GROUP BY speakers.id ORDER BY quotes DESC, speakers.rowid;
"""
"""Created once the tables are filled, which is faster than keeping them up to date meanwhile."""
