"""JSON as text that is safe to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecli.objects import Row, encode, stream_list
from quotecli.render.escape import json_safe


def json_lines(objects: Iterable[Row]) -> Iterator[str]:
    """Yield objects, one a line."""
    return lines_of(map(encode, objects))


def json_array(objects: Iterable[Row]) -> Iterator[str]:
    """Yield an array of objects, one a line."""
    return array_of(map(encode, objects))


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    """Yield objects that are JSON already, one a line."""
    return (f"{json_safe(text)}\n" for text in texts)


def array_of(texts: Iterable[str]) -> Iterator[str]:
    """Yield an array of objects that are JSON already, one a line."""
    yield from stream_list(map(json_safe, texts))
    yield "\n"
