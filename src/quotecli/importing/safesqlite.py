"""Tables of a SQLite database from a stranger: nothing in it runs, and what is read is bounded.

https://www.sqlite.org/security.html: the schema is not trusted, only the wanted columns of plain
tables may be read, no function may be called, and a query that takes too long is stopped.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any
from urllib.request import pathname2url

from quotecli.errors import Place, UnreadableError

_MAGIC = b"SQLite format 3\x00"
# Of a table that needs more, the pages go in a circle.
_STEP, _MAX_STEPS = 1_000_000, 300
_MAX_COLUMNS = 100
_PLAIN = re.compile(r"\s*CREATE\s+TABLE\b", re.IGNORECASE)
_CALCULATED = re.compile(r"\bAS\b", re.IGNORECASE)

Columns = Mapping[str, Mapping[str, type]]
"""The wanted columns of each table, with the type of their values: int or str."""


def read_tables(data: bytes, file: str, wanted: Columns) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of tables by name, in the order of the first column.

    Raises UnreadableError if the bytes are no database, a table or column is missing, a value has
    another type, or the database is damaged.
    """
    if not data.startswith(_MAGIC):
        raise UnreadableError("not a SQLite database", place=Place(file))
    with tempfile.TemporaryDirectory(prefix="quotecli-") as folder:
        path = os.path.join(folder, "input.db")
        with open(path, "wb") as copy:
            copy.write(data)
        try:
            with closing(_connect(path)) as db:
                reader = _TableReader(db, file, wanted, len(data))
                return {table: list(reader.rows(table)) for table in wanted}
        except (sqlite3.Error, UnicodeError, MemoryError) as error:
            raise UnreadableError(f"damaged database: {error}", place=Place(file)) from None


def _connect(path: str) -> sqlite3.Connection:
    address = f"file:{pathname2url(path)}?mode=ro&immutable=1"
    db = sqlite3.connect(address, uri=True, isolation_level=None)
    if hasattr(db, "setconfig"):  # Python 3.12
        db.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    if hasattr(db, "setlimit"):  # Python 3.11
        db.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, _MAX_COLUMNS)
        db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA mmap_size = 0")
    db.execute("PRAGMA query_only = ON")
    return db


class _TableReader:
    """Reads the tables of one database; what it holds is at most as long as the file."""

    def __init__(self, db: sqlite3.Connection, file: str, wanted: Columns, size: int) -> None:
        self._db = db
        self._file = file
        self._wanted = wanted
        self._left = self._size = size
        self._steps = 0
        db.set_authorizer(self._authorize)
        db.set_progress_handler(self._count_steps, _STEP)

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table, each value checked to be of its type."""
        columns = self._wanted[table]
        query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
        (sql,) = self._db.execute(query, (table,)).fetchone() or ("",)
        # A virtual table is not created so, and a column that is calculated has an AS.
        if not isinstance(sql, str) or not _PLAIN.match(sql) or _CALCULATED.search(sql):
            raise self._refusal(f"it has no plain table '{table}'")
        names = ", ".join(f'"{name}"' for name in columns)
        try:
            cursor = self._db.execute(f'SELECT {names} FROM "{table}" ORDER BY 1, rowid')
        except sqlite3.DatabaseError as error:
            raise self._refusal(f"its table '{table}': {error}") from None

        for row in cursor:
            self._left -= len(row) + sum(len(value) for value in row if isinstance(value, str))
            if self._left < 0:
                raise self._refusal("it is damaged: its tables are larger than the file")
            for value, (name, kind) in zip(row, columns.items()):
                if type(value) is not kind:
                    raise self._refusal(f"'{name}' of a row of '{table}' is not {kind.__name__}")
            yield row

    def _authorize(self, action: int, table: str | None, column: str | None, *_: Any) -> int:
        columns = self._wanted.get(table or "", {})
        is_read = action == sqlite3.SQLITE_READ and (
            table in ("sqlite_master", "sqlite_schema")
            or column in (*columns, "", "ROWID", "rowid")
        )
        allowed = action == sqlite3.SQLITE_SELECT or is_read
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _count_steps(self) -> int:
        self._steps += 1
        return self._steps > _MAX_STEPS

    def _refusal(self, what: str) -> UnreadableError:
        return UnreadableError(f"not a database of the program: {what}", place=Place(self._file))
