"""Rows in Parquet files, as a Shelf: nothing is copied, and a question reads what it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from quotecli.anchoring.anchor import Anchorer
from quotecli.criteria import Criteria, Sort
from quotecli.errors import Place, QuotecliError, StatementError, UnreadableError
from quotecli.library.identity import add_topics, assign_ids
from quotecli.library.parquet.database import Database
from quotecli.library.parquet.definitions import is_uneven, read_glossaries, read_people
from quotecli.library.parquet.files import Files, fingerprint
from quotecli.library.parquet.records import UNEXPECTED, check_row, define, name_topics
from quotecli.library.parquet.relevance import count_words, has_one, rank
from quotecli.library.parquet.tables import (
    COLUMNS,
    CONTENT,
    EVER,
    NAMESAKES,
    PATHS,
    WORDING,
    Types,
    make_head,
    within,
)
from quotecli.library.shelf import Row, Shelf, Sums
from quotecli.library.sql import Condition, where
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.objects import encode, quote_object
from quotecli.rows.restoring import restore_quote, restore_statement
from quotecli.rows.schema import TEXTS
from quotecli.text.lazy import lazy
from quotecli.topic_tree import TopicTree

if TYPE_CHECKING:
    from quotecli.text.query import Query

_TEXT_NAMES = [column.name for column in TEXTS]
_TEXT = ", ".join(_TEXT_NAMES)
_NONE: Mapping[str, Any] = MappingProxyType({})
_EVERY = "(SELECT number AS statement, id, first, last, text FROM statement)"
_TOPICS_OF_TEXTS = (
    "SELECT topic, count(*) FROM statement CROSS JOIN unnest(about) AS each(topic) GROUP BY topic"
)
_TEXT_OF_TOPIC = "SELECT id FROM statement WHERE list_contains(about, ?) LIMIT 1"
_TOPICS_OF_QUOTES = (
    "SELECT topic, count(*), sum(words) FROM quote CROSS JOIN unnest(about) AS each(topic)"
    " GROUP BY topic"
)
# So many texts are read at a time: each time, the ids of all texts are gone through.
BATCH = 200


class Parquet(Shelf):
    """Quotes and texts in the Parquet files of a folder, as a Shelf."""

    db: Database
    wording = WORDING
    ranks_searches = False  # it would read all files, also those that are not asked for
    columns = COLUMNS
    joins = ""
    order = "n"
    sorted_by = ""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.db = Database(files, self._make_head)

    @property
    def topics(self) -> Mapping[str, Topic]:  # type: ignore[override]  # read when asked for
        return self._topics

    @property
    def tree(self) -> TopicTree:  # type: ignore[override]  # read when asked for
        return self._tree

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        return self._speakers

    @property
    def statements(self) -> Mapping[str, Statement]:
        return _Statements(self)

    @lazy
    def _glossaries(self) -> list[list[Topic]]:
        return read_glossaries(self.db)

    @lazy
    def _topics(self) -> dict[str, Topic]:
        topics: dict[str, Topic] = {}
        for some in self._glossaries:
            add_topics(topics, some)
        return topics

    @lazy
    def _tree(self) -> TopicTree:
        return TopicTree(self._topics)

    @lazy
    def _uneven(self) -> bool:
        """True if a topic has other ancestors in its text than among all topics."""
        if not is_uneven(self._tree, self._glossaries):
            return False
        paths = [(key, list(self._tree.path(key))) for key in self._topics]
        self.db.fill(PATHS, "topic VARCHAR, every VARCHAR[]", paths)
        return True

    @lazy
    def _people(self) -> dict[tuple[str, str], Speaker]:
        return read_people(self.db)

    @lazy
    def _keys(self) -> dict[tuple[str, str], str]:
        return assign_ids(self._people)

    @lazy
    def _speakers(self) -> dict[str, Speaker]:
        return {self._keys[who]: person for who, person in self._people.items()}

    @lazy
    def _shared(self) -> bool:
        """True if several people have one id."""
        rows = [(*who, key) for who, key in self._keys.items() if who[0] != key]
        self.db.fill(NAMESAKES, "id VARCHAR, name VARCHAR, key VARCHAR", rows)
        return bool(rows)

    def _make_head(self, sql: str, quotes: Types, texts: Types) -> str:
        shared = re.search(r"\bspeaker\b", sql) is not None and self._shared
        uneven = re.search(r"\babout\b", sql) is not None and self._uneven
        return make_head(quotes, texts, shared=shared, uneven=uneven)

    def widen(self, topics: tuple[str, ...]) -> tuple[str, ...]:
        wanted, path = set(topics), self._tree.path
        return tuple([key for key in self._topics if not wanted.isdisjoint(path(key))])

    def search(self, queries: Sequence[Query]) -> Condition:
        return has_one(queries) if queries else Condition("", ())

    def select(
        self, criteria: Criteria, sort: Sort, limit: int | None
    ) -> tuple[str, tuple[Any, ...]]:
        condition, queries = where(criteria, self), criteria.queries()
        if sort == "relevance" and queries:
            (counted,) = self.db.execute(*count_words(queries)[:2])
            sql, parameters, _ = rank(COLUMNS, condition, queries, counted)
        else:
            # Rows come in the order of the files by themselves, unless people are looked up.
            in_order = " ORDER BY n" if criteria.speakers and self._shared else ""
            order = {
                "speaker": " ORDER BY quote.name IS NULL, quote.name, n",
                "length": " ORDER BY words DESC, n",
                "random": " ORDER BY random()",
            }.get(sort, in_order)
            sql = f"SELECT {COLUMNS} FROM quote WHERE {condition.sql}{order}"
            parameters = condition.parameters
        return (sql, parameters) if limit is None else (f"{sql} LIMIT ?", (*parameters, limit))

    def name_statement(self, number: Any) -> str:
        return str(number)

    def require(self, table: str) -> str:
        return ""

    def make_quote(self, row: Row) -> Quote:
        values = dict(zip(CONTENT, row))
        try:
            check_row(values)
            topics = name_topics(values, self._topics)
            if not topics.keys() <= self._topics.keys():
                raise ValueError("no text defines its topics")
            return restore_quote(values, topics)
        except UNEXPECTED as error:
            raise self._broken(f"{values['text_id']}/{values['id']}", error) from None

    def make_line(self, row: Row) -> str:
        return encode(quote_object(self.make_quote(row)))

    def load_statement(self, key: str) -> Statement:
        return self._load([key])[key]._replace(quotes=())

    def load_statements(self, keys: Sequence[str], days: Condition = EVER) -> dict[str, Statement]:
        """Return the statements with some ids, of some days, with their quotes proved again."""
        quotes: dict[str, list[dict[str, Any]]] = {}
        marks = ", ".join("?" * len(keys))
        sql = f"SELECT {COLUMNS} FROM quote WHERE statement IN ({marks}) AND {days.sql}"
        for row in self.db.execute(sql, (*keys, *days.parameters)):
            quotes.setdefault(row[0], []).append(dict(zip(CONTENT, row)))
        return self._load(keys, days, quotes)

    def gather(self, quotes: Iterable[Quote], criteria: Criteria) -> Iterator[Statement]:
        days = within(where(criteria.for_statements(), self).parameters)
        groups = groupby(quotes, key=lambda quote: quote.statement)
        chosen = ((key, list(some)) for key, some in groups)
        given: set[str] = set()
        while batch := list(islice(chosen, BATCH)):
            read = self._load([key for key, _ in batch], days)
            for key, some in batch:
                if key in given:
                    message = f"the quotes of '{key}' are not together"
                    hint = "sort the rows of quotes by their texts"
                    raise UnreadableError(message, place=Place(self._files.folder), hint=hint)
                given.add(key)
                try:
                    one = read[key]
                    anchorer = Anchorer(one.text)
                    quotes = tuple([define(quote, one, anchorer) for quote in some])
                except KeyError as error:
                    raise self.blame(error) from None
                yield one._replace(quotes=quotes)

    def prove(self, quote: Quote) -> Quote:
        one = self.load_statement(quote.statement)
        try:
            return define(quote, one, Anchorer(one.text))
        except KeyError as error:
            raise self.blame(error) from None

    def _load(
        self,
        keys: Sequence[str],
        days: Condition = EVER,
        quotes: Mapping[str, list[dict[str, Any]]] = _NONE,
    ) -> dict[str, Statement]:
        marks = ", ".join("?" * len(keys))
        sql = f"SELECT {_TEXT} FROM statement WHERE id IN ({marks}) AND {days.sql}"
        found: dict[str, Statement] = {}
        for row in self.db.execute(sql, (*keys, *days.parameters)):
            values = dict(zip(_TEXT_NAMES, row))
            key = values["id"]
            try:
                read = restore_statement(values, quotes.get(key, ()))
            except (StatementError, *UNEXPECTED) as error:
                raise self._broken(key, error) from None
            if key in found:
                raise UnreadableError(f"several texts are '{key}'", place=Place(self._files.folder))
            found[key] = read._replace(id=key)
        return found

    def list_titles(self) -> Mapping[str, str]:
        return dict(self.db.execute("SELECT id, title FROM statement"))

    def list_people(self) -> Mapping[str, str]:
        return {key: who.name for key, who in self._speakers.items()}

    def find_quotes(self, statement: str, key: str, limit: int, *, whole: bool) -> list[Row]:
        sql = "id = ?" if whole else "contains('-' || id, ?)"
        values = [key if whole else f"-{key}"]
        if statement:
            sql, values = f"{sql} AND statement = ?", [*values, statement]
        sql = f"SELECT {COLUMNS} FROM quote WHERE {sql} LIMIT ?"
        return self.db.execute(sql, (*values, limit))

    def find_with(self, words: Sequence[str], condition: Condition, limit: int) -> list[str]:
        sql = f"SELECT id FROM {_EVERY} WHERE {condition.sql} LIMIT ?"
        return [key for (key,) in self.db.execute(sql, (*condition.parameters, limit))]

    def digest(self) -> bytes:
        from quotecli.library.cache.values import digest

        return digest(repr(fingerprint(self._files)).encode("utf-8", "surrogatepass"))

    def read_counts(self) -> tuple[int, dict[str, Sums]] | None:
        if self._uneven:
            return None
        ((words,),) = self.db.execute("SELECT sum(words) FROM quote")
        texts = dict(self.db.execute(_TOPICS_OF_TEXTS))
        only = {
            topic: self.db.execute(_TEXT_OF_TOPIC, (topic,))[0][0]
            for topic, number in texts.items()
            if number == 1
        }
        rows = self.db.execute(_TOPICS_OF_QUOTES)
        return words or 0, {
            topic: (*sums, texts.get(topic, 0), only.get(topic)) for topic, *sums in rows
        }

    def find_texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        rows = self.db.stream(f"SELECT id, text FROM {_EVERY} WHERE {sql}", parameters)
        keys = (key for key, text in rows if wanted(text))
        while some := list(islice(keys, BATCH)):
            found = self.load_statements(some, within(parameters))
            yield from (found[key] for key in some)

    def blame(self, error: KeyError) -> Exception:
        message = f"quotes refer to {error}, which is in no row of a text"
        hint = "the rows of quotes and of texts have to be of the same texts"
        return UnreadableError(message, place=Place(self._files.folder), hint=hint)

    def _broken(self, key: str, error: Exception) -> QuotecliError:
        place = Place(self._files.folder)
        said = error.message if isinstance(error, QuotecliError) else str(error)
        message = f"the row of '{key}' does not follow the schema: {said}"
        return UnreadableError(message, place=place, hint="docs/rows.md describes it")


class _Statements(Mapping[str, Statement]):
    """The statements of a shelf, read when they are asked for."""

    def __init__(self, shelf: Parquet) -> None:
        self._shelf = shelf

    def __getitem__(self, key: str) -> Statement:
        return self._shelf.load_statements([key])[key]

    def __contains__(self, key: object) -> bool:
        return bool(self._shelf.db.execute("SELECT 1 FROM statement WHERE id = ? LIMIT 1", (key,)))

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._shelf.db.stream("SELECT id FROM statement"))

    def __len__(self) -> int:
        return int(self._shelf.db.define("SELECT count(*) FROM statement")[0][0])
