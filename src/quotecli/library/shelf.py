"""What a library asks of the place that holds its statements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from quotecli.criteria import Criteria, Sort
from quotecli.library.sql import Condition, Dialect, match, select
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.store.discovery import Scan
from quotecli.topic_tree import TopicTree

if TYPE_CHECKING:
    from quotecli.text.query import Query

Sums = tuple[int, int, int, str | None]
"""Of a topic: its quotes, words and statements, and the id of the statement if it is only one."""

Row = tuple[Any, ...]
"""What a query over `quote` returns, and a quote is made of."""


class Base(Protocol):
    """A database that a shelf asks; quotecli.library.database has that of SQLite."""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query."""

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        """Yield the rows of a query, read when they are needed."""

    def resume(self) -> bool:
        """Return False if the database is not open any more, as in a forked process."""

    def stop(self, thread: int) -> None:
        """Stop the query that a thread waits for in execute()."""


class Shelf(Protocol):
    """Statements with the tables that their quotes are selected by.

    The tables of `db` are `statement`, `quote` and `about`, and derived ones that only some
    questions need: `size` (words), `place` (offsets) and `found` (full-text index). `topics` holds
    the topics of all statements by id, `tree` is their tree.

    A query for quotes has the `columns` that they are made of, which need its `joins`. By `order`,
    which needs the derived table `sorted_by` unless that is "", they come as in the source. `found`
    are the files with their fingerprints, if they are many. `dialect` is the SQL in which shelves
    differ; one that `ranks_searches` gives the best first at no cost.
    """

    db: Base
    dialect: Dialect = Dialect()
    ranks_searches: bool = True
    topics: Mapping[str, Topic]
    tree: TopicTree
    columns: str
    joins: str
    order: str
    sorted_by: str
    found: Scan | None = None

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        """The speakers of all statements, by the id that the table `quote` has."""

    @property
    def statements(self) -> Mapping[str, Statement]:
        """The statements, by id, with all their quotes."""

    def find_speakers(self, keys: Collection[str]) -> Mapping[str, Speaker]:
        """Return those of the speakers who have some ids, and maybe others."""
        return self.speakers

    def widen(self, topics: tuple[str, ...]) -> tuple[str, ...]:
        """Return the topics that a condition names for `topics` with all their subtopics."""
        return topics

    def search(self, queries: Sequence[Query]) -> Condition:
        """Return the condition that one of some searches is met, without parameters for none."""
        return match(queries)

    def narrow(self, condition: Condition, said: Sequence[Query]) -> Condition:
        """Return a condition on statements that also have a quote which one of some searches finds.

        It is the same if there are no searches, or an answer would take longer than the question.
        """
        if not said or self.sorted_by:
            return condition
        found = self.search(said)
        sql = f"{condition.sql} AND statement IN (SELECT statement FROM quote WHERE {found.sql})"
        return Condition(sql, (*condition.parameters, *found.parameters))

    def find_rows(self, criteria: Criteria, sort: Sort, limit: int | None) -> Iterator[Row]:
        """Return the rows of the quotes that meet criteria whose names are ids, in an order."""
        sql, parameters = select(criteria, sort, self)
        return self.db.stream(sql, (*parameters, -1 if limit is None else limit))

    def prove(self, quote: Quote) -> Quote:
        """Return a quote with its place as its text has it, if the shelf only claims to know it."""
        return quote

    def name_statement(self, number: Any) -> str:
        """Return the id of the statement that has a number in the table `quote`."""
        rows = self.db.execute("SELECT id FROM statement WHERE number = ?", (number,))
        return str(rows[0][0])

    def require(self, table: str) -> str:
        """Make a derived table unless it exists; return what joins it to `quote`."""

    def make_quote(self, row: Row) -> Quote:
        """Return the quote of a row."""

    def make_line(self, row: Row) -> str:
        """Return the quote of a row as JSON on one line."""

    def load_statement(self, key: str) -> Statement:
        """Return the statement with an id; it may come without its quotes."""

    def gather(self, quotes: Iterable[Quote], criteria: Criteria) -> Iterator[Statement]:
        """Yield the statements of quotes that come in order, without their other quotes.

        The quotes meet the criteria.
        """
        for key, chosen in groupby(quotes, key=lambda quote: quote.statement):
            yield self.load_statement(key)._replace(quotes=tuple(chosen))

    def list_titles(self) -> Mapping[str, str]:
        """Return the titles of all statements, by id, in order."""

    def list_people(self) -> Mapping[str, str]:
        """Return the names of all speakers, by the id that the library uses, in order."""

    def list_attributes(self) -> Mapping[str, Mapping[str, str]]:
        """Return the attributes of the speakers that have some, by the id that the library uses."""
        people = self.speakers.items()
        return {key: dict(who.attributes) for key, who in people if who.attributes}

    def find_quotes(self, statement: str, key: str, limit: int, *, whole: bool) -> list[Row]:
        """Return the rows of up to `limit` quotes, of one statement or of any ("").

        If `whole`, their id is `key`; otherwise the words of `key`, which hyphens join, occur in
        their id, the last one at least as the beginning of a word.
        """

    def find_with(self, words: Sequence[str], condition: Condition, limit: int) -> list[str]:
        """Return the ids of up to `limit` statements that meet a condition on `statement`.

        Those whose text has all of some words are among them if they are not too many; a shelf that
        has few statements returns them all. A word is letters and digits alone; without words
        every statement is one of them.
        """

    def digest(self) -> bytes:
        """Return what tells apart the contents of statements, wherever their files are."""

    def blame(self, error: KeyError) -> Exception:
        """Return what to say if quotes refer to a topic or somebody that is not there."""
        return error

    def discard(self) -> None:
        """Have the index of the statements, if there is one, rebuilt when it is next opened."""
        return

    def read_counts(self) -> tuple[int, dict[str, Sums]] | None:
        """Return the words of all quotes and the sums of each topic, if they are stored."""
        return None

    def find_texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        """Yield the statements that meet a condition on `statement` and whose text is wanted.

        They come in order, with all their quotes.
        """
