"""Topics, speakers, problems and paths as the database holds them, and back."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from quotecli.errors import Place, Problem
from quotecli.model import Speaker, Topic
from quotecli.store.discovery import Fingerprint, Scan

Progress = Callable[[int, int, int], None]
"""Is told how far reading is: files read, files in all, quotes read."""


def topic_of(values: list[Any]) -> Topic:
    """A topic from the JSON of an entry."""
    key, label, description, aliases, keywords, parent = values
    return Topic(key, label, description, tuple(aliases), tuple(keywords), parent)


def read_topics(db: sqlite3.Connection) -> Iterator[Topic]:
    """The topics of all statements, as one."""
    row = db.execute("SELECT value FROM meta WHERE key = 'topics'").fetchone()
    return map(topic_of, json.loads(row[0])) if row else iter(())


def speaker_of(values: list[Any]) -> Speaker:
    """A speaker from the JSON of an entry."""
    key, name, role, aliases = values
    return Speaker(key, name, role, tuple(aliases))


def as_tuple(problem: Problem) -> tuple[Any, ...]:
    """A problem as plain values; as_problem() brings it back."""
    return (problem.rule, problem.message, tuple(problem.place), problem.hint, problem.severity)


def as_problem(values: tuple[Any, ...]) -> Problem:
    """The problem that as_tuple() took apart."""
    rule, message, place, hint, severity = values
    return Problem(rule, message, Place(*place), hint, severity)


def digest(data: bytes) -> bytes:
    """What tells the bytes of files apart."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).digest()


def kept_path(path: str) -> str | bytes:
    """A path as the database can hold it: as bytes where it is no text; as_path() brings it back."""
    if path.isascii():
        return path
    try:
        path.encode()
        return path
    except UnicodeEncodeError:
        return os.fsencode(path)


def as_path(value: str | bytes) -> str:
    """The path that kept_path() made ready."""
    return value if isinstance(value, str) else os.fsdecode(value)


def mark(found: Scan, others: Mapping[tuple[str, str], Fingerprint]) -> bytes:
    """What tells two scans apart; `others` are codebooks and text files, by role and path, with the
    fingerprint of each.
    """
    from itertools import chain

    # The hash of numbers is the same in every process, and much faster than their bytes.
    numbers = hash((*found.fingerprints, *others.values()))
    names = "\0".join([*found.paths, "", *found.books, "", *chain.from_iterable(others)])
    return digest(
        names.encode("utf-8", "surrogateescape") + numbers.to_bytes(8, "big", signed=True)
    )
