"""What a REFI-QDA project says in words, so that it comes back from any program.

Programs rename identifiers and drop notes, but keep names and descriptions. So the descriptions of
codes, cases and selections begin with a header, lines of the form `key: value`, and what people
wrote follows after an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from quotecli.model import Speaker, collapse_space
from quotecli.store.fields import SLUG

QUOTE = (
    *("quote", "speaker", "reported by", "polarity", "cue", "status", "confidence", "important"),
    *("coder", "doubt"),
)
TOPIC = ("id", "label", "alias", "keyword", "colour", "memo")
CASE = ("id", "name", "alias")
"""The keys of the headers of selections, codes and cases; the first one is always there."""

_PERSON = re.compile(rf"(.+?) \(({SLUG.pattern})\)(?:, (.+))?")
_PART = re.compile(rf"({SLUG.pattern})(?: \(([0-9]{{1,9}})/[0-9]{{1,9}}\))?")

Header = dict[str, list[str]]


def write_header(values: Iterable[tuple[str, str]], text: str = "") -> str:
    """Return a description: a header of the values that are not empty, then text."""
    header = "\n".join(f"{key}: {line}" for key, value in values if (line := collapse_space(value)))
    return f"{header}\n\n{text}" if text else header


def read_header(description: str, keys: Collection[str]) -> tuple[Header, str]:
    """Return the header of a description by key, {} without one, and the rest.

    The header begins with the first line that has the first key; a person may have written before.
    """
    lines = re.split("\r\n|\n", description)
    first = next(iter(keys))
    start = next((at for at, line in enumerate(lines) if line.startswith(f"{first}: ")), None)
    if start is None:
        return {}, description

    header: Header = {}
    end = start
    for line in lines[start:]:
        key, colon, value = line.partition(": ")
        if not colon or key not in keys:
            break
        header.setdefault(key, []).append(value)
        end += 1
    if end < len(lines) and not lines[end].strip():
        end += 1
    return header, "\n".join([*lines[:start], *lines[end:]])


def name_part(quote: str, number: int, count: int) -> str:
    """Return what a header says of a quote's part; parts are counted from 0."""
    return quote if count == 1 else f"{quote} ({number + 1}/{count})"


def read_part(name: str) -> tuple[str, int] | None:
    """Return the id of a quote and the number of its part, from 0, or None."""
    match = _PART.fullmatch(name)
    return (match[1], int(match[2] or 1) - 1) if match else None


def name_person(person: Speaker | None, *, role: bool = False) -> str:
    """Return the name and the id of a person on one line, or "" for nobody."""
    if person is None:
        return ""
    name = f"{collapse_space(person.name)} ({person.id})"
    return f"{name}, {collapse_space(person.role)}" if role and person.role else name


def read_person(line: str) -> Speaker | None:
    """Return the person whom a line names with an id, or None."""
    match = _PERSON.fullmatch(line)
    return Speaker(match[2], match[1], match[3] or "") if match else None
