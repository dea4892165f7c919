"""Brings a database of statements to what a scan found: only what has changed is read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing

from quotecli.errors import Place, Problem, StatementError, UnreadableError
from quotecli.library.cache.entries import Entry
from quotecli.library.cache.glossary import OutOfOrderError
from quotecli.library.cache.reading import Wanted, entries
from quotecli.library.cache.register import Register
from quotecli.library.cache.tables import TABLES, VERSION
from quotecli.library.cache.values import Progress, as_path, as_tuple, kept_path
from quotecli.library.cache.writer import Writer
from quotecli.store.codebook import Codebook, read_codebook
from quotecli.store.discovery import Scan
from quotecli.text.slugs import make_slug

_ROOM = 1 << 38


def fill(db: sqlite3.Connection, found: Scan, since: int, watch: Progress | None) -> None:
    """Make the tables, and write all that was found; `since` is when that began, in nanoseconds of
    the clock.
    """
    for sql in TABLES.split(";"):
        db.execute(sql)
    db.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
    _Refresher(db, found, since, watch).fill()


def update(db: sqlite3.Connection, found: Scan, since: int, watch: Progress | None) -> None:
    """Write what has changed since the tables were last written.

    Raises OutOfOrderError where it would be simpler, or faster, to make them anew.
    """
    _Refresher(db, found, since, watch).update()


class _Refresher:
    """One round of changes."""

    def __init__(
        self, db: sqlite3.Connection, found: Scan, since: int, watch: Progress | None
    ) -> None:
        self._db = db
        self._found = found
        self._files = Register(db, found, since)
        self._watch = watch
        self._books: dict[str, Codebook] = {}

    def fill(self) -> None:
        """Write everything."""
        self._files.stale_books()
        every = range(len(self._found.paths))
        self._change(list(every), [], self._twins(), self._numbers(list(every), {}), {})

    def update(self) -> None:
        """Write what has changed; raises OutOfOrderError as update() does."""
        found, db = self._found, self._db
        stale_books, stale_texts = self._files.stale_books(), self._files.stale_texts()
        differing = self._files.differing()
        gone, twins = list[str](), dict[str, str]()
        duplicates = self._files.twins()
        if duplicates or differing is None:
            was = {
                as_path(path): (*its_fingerprint, as_path(book))
                for path, *its_fingerprint, book in db.execute(
                    "SELECT path, size, modified, changed, inode, book FROM file WHERE role = 'statement'"
                )
            }
            now = zip(found.paths, found.fingerprints, found.books)
            differing = [
                at
                for at, (path, its_fingerprint, book) in enumerate(now)
                if was.get(path) != (*its_fingerprint, book)
            ]
            gone = sorted(was.keys() - set(found.paths))
            twins = self._twins()
        known = {found.paths[at]: self._files.known(found.paths[at]) for at in differing}
        must = set()
        for at in differing:
            path, row = found.paths[at], known[found.paths[at]]
            if (
                row
                and row.book == found.books[at]
                and path not in twins
                and self._files.is_same(path, row)
            ):
                self._files.note(at)
            else:
                must.add(at)
        if stale_books or stale_texts or duplicates or twins:
            for at, (path, book) in enumerate(zip(found.paths, found.books)):
                if (
                    book in stale_books
                    or path in stale_texts
                    or twins.get(path) != duplicates.get(path)
                ):
                    must.add(at)
        if len(must) + len(gone) > max(100, len(found.paths) // 2):
            raise OutOfOrderError
        numbers: dict[str, int] = {}
        if must or gone:
            others = [found.paths[at] for at in must if found.paths[at] not in known]
            known |= {path: self._files.known(path) for path in others}
            numbers = {
                path: row.statement
                for path, row in known.items()
                if row and row.statement is not None
            }
            if any(found.paths[at] not in numbers for at in must):
                rows = db.execute("SELECT path, statement FROM file WHERE statement IS NOT NULL")
                numbers = {as_path(path): number for path, number in rows}
        ordered = sorted(must)
        self._change(ordered, gone, twins, self._numbers(ordered, numbers), numbers)

    def _change(
        self,
        must: list[int],
        gone: list[str],
        twins: dict[str, str],
        numbers: dict[int, int],
        known: dict[str, int],
    ) -> None:
        """Read files and write what they hold under their numbers; `known` are the numbers that
        files have by now.
        """
        db = self._db
        writer = Writer(db, fresh=not known and not gone and len(must) == len(self._found.paths))
        if gone:
            sql = "SELECT statement FROM file WHERE path = ? AND statement IS NOT NULL"
            leaving = [number for path in gone for (number,) in db.execute(sql, (kept_path(path),))]
            writer.change(leaving, [])
            self._files.forget("statement", gone)
        self._write(writer, must, numbers, known, twins)
        writer.finish()
        self._files.finish()

    def _write(
        self,
        writer: Writer,
        must: list[int],
        numbers: dict[int, int],
        known: dict[str, int],
        twins: dict[str, str],
    ) -> None:
        found = self._found
        at_path = {found.paths[at]: at for at in must}
        files, quotes = 0, 0
        with closing(self._entries(must, twins)) as batches:
            for batch in batches:
                added, removed = [], []
                for entry in batch:
                    at = at_path[entry.path]
                    if entry.path in known:
                        removed.append(known[entry.path])
                    number = None if entry.problems else numbers[at]
                    if number is not None:
                        added.append((number, entry))
                    self._files.record(entry, at, number, twins.get(entry.path, ""))
                    files += 1
                    quotes += len(entry.quotes)
                writer.change(removed, added)
                if self._watch:
                    self._watch(files, len(must), quotes)

    def _entries(
        self, must: Sequence[int], twins: dict[str, str]
    ) -> Generator[list[Entry], None, None]:
        """The entries of files, in order; of one whose id is taken, one that says so."""
        found = self._found
        self._read_books({found.books[at] for at in must})
        for at in must:
            if (path := found.paths[at]) in twins:
                name = make_slug(_stem(path))
                message = f"the statement '{name}' is also in {twins[path]}"
                problem = Problem(
                    "duplicate-statement",
                    message,
                    Place(path),
                    "rename one of the files",
                )
                yield [Entry(path, b"", problems=(as_tuple(problem),))]
        wanted = [
            Wanted(found.paths[at], max(0, found.fingerprints[at][0]), found.books[at])
            for at in must
            if found.paths[at] not in twins
        ]
        yield from entries(wanted, self._books)

    def _read_books(self, paths: set[str]) -> None:
        for path in sorted(paths - {""}):
            error = None
            try:
                self._books[path] = read_codebook(path)
            except (StatementError, UnreadableError) as refused:
                error = refused
            self._files.record_book(path, error)

    def _twins(self) -> dict[str, str]:
        """The files whose id another one before them has, and that other one."""
        first: dict[str, str] = {}
        twins = {}
        for path in self._found.paths:
            name = make_slug(_stem(path)) if path != "-" else "stdin"
            if first.setdefault(name, path) != path:
                twins[path] = first[name]
        return twins

    def _numbers(self, must: list[int], known: dict[str, int]) -> dict[int, int]:
        """Numbers for files, in their order among those that have one already.

        Raises OutOfOrderError where there is no room.
        """
        paths = self._found.paths
        if all(paths[at] in known for at in must):
            return {at: known[paths[at]] for at in must}
        numbers: dict[int, int] = {}
        wanted, waiting, last = set(must), list[int](), 0
        for at, path in enumerate([*paths, ""]):
            has = known.get(path, _ROOM if at == len(paths) else None)
            if has is None:
                waiting += [at] * (at in wanted)
                continue
            if has <= last:
                raise OutOfOrderError
            # The last ones stand close together, so that there is room behind them.
            step = min((has - last) // (len(waiting) + 1), 1 << 24)
            if step < 1:
                raise OutOfOrderError
            numbers |= {one: last + place * step for place, one in enumerate(waiting, 1)}
            waiting, last = [], has
            numbers[at] = has
        return numbers


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]
