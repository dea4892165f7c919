"""Topics, speakers and problems as the database holds them, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from quotecli.errors import Place, Problem
from quotecli.model import Speaker, Topic
from quotecli.scan import Scan, marks

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


def mark(found: Scan, text_files: Iterable[str]) -> bytes:
    """What tells two scans apart, text files beside the statements included."""
    from array import array
    from itertools import chain

    books = dict.fromkeys(found.books)
    others = [path for path in (*books, *text_files) if path]
    numbers = array("q", chain.from_iterable(found.marks))
    numbers.extend(value & (1 << 63) - 1 for path in others for value in marks(path))
    names = "\0".join([*found.paths, "", *found.books, "", *others])
    return digest(names.encode("utf-8", "surrogateescape") + numbers.tobytes())
