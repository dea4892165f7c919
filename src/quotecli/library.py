"""Statements as one SQLite database, in memory; the only user of sqlite3.

The tables hold what quotes are selected and counted by, the statements themselves what is shown. What takes
time to derive (words, places, the full-text index) is derived when a question first needs it.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from weakref import finalize

from quotecli import statement
from quotecli.errors import Place, Problem, StatementError, UnknownNameError, UnreadableError
from quotecli.files import statement_files
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.select import Criteria, Sort, Where, where

if TYPE_CHECKING:
    from quotecli.tally import By, Features, StatementCount, Summary, Tally, TopicPair

_TABLES = """
CREATE TABLE statement (number INTEGER PRIMARY KEY, id TEXT, first TEXT, last TEXT);
CREATE TABLE quote (n INTEGER PRIMARY KEY, statement INTEGER, kind TEXT, speaker TEXT, name TEXT);
CREATE TABLE about (topic TEXT, n INTEGER, PRIMARY KEY (topic, n)) WITHOUT ROWID;
"""
# Splits the text that search.indexed() makes into the very words that went in.
_TOKENIZER = "ascii tokenchars '$+<=>^`|~'"
_DERIVED = {
    "size": "CREATE TABLE size (n INTEGER PRIMARY KEY, words INTEGER)",
    "place": "CREATE TABLE place (n INTEGER PRIMARY KEY, start INTEGER)",
    "found": f'CREATE VIRTUAL TABLE found USING fts5(words, content="", tokenize="{_TOKENIZER}")',
}
_ORDER = {
    "source": "quote.statement, place.start IS NULL, place.start, n",
    "speaker": "quote.name IS NULL, quote.name, quote.statement, place.start IS NULL, place.start, n",
    "length": "size.words DESC, n",
    "random": "random()",
}


_ALL = Criteria()


class TopicCount(NamedTuple):
    """How many quotes are about a topic or its subtopics, and their words.

    `depth` is 0 for a topic without a parent; `share` is the part of the words of all quotes counted, 0 to 1.
    """

    topic: Topic
    depth: int
    quotes: int
    words: int
    share: float


class SpeakerCount(NamedTuple):
    """How often and at what length a speaker is quoted, and on what; no speaker where a quote names none."""

    speaker: Speaker | None
    quotes: int
    words: int
    topics: dict[str, int]


class Library:
    """Statements, and the answers to questions about their quotes."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = {item.id: item for item in statements}
        self.topics: dict[str, Topic] = {}
        self.speakers: dict[str, Speaker] = {}
        homes: dict[str, str] = {}
        for item in statements:
            for topic in item.topics.values():
                known = self.topics.setdefault(topic.id, topic)
                if known is not topic:
                    self.topics[topic.id] = known._replace(aliases=_united(known.aliases, topic.label, *topic.aliases))
            for person in item.speakers.values():
                same = self.speakers.setdefault(person.id, person)
                home = homes.setdefault(person.id, item.file)
                if same.name != person.name:
                    # Two people under one id would be one person's quotes.
                    message = f"the speaker '{person.id}' is “{person.name}” here and “{same.name}” in {home}"
                    hint = "give one of them another id, or both the same name"
                    raise StatementError([Problem("conflict", message, Place(item.file), hint)])
                if same is not person:
                    self.speakers[person.id] = same._replace(aliases=_united(same.aliases, *person.aliases))
        self._quotes = [quote for item in statements for quote in item.quotes]
        self._derived: set[str] = set()
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        finalize(self, self._db.close)
        self._db.executescript(_TABLES)
        numbers = {item.id: number for number, item in enumerate(statements)}
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO statement VALUES (?, ?, ?, ?)",
            ((numbers[item.id], item.id, *_days(item.source.published)) for item in statements),
        )
        self._db.executemany(
            "INSERT INTO quote VALUES (?, ?, ?, ?, ?)",
            (
                (
                    n,
                    numbers[quote.statement],
                    quote.kind,
                    *((who.id, who.name) if (who := quote.speaker) else (None, None)),
                )
                for n, quote in enumerate(self._quotes)
            ),
        )
        lines = {topic: [topic, *self._ancestors(topic)] for topic in self.topics}
        self._db.executemany(
            "INSERT OR IGNORE INTO about VALUES (?, ?)",
            ((line, n) for n, quote in enumerate(self._quotes) for topic in quote.topics for line in lines[topic.id]),
        )
        self._db.execute("COMMIT")

    def quotes(self, criteria: Criteria = _ALL, sort: Sort = "source", limit: int | None = None) -> Iterator[Quote]:
        """The quotes that meet the criteria, in the order of the source, by speaker, longest first, or at random.

        Raises UnknownNameError where the criteria name a topic or speaker that does not exist.
        """
        tables = {"source": ["place"], "speaker": ["place"], "length": ["size"], "random": []}[sort]
        condition = self._where(criteria, *tables)
        joins = "".join(f" JOIN {table} USING (n)" for table in tables)
        sql = f"SELECT n FROM quote{joins} WHERE {condition.sql} ORDER BY {_ORDER[sort]}"
        rows = self._db.execute(f"{sql} LIMIT ?", (*condition.parameters, -1 if limit is None else limit))
        return (self._quotes[n] for (n,) in rows)

    def selected(self, criteria: Criteria = _ALL) -> Iterator[Statement]:
        """The statements that have quotes which meet the criteria, each with these alone, in the order of its source.

        Raises as quotes() does.
        """
        chosen: dict[str, list[Quote]] = {}
        for quote in self.quotes(criteria):
            chosen.setdefault(quote.statement, []).append(quote)
        return (self.statements[name]._replace(quotes=tuple(quotes)) for name, quotes in chosen.items())

    def count(self, criteria: Criteria = _ALL) -> int:
        """How many quotes meet the criteria; raises as quotes() does."""
        condition = self._where(criteria)
        rows = self._db.execute(f"SELECT count(*) FROM quote WHERE {condition.sql}", condition.parameters)
        return int(rows.fetchone()[0])

    def count_topics(self, criteria: Criteria = _ALL) -> list[TopicCount]:
        """The topics in the order of their definition, subtopics under their parents.

        Without criteria all of them, with criteria those that quotes which meet them are about; raises as quotes().
        """
        condition = self._where(criteria, "size")
        sums = "SELECT {}, count(*), sum(words) FROM quote JOIN size USING (n) {} WHERE {}"
        every = self._db.execute(sums.format(1, "", condition.sql), condition.parameters).fetchone()[2] or 0
        sql = sums.format("topic", "JOIN about USING (n)", condition.sql) + " GROUP BY topic"
        counted = {topic: (quotes, words) for topic, quotes, words in self._db.execute(sql, condition.parameters)}
        return [
            TopicCount(
                self.topics[topic], depth, *counted.get(topic, (0, 0)), counted.get(topic, (0, 0))[1] / (every or 1)
            )
            for topic, depth in self._topic_tree()
            if topic in counted or not criteria
        ]

    def count_speakers(self, criteria: Criteria = _ALL) -> list[SpeakerCount]:
        """Who is quoted, the most quoted first; raises as quotes() does."""
        condition = self._where(criteria, "size")
        topics: dict[str | None, dict[str, int]] = {}
        sql = f"SELECT speaker, topic, count(*) FROM quote JOIN about USING (n) WHERE {condition.sql} GROUP BY 1, 2"
        for speaker, topic, quotes in self._db.execute(sql, condition.parameters):
            topics.setdefault(speaker, {})[topic] = quotes
        sql = (
            f"SELECT speaker, count(*), sum(words) FROM quote JOIN size USING (n) WHERE {condition.sql}"
            " GROUP BY speaker ORDER BY speaker IS NULL, 2 DESC, 3 DESC, name"
        )
        rank = {topic: number for number, (topic, _) in enumerate(self._topic_tree())}
        return [
            SpeakerCount(
                self.speakers[speaker] if speaker else None,
                quotes,
                words,
                dict(sorted(topics.get(speaker, {}).items(), key=lambda pair: rank[pair[0]])),
            )
            for speaker, quotes, words in self._db.execute(sql, condition.parameters)
        ]

    def count_statements(self, criteria: Criteria = _ALL) -> list[StatementCount]:
        """The statements in their order: all of them, or with criteria those with quotes that meet them.

        Raises as quotes() does.
        """
        from quotecli.tally import StatementCount, by_statement

        counts = by_statement(self._db, self._where(criteria, "size"), every=not criteria)
        return [StatementCount(self.statements[name], *count) for name, count in counts]

    def tally(self, by: Sequence[By], criteria: Criteria = _ALL, keep: Sequence[Collection[str] | None] = ()) -> Tally:
        """The quotes counted by one or two different sides, as tally.tally() does; raises as quotes() does."""
        from quotecli.tally import tally

        topics = [topic for topic, _ in self._topic_tree()]
        return tally(self._db, self._where(criteria, "size"), by, topics, keep)

    def pairs(self, criteria: Criteria = _ALL) -> list[TopicPair]:
        """The topics that quotes are about together, the most frequent pairs first; raises as quotes() does."""
        from quotecli.tally import pairs

        above = {topic: frozenset(self._ancestors(topic)) for topic in self.topics}
        return pairs(self._db, self._where(criteria, "size"), [topic for topic, _ in self._topic_tree()], above)

    def summary(self, criteria: Criteria = _ALL) -> Summary:
        """What there is in all; without criteria also of statements that have no quotes. Raises as quotes() does."""
        from quotecli.tally import summary

        return summary(self._db, self._where(criteria, "size"), every=not criteria)

    def features(self, criteria: Criteria = _ALL) -> Iterator[Features]:
        """The quotes in the order of the source, as statistics see them; raises as quotes() does."""
        from quotecli.tally import Features, months
        from quotecli.words import count

        published = months(self._db)
        lines = {topic: frozenset((topic, *self._ancestors(topic))) for topic in self.topics}
        return (
            Features(
                quote,
                published[quote.statement],
                sum(map(count, quote.parts)),
                frozenset[str]().union(*[lines[topic.id] for topic in quote.topics]),
            )
            for quote in self.quotes(criteria)
        )

    def quote(self, name: str) -> Quote:
        """The quote that `name` is the id of, or the beginning of a word of it, or statement/id.

        Raises UnknownNameError where there is none, or more than one.
        """
        found = [quote for quote in self._quotes if name in (quote.id, f"{quote.statement}/{quote.id}")]
        if len(found) > 1:
            full = ", ".join(f"{quote.statement}/{quote.id}" for quote in found)
            raise UnknownNameError(f"'{name}' is a quote of {len(found)} statements: {full}", hint="give one of these")
        if found:
            return found[0]
        from quotecli.names import resolve

        many = len(self.statements) > 1
        known = {f"{quote.statement}/{quote.id}" if many else quote.id: quote for quote in self._quotes}
        return known[resolve(name, {key: (quote.id,) for key, quote in known.items()}, "quote")]

    def neighbours(self, quote: Quote) -> tuple[Quote | None, Quote | None]:
        """The quotes before and after one in the order of its statement's source."""
        ordered = [other for other in self.quotes() if other.statement == quote.statement]
        at = ordered.index(quote)
        return (ordered[at - 1] if at else None, ordered[at + 1] if at + 1 < len(ordered) else None)

    def _where(self, criteria: Criteria, *tables: str) -> Where:
        """The condition for criteria, with the derived tables that it and its user need."""
        for table in (*tables, *(("found",) if criteria.queries() else ())):
            if table not in self._derived:
                self._derive(table)
        if not (criteria.topics or criteria.not_topics or criteria.speakers or criteria.statements):
            return where(criteria)
        from quotecli.names import resolve

        topics = {key: (topic.label, *topic.aliases) for key, topic in self.topics.items()}
        speakers = {key: (who.name, *who.aliases) for key, who in self.speakers.items()}
        statements = {key: (item.title,) for key, item in self.statements.items()}

        def ids(wanted: Iterable[str], known: Mapping[str, tuple[str, ...]], what: str) -> tuple[str, ...]:
            return tuple([resolve(name, known, what) for name in wanted])

        return where(
            criteria._replace(
                topics=ids(criteria.topics, topics, "topic"),
                not_topics=ids(criteria.not_topics, topics, "topic"),
                speakers=ids(criteria.speakers, speakers, "speaker"),
                statements=ids(criteria.statements, statements, "statement"),
            )
        )

    def _derive(self, table: str) -> None:
        # What deriving needs is loaded here: most questions need only one of these tables.
        if table == "size":
            from quotecli.words import count

            def value(quote: Quote) -> int | str | None:
                return sum(map(count, quote.parts))

        elif table == "found":
            from quotecli.search import indexed

            def value(quote: Quote) -> int | str | None:
                return indexed(quote.parts)

        else:

            def value(quote: Quote) -> int | str | None:
                return quote.anchor.spans[0].start if quote.anchor.spans else None

        into = {"size": "size (n, words)", "place": "place (n, start)", "found": "found (rowid, words)"}[table]
        self._db.execute("BEGIN")
        self._db.execute(_DERIVED[table])
        rows = ((n, value(quote)) for n, quote in enumerate(self._quotes))
        self._db.executemany(f"INSERT INTO {into} VALUES (?, ?)", rows)
        self._db.execute("COMMIT")
        self._derived.add(table)

    def _ancestors(self, topic: str) -> Iterator[str]:
        while topic := self.topics[topic].parent:
            yield topic

    def _topic_tree(self) -> list[tuple[str, int]]:
        """The ids of the topics, each under its parent, and how deep they stand."""
        children: dict[str, list[str]] = {}
        for key, topic in self.topics.items():
            children.setdefault(topic.parent, []).append(key)
        tree, stack = [], [(key, 0) for key in reversed(children.get("", ()))]
        while stack:
            key, depth = stack.pop()
            tree.append((key, depth))
            stack += [(child, depth + 1) for child in reversed(children.get(key, ()))]
        return tree


def _days(published: str) -> tuple[str | None, str | None]:
    """The first and last day of a date; none where it is no date."""
    if not published:
        return None, None
    from quotecli.dates import first_day, is_date, last_day

    return (first_day(published), last_day(published)) if is_date(published) else (None, None)


def _united(names: Iterable[str], *others: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *others)))


def load(*paths: str) -> Library:
    """The statements in files and folders, "-" for standard input; without a path, the shipped statement.

    Raises UnreadableError where there is nothing to read and StatementError where a file breaks the format.
    """
    items: dict[str, Statement] = {}
    # Reading makes many small objects and no garbage: collecting on the way would only take time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for path in statement_files(paths):
            item = statement.load(path)
            if item.id in items:
                message = f"the statement '{item.id}' is also in {items[item.id].file}"
                raise UnreadableError(message, place=Place(path), hint="give one of the files another name")
            items[item.id] = item
        return Library(list(items.values()))
    finally:
        if collecting:
            gc.enable()
