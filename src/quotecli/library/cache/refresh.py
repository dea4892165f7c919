"""Brings a database of statements up to date with a scan: only what has changed is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Generator, Sequence
from contextlib import closing

from quotecli.errors import StatementError, UnreadableError
from quotecli.library.cache.entries import Entry
from quotecli.library.cache.glossary import OutOfOrderError
from quotecli.library.cache.reading import Wanted, read_entries
from quotecli.library.cache.register import Known, Register
from quotecli.library.cache.tables import TABLES, VERSION
from quotecli.library.cache.values import Progress, encode_problems
from quotecli.library.cache.writer import Writer
from quotecli.store.annotators import Annotators, CodedText, annotate
from quotecli.store.codebook import Codebook, read_codebook
from quotecli.store.discovery import Scan
from quotecli.store.reader import statement_id

# The numbers of statements are below this.
_MAX_NUMBER = 1 << 38
_MAX_GAP = 1 << 24
# Up to so many changed files, and up to half of all, a database is updated and not rebuilt.
_MIN_CHANGES = 100


def fill(db: sqlite3.Connection, scan: Scan, since: int, watch: Progress | None) -> None:
    """Create the tables and write everything that a scan found.

    `since` is the time when that began, in nanoseconds.
    """
    for sql in TABLES.split(";"):
        db.execute(sql)
    db.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
    _Refresher(db, scan, since, watch).fill()


def update(db: sqlite3.Connection, scan: Scan, since: int, watch: Progress | None) -> None:
    """Write what has changed since the tables were last written.

    Raises OutOfOrderError if rebuilding them is simpler or faster.
    """
    _Refresher(db, scan, since, watch).update()


class _Refresher:
    """One round of changes. Files are named by their number in the scan."""

    def __init__(
        self, db: sqlite3.Connection, scan: Scan, since: int, watch: Progress | None
    ) -> None:
        self._db = db
        self._scan = scan
        self._files = Register(db, scan, since)
        self._watch = watch
        self._books: dict[str, Codebook] = {}
        self._duplicates: dict[str, str] = {}

    def fill(self) -> None:
        """Write everything."""
        self._files.find_stale_books()
        self._duplicates = self._find_duplicates()
        self._change(range(len(self._scan.paths)), [], {})

    def update(self) -> None:
        """Write what has changed; raises OutOfOrderError as update() does."""
        files, paths = self._files, self._scan.paths
        stale_books, stale_texts = files.find_stale_books(), files.find_stale_texts()
        duplicates_before = files.read_duplicates()
        changed, gone = files.list_changed(), list[str]()
        if duplicates_before or changed is None:
            changed, gone = files.compare()
            self._duplicates = self._find_duplicates()

        known = {paths[at]: files.read_known(paths[at]) for at in changed}
        must = {at for at in changed if not self._skip_unchanged(at, known[paths[at]])}
        if stale_books or stale_texts or duplicates_before or self._duplicates:
            must |= {
                at
                for at, (path, book) in enumerate(zip(paths, self._scan.books))
                if book in stale_books
                or path in stale_texts
                or self._duplicates.get(path) != duplicates_before.get(path)
            }
            new = [paths[at] for at in must if known.get(paths[at]) is None]
            must |= self._list_fellows(must, {*gone, *new}, duplicates_before)
        if len(must) + len(gone) > max(_MIN_CHANGES, len(paths) // 2):
            raise OutOfOrderError
        self._change(sorted(must), gone, self._read_numbers(must, known) if must or gone else {})

    def _list_fellows(
        self, must: Collection[int], others: Collection[str], before: dict[str, str]
    ) -> set[int]:
        """Return the files whose statements may be called otherwise, because of some that changed.

        `others` are files that are new or gone, and `before` is what duplicates there were.
        """
        homes = {self._find_home(self._scan.paths[at]) for at in must}
        homes |= {before.get(path, path) for path in others}
        # A statement may be called after its file what another was called after its coder.
        names = {statement_id(path) for path in others}
        starts = {name[:at] for name in names for at, sign in enumerate(name) if sign == "-"}
        homes |= {home for home in self._duplicates.values() if statement_id(home) in starts}
        several = homes & {*self._duplicates.values()}
        return {at for at, path in enumerate(self._scan.paths) if self._find_home(path) in several}

    def _skip_unchanged(self, at: int, known: Known | None) -> bool:
        """Return True if a file has the same content and codebook as before.

        If so, its new fingerprint is stored.
        """
        path = self._scan.paths[at]
        unchanged = (
            known is not None
            and known.book == self._scan.books[at]
            and self._files.has_same_content(path, known)
        )
        if unchanged:
            self._files.update(at)
        return unchanged

    def _read_numbers(
        self, must: Collection[int], known: dict[str, Known | None]
    ) -> dict[str, int]:
        """Return the numbers of the statements of files: of all if one has none yet."""
        numbers: dict[str, int] = {}
        for path in [*known, *[self._scan.paths[at] for at in must]]:
            row = known[path] if path in known else self._files.read_known(path)
            if row and row.statement is not None:
                numbers[path] = row.statement
        complete = all(self._scan.paths[at] in numbers for at in must)
        return numbers if complete else self._files.read_numbers()

    def _change(self, must: Sequence[int], gone: list[str], known: dict[str, int]) -> None:
        """Read files, write what they hold, and remove the files that are gone.

        `known` has the numbers of statements by the paths of files.
        """
        numbers = self._assign_numbers(must, known)
        fresh = not known and not gone and len(must) == len(self._scan.paths)
        writer = Writer(self._db, fresh=fresh)
        if gone:
            before = [self._files.read_known(path) for path in gone]
            leaving = [row.statement for row in before if row and row.statement is not None]
            writer.change(leaving, [])
            self._files.forget("statement", gone)
        # Their ids may change: no two statements have one at any time.
        several = {*self._duplicates.values()}
        paths = [self._scan.paths[at] for at in must]
        shared = {path for path in paths if path in known and self._find_home(path) in several}
        if shared:
            writer.change([known[path] for path in shared], [])
        self._write(writer, must, numbers, {p: n for p, n in known.items() if p not in shared})
        writer.finish()
        self._files.finish()

    def _write(
        self, writer: Writer, must: Sequence[int], numbers: dict[int, int], known: dict[str, int]
    ) -> None:
        at_path = {self._scan.paths[at]: at for at in must}
        annotators = Annotators(self._scan.paths) if self._duplicates else None
        files = quotes = 0
        with closing(self._entries(must)) as batches:
            for batch in batches:
                if annotators:
                    batch = [self._name(entry, annotators) for entry in batch]
                removed = [known[entry.path] for entry in batch if entry.path in known]
                added = []
                for entry in batch:
                    at = at_path[entry.path]
                    number = None if entry.problems else numbers[at]
                    if number is not None:
                        added.append((number, entry))
                    self._files.record(entry, at, number, self._duplicates.get(entry.path, ""))
                    quotes += len(entry.quotes)
                writer.change(removed, added)
                files += len(batch)
                if self._watch:
                    self._watch(files, len(must), quotes)

    def _entries(self, must: Sequence[int]) -> Generator[list[Entry], None, None]:
        """Yield the entries of files, in order."""
        scan = self._scan
        self._read_books({scan.books[at] for at in must})
        wanted = [
            Wanted(scan.paths[at], max(0, scan.fingerprints[at][0]), scan.books[at]) for at in must
        ]
        yield from read_entries(wanted, self._books)

    def _name(self, entry: Entry, annotators: Annotators) -> Entry:
        """Return an entry with the id of its statement among those of other files of that id."""
        if self._find_home(entry.path) not in self._duplicates.values():
            return entry
        annotation = CodedText() if entry.problems else annotate(entry.text, entry.coder)
        key, problem = annotators.name(entry.path, annotation)
        if entry.problems:
            return entry
        if problem:
            # Its digest is kept, so that it is not read again while nothing changes.
            kept = ("path", "digest", "text_file", "text_fingerprint", "text_digest")
            values = {name: getattr(entry, name) for name in kept}
            return Entry(**values, problems=encode_problems([problem]))
        return entry._replace(statement=(key, *entry.statement[1:]))

    def _find_home(self, path: str) -> str:
        """Return the first file with the same id as one: that itself, unless there is another."""
        return self._duplicates.get(path, path)

    def _read_books(self, paths: set[str]) -> None:
        for path in sorted(paths - {""}):
            error = None
            try:
                self._books[path] = read_codebook(path)
            except (StatementError, UnreadableError) as refused:
                error = refused
            self._files.record_book(path, error)

    def _find_duplicates(self) -> dict[str, str]:
        """Return the files whose id a file before them has, with that file."""
        first: dict[str, str] = {}
        for path in self._scan.paths:
            first.setdefault(statement_id(path), path)
        homes = {path: first[statement_id(path)] for path in self._scan.paths}
        return {path: home for path, home in homes.items() if home != path}

    def _assign_numbers(self, must: Sequence[int], known: dict[str, int]) -> dict[int, int]:
        """Return numbers for files, in their order among those that have one already.

        Raises OutOfOrderError if there is no room.
        """
        paths = self._scan.paths
        if all(paths[at] in known for at in must):
            return {at: known[paths[at]] for at in must}
        numbers: dict[int, int] = {}
        wanted, waiting, last = set(must), list[int](), 0
        for at, path in enumerate([*paths, ""]):
            number = known.get(path, _MAX_NUMBER if at == len(paths) else None)
            if number is None:
                waiting += [at] * (at in wanted)
                continue
            if number <= last:
                raise OutOfOrderError
            # The last ones are close together, so that there is room behind them.
            step = min((number - last) // (len(waiting) + 1), _MAX_GAP)
            if step < 1:
                raise OutOfOrderError
            numbers |= {one: last + place * step for place, one in enumerate(waiting, 1)}
            waiting, last = [], number
            numbers[at] = number
        return numbers
