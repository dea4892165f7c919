"""The database of a set of paths in the user's cache folder: found again, brought up to date, or
made anew.

It is a cache and nothing else. A database is believed only where its file has the very time of
modification that it says itself, which is set after everything is written: whatever was damaged,
cut short or left half-way has another one, and is made anew. One process at a time changes it,
under a lock that ends with the process.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from stat import S_ISREG
from typing import NamedTuple

from quotecli.errors import Problem
from quotecli.library.cache.folder import BESIDE, beside, cache_folder, is_locked, lock, tidy
from quotecli.library.cache.tables import VERSION
from quotecli.library.cache.values import Progress, as_path, as_problem, digest, mark
from quotecli.store.discovery import Scan, fingerprint

_DAY = 24 * 3600
_PATIENCE = 0.3
"""How many seconds a change waits for those who read, before it is made on a copy."""
_MOST = (1 << 63) - 1


class Index(NamedTuple):
    """An open database in which nothing changes any more, the problems of each file left out, and
    what to tell.
    """

    db: sqlite3.Connection
    broken: dict[str, list[Problem]]
    notes: list[str]


def index(
    paths: Sequence[str], found: Scan, *, cache: bool = True, watch: Progress | None = None
) -> Index:
    """The database of what a scan of paths found: from the cache, or in memory where that cannot
    be.
    """
    notes = []
    if cache and "-" not in found.paths:
        folder = ""
        try:
            folder = cache_folder()
            return _cached(folder, paths, found, watch)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            where = f" in {folder}" if folder else ""
            notes.append(f"the index cannot be kept{where} ({reason}): everything is read again")
    from quotecli.library.cache.refresh import fill

    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        db.execute("BEGIN")
        fill(db, found, time.time_ns(), watch)
        db.execute("COMMIT")
        return Index(db, _problems(db), notes)
    except BaseException:
        db.close()
        raise


def _problems(db: sqlite3.Connection) -> dict[str, list[Problem]]:
    """What is wrong with files, codebooks first, since it may be the reason for the rest."""
    rows = db.execute(
        "SELECT path, problems FROM file WHERE problems IS NOT NULL ORDER BY role, path"
    )
    return {
        as_path(path): [as_problem(values) for values in json.loads(problems)]
        for path, problems in rows
    }


def _cached(folder: str, paths: Sequence[str], found: Scan, watch: Progress | None) -> Index:
    since = time.time_ns()
    # A relative path is another one elsewhere, and a folder may be given in two ways: answers name
    # files as they were given.
    names = "\0".join([*paths, *map(os.path.abspath, paths)])
    path = os.path.join(folder, f"{digest(names.encode('utf-8', 'surrogateescape')).hex()}.db")
    current = _current(path, found)
    if current:
        _use(path)
        return current
    # What others must not read, such as a text before it is published, they cannot read here
    # either.
    os.makedirs(folder, mode=0o700, exist_ok=True)
    with lock(f"{path}.lock", watch) as alive:

        def told(*progress: int) -> None:
            alive()
            if watch:
                watch(*progress)

        current = _current(path, found)
        if current:
            return current
        tidy(folder, os.path.basename(path))
        if not _updated(path, found, since, told):
            _made(path, found, since, told)
        db = _sealed(path)
        if db is None:
            raise OSError("it was changed by another program")
        return Index(db, _problems(db), [])


def _current(path: str, found: Scan) -> Index | None:
    """The database at a path, if it can be believed and nothing has changed since it was written."""
    db = _sealed(path)
    if db is None:
        return None
    with suppress(sqlite3.Error, ValueError):
        if _is_current(db, found):
            return Index(db, _problems(db), [])
    db.close()
    return None


def _sealed(path: str) -> sqlite3.Connection | None:
    """The database at a path, with a transaction in which nothing changes; none where it cannot be
    believed.

    Raises OSError where there is something else.
    """
    try:
        if not S_ISREG(os.stat(path).st_mode):
            raise FileExistsError("something else has its name")
    except FileNotFoundError:
        return None
    db = None
    try:
        db = _connect(path, "ro")
        db.execute("BEGIN")
        values = dict(
            db.execute("SELECT key, value FROM meta WHERE key IN ('version', 'seal', 'inode')")
        )
        state = os.stat(path)
        # A log that somebody left beside it would be taken for a part of it.
        if values == {
            "version": VERSION, "seal": state.st_mtime_ns, "inode": state.st_ino & _MOST,
        } and not os.path.exists(f"{path}-wal"):  # fmt: skip
            return db
    except (OSError, sqlite3.Error, ValueError):
        pass  # what is damaged may be no text either
    if db:
        db.close()
    return None


def _connect(path: str, mode: str) -> sqlite3.Connection:
    name = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    address = f"file:{name}?mode={mode}"
    return sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=_PATIENCE
    )


def _is_current(db: sqlite3.Connection, found: Scan) -> bool:
    ((known,),) = db.execute("SELECT value FROM meta WHERE key = 'mark'")
    rows = db.execute("SELECT role, path FROM file WHERE role != 'statement' ORDER BY role, path")
    others = {
        (role, name): fingerprint(name, follow=role == "codebook")
        for role, path in rows
        for name in [as_path(path)]
    }
    return bool(known) and bool(known == mark(found, others))


def _updated(path: str, found: Scan, since: int, watch: Progress) -> bool:
    """Bring a database up to date; false where it is better made anew."""
    db = _sealed(path)
    if db is None:
        return False
    with closing(db):
        db.execute("COMMIT")
        try:
            return _update(path, found, since, watch)
        except sqlite3.Error as error:
            if not is_locked(error):
                return False
        # Somebody reads, perhaps for hours: what they read stays, and a changed copy takes its
        # place.
        with beside(path) as copy:
            with closing(_private(copy)) as target:
                # Whoever opens and closes a file takes the locks away that this process has on it,
                # SQLite does not.
                db.backup(target)
            if not _update(copy, found, since, watch):
                return False
            _replace(copy, path)
            return True


def _update(path: str, found: Scan, since: int, watch: Progress) -> bool:
    from quotecli.library.cache.glossary import OutOfOrderError
    from quotecli.library.cache.refresh import update

    with closing(_connect(path, "rw")) as db:
        # Nobody may read while this is written, and whether somebody does is better known before
        # the work.
        db.execute("BEGIN EXCLUSIVE")
        try:
            update(db, found, since, watch)
        except OutOfOrderError:
            db.execute("ROLLBACK")
            return False
        seal = _new_seal(db, path)
        db.execute("COMMIT")
    os.utime(path, ns=(time.time_ns(), seal))
    return True


def _made(path: str, found: Scan, since: int, watch: Progress) -> None:
    """Make a database anew, beside where it shall be."""
    from quotecli.library.cache.refresh import fill

    with beside(path) as new:
        with closing(_private(new)) as db:
            db.execute("BEGIN")
            fill(db, found, since, watch)
            seal = _new_seal(db, new)
            db.execute("COMMIT")
        with open(new, "rb") as stream:
            os.fsync(stream.fileno())
        os.utime(new, ns=(time.time_ns(), seal))
        _replace(new, path)


def _private(path: str) -> sqlite3.Connection:
    """A new database that only its owner may read, that nobody else knows of, and nobody needs if
    this fails.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    db = _connect(path, "rw")
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    return db


def _replace(new: str, path: str) -> None:
    """Put a database in the place of another, whose journal must not be taken for its own."""
    os.replace(new, path)
    for ending in BESIDE:
        with suppress(FileNotFoundError):
            os.unlink(f"{path}{ending}")


def _new_seal(db: sqlite3.Connection, path: str) -> int:
    """A time of modification that no program sets by writing: some whole even second of the past
    weeks.

    Even seconds are what the coarsest file systems can keep. With it goes the number of the file,
    which a copy does not have.
    """
    import random

    seal = (int(time.time()) // 2 - random.randrange(1, 1_000_000)) * 2 * 10**9
    values = (("seal", seal), ("inode", os.stat(path).st_ino & _MOST))
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
    return seal


def _use(path: str) -> None:
    """Say that a database was used today."""
    with suppress(OSError):
        state = os.stat(path)
        if time.time() - state.st_atime > _DAY:
            os.utime(path, ns=(time.time_ns(), state.st_mtime_ns))
