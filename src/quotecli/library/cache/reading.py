"""Many statement files -> their entries, in order, on as many processes as there are processors."""

from __future__ import annotations

import marshal
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from quotecli.errors import StatementError, UnreadableError
from quotecli.library.cache.entries import Entry, broken, entry
from quotecli.store.codebook import Codebook
from quotecli.store.files import read_bytes

_CHUNK = 1_000_000
"""How many bytes of files go to a process at once, about."""
_FEW = 2_000_000
"""Fewer bytes than this are read faster than a process is started."""


class Wanted(NamedTuple):
    """A file to be read, its size in bytes, and the path of the codebook that serves it."""

    path: str
    size: int
    book: str


def entries(
    wanted: Sequence[Wanted], books: Mapping[str, Codebook]
) -> Generator[list[Entry], None, None]:
    """The entries of files, in order, in batches; a file that cannot be read has an entry that says
    so.
    """
    chunks = _chunks(wanted)
    if sum(file.size for file in wanted) < _FEW:
        for chunk in chunks:
            yield [_read(file.path, books.get(file.book)) for file in chunk]
        return

    from quotecli.processes import count_processors, map_in_order

    parts = (
        (
            [(file.path, file.book) for file in chunk],
            {file.book: books[file.book] for file in chunk if file.book in books},
        )
        for chunk in chunks
    )
    for made in map_in_order(_read_all, parts, count_processors()):
        yield [Entry(*values) for values in marshal.loads(made)]


def _read_all(part: tuple[list[tuple[str, str]], Mapping[str, Codebook]]) -> bytes:
    files, books = part
    return marshal.dumps([tuple(_read(path, books.get(book))) for path, book in files])


def _read(path: str, book: Codebook | None) -> Entry:
    try:
        return entry(path, read_bytes(path), book)
    except (UnreadableError, StatementError) as error:
        return broken(path, error)


def _chunks(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    rest = iter(wanted)
    while chunk := list(islice(rest, 1)):
        size = chunk[0].size
        for file in rest:
            chunk.append(file)
            size += file.size
            if size > _CHUNK:
                break
        yield chunk
