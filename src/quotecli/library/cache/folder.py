"""The user's folder for databases: where it is, who may change what is in it, and what is left
there.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from quotecli.library.cache.values import Progress

_FORGOTTEN = 60 * 24 * 3600
"""After how many seconds without use a database is removed, when another one is made."""
_PATIENCE_FOR_OTHERS = 30
"""How many seconds another process may go without a sign of work before it is waited for no longer.
"""
BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite puts beside a database."""


def cache_folder() -> str:
    """Where databases are kept: QUOTECLI_CACHE, or a folder of ours where the system wants such
    things.

    Raises OSError where there is no such place.
    """
    given = os.environ.get("QUOTECLI_CACHE")
    if given:
        return given
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        raise FileNotFoundError("there is no home folder")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(local, "quotecli", "Cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "quotecli")
    base = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(base if os.path.isabs(base) else os.path.join(home, ".cache"), "quotecli")


def tidy(folder: str, name: str) -> None:
    """Remove what earlier attempts at this database left, and databases that nobody has used for
    long.

    Nothing is touched that has not a name of ours: the folder may be anybody's.
    """
    import re

    ours = re.compile(
        rf"([0-9a-f]{{32}}\.db)(|\.lock|{'|'.join(BESIDE)}|\.[0-9]+\.new(|{'|'.join(BESIDE)}))"
    )
    for entry in os.scandir(folder):
        found = ours.fullmatch(entry.name)
        with suppress(OSError):
            if not found or not entry.is_file(follow_symlinks=False):
                continue
            if found[1] == name:
                old = ".new" in found[2]
            else:
                old = entry.stat().st_atime < time.time() - _FORGOTTEN
                # A lock that is not there any more would keep nobody out.
                old = old and not (
                    found[2] == ".lock" and os.path.exists(os.path.join(folder, found[1]))
                )
            if old:
                os.unlink(entry.path)


@contextmanager
def beside(path: str) -> Iterator[str]:
    """A name for a file beside another; what is still there in the end is removed."""
    new = f"{path}.{os.getpid()}.new"
    try:
        yield new
    finally:
        for ending in ("", *BESIDE):
            with suppress(OSError):
                os.unlink(f"{new}{ending}")


@contextmanager
def lock(path: str, watch: Progress | None) -> Iterator[Callable[[], None]]:
    """Hold a lock that one process at a time has, and that ends with it: that of an empty database.

    Yields what says that the holder is at work. While another process has it, `watch` is told of no
    files. Raises TimeoutError where that one does not seem to be at work: somebody may have stopped
    it.
    """
    with closing(
        sqlite3.connect(path, isolation_level=None, timeout=0.1, check_same_thread=False)
    ) as db:
        said, since = 0, time.monotonic()
        while True:
            try:
                db.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.DatabaseError as error:
                # Asked again and again, so that an interrupt is heard.
                if isinstance(error, sqlite3.OperationalError):
                    if not is_locked(error):
                        raise
                else:
                    # It is no database: an empty file is one.
                    os.truncate(path, 0)
            if watch:
                watch(0, 0, 0)
            state = os.stat(path)
            if state.st_mtime_ns != said:
                said, since = state.st_mtime_ns, time.monotonic()
            elif time.monotonic() - since > _PATIENCE_FOR_OTHERS:
                raise TimeoutError("another process seems to be stuck with it")
        yield lambda: os.utime(path)


def is_locked(error: sqlite3.Error) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
