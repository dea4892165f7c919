"""Many statement files -> their entries, in order, on as many processes as there are processors."""

from __future__ import annotations

import marshal
import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from quotecli.errors import StatementError, UnreadableError
from quotecli.files import read_bytes
from quotecli.library.entries import Entry, broken, entry
from quotecli.statement import Codebook

_CHUNK = 1_000_000
"""How many bytes of files go to a process at once, about."""
_FEW = 2_000_000
"""Fewer bytes than this are read faster than a process is started."""


class Wanted(NamedTuple):
    """A file to be read, its size in bytes, and the path of the codebook that serves it."""

    path: str
    size: int
    book: str


def entries(wanted: Sequence[Wanted], books: Mapping[str, Codebook]) -> Generator[list[Entry], None, None]:
    """The entries of files, in order, in batches; a file that cannot be read has an entry that says so."""
    chunks = _chunks(wanted)
    jobs = _processors()
    if jobs > 1 and sum(file.size for file in wanted) >= _FEW:
        yield from _in_processes(chunks, books, jobs)
    # Here, or what is left where no processes can be had.
    for chunk in chunks:
        yield _read_here(chunk, books)


def _in_processes(
    chunks: Iterator[list[Wanted]], books: Mapping[str, Codebook], jobs: int
) -> Generator[list[Entry], None, None]:
    """The entries of files as other processes read them; it ends before its time where there are none to be had."""
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    from quotecli.processes import follow_the_parent, starting

    # Forking is much the fastest, and safe: this process has no threads.
    forks = "fork" in multiprocessing.get_all_start_methods() and os.name == "posix" and not _is_threaded()
    context = multiprocessing.get_context("fork" if forks else "spawn")
    ahead: deque[tuple[list[Wanted], Future[bytes]]] = deque()

    def taken() -> list[Entry]:
        chunk, future = ahead.popleft()
        try:
            return [Entry(*values) for values in marshal.loads(future.result())]
        except BrokenProcessPool:
            # Whoever ended the process need not end this one, too.
            return _read_here(chunk, books)

    others = multiprocessing.active_children()
    try:
        pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=follow_the_parent)
    except (OSError, NotImplementedError, ImportError):
        return  # this system has no semaphores
    try:
        for chunk in chunks:
            used = {file.book: books[file.book] for file in chunk if file.book in books}
            try:
                with starting():
                    ahead.append((chunk, pool.submit(_read_all, [(file.path, file.book) for file in chunk], used)))
            except (BrokenProcessPool, OSError):
                while ahead:
                    yield taken()
                yield _read_here(chunk, books)
                return
            # No more is read ahead than keeps every process busy, so that memory does not grow with the files.
            if len(ahead) > jobs + 1:
                yield taken()
        while ahead:
            yield taken()
    finally:
        pool.shutdown(cancel_futures=True)
        # Where not all could be started nobody would ever tell those that were to end.
        for process in set(multiprocessing.active_children()).difference(others):
            process.kill()
            process.join()


def _read_here(files: Iterable[Wanted], books: Mapping[str, Codebook]) -> list[Entry]:
    return [_read(file.path, books.get(file.book)) for file in files]


def _read_all(files: list[tuple[str, str]], books: Mapping[str, Codebook]) -> bytes:
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


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _is_threaded() -> bool:
    import threading

    return threading.active_count() > 1
