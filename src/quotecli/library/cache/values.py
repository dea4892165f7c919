"""Values as the database holds them, and back: topics, people, problems, paths, digests."""

from __future__ import annotations

import json
import os
import sqlite3
from binascii import crc32
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from quotecli.errors import Place, Problem
from quotecli.library.database import Database
from quotecli.model import Speaker, Topic
from quotecli.store.discovery import Fingerprint, Scan

Progress = Callable[[int, int, int], None]
"""Is called with the number of files read, of all files, and of quotes read."""


UNEXPECTED = (LookupError, TypeError, ValueError)
"""What reading damaged values may raise."""


def seal_row(*values: object) -> int:
    """Return a checksum of the values of a row, which is stored with them."""
    return crc32("\0".join(map(str, values)).encode("utf-8", "surrogatepass"))


def seal(text: str) -> str:
    """Return a text with a checksum before it."""
    return f"{seal_row(text):08x}{text}"


def unseal(sealed: str) -> str:
    """Return the text that was sealed; raises ValueError if it is another one by now."""
    text = sealed[8:]
    if sealed != seal(text):
        raise ValueError("damaged")
    return text


def make_topic(values: list[Any]) -> Topic:
    """Return the topic that an entry has as JSON."""
    key, label, description, aliases, keywords, *others = values
    return Topic(key, label, description, tuple(aliases), tuple(keywords), *others)


def read_topics(db: sqlite3.Connection | Database) -> Iterator[Topic]:
    """Yield the topics of all statements in a database, each once."""
    rows = list(db.execute("SELECT value FROM meta WHERE key = 'topics'"))
    return map(make_topic, json.loads(unseal(rows[0][0]))) if rows else iter(())


def make_speaker(values: list[Any]) -> Speaker:
    """Return the speaker that an entry has as JSON."""
    key, name, role, aliases, attributes = values
    return Speaker(key, name, role, tuple(aliases), tuple(map(tuple, attributes)))


def encode_problems(problems: Sequence[Problem]) -> str:
    """Return problems as JSON, in ASCII, since a path may not be valid text."""
    return seal(json.dumps(problems))


def decode_problems(text: str) -> list[Problem]:
    """Return the problems that encode_problems() encoded."""
    return [
        Problem(rule, message, Place(*place), hint, severity)
        for rule, message, place, hint, severity in json.loads(unseal(text))
    ]


def digest(data: bytes) -> bytes:
    """Return what tells the contents of files apart."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).digest()


def encode_path(path: str) -> str | bytes:
    """Return a path as SQLite can hold it: as bytes if it is not valid text."""
    if path.isascii():
        return path
    try:
        path.encode()
        return path
    except UnicodeEncodeError:
        return os.fsencode(path)


def decode_path(value: str | bytes) -> str:
    """Return the path that encode_path() encoded."""
    return value if isinstance(value, str) else os.fsdecode(value)


def digest_scan(scan: Scan, others: Mapping[tuple[str, str], Fingerprint]) -> bytes:
    """Return what tells scans apart.

    `others` has the fingerprints of codebooks and text files, by role and path.
    """
    # The hash of numbers is the same in every process, and much faster than their bytes.
    numbers = hash((*scan.fingerprints, *others.values()))
    names = "\0".join([*scan.paths, "", *scan.books, "", *chain.from_iterable(others)])
    return digest(
        names.encode("utf-8", "surrogateescape") + numbers.to_bytes(8, "big", signed=True)
    )
