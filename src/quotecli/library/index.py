"""The database of a set of paths in the user's cache folder: found again, brought up to date, or made anew.

It is a cache and nothing else. A database is believed only where its file has the very time of modification that it
says itself, which is set after everything is written: whatever was damaged, cut short or left half-way has another
one, and is made anew. One process at a time changes it, under a lock that ends with the process.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from quotecli.errors import Problem
from quotecli.library.tables import VERSION
from quotecli.library.values import Progress, as_problem, digest, mark
from quotecli.scan import Scan

_FORGOTTEN = 60 * 24 * 3600
"""After how many seconds without use a database is removed, when another one is made."""
_DAY = 24 * 3600
_PATIENCE = 0.3
"""How many seconds a change waits for those who read, before it is made on a copy."""


class Index(NamedTuple):
    """An open database in which nothing changes any more, the problems of each file left out, and what to tell."""

    db: sqlite3.Connection
    broken: dict[str, list[Problem]]
    notes: list[str]


def index(paths: Sequence[str], found: Scan, *, cache: bool = True, watch: Progress | None = None) -> Index:
    """The database of what a scan of paths found: from the cache, or in memory where that cannot be."""
    notes = []
    if cache and "-" not in found.paths:
        try:
            return _opened(_cached(paths, found, watch), [])
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            notes.append(f"the index cannot be kept in {cache_folder()} ({reason}): everything is read again")
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    from quotecli.library.refresh import fill

    db.execute("BEGIN")
    fill(db, found, time.time_ns(), watch)
    db.execute("COMMIT")
    return _opened(db, notes)


def cache_folder() -> str:
    """Where databases are kept: QUOTECLI_CACHE, or a folder of ours where the system wants such things."""
    given = os.environ.get("QUOTECLI_CACHE")
    if given:
        return given
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(local, "quotecli", "Cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "quotecli")
    base = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(base if os.path.isabs(base) else os.path.join(home, ".cache"), "quotecli")


def _opened(db: sqlite3.Connection, notes: list[str]) -> Index:
    broken = {
        path: [as_problem(values) for values in json.loads(problems)]
        for path, problems in db.execute("SELECT path, problems FROM file WHERE problems IS NOT NULL ORDER BY path")
    }
    return Index(db, broken, notes)


def _cached(paths: Sequence[str], found: Scan, watch: Progress | None) -> sqlite3.Connection:
    since = time.time_ns()
    folder = cache_folder()
    names = "\0".join([VERSION, *map(os.path.abspath, paths)])
    path = os.path.join(folder, f"{digest(names.encode('utf-8', 'surrogateescape')).hex()}.db")
    db = _sealed(path)
    if db and _is_current(db, found):
        return _used(db, path)
    if db:
        db.close()
    # What others must not read, such as a text before it is published, they cannot read here either.
    os.makedirs(folder, mode=0o700, exist_ok=True)
    with _lock(f"{path}.lock", watch):
        db = _sealed(path)
        if db and _is_current(db, found):
            return db
        if not (db and _updated(db, path, found, since, watch)):
            _made(path, found, since, watch)
        if db:
            db.close()
        changed = _sealed(path)
        if changed is None:
            raise OSError("it was changed by another program")
        return changed


def _sealed(path: str) -> sqlite3.Connection | None:
    """The database at a path, with a transaction in which nothing changes; none where it cannot be believed."""
    if not os.path.exists(path):
        return None
    db = _connect(path, "ro")
    try:
        db.execute("BEGIN")
        values = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('version', 'seal')"))
        if values == {"version": VERSION, "seal": os.stat(path).st_mtime_ns}:
            return db
    except (OSError, sqlite3.Error):
        pass
    db.close()
    return None


def _connect(path: str, mode: str) -> sqlite3.Connection:
    name = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    address = f"file:{name}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=_PATIENCE)


def _is_current(db: sqlite3.Connection, found: Scan) -> bool:
    ((known,),) = db.execute("SELECT value FROM meta WHERE key = 'mark'")
    texts = [path for (path,) in db.execute("SELECT path FROM file WHERE role = 'text'")]
    return bool(known) and bool(known == mark(found, texts))


def _updated(db: sqlite3.Connection, path: str, found: Scan, since: int, watch: Progress | None) -> bool:
    """Bring a database up to date; false where it is better made anew."""
    db.execute("COMMIT")
    with suppress(sqlite3.OperationalError):
        return _update(path, path, found, since, watch)
    # Somebody reads, perhaps for hours: what they read stays, and a changed copy takes its place.
    import shutil

    with _beside(path) as copy:
        _create(copy)
        shutil.copyfile(path, copy)
        if _update(copy, copy, found, since, watch):
            _replace(copy, path)
            return True
    return False


def _update(path: str, sealed: str, found: Scan, since: int, watch: Progress | None) -> bool:
    from quotecli.library.refresh import update
    from quotecli.library.writer import OutOfOrderError

    db = _connect(path, "rw")
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            update(db, found, since, watch)
        except OutOfOrderError:
            db.execute("ROLLBACK")
            return False
        seal = _new_seal(db)
        db.execute("COMMIT")
    finally:
        db.close()
    os.utime(sealed, ns=(time.time_ns(), seal))
    return True


def _made(path: str, found: Scan, since: int, watch: Progress | None) -> None:
    """Make a database anew, beside where it shall be."""
    from quotecli.library.refresh import fill

    _forget(os.path.dirname(path), os.path.basename(path))
    with _beside(path) as new:
        _create(new)
        db = _connect(new, "rw")
        try:
            # Nobody else sees this file, and nobody needs it if this fails.
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.execute("BEGIN")
            fill(db, found, since, watch)
            seal = _new_seal(db)
            db.execute("COMMIT")
        finally:
            db.close()
        with open(new, "rb") as stream:
            os.fsync(stream.fileno())
        os.utime(new, ns=(time.time_ns(), seal))
        _replace(new, path)


def _create(path: str) -> None:
    """Make an empty file that only its owner may read."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _replace(new: str, path: str) -> None:
    """Put a database in the place of another, whose journal must not be taken for its own."""
    with suppress(FileNotFoundError):
        os.unlink(f"{path}-journal")
    os.replace(new, path)


def _new_seal(db: sqlite3.Connection) -> int:
    """A time of modification that no program sets by writing: some whole even second of the past weeks.

    Even seconds are what the coarsest file systems can keep.
    """
    import random

    seal = (int(time.time()) // 2 - random.randrange(1, 1_000_000)) * 2 * 10**9
    db.execute("INSERT OR REPLACE INTO meta VALUES ('seal', ?)", (seal,))
    return seal


def _used(db: sqlite3.Connection, path: str) -> sqlite3.Connection:
    """Say that a database was used today."""
    with suppress(OSError):
        state = os.stat(path)
        if time.time() - state.st_atime > _DAY:
            os.utime(path, ns=(time.time_ns(), state.st_mtime_ns))
    return db


def _forget(folder: str, name: str) -> None:
    """Remove what earlier attempts at this database left, and databases that nobody has used for long."""
    for entry in os.scandir(folder):
        with suppress(OSError):
            left = entry.name.startswith(f"{name}.") and entry.name.endswith(".new")
            old = entry.name.endswith((".db", ".lock", ".new")) and entry.stat().st_atime < time.time() - _FORGOTTEN
            if left or (old and entry.name != f"{name}.lock"):
                os.unlink(entry.path)


@contextmanager
def _beside(path: str) -> Iterator[str]:
    """A name for a file beside another; what is still there in the end is removed."""
    new = f"{path}.{os.getpid()}.new"
    with suppress(OSError):
        os.unlink(new)
    try:
        yield new
    finally:
        for left in (new, f"{new}-journal"):
            with suppress(OSError):
                os.unlink(left)


@contextmanager
def _lock(path: str, watch: Progress | None) -> Iterator[None]:
    """Hold a lock that one process at a time has, and that ends with it: that of an empty database.

    While another process has it, `watch` is told of no files.
    """
    db = sqlite3.connect(path, isolation_level=None, timeout=0.1, check_same_thread=False)
    try:
        while True:
            try:
                db.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.OperationalError as error:
                # Asked again and again, so that an interrupt is heard.
                if "locked" not in str(error):
                    raise
                if watch:
                    watch(0, 0, 0)
        yield
    finally:
        db.close()
