"""The lock that a process holds on a file while it reads, changes and replaces it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from quotecli.errors import Place, QuotecliError, UnreadableError
from quotecli.store.staging import lock

# Seconds that an edit waits for another one, and between two tries.
_MAX_WAIT = 10.0
_PAUSE = 0.005


@contextmanager
def lock_file(path: str) -> Iterator[None]:
    """Hold the lock of an existing file, which ends with the process.

    An edit replaces the file, and with it the lock: the one that counts is that of the file which
    is there now. On a file system without locks nothing is held. Raises QuotecliError if another
    process holds the lock for too long, and UnreadableError if the file is gone.
    """
    began = time.monotonic()
    while (stream := _try(path)) is None:
        if time.monotonic() - began > _MAX_WAIT:
            hint = "try again when it has finished"
            raise QuotecliError(
                "another process is editing this file", place=Place(path), hint=hint
            )
        time.sleep(_PAUSE)
    with stream:
        yield


def _try(path: str) -> IO[bytes] | None:
    """Return the open file if its lock could be had at once."""
    try:
        stream = open(_lock_path(path), "ab" if sys.platform == "win32" else "rb")  # noqa: SIM115  # returned
    except OSError as error:
        raise UnreadableError(f"unreadable: {error.strerror}", place=Place(path)) from None
    with suppress(OSError):  # without locks, there is nothing to wait for
        if not lock(stream):
            stream.close()
            return None
    with suppress(OSError):
        if os.path.samestat(os.fstat(stream.fileno()), os.stat(stream.name)):
            return stream
    stream.close()
    return None


def _lock_path(path: str) -> str:
    """Return the path of what is locked: the file itself, except on Windows.

    There, an open file cannot be replaced, nor a locked one read.
    """
    real = os.path.realpath(path)
    if sys.platform != "win32":
        return real
    import hashlib
    import tempfile

    name = hashlib.sha256(os.path.normcase(real).encode()).hexdigest()
    return os.path.join(tempfile.gettempdir(), f"quotecli-{name}.lock")
