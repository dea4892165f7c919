"""A database that is built in a temporary file, and given as its bytes."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing

from quotecli.errors import QuotecliError
from quotecli.store.files import read_chunks

# Nobody else sees the file before it is complete: it needs no journal, and no wait for the disk.
_PRAGMAS = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"


def build_database(what: str, fill: Callable[[sqlite3.Connection], None]) -> Iterator[bytes]:
    """Yield the database that `fill` fills, called `what` in the error if there is no room."""
    with tempfile.TemporaryDirectory(prefix="quotecli-") as folder:
        path = os.path.join(folder, "new.db")
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as db:
                db.executescript(_PRAGMAS)
                fill(db)
        except sqlite3.OperationalError as error:
            raise QuotecliError(f"cannot write the {what}: {error}") from None
        with open(path, "rb") as file:
            yield from read_chunks(file)
