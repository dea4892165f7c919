"""A database that any number of threads may ask, and the processes forked from them.

A connection answers one question at a time, under its lock. Before a process forks, it waits until
no connection is at work; the child leaves the connections to files alone, and opens its own.
"""

from __future__ import annotations

import os
import sqlite3
from _thread import RLock, get_ident
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet, finalize

from quotecli.errors import QuotecliError

Reopen = Callable[[], "sqlite3.Connection | None"]

_MAX_CONNECTIONS = 4  # to one file
_BATCH = 64  # rows that are read at a time


class StoppedError(Exception):
    """A query was stopped, because nobody waits for its answer any more."""


class Database:
    """A database in which nothing changes, except what change() adds to one in memory.

    `db` is its first connection. `reopen` returns one more to the same state of the same file, or
    none if that is gone; a database in memory has no `reopen`.
    """

    def __init__(self, db: sqlite3.Connection, reopen: Reopen | None = None) -> None:
        self._reopen, self._in_file = reopen, reopen is not None
        self._links = [_Link(db)]
        self._opening = RLock()
        self._turn = 0
        finalize(self, _close, self._links)
        with _registry.lock:
            _registry.databases.add(self)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        with self._borrow() as link:
            return link.fetch(sql, parameters)

    def stop(self, thread: int) -> None:
        """Stop the query that a thread waits for in execute(): StoppedError is raised there.

        What is streamed over the same connection ends as well.
        """
        for link in self._links:
            link.stop(thread)

    def stream(
        self, sql: str, parameters: Sequence[Any] = (), *, batch: int = _BATCH
    ) -> Iterator[Any]:
        """Yield the rows of a query, of which `batch` are read at a time.

        Threads may share the iterator: each row goes to one of them. It ends with a QuotecliError
        in a process that was forked after the call.
        """
        with self._borrow() as link:
            return _Rows(self, link, link.execute(sql, parameters), batch)

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection of a database in memory; it is changed as a whole or not at all."""
        with self._borrow() as link:
            assert link.db is not None
            link.db.execute("BEGIN")
            try:
                yield link.db
                link.db.execute("COMMIT")
            except BaseException:
                link.db.execute("ROLLBACK")
                raise

    def resume(self) -> bool:
        """Return True if the database is open; in a forked process it is opened, if it can be."""
        if not self._links:
            link = self._open_one()
            if link:
                link.lock.release()
        return bool(self._links)

    @contextmanager
    def _borrow(self) -> Iterator[_Link]:
        """Hold a connection that is free; if none is, a new one, or one that becomes free."""
        link = self._take_free() or self._open_one() or self._wait()
        try:
            yield link
        finally:
            link.lock.release()

    def _take_free(self) -> _Link | None:
        return next((link for link in self._links if link.lock.acquire(blocking=False)), None)

    def _open_one(self) -> _Link | None:
        """Return one more connection, held, or none if there must not be more."""
        with self._opening:
            if self._reopen is None or len(self._links) >= _MAX_CONNECTIONS:
                return None
            db = self._reopen()
            if db is None:
                self._reopen = None
                return None
            link = _Link(db)
            link.lock.acquire()
            self._links.append(link)
            return link

    def _wait(self) -> _Link:
        if not self._links:
            raise _lost()
        self._turn += 1
        link = self._links[self._turn % len(self._links)]
        link.lock.acquire()
        return link

    def hold(self) -> None:
        """Wait until no connection is at work, and let none begin."""
        self._opening.acquire()
        for link in self._links:
            link.lock.acquire()

    def release(self) -> None:
        """Let connections work again."""
        for link in self._links:
            link.lock.release()
        self._opening.release()

    def leave(self) -> Iterator[sqlite3.Connection]:
        """Yield the connections to a file, which are not used any more, in a forked process."""
        self._opening = RLock()
        for link in self._links:
            link.lock, link.guard = RLock(), RLock()
            if self._in_file and link.db:
                yield link.db
                link.db = None
        if self._in_file:
            self._links.clear()


class _Link:
    """A connection with its lock, and the cursors that were left before their end."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db: sqlite3.Connection | None = db
        self.lock = RLock()
        self.left: deque[sqlite3.Cursor] = deque()
        # The thread whose query may be stopped, which is 0 between queries: a stop that comes late
        # must not meet the next one.
        self.guard = RLock()
        self._thread, self._stopped = 0, False

    def fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Return all rows of a query; the lock must be held."""
        self._thread, self._stopped = get_ident(), False
        try:
            return self.execute(sql, parameters).fetchall()
        except sqlite3.OperationalError:
            if self._stopped:
                raise StoppedError from None
            raise
        finally:
            with self.guard:
                self._thread = 0

    def stop(self, thread: int) -> None:
        """Stop the query of a thread, if it is at work here."""
        with self.guard:
            if self._thread == thread and self.db:
                self._stopped = True
                self.db.interrupt()

    def execute(self, sql: str, parameters: Sequence[Any]) -> sqlite3.Cursor:
        """Start a query; the lock must be held."""
        while self.left:
            self.left.pop().close()
        if self.db is None:
            raise _lost()
        return self.db.execute(sql, parameters)


class _Rows:
    """The rows of a query, read when they are needed."""

    def __init__(self, base: Database, link: _Link, cursor: sqlite3.Cursor, batch: int) -> None:
        # The database is open as long as it is referenced.
        self._base, self._link, self._cursor, self._batch = base, link, cursor, batch
        self._read: deque[Any] = deque()

    def __iter__(self) -> _Rows:
        return self

    def __next__(self) -> Any:
        while True:
            try:
                return self._read.popleft()
            except IndexError:
                self._read_more()

    def _read_more(self) -> None:
        with self._link.lock:
            if self._read:  # by another thread
                return
            if self._link.db is None:
                raise _lost()
            rows = self._cursor.fetchmany(self._batch)
            if not rows:
                raise StopIteration
            self._read.extend(rows)

    def __del__(self) -> None:
        # Not closed here: this may run at any moment, while another thread has the connection.
        self._link.left.append(self._cursor)


def _lost() -> QuotecliError:
    return QuotecliError(
        "the index was closed, or is not that of the process that this one was forked from",
        hint="ask the library again, or load it again",
    )


def _close(links: list[_Link]) -> None:
    for link in links:
        with link.lock:
            if link.db:
                link.db.close()
            # Threads may go on while the process ends: what is closed is not damaged.
            link.db = None


class _Registry:
    """All databases of the process, for what has to be done when it forks."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.databases: WeakSet[Database] = WeakSet()
        self._held: list[Database] = []
        # The connections of the parent, which must not even be closed.
        self._inherited: list[sqlite3.Connection] = []

    def before(self) -> None:
        """Wait until no database is at work: what SQLite locks must not be locked in the child."""
        self.lock.acquire()
        self._held = list(self.databases)
        for database in self._held:
            database.hold()

    def in_parent(self) -> None:
        """Go on as before."""
        for database in self._held:
            database.release()
        self._held = []
        self.lock.release()

    def in_child(self) -> None:
        """Leave the connections to the parent."""
        for database in self._held:
            self._inherited.extend(database.leave())
        self._held = []
        self.lock = RLock()


_registry = _Registry()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_registry.before,
        after_in_parent=_registry.in_parent,
        after_in_child=_registry.in_child,
    )
