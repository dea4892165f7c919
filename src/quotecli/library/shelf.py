"""What a library asks of the place where its statements are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from quotecli.model import Quote, Speaker, Statement, Topic

Sums = tuple[int, int, int, str | None]
"""Of a topic: quotes, words, statements, and where these are only one its id."""

TABLES = ("size", "place", "found")
"""The tables that some questions need beyond `quote`, `about` and `statement`: words, places, the
full-text index.
"""


class Shelf(Protocol):
    """Statements with the tables by which their quotes are selected."""

    @property
    def db(self) -> sqlite3.Connection:
        """The database."""

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The topics of all statements, by id."""

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        """Everybody, by the key that the table `quote` has."""

    @property
    def statements(self) -> Mapping[str, Statement]:
        """The statements, by id, with all their quotes."""

    @property
    def columns(self) -> str:
        """What a query over `quote` asks for, so that quote() and line() can make something of its
        rows.
        """

    @property
    def joins(self) -> str:
        """What such a query has to be joined with."""

    @property
    def order(self) -> str:
        """How such a query is sorted in the order of the source."""

    @property
    def sorted_by(self) -> str:
        """The table that this needs, or none."""

    def need(self, table: str) -> str:
        """Make one of TABLES if it is not there; what joins it to `quote`."""

    def quote(self, row: tuple[Any, ...]) -> Quote:
        """The quote of a row."""

    def line(self, row: tuple[Any, ...]) -> str:
        """The quote of a row as JSON."""

    def statement(self, name: str) -> Statement:
        """A statement; its quotes need not be there."""

    def titles(self) -> Mapping[str, str]:
        """The titles of all statements, by id."""

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of the quotes with that id, or that statement/id."""

    def beginning(self, name: str, limit: int) -> list[tuple[Any, ...]]:
        """The rows of quotes whose id, or statement/id, begins so."""

    def counted(self) -> tuple[int, dict[str, Sums]] | None:
        """The words of all quotes, and what there is of each topic, where it is known already."""

    def texts(
        self, sql: str, parameters: tuple[str, ...], wanted: Callable[[str], bool]
    ) -> Iterator[Statement]:
        """The statements that meet a condition on `statement`, and whose text is wanted, with all
        their quotes.
        """
