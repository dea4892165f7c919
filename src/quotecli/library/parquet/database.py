"""DuckDB, shut in with the files of one folder: no other file, no network and no extension."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from tempfile import mkdtemp
from typing import Any
from weakref import WeakSet, finalize

from quotecli.errors import Place, QuotecliError, UnreadableError
from quotecli.extras import load_module
from quotecli.library.parquet.files import Files, pick
from quotecli.library.parquet.tables import LEAVES, NULL, READ, Types, check_types, find_blank
from quotecli.library.sql import Since, Until
from quotecli.rows.schema import QUOTES, TEXTS, Column

MEMORY = "640MB"
"""What DuckDB may use for a question; more is written to a private temporary folder."""

SCHEMA_HINT = "write rows with 'quotecli draft' or 'quotecli export --to parquet'"

_BATCH = 256  # rows that are read at a time
_MISSING = re.compile(r'does not have a column named "(\w+)"')
_PATTERN = re.compile(r"[*?\[]")
_KIND = re.compile(r"^[A-Z]\w+(?: \w+)? Error: ")  # such as "Invalid Input Error: "
_CONFIG = {
    "memory_limit": MEMORY,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
}

Head = Callable[[str, Types, Types], str]
"""Returns the tables that a query is about, as SQL, by the query and the columns that the files of
quotes and of texts have; none if no file is left to read."""

_OPEN: WeakSet[Any] = WeakSet()
_KEPT: list[Any] = []


class ParquetDatabase:
    """Asks the files of a folder; `head` makes the common table expressions of a query.

    They have two parameters, the files of quotes and those of texts.
    """

    def __init__(self, files: Files, head: Head) -> None:
        self._files, self._head = files, head
        self._process = os.getpid()
        self._db = _connect(files)
        self._types: dict[str, Types] = {}

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        with self._translate():
            rows: list[Any] = self._ask(sql, parameters).fetchall()
            return rows

    def define(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query for what the texts define.

        Files that are damaged are left out: a question that they are asked says so.
        """
        try:
            return self.execute(sql, parameters)
        except UnreadableError:
            texts = tuple(filter(self._is_readable, self._files.texts))
        with self._translate():
            rows: list[Any] = self._ask(
                sql, parameters, self._files._replace(texts=texts)
            ).fetchall()
            return rows

    def _is_readable(self, path: str) -> bool:
        import duckdb

        try:
            _open_cursor(self._db).execute(
                "SELECT count(*) FROM read_parquet(?)", [[_escape(path)]]
            )
        except duckdb.Error:
            return False
        return True

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        """Yield the rows of a query, read when they are needed."""
        with self._translate():
            rows = self._ask(sql, parameters)
            while batch := rows.fetchmany(_BATCH):
                yield from batch

    def fill(self, table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
        """Make a small table in memory; its names are ours."""
        cursor = _open_cursor(self._db)
        cursor.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def resume(self) -> bool:
        """Return False in a forked process, in which DuckDB's threads are missing."""
        return os.getpid() == self._process

    def stop(self, thread: int) -> None:
        """Stop nothing: nobody but the full screen asks, which is not shown of Parquet files."""

    def _ask(self, sql: str, parameters: Sequence[Any], files: Files | None = None) -> Any:
        since = next((day for day in parameters if isinstance(day, Since)), "")
        until = next((day for day in parameters if isinstance(day, Until)), "")
        folder, *tables = files or self._files
        some = [pick(paths, folder, since, until) for paths in tables]
        # Of a table that is not asked nothing is read.
        types = [
            self._find_types(columns, paths[0]) if paths and re.search(rf"\b{table}\b", sql) else {}
            for table, columns, paths in zip(("quote", "statement"), (QUOTES, TEXTS), some)
        ]
        head = self._head(sql, *types)
        sql = f"{head}, {sql[5:]}" if sql.startswith("WITH ") else f"{head} {sql}"
        values = [str(value) if isinstance(value, str) else value for value in parameters]
        return _open_cursor(self._db).execute(
            sql, [*(list(map(_escape, paths)) for paths in some), *values]
        )

    def _find_types(self, columns: Iterable[Column], path: str) -> Types:
        """Return the columns of a file with their types, which have to be those of the schema."""
        if path not in self._types:
            asked = _open_cursor(self._db).execute(
                f"SELECT * FROM {READ} LIMIT 0", [[_escape(path)]]
            )
            types = {name: kind for name, kind, *_ in asked.description}
            leaves = _open_cursor(self._db).execute(LEAVES, [path]).fetchall()
            try:
                check_types(columns, types, find_blank(leaves))
            except ValueError as error:
                raise _refuse(str(error), Place(path)) from None
            self._types[path] = types
        return self._types[path]

    @contextmanager
    def _translate(self) -> Iterator[None]:
        """Raise what DuckDB says of the files as an error of ours, on one line."""
        import duckdb

        try:
            yield
        except duckdb.OutOfMemoryException:
            hint = "ask for fewer quotes: filter them, or set a --limit"
            message = f"the answer takes more than {MEMORY} of memory"
            raise QuotecliError(message, hint=hint) from None
        except RuntimeError as error:
            # DuckDB takes the signal of Ctrl-C, and Python has no trace of it left.
            if "interrupted" in str(error):
                raise KeyboardInterrupt from None
            raise
        except duckdb.Error as error:
            raise _explain(str(error), self._files) from None


def _explain(message: str, files: Files) -> UnreadableError:
    """Return what DuckDB says of Parquet files as an error of ours, with the file that it names."""
    first = " ".join(message.split("\n\n")[0].split())
    named = [path for path in (*files.quotes, *files.texts) if f"'{path}'" in first]
    place = Place(named[0] if named else files.folder)
    if missing := _MISSING.search(first):
        return _refuse(f"no column '{missing[1]}'", place)
    reason = _KIND.sub("", first)
    if reason.startswith(NULL):
        return _refuse(reason.partition(" of ")[0], place)
    hint = "write it again"
    return UnreadableError(f"unreadable: {reason}", place=place, hint=hint)


def _refuse(reason: str, place: Place) -> UnreadableError:
    """Return the error of a file that has Parquet in it, but not rows."""
    return UnreadableError(f"not rows: {reason}", place=place, hint=SCHEMA_HINT)


def _escape(path: str) -> str:
    """Return a path as a pattern that only it matches."""
    return _PATTERN.sub(r"[\g<0>]", path)


def _open_cursor(db: Any) -> Any:
    cursor = db.cursor()
    _OPEN.add(cursor)
    return cursor


def _keep_open() -> None:
    """Keep what a forked process has of its parent: to close it would wait for missing threads."""
    _KEPT.extend(_OPEN)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_keep_open)


def _connect(files: Files) -> Any:
    """Return a connection that cannot be widened again."""
    duckdb: Any = load_module("duckdb", Place(files.folder))
    spare = mkdtemp(prefix="quotecli-")
    db = duckdb.connect(":memory:", config={**_CONFIG, "temp_directory": spare})
    finalize(db, _remove, spare, os.getpid())
    _OPEN.add(db)
    paths = [*files.quotes, *files.texts]
    db.execute("SET allowed_paths = $1", [[*paths, *map(_escape, paths)]])
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")
    return db


def _remove(folder: str, process: int) -> None:
    """Remove the temporary folder, but not in a forked process, which has none of its own."""
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
