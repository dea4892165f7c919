"""Statements in a database that has everything: quotes come from its rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from quotecli.library.cache.tables import PER_STATEMENT
from quotecli.library.cache.values import as_path, read_topics, speaker_of, topic_of
from quotecli.model import Quote, Source, Speaker, Statement, Topic
from quotecli.objects import Kept, encode, line, quote, speaker_reference

if TYPE_CHECKING:
    from quotecli.library.shelf import Sums

Value = TypeVar("Value")

_COLUMNS = "n, home.id, home.topics, home.speakers, content.id, content.said_by, content.told_by, content.words, content.rest"
_JOINS = " JOIN content USING (n) JOIN statement AS home ON home.number = quote.statement"
_MOST_HELD = 500


class Stored:
    """Any number of statements, as a Shelf."""

    columns = _COLUMNS
    joins = _JOINS
    order = "n"
    sorted_by = ""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.topics: Mapping[str, Topic] = {topic.id: topic for topic in read_topics(db)}
        self._defined: dict[tuple[int, type[Any]], dict[str, Any]] = {}
        self._spoken: dict[int, dict[str | None, str]] = {}

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        """As Shelf.speakers."""
        return _Rows(
            self,
            "person",
            "key",
            "json",
            "first, nth",
            lambda _, values: speaker_of(json.loads(values)),
        )

    @property
    def statements(self) -> Mapping[str, Statement]:
        """As Shelf.statements."""
        return _Rows(self, "statement", "id", "id", "number", lambda name, _: self._whole(name))

    def need(self, table: str) -> str:
        """As Shelf.need()."""
        return " JOIN size USING (n)" if table == "size" else ""

    def quote(self, row: tuple[Any, ...]) -> Quote:
        """As Shelf.quote()."""
        _, statement, topics, speakers, name, by, told_by, words, rest = row
        people = self._people(speakers)
        return quote(
            name,
            statement,
            people.get(by),
            people.get(told_by),
            self._topics(topics),
            Kept(words, rest),
        )

    def line(self, row: tuple[Any, ...]) -> str:
        """As Shelf.line()."""
        _, statement, _, speakers, name, by, told_by, words, _ = row
        spoken = self._spoken.get(speakers)
        if spoken is None:
            if len(self._spoken) > _MOST_HELD:
                self._spoken.clear()
            spoken = self._spoken[speakers] = {
                None: "null",
                **{
                    key: encode(speaker_reference(who))
                    for key, who in self._people(speakers).items()
                },
            }
        return line(name, statement, spoken[by], spoken[told_by], words)

    def statement(self, name: str) -> Statement:
        """As Shelf.statement()."""
        row = self.db.execute(
            "SELECT title, file, owner, head, topics, speakers, text FROM statement JOIN body USING (number)"
            " WHERE id = ?",
            (name,),
        ).fetchone()
        if row is None:
            raise KeyError(name)
        title, file, speaker, head, topics, speakers, text = row
        values = json.loads(head)
        people = self._people(speakers)
        return Statement(
            id=name,
            title=title,
            text=text,
            quotes=(),
            speakers=people,
            topics=self._topics(topics),
            speaker=people[speaker] if speaker else None,
            occasion=values["occasion"],
            source=Source(*values["source"]),
            file=as_path(file),
            text_file=values["text_file"],
        )

    def titles(self) -> Mapping[str, str]:
        """As Shelf.titles()."""
        return dict(self.db.execute("SELECT id, title FROM statement ORDER BY number"))

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """As Shelf.named()."""
        found = f"SELECT {_COLUMNS} FROM quote{_JOINS} WHERE"
        rows = self.db.execute(f"{found} content.id = ? ORDER BY n LIMIT 100", (name,)).fetchall()
        statement, slash, inner = name.partition("/")
        if slash:
            rows += self.db.execute(
                f"{found} home.id = ? AND content.id = ?", (statement, inner)
            ).fetchall()
        return rows

    def beginning(self, name: str, limit: int) -> list[tuple[Any, ...]]:
        """As Shelf.beginning(); before a slash stands a whole id of a statement."""
        statement, slash, inner = name.partition("/")
        # A range, which an index answers: no character comes after the last one.
        begins = "{0} >= ? AND {0} < ? || char(1114111)"
        where, values = begins.format("content.id"), [name, name]
        if slash:
            where, values = (
                f"home.id = ? AND {begins.format('content.id')}",
                [statement, inner, inner],
            )
        asked = f"SELECT {_COLUMNS} FROM quote{_JOINS} WHERE {{}} LIMIT ?"
        return self.db.execute(asked.format(where), (*values, limit)).fetchall()

    def counted(self) -> tuple[int, dict[str, Sums]]:
        """As Shelf.counted()."""
        rows = self.db.execute("SELECT topic, quotes, words, statements FROM counted").fetchall()
        counts = {
            topic: (quotes, words, statements, self._home(topic) if statements == 1 else None)
            for topic, quotes, words, statements in rows
        }
        return counts.pop("", (0, 0, 0, None))[1], counts

    def _home(self, topic: str) -> str:
        """The id of the statement that has the first quote about a topic."""
        sql = f"SELECT id FROM statement WHERE number = (SELECT min(n) / {PER_STATEMENT} FROM about WHERE topic = ?)"
        return str(self.db.execute(sql, (topic,)).fetchone()[0])

    def texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        """As Shelf.texts()."""
        rows = self.db.execute(
            "SELECT id, text FROM (SELECT number AS statement, id FROM statement) JOIN body ON number = statement"
            f" WHERE {sql} ORDER BY statement",
            parameters,
        )
        return (self._whole(name) for name, text in rows if wanted(text))

    def _whole(self, name: str) -> Statement:
        """A statement with all its quotes."""
        statement = self.statement(name)
        number = self.db.execute("SELECT number FROM statement WHERE id = ?", (name,)).fetchone()[0]
        rows = self.db.execute(
            f"SELECT {_COLUMNS} FROM quote{_JOINS} WHERE n BETWEEN ? AND ? ORDER BY n",
            (number * PER_STATEMENT, (number + 1) * PER_STATEMENT - 1),
        )
        return statement._replace(quotes=tuple(map(self.quote, rows)))

    def _topics(self, key: int) -> dict[str, Topic]:
        return self._glossary(key, Topic, topic_of)

    def _people(self, key: int) -> dict[Any, Speaker]:
        return self._glossary(key, Speaker, speaker_of)

    def _glossary(
        self, key: int, kind: type[Value], read: Callable[[list[Any]], Value]
    ) -> dict[str, Value]:
        """What a statement defines, by id; that of a few hundred statements is held."""
        held = self._defined.get((key, kind))
        if held is None:
            if len(self._defined) > _MOST_HELD:
                self._defined.clear()
            row = self.db.execute("SELECT json FROM glossary WHERE key = ?", (key,)).fetchone()
            held = self._defined[key, kind] = {
                values[0]: read(values) for values in json.loads(row[0])
            }
        return held


class _Rows(Mapping[str, Value]):
    """A table as a mapping; its values are made when they are asked for."""

    def __init__(
        self,
        shelf: Stored,
        table: str,
        key: str,
        value: str,
        order: str,
        make: Callable[[str, str], Value],
    ) -> None:
        # The database is open as long as its shelf is there.
        self._shelf, self._db = shelf, shelf.db
        self._table, self._key, self._value, self._order, self._make = (
            table,
            key,
            value,
            order,
            make,
        )

    def __getitem__(self, key: str) -> Value:
        sql = f"SELECT {self._value} FROM {self._table} WHERE {self._key} = ?"
        row = self._db.execute(sql, (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return self._make(key, row[0])

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(
            self._db.execute(f"SELECT {self._key} FROM {self._table} ORDER BY {self._order}")
        )

    def __len__(self) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {self._table}").fetchone()[0])
