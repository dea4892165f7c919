"""Rows in Parquet files, as a Shelf: nothing is copied, and a question reads what it needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from quotecli.anchoring.anchor import Anchorer
from quotecli.criteria import Criteria, Sort
from quotecli.errors import Place, QuotecliError, StatementError, UnreadableError
from quotecli.library.identity import SEPARATOR, add_topics, assign_ids
from quotecli.library.parquet.counts import count_topics
from quotecli.library.parquet.database import SCHEMA_HINT, ParquetDatabase
from quotecli.library.parquet.definitions import (
    find_shared,
    is_uneven,
    read_glossaries,
    read_people,
)
from quotecli.library.parquet.files import Files, fingerprint
from quotecli.library.parquet.records import (
    UNEXPECTED,
    check_nulls,
    check_row,
    define,
    name_topics,
)
from quotecli.library.parquet.relevance import has_one
from quotecli.library.parquet.selection import find_rows
from quotecli.library.parquet.statements import Statements
from quotecli.library.parquet.tables import (
    COLUMNS,
    CONTENT,
    CONTENT_NAMES,
    DIALECT,
    EVER,
    NAMESAKES,
    PATHS,
    Types,
    make_head,
    within,
)
from quotecli.library.shelf import Row, Shelf, Sums
from quotecli.library.sql import Condition, list_marks, where
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
# So many texts are read at a time: each time, the ids of all texts are gone through.
BATCH = 200


class Parquet(Shelf):
    """Quotes and texts in the Parquet files of a folder, as a Shelf."""

    db: ParquetDatabase
    dialect = DIALECT
    ranks_searches = False  # it would read all files, also those that are not asked for
    columns = COLUMNS
    joins = ""
    order = "n"
    sorted_by = ""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.db = ParquetDatabase(files, self._make_head)

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
        return Statements(self)

    @lazy
    def _glossaries(self) -> list[list[Topic]]:
        try:
            return read_glossaries(self.db)
        except UNEXPECTED as error:
            raise self._break("topics", error) from None

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
    def _speakers(self) -> dict[str, Speaker]:
        return self._identify(None)

    def _identify(self, keys: Collection[str] | None) -> dict[str, Speaker]:
        """Return people by the id that the library uses: those who have some ids, or all."""
        try:
            people = read_people(self.db, keys)
        except UNEXPECTED as error:
            raise self._break("speakers", error) from None
        names = assign_ids(people)
        return {names[who]: person for who, person in people.items()}

    def find_speakers(self, keys: Collection[str]) -> Mapping[str, Speaker]:
        return self._identify({key.partition(SEPARATOR)[0] for key in keys})

    @lazy
    def has_namesakes(self) -> bool:
        """True if several people have one id."""
        shared = self._identify(find_shared(self.db))
        rows = [(who.id, who.name, key) for key, who in shared.items()]
        self.db.fill(NAMESAKES, "id VARCHAR, name VARCHAR, key VARCHAR", rows)
        return bool(rows)

    def _make_head(self, sql: str, quotes: Types, texts: Types) -> str:
        shared = re.search(r"\bspeaker\b", sql) is not None and self.has_namesakes
        uneven = re.search(r"\babout\b", sql) is not None and self._uneven
        return make_head(quotes, texts, shared=shared, uneven=uneven)

    def widen(self, topics: tuple[str, ...]) -> tuple[str, ...]:
        wanted, path = set(topics), self._tree.path
        return tuple([key for key in self._topics if not wanted.isdisjoint(path(key))])

    def search(self, queries: Sequence[Query]) -> Condition:
        return has_one(queries) if queries else Condition("", ())

    def find_rows(self, criteria: Criteria, sort: Sort, limit: int | None) -> Iterator[Row]:
        return find_rows(self, criteria, sort, limit)

    def name_statement(self, number: Any) -> str:
        return str(number)

    def require(self, table: str) -> str:
        return ""

    def make_quote(self, row: Row) -> Quote:
        values = self._check(row)
        topics = name_topics(values, self._topics)
        if not topics.keys() <= self._topics.keys():
            raise self._break_quote(values, ValueError("no text defines its topics"))
        return restore_quote(values, topics)

    def _check(self, row: Row) -> dict[str, Any]:
        """Return the values of a quote's row by the names of their columns."""
        values = dict(zip(CONTENT_NAMES, row))
        try:
            check_nulls(values, CONTENT)
            check_row(values)
        except ValueError as error:
            raise self._break_quote(values, error) from None
        return values

    def make_line(self, row: Row) -> str:
        return encode(quote_object(self.make_quote(row)))

    def load_statement(self, key: str) -> Statement:
        return self._load([key])[key]._replace(quotes=())

    def load_statements(self, keys: Sequence[str], days: Condition = EVER) -> dict[str, Statement]:
        """Return the statements with some ids, of some days, with their quotes proved again."""
        quotes: dict[str, list[dict[str, Any]]] = {}
        marks = list_marks(keys)
        sql = f"SELECT {COLUMNS} FROM quote WHERE statement IN ({marks}) AND {days.sql}"
        for row in self.db.execute(sql, (*keys, *days.parameters)):
            quotes.setdefault(row[0], []).append(self._check(row))
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
                if len({quote.id for quote in quotes}) < len(quotes):
                    raise self._break(key, ValueError("several quotes have one id"))
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
        marks = list_marks(keys)
        sql = f"SELECT {_TEXT} FROM statement WHERE id IN ({marks}) AND {days.sql}"
        found: dict[str, Statement] = {}
        for row in self.db.execute(sql, (*keys, *days.parameters)):
            values = dict(zip(_TEXT_NAMES, row))
            key = values["id"]
            try:
                check_nulls(values, TEXTS)
                read = restore_statement(values, quotes.get(key, ()))
            except (StatementError, *UNEXPECTED) as error:
                sql = "SELECT filename FROM statement WHERE id = ?"
                raise self._break(key, error, sql, (key,)) from None
            if key in found:
                raise self._refuse_twins(key)
            found[key] = read._replace(id=key)
        return found

    def list_titles(self) -> Mapping[str, str]:
        rows = self.db.execute("SELECT id, title FROM statement")
        titles = dict(rows)
        if len(titles) < len(rows):
            raise self._refuse_twins(Counter(key for key, _ in rows).most_common(1)[0][0])
        return titles

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
        return None if self._uneven else count_topics(self.db)

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
        hint = "give quotes and texts of one run together"
        return UnreadableError(message, place=Place(self._files.folder), hint=hint)

    def _refuse_twins(self, key: str) -> QuotecliError:
        hint = "give each text an id of its own"
        return UnreadableError(
            f"several texts are '{key}'", place=Place(self._files.folder), hint=hint
        )

    def _break_quote(self, values: Mapping[str, Any], error: Exception) -> QuotecliError:
        asked = (values["text_id"], values["id"])
        sql = "SELECT filename FROM quote WHERE statement = ? AND id = ?"
        return self._break("/".join(map(str, asked)), error, sql, asked)

    def _break(
        self, what: str, error: Exception, sql: str = "", values: tuple[str, ...] = ()
    ) -> QuotecliError:
        """Return the error of a row that is not one of the schema; `sql` asks for its file."""
        files = self.db.execute(sql, values) if sql else []
        place = Place(files[0][0] if files else self._files.folder)
        said = error.message if isinstance(error, QuotecliError) else str(error)
        return UnreadableError(f"not rows: {what}: {said}", place=place, hint=SCHEMA_HINT)
