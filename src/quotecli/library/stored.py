"""Statements in a database that holds everything: quotes are made of its rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from quotecli.library.cache.rows import make_line, restore_quote
from quotecli.library.cache.tables import COUNTS, PER_STATEMENT
from quotecli.library.cache.values import (
    UNEXPECTED,
    digest,
    make_speaker,
    make_topic,
    read_topics,
    seal_row,
    unseal,
)
from quotecli.library.database import Database
from quotecli.library.identity import SEPARATOR
from quotecli.library.renewal import DamagedError
from quotecli.library.shelf import Row, Shelf, Sums
from quotecli.library.sql import Condition
from quotecli.model import Quote, Source, Speaker, Statement, Topic
from quotecli.objects import encode, speaker_reference
from quotecli.store.discovery import Scan
from quotecli.topic_tree import TopicTree

Value = TypeVar("Value")

_CONTENT = ("id", "speaker_id", "reporter_id", "members", "rest", "seal")
_COLUMNS = ", ".join(["n", *[f"content.{name}" for name in _CONTENT]])
_JOINS = " JOIN content USING (n)"
# The most definitions of statements that are held in memory.
_MAX_HELD = 500


class Stored(Shelf):
    """Any number of statements, as a Shelf."""

    db: Database
    columns = _COLUMNS
    joins = _JOINS
    order = "n"
    sorted_by = ""

    def __init__(
        self, db: Database, found: Scan, discard: Callable[[], None] = lambda: None
    ) -> None:
        self.db = db
        self.found = found
        self._discard = discard
        self._homes: dict[int, tuple[Any, ...]] = {}
        self.topics: Mapping[str, Topic] = {topic.id: topic for topic in read_topics(db)}
        self.tree = TopicTree(self.topics)
        self._defined: dict[tuple[int, type[Any]], dict[str, Any]] = {}
        self._references: dict[int, dict[str | None, str]] = {}

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        return _Mapped(self, "person", ("key", "json"), "first, nth", self._make_speaker)

    @staticmethod
    def _make_speaker(key: str, values: str) -> Speaker:
        try:
            who = make_speaker(json.loads(unseal(values)))
        except UNEXPECTED as error:
            raise DamagedError from error
        if key.partition(SEPARATOR)[0] != who.id:
            raise DamagedError
        return who

    @property
    def statements(self) -> Mapping[str, Statement]:
        return _Mapped(self, "statement", ("id", "id"), "number", lambda key, _: self._whole(key))

    def require(self, table: str) -> str:
        return " JOIN size USING (n)" if table == "size" else ""

    def discard(self) -> None:
        self._discard()

    def make_quote(self, row: Row) -> Quote:
        n, key, speaker, reporter, members, rest, seal = row
        _check(seal, *row[:-1])
        statement, topics, speakers = self._home_of(n // PER_STATEMENT)
        people = self._people(speakers)
        try:
            return restore_quote(
                *(key, statement, (people.get(speaker), people.get(reporter))),
                self._topics(topics),
                (members, rest),
            )
        except UNEXPECTED as error:  # an index that another version has written
            raise DamagedError from error

    def make_line(self, row: Row) -> str:
        n, key, speaker, reporter, members, _, seal = row
        _check(seal, *row[:-1])
        statement, _, speakers = self._home_of(n // PER_STATEMENT)
        references = self._references.get(speakers)
        if references is None:
            if len(self._references) > _MAX_HELD:
                self._references.clear()
            references = self._references[speakers] = {
                None: "null",
                **{
                    person: encode(speaker_reference(who))
                    for person, who in self._people(speakers).items()
                },
            }
        return make_line(key, statement, references[speaker], references[reporter], members)

    def load_statement(self, key: str) -> Statement:
        rows = self.db.execute(
            "SELECT text, body.seal, statement.*"
            " FROM statement JOIN body USING (number) WHERE id = ?",
            (key,),
        )
        if not rows:
            raise KeyError(key)
        ((text, seal, *home),) = rows
        _check(seal, text)
        _check(home.pop(), *home)
        title, head, topics, speakers = home[4:]
        file, text_file, speaker, occasion, coder, memo, source = json.loads(head)
        people = self._people(speakers)
        return Statement(
            id=key,
            title=title,
            text=text,
            quotes=(),
            speakers=people,
            topics=self._topics(topics),
            speaker=people[speaker] if speaker else None,
            occasion=occasion,
            source=Source(*source),
            file=file,
            text_file=text_file,
            coder=coder,
            memo=memo,
        )

    def list_titles(self) -> Mapping[str, str]:
        return dict(self.db.execute("SELECT id, title FROM statement ORDER BY number"))

    def list_people(self) -> Mapping[str, str]:
        return dict(self.db.execute("SELECT key, name FROM person ORDER BY first, nth"))

    def list_attributes(self) -> Mapping[str, Mapping[str, str]]:
        # They end the JSON of a speaker: of the others, only that is read.
        sql = "SELECT key, json FROM person WHERE json LIKE '%]]]' ORDER BY first, nth"
        people = ((key, self._make_speaker(key, values)) for key, values in self.db.execute(sql))
        return {key: dict(who.attributes) for key, who in people}

    def digest(self) -> bytes:
        sql = (
            "SELECT role, hex(digest), id FROM file LEFT JOIN statement ON number = statement"
            " ORDER BY 1, 2, 3"
        )
        return digest(repr(self.db.execute(sql)).encode())

    def find_quotes(self, statement: str, key: str, limit: int, *, whole: bool) -> list[Row]:
        if whole:
            return self._find(statement, "content.id = ?", (key,), limit)
        sql, values = "SELECT rowid FROM ids WHERE ids MATCH ?", [f'"{key.replace("-", " ")}"*']
        if statement:
            sql += " AND rowid = (SELECT number FROM statement WHERE id = ?)"
            values.append(statement)

        # Of each statement that is found one quote at least fits: no more of them are needed.
        rows: list[Row] = []
        for (number,) in self.db.execute(f"{sql} LIMIT ?", (*values, limit)):
            if len(rows) < limit:
                span = (number * PER_STATEMENT, (number + 1) * PER_STATEMENT - 1)
                condition = "n BETWEEN ? AND ? AND instr('-' || content.id, ?)"
                rows += self._find("", condition, (*span, f"-{key}"), limit - len(rows))
        return rows

    def _find(
        self, statement: str, condition: str, values: tuple[Any, ...], limit: int
    ) -> list[Row]:
        """Return the rows of quotes that meet a condition, in one statement or in any ("")."""
        if statement:
            number = "quote.statement = (SELECT number FROM statement WHERE id = ?)"
            condition, values = f"{number} AND {condition}", (statement, *values)
        sql = f"SELECT {_COLUMNS} FROM quote{_JOINS} WHERE {condition} LIMIT ?"
        return self.db.execute(sql, (*values, limit))

    def read_counts(self) -> tuple[int, dict[str, Sums]]:
        rows = self.db.execute(COUNTS)
        seals = self.db.execute("SELECT value FROM meta WHERE key = 'counts'")
        if seals != [(seal_row(rows),)]:
            raise DamagedError
        counts = {
            topic: (quotes, words, statements, self._home(topic) if statements == 1 else None)
            for topic, quotes, words, statements in rows
        }
        return counts.pop("", (0, 0, 0, None))[1], counts

    def _home(self, topic: str) -> str:
        """Return the id of the statement that has the first quote about a topic."""
        sql = (
            "SELECT id FROM statement WHERE number ="
            f" (SELECT min(n) / {PER_STATEMENT} FROM about WHERE topic = ?)"
        )
        return str(self.db.execute(sql, (topic,))[0][0])

    def find_with(self, words: Sequence[str], condition: Condition, limit: int) -> list[str]:
        match = " ".join([f'"{word}"' for word in words])
        found = "SELECT rowid AS statement FROM texts WHERE texts MATCH ? ORDER BY rowid"
        if not words:
            found = "SELECT number AS statement FROM statement WHERE ? = '' ORDER BY number"
        sql = (
            f"SELECT id FROM ({found}) JOIN (SELECT number, id FROM statement)"
            f" ON number = statement WHERE {condition.sql} LIMIT ?"
        )
        return [key for (key,) in self.db.execute(sql, (match, *condition.parameters, limit))]

    def find_texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        rows = self.db.stream(
            "SELECT id, text FROM (SELECT number AS statement, id FROM statement)"
            f" JOIN body ON number = statement WHERE {sql} ORDER BY statement",
            parameters,
            batch=1,
        )
        return (self._whole(key) for key, text in rows if wanted(text))

    def _whole(self, key: str) -> Statement:
        try:
            statement = self.load_statement(key)
        except KeyError:  # it is listed
            raise DamagedError from None
        rows = self._find(key, "1 ORDER BY n", (), -1)
        return statement._replace(quotes=tuple(map(self.make_quote, rows)))

    def _home_of(self, number: int) -> tuple[Any, ...]:
        """Return the id of a statement, and the keys of the topics and speakers it defines."""
        home = self._homes.get(number)
        if home is None:
            if len(self._homes) > _MAX_HELD:
                self._homes.clear()
            rows = self.db.execute("SELECT * FROM statement WHERE number = ?", (number,))
            if not rows:
                raise DamagedError
            ((*values, seal),) = rows
            _check(seal, *values)
            home = self._homes[number] = (values[1], *values[6:])
        return home

    def _topics(self, key: int) -> dict[str, Topic]:
        return self._glossary(key, Topic, make_topic)

    def _people(self, key: int) -> dict[Any, Speaker]:
        return self._glossary(key, Speaker, make_speaker)

    def _glossary(
        self, key: int, kind: type[Value], read: Callable[[list[Any]], Value]
    ) -> dict[str, Value]:
        """Return what statements define under a key, by id; that of _MAX_HELD keys is held."""
        held = self._defined.get((key, kind))
        if held is None:
            if len(self._defined) > _MAX_HELD:
                self._defined.clear()
            rows = self.db.execute("SELECT json, digest FROM glossary WHERE key = ?", (key,))
            if not rows or digest(rows[0][0].encode("utf-8", "surrogatepass")) != rows[0][1]:
                raise DamagedError
            ((text, _),) = rows
            held = self._defined[key, kind] = {
                values[0]: read(values) for values in json.loads(text)
            }
        return held


def _check(seal: int, *values: object) -> None:
    """Raise DamagedError if a row is not as it was written."""
    if seal_row(*values) != seal:
        raise DamagedError


class _Mapped(Mapping[str, Value]):
    """A table as a mapping, whose values are made of a column when they are asked for."""

    def __init__(
        self,
        shelf: Stored,
        table: str,
        columns: tuple[str, str],
        order: str,
        make: Callable[[str, str], Value],
    ) -> None:
        self._db = shelf.db
        self._table, self._order, self._make = table, order, make
        self._key, self._column = columns

    def __getitem__(self, key: str) -> Value:
        rows = self._find(key)
        if not rows:
            raise KeyError(key)
        return self._make(key, rows[0][0])

    def __contains__(self, key: object) -> bool:
        return bool(self._find(key))

    def _find(self, key: object) -> list[tuple[str]]:
        sql = f"SELECT {self._column} FROM {self._table} WHERE {self._key} = ?"
        return self._db.execute(sql, (key,))

    def __iter__(self) -> Iterator[str]:
        sql = f"SELECT {self._key} FROM {self._table} ORDER BY {self._order}"
        return (key for (key,) in self._db.stream(sql))

    def __reduce__(self) -> tuple[type[dict[str, Value]], tuple[dict[str, Value]]]:
        return dict, (dict(self),)

    def __len__(self) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {self._table}")[0][0])
