"""The database of a set of paths in the cache: opened, brought up to date, or rebuilt.

A database is believed only with its seal; any other one is rebuilt. One process at a time changes a
database, under a lock that ends with the process.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import partial
from typing import NamedTuple

from quotecli.errors import Problem
from quotecli.library.cache.folder import (
    BESIDE,
    is_locked,
    locate_cache,
    lock,
    temporary_path,
    tidy,
)
from quotecli.library.cache.private import check_private, create_private, make_private_folder
from quotecli.library.cache.seal import (
    SEAL,
    break_seal,
    expect_seal,
    note_change,
    note_use,
    write_seal,
)
from quotecli.library.cache.tables import VERSION
from quotecli.library.cache.values import (
    UNEXPECTED,
    Progress,
    decode_path,
    decode_problems,
    digest,
    digest_scan,
    read_topics,
)
from quotecli.store.discovery import Scan, fingerprint

# For how many seconds a change waits for readers before it is made on a copy.
_MAX_WAIT = 0.3


class Index(NamedTuple):
    """An open database in which nothing changes, and the problems of each file that was skipped.

    `notes` has what the user should know. `reopen` opens the database once more; it returns none if
    that is no longer the same. `discard` has it rebuilt by whoever opens it next.
    """

    db: sqlite3.Connection
    broken: dict[str, list[Problem]]
    notes: list[str]
    reopen: Callable[[], sqlite3.Connection | None] | None = None
    discard: Callable[[], None] = lambda: None


def open_index(
    paths: Sequence[str], scan: Scan, *, cache: bool = True, watch: Progress | None = None
) -> Index:
    """Return the database of what a scan of paths found.

    It is in the cache, or in memory if it cannot be there. `watch` is called while files are read.
    """
    notes = []
    if cache and "-" not in scan.paths:
        folder = ""
        try:
            folder = locate_cache()
            return _open_cached(folder, paths, scan, watch)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            place = f" in {folder}" if folder else ""
            notes.append(f"cannot write the index{place} ({reason}); reading all files")
    from quotecli.library.cache.refresh import fill

    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        db.execute("BEGIN")
        fill(db, scan, time.time_ns(), watch)
        db.execute("COMMIT")
        return _make_index(db)._replace(notes=notes)
    except BaseException:
        db.close()
        raise


def _make_index(db: sqlite3.Connection, path: str = "") -> Index:
    # Codebooks first: a problem of one may be the reason for the rest.
    rows = db.execute(
        "SELECT path, problems FROM file WHERE problems IS NOT NULL ORDER BY role, path"
    )
    broken = {decode_path(file): decode_problems(problems) for file, problems in rows}
    # Whatever opens the index reads its topics first.
    list(read_topics(db))
    if not path:
        return Index(db, broken, [])
    return Index(db, broken, [], _remember(path, db), partial(break_seal, path))


def _open_cached(folder: str, paths: Sequence[str], scan: Scan, watch: Progress | None) -> Index:
    since = time.time_ns()
    folder = make_private_folder(folder)
    # By both the paths as given, which answers name, and where they lead: a relative path leads
    # somewhere else from another folder.
    names = "\0".join([*paths, *map(os.path.abspath, paths)])
    path = os.path.join(folder, f"{digest(names.encode('utf-8', 'surrogateescape')).hex()}.db")
    current = _open_current(path, scan)
    if current:
        note_use(path)
        return current

    with lock(f"{path}.lock", watch) as signal_work:

        def report(*progress: int) -> None:
            signal_work()
            if watch:
                watch(*progress)

        current = _open_current(path, scan)
        if current:
            return current
        tidy(folder, os.path.basename(path))
        if not _try_update(path, scan, since, report):
            _build(path, scan, since, report)
        note_change(path)
        db = _open_sealed(path)
        if db is None:
            raise OSError("changed by another program")
        return _make_index(db, path)


def _open_current(path: str, scan: Scan) -> Index | None:
    """Return the database at a path if it is believed and no file has changed since."""
    db = _open_sealed(path)
    if db is None:
        return None
    with suppress(sqlite3.Error, *UNEXPECTED):
        if _is_current(db, scan):
            return _make_index(db, path)
    db.close()
    return None


def _open_sealed(path: str) -> sqlite3.Connection | None:
    """Return the database at a path, in a transaction, or none if it is not to be believed.

    Raises OSError if something else is there, or somebody else's file is there or beside it.
    """
    for beside in (SEAL, *BESIDE):
        check_private(f"{path}{beside}")
    if not check_private(path):
        return None
    db = None
    try:
        db = _connect(path, "ro")
        db.execute("BEGIN")
        sql = "SELECT key, value FROM meta WHERE key IN ('version', 'seal', 'inode')"
        expected = {"version": VERSION, **expect_seal(path)}
        # SQLite would take a log that somebody left beside the database for a part of it.
        if dict(db.execute(sql)) == expected and not os.path.exists(f"{path}-wal"):
            return db
    except (OSError, sqlite3.Error, ValueError):
        pass  # ValueError: damaged text
    if db:
        db.close()
    return None


def _remember(path: str, db: sqlite3.Connection) -> Callable[[], sqlite3.Connection | None]:
    """Return what opens the database at a path again, or returns none if it has changed."""
    path, seal = os.path.abspath(path), _read_seal(db)

    def reopen() -> sqlite3.Connection | None:
        with suppress(OSError):
            db = _open_sealed(path)
            if db and _read_seal(db) == seal:
                return db
            if db:
                db.close()
        return None

    return reopen


def _read_seal(db: sqlite3.Connection) -> dict[str, int]:
    return dict(db.execute("SELECT key, value FROM meta WHERE key IN ('seal', 'inode')"))


def _connect(path: str, mode: str) -> sqlite3.Connection:
    name = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    address = f"file:{name}?mode={mode}"
    return sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=_MAX_WAIT
    )


def _is_current(db: sqlite3.Connection, scan: Scan) -> bool:
    ((known,),) = db.execute("SELECT value FROM meta WHERE key = 'scan'")
    rows = db.execute("SELECT role, path FROM file WHERE role != 'statement' ORDER BY role, path")
    others = {
        (role, name): fingerprint(name, follow=role == "codebook")
        for role, path in rows
        for name in [decode_path(path)]
    }
    return bool(known) and bool(known == digest_scan(scan, others))


def _try_update(path: str, scan: Scan, since: int, watch: Progress) -> bool:
    """Bring a database up to date; return false if it has to be rebuilt."""
    db = _open_sealed(path)
    if db is None:
        return False
    with closing(db):
        db.execute("COMMIT")
        try:
            return _update(path, scan, since, watch)
        except UNEXPECTED:  # damaged values
            return False
        except sqlite3.Error as error:
            if not is_locked(error):
                return False
        # Somebody reads, perhaps for hours: their database stays, and a changed copy replaces it.
        with temporary_path(path) as copy:
            with closing(_create_private(copy)) as target:
                # Whoever opens and closes a file takes the locks away that this process has on it;
                # SQLite does not.
                db.backup(target)
            if not _update(copy, scan, since, watch):
                return False
            _replace(copy, path)
            return True


def _update(path: str, scan: Scan, since: int, watch: Progress) -> bool:
    from quotecli.library.cache.glossary import OutOfOrderError
    from quotecli.library.cache.refresh import update

    with closing(_connect(path, "rw")) as db:
        # Nobody may read during the change, and it is better to know before the work if they do.
        db.execute("BEGIN EXCLUSIVE")
        try:
            update(db, scan, since, watch)
        except OutOfOrderError:
            db.execute("ROLLBACK")
            return False
        seal = write_seal(db, path)
        db.execute("COMMIT")
    os.utime(path, ns=(time.time_ns(), seal))
    return True


def _build(path: str, scan: Scan, since: int, watch: Progress) -> None:
    """Build a database beside its place, then put it there."""
    from quotecli.library.cache.refresh import fill

    with temporary_path(path) as new:
        with closing(_create_private(new)) as db:
            db.execute("BEGIN")
            fill(db, scan, since, watch)
            seal = write_seal(db, new)
            db.execute("COMMIT")
        with open(new, "rb") as stream:
            os.fsync(stream.fileno())
        os.utime(new, ns=(time.time_ns(), seal))
        _replace(new, path)


def _create_private(path: str) -> sqlite3.Connection:
    """Return a new database that only its owner may read.

    It has no journal: nobody else knows of it, and nobody needs it if the work fails.
    """
    create_private(path)
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
