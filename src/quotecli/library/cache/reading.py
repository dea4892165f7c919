"""Many statement files -> their entries, in order, on all processors."""

from __future__ import annotations

import marshal
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from quotecli.errors import StatementError, UnreadableError
from quotecli.library.cache.entries import Entry, make_broken_entry, make_entry
from quotecli.store.codebook import Codebook
from quotecli.store.files import read_bytes

# About how many bytes of files go to a process at once.
_CHUNK = 1_000_000
# Fewer bytes than this are read before a process has started.
_MIN_PARALLEL = 2_000_000

# The paths of files and of their codebooks, and these codebooks.
_Part = tuple[list[tuple[str, str]], Mapping[str, Codebook]]


class Wanted(NamedTuple):
    """A file to read, its size in bytes, and the path of the codebook that serves it."""

    path: str
    size: int
    book: str


def read_entries(
    wanted: Sequence[Wanted], books: Mapping[str, Codebook]
) -> Generator[list[Entry], None, None]:
    """Yield the entries of files, in order, in batches; an unreadable file has a broken entry."""
    parts = (
        (
            [(file.path, file.book) for file in chunk],
            {file.book: books[file.book] for file in chunk if file.book in books},
        )
        for chunk in _chunks(wanted)
    )
    if sum(file.size for file in wanted) < _MIN_PARALLEL:
        for part in parts:
            yield _read_part(part)
        return

    from quotecli.processes import count_processors, map_in_order

    for encoded in map_in_order(_read_encoded, parts, count_processors()):
        yield [Entry(*values) for values in marshal.loads(encoded)]


def _read_encoded(part: _Part) -> bytes:
    """Return the entries of files in a form that is fast to send to another process."""
    return marshal.dumps([tuple(entry) for entry in _read_part(part)])


def _read_part(part: _Part) -> list[Entry]:
    files, books = part
    return [_read(path, books.get(book)) for path, book in files]


def _read(path: str, book: Codebook | None) -> Entry:
    try:
        return make_entry(path, read_bytes(path), book)
    except (UnreadableError, StatementError) as error:
        return make_broken_entry(path, error)


def _chunks(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """Yield files in runs of about _CHUNK bytes."""
    rest = iter(wanted)
    while chunk := list(islice(rest, 1)):
        size = chunk[0].size
        for file in rest:
            chunk.append(file)
            size += file.size
            if size > _CHUNK:
                break
        yield chunk
