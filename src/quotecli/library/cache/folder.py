"""The user's cache folder: where it is, who may change what is in it, and what is left there."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from errno import EEXIST

from quotecli.library.cache.private import check_private, create_private
from quotecli.library.cache.seal import SEAL
from quotecli.library.cache.values import Progress

# After so many seconds without use a database is removed, when another one is built.
_MAX_UNUSED = 60 * 24 * 3600
# For how many seconds another process may hold the lock without a sign of work.
_MAX_WAIT = 30
BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite adds to the name of a database for the files beside it."""


def locate_cache() -> str:
    """Return the folder of databases: QUOTECLI_CACHE, or ours where the system has caches.

    Raises OSError if there is no such place.
    """
    given = os.environ.get("QUOTECLI_CACHE")
    if given:
        return given
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        raise FileNotFoundError("no home directory")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(local, "quotecli", "Cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "quotecli")
    base = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(base if os.path.isabs(base) else os.path.join(home, ".cache"), "quotecli")


def tidy(folder: str, name: str) -> None:
    """Remove the remains of earlier attempts at a database, and databases that nobody uses.

    Files without a name of ours are left alone: the folder may have other uses.
    """
    import re

    ours = re.compile(
        rf"([0-9a-f]{{32}}\.db)(|\.lock|{SEAL}|{'|'.join(BESIDE)}|\.[0-9]+\.new(|{'|'.join(BESIDE)}))"
    )
    for entry in os.scandir(folder):
        match = ours.fullmatch(entry.name)
        with suppress(OSError):
            if not match or not entry.is_file(follow_symlinks=False):
                continue
            if match[1] == name:
                old = ".new" in match[2]
            else:
                old = _last_use(folder, match[1], entry) < time.time() - _MAX_UNUSED
                # Without its lock, two processes could change a database at once.
                old = old and not (
                    match[2] == ".lock" and os.path.exists(os.path.join(folder, match[1]))
                )
            if old:
                os.unlink(entry.path)


def _last_use(folder: str, name: str, entry: os.DirEntry[str]) -> float:
    """Return when a database, or this file of it, was last used."""
    times = [entry.stat().st_atime]
    with suppress(OSError):
        times.append(os.stat(os.path.join(folder, f"{name}{SEAL}")).st_atime)
    return max(times)


@contextmanager
def temporary_path(path: str) -> Iterator[str]:
    """Yield a path beside another; if it exists in the end, it is removed."""
    new = f"{path}.{os.getpid()}.new"
    try:
        yield new
    finally:
        for ending in ("", *BESIDE):
            with suppress(OSError):
                os.unlink(f"{new}{ending}")


@contextmanager
def lock(path: str, watch: Progress | None) -> Iterator[Callable[[], None]]:
    """Hold a lock that only one process can have, and that ends with the process.

    The lock is that of an empty database. Yields what the holder calls as a sign of work. While
    another process has the lock, `watch` is called with zeros. Raises TimeoutError if that process
    shows no sign of work: somebody may have stopped it.
    """
    _prepare_lock(path)
    with closing(
        sqlite3.connect(path, isolation_level=None, timeout=0.1, check_same_thread=False)
    ) as db:
        last_sign, since = 0, time.monotonic()
        while True:
            try:
                db.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.OperationalError as error:
                if not is_locked(error):
                    raise

            # Short waits, one after the other, so that an interrupt is noticed.
            if watch:
                watch(0, 0, 0)
            sign = os.stat(path).st_mtime_ns
            if sign != last_sign:
                last_sign, since = sign, time.monotonic()
            elif time.monotonic() - since > _MAX_WAIT:
                raise TimeoutError("locked by another process that has stopped working")
        yield lambda: os.utime(path)


def _prepare_lock(path: str) -> None:
    """Create the file of a lock unless it exists; raises OSError if it cannot be one of ours."""
    with suppress(FileExistsError):
        create_private(path)
    state = check_private(path)
    if state and state.st_size:
        # Nobody writes into a lock, so these bytes are somebody's.
        raise FileExistsError(EEXIST, f"not a lock, and in its way: {path}")


def is_locked(error: sqlite3.Error) -> bool:
    """Return True if an error says that another process has the database."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
