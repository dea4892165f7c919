"""What a library asks of the place that holds its statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.topic_tree import TopicTree

Sums = tuple[int, int, int, str | None]
"""Of a topic: its quotes, words and statements, and the id of the statement if it is only one."""

Row = tuple[Any, ...]
"""What a query over `quote` returns, and a quote is made of."""


class Shelf(Protocol):
    """Statements with the tables that their quotes are selected by.

    The tables are `statement`, `quote` and `about`, and derived ones that only some questions need:
    `size` (words), `place` (offsets) and `found` (full-text index).
    """

    @property
    def db(self) -> sqlite3.Connection:
        """The database."""

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The topics of all statements, by id."""

    @property
    def tree(self) -> TopicTree:
        """The tree of these topics."""

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        """The speakers of all statements, by the id that the table `quote` has."""

    @property
    def statements(self) -> Mapping[str, Statement]:
        """The statements, by id, with all their quotes."""

    @property
    def columns(self) -> str:
        """The columns of a query over `quote` that make_quote() and make_line() need."""

    @property
    def joins(self) -> str:
        """The joins that these columns need."""

    @property
    def order(self) -> str:
        """The ORDER BY of a query that comes in the order of the source."""

    @property
    def sorted_by(self) -> str:
        """The derived table that this order needs, or ""."""

    def require(self, table: str) -> str:
        """Make a derived table unless it exists; return what joins it to `quote`."""

    def make_quote(self, row: Row) -> Quote:
        """Return the quote of a row."""

    def make_line(self, row: Row) -> str:
        """Return the quote of a row as JSON on one line."""

    def load_statement(self, key: str) -> Statement:
        """Return the statement with an id; it may come without its quotes."""

    def list_titles(self) -> Mapping[str, str]:
        """Return the titles of all statements, by id, in order."""

    def find_id(self, statement: str, key: str, limit: int) -> list[Row]:
        """Return the rows of the quotes with an id, in one statement or in any ("")."""

    def find_words(self, statement: str, words: str, limit: int) -> list[Row]:
        """Return the rows of quotes in whose id some words occur, the last as the start of a word.

        `words` are joined by hyphens as in an id. The quotes come in order, of one statement or of
        any ("").
        """

    def find_prefix(self, statement: str, prefix: str, limit: int) -> list[Row]:
        """Return the rows of quotes whose id has a prefix, in one statement or in any ("")."""

    def read_counts(self) -> tuple[int, dict[str, Sums]] | None:
        """Return the words of all quotes and the sums of each topic, if they are stored."""

    def find_texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        """Yield the statements that meet a condition on `statement` and whose text is wanted.

        They come in order, with all their quotes.
        """
