"""The seal of a database: what shows that its file is as it was written.

It is the time of modification of the file, which the database holds too, and the time of its last
change, which is in a file beside it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress

from quotecli.library.cache.private import NOFOLLOW

SEAL = ".seal"
"""What is added to the name of a database for the file that says when it last changed."""

_DAY = 24 * 3600
_MAX_INTEGER = (1 << 63) - 1


def write_seal(db: sqlite3.Connection, path: str) -> int:
    """Write the seal into a database, and return the time of modification that its file must get.

    It is a time that no program sets by writing: a whole even second of the past weeks, since the
    coarsest file systems keep only these. With it goes the number of the file, which a copy does
    not have.
    """
    import random

    seal = (int(time.time()) // 2 - random.randrange(1, 1_000_000)) * 2 * 10**9
    values = (("seal", seal), ("inode", os.stat(path).st_ino & _MAX_INTEGER))
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
    return seal


def note_change(path: str) -> None:
    """Write beside a database when its file last changed, as the system says (ctime).

    Programs can set the time of modification back, but not this one: it tells every later change.
    """
    note = os.open(f"{path}{SEAL}", os.O_CREAT | os.O_WRONLY | os.O_TRUNC | NOFOLLOW, 0o600)
    with open(note, "w", encoding="ascii") as stream:
        stream.write(str(os.stat(path).st_ctime_ns))


def expect_seal(path: str) -> dict[str, int]:
    """Return the values that a database at a path must have if its file has not changed.

    Raises OSError or ValueError if there can be none.
    """
    state = os.stat(path)
    with open(f"{path}{SEAL}", encoding="ascii") as stream:
        if stream.read() != str(state.st_ctime_ns):
            raise ValueError("changed")
    return {"seal": state.st_mtime_ns, "inode": state.st_ino & _MAX_INTEGER}


def break_seal(path: str) -> None:
    """Let nobody believe a database any more; raises OSError if the system refuses."""
    with suppress(FileNotFoundError):
        os.unlink(f"{path}{SEAL}")


def note_use(path: str) -> None:
    """Set the time of access that shows that a database is used, once a day.

    It is that of the file beside it, since any other change of a database makes it invalid.
    """
    note = f"{path}{SEAL}"
    with suppress(OSError):
        state = os.stat(note)
        if time.time() - state.st_atime > _DAY:
            os.utime(note, ns=(time.time_ns(), state.st_mtime_ns))
