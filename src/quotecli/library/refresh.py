"""Brings a database of statements to what a scan found: only what has changed is read."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotecli.errors import Place, Problem, QuotecliError, StatementError, UnreadableError
from quotecli.files import read_bytes
from quotecli.library.entries import Entry
from quotecli.library.reading import Wanted, entries
from quotecli.library.tables import TABLES, VERSION
from quotecli.library.values import Progress, as_tuple, digest, mark
from quotecli.library.writer import OutOfOrderError, Writer
from quotecli.records import slug
from quotecli.scan import Marks, Scan, marks
from quotecli.statement import Codebook, read_codebook
from quotecli.yamlsource import text_of

_ROOM = 1 << 38
_UNSURE = (-2, 0, 0, 0)
"""The marks of a file that may change without its marks doing so: its content has to be compared."""
_GRAIN = 2_000_000_000
"""The coarsest clock of a file system, in nanoseconds."""


class _Row(NamedTuple):
    """What is known of a statement file."""

    marks: Marks
    digest: bytes
    book: str
    text_file: str
    statement: int | None
    duplicate: bool


def fill(db: sqlite3.Connection, found: Scan, since: int, watch: Progress | None) -> None:
    """Make the tables, and write all that was found; `since` is when that began, in nanoseconds of the clock."""
    for sql in TABLES.split(";"):
        db.execute(sql)
    db.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
    _Refresher(db, found, since, watch).run({})


def update(db: sqlite3.Connection, found: Scan, since: int, watch: Progress | None) -> None:
    """Write what has changed since the tables were last written.

    Raises OutOfOrderError where it would be simpler, or faster, to make them anew.
    """
    columns = "path, size, modified, changed, inode, digest, book, text_file, statement, problems"
    known = {}
    for path, *its_marks, its_digest, book, text_file, number, problems in db.execute(
        f"SELECT {columns} FROM file WHERE role = 'statement'"
    ):
        duplicate = problems is not None and '["duplicate-statement"' in problems
        known[path] = _Row(tuple(its_marks), its_digest, book, text_file, number, duplicate)
    _Refresher(db, found, since, watch).run(known)


class _Refresher:
    """One round of changes."""

    def __init__(self, db: sqlite3.Connection, found: Scan, since: int, watch: Progress | None) -> None:
        self._db = db
        self._found = found
        self._since = since - _GRAIN
        self._watch = watch
        self._books: dict[str, Codebook] = {}

    def run(self, known: dict[str, _Row]) -> None:
        found, db = self._found, self._db
        stale = self._stale_books() | self._stale_texts()
        twins = self._twins(known)
        must: list[int] = []
        for at, (path, its_marks, book) in enumerate(zip(found.paths, found.marks, found.books)):
            row = known.get(path)
            if (
                row is None
                or row.book != book
                or row.duplicate != (path in twins)
                or (stale and (book in stale or row.text_file in stale))
            ):
                must.append(at)
            elif row.marks != its_marks:
                if self._is_same(path, row):
                    self._note(path, its_marks)
                else:
                    must.append(at)
        gone = known.keys() - set(found.paths) if len(known) != len(found.paths) or must else set()
        if known and len(must) + len(gone) > max(100, len(known) // 2):
            raise OutOfOrderError
        writer = Writer(db, fresh=not known)
        numbers = self._numbers(known, must)
        leaving = [row.statement for path in gone if (row := known[path]).statement is not None]
        writer.change(leaving, [])
        db.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in gone))
        self._write(writer, must, numbers, known, twins)
        writer.finish()
        db.execute(
            "DELETE FROM file WHERE role = 'text' AND path NOT IN"
            " (SELECT text_file FROM file WHERE role = 'statement' AND text_file IS NOT NULL)"
        )
        texts = [path for (path,) in db.execute("SELECT path FROM file WHERE role = 'text'")]
        unsure = db.execute("SELECT 1 FROM file WHERE size = ? LIMIT 1", (_UNSURE[0],)).fetchone()
        value = b"" if unsure else mark(found, texts)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('mark', ?)", (value,))

    def _write(
        self, writer: Writer, must: list[int], numbers: dict[int, int], known: dict[str, _Row], twins: dict[str, str]
    ) -> None:
        found = self._found
        at_path = {found.paths[at]: at for at in must}
        files, quotes = 0, 0
        for batch in self._entries(must, twins):
            added, removed = [], []
            for entry in batch:
                at = at_path[entry.path]
                row = known.get(entry.path)
                if row and row.statement is not None:
                    removed.append(row.statement)
                number = None if entry.problems else numbers[at]
                if number is not None:
                    added.append((number, entry))
                self._record(entry, at, number)
                files += 1
                quotes += len(entry.quotes)
            writer.change(removed, added)
            if self._watch:
                self._watch(files, len(must), quotes)

    def _entries(self, must: Sequence[int], twins: dict[str, str]) -> Iterator[list[Entry]]:
        """The entries of files, in order; of one whose id is taken, one that says so."""
        found = self._found
        self._read_books({found.books[at] for at in must})
        for at in must:
            if (path := found.paths[at]) in twins:
                name = slug(_stem(path))
                message = f"the statement '{name}' is also in {twins[path]}"
                problem = Problem("duplicate-statement", message, Place(path), "give one of the files another name")
                yield [Entry(path, b"", problems=(as_tuple(problem),))]
        wanted = [
            Wanted(found.paths[at], max(0, found.marks[at][0]), found.books[at])
            for at in must
            if found.paths[at] not in twins
        ]
        yield from entries(wanted, self._books)

    def _record(self, entry: Entry, at: int, number: int | None) -> None:
        """Write what is known of a file."""
        found = self._found
        problems = entry.problems
        # A text file that could not be read may be there the next time.
        doubtful = any(problem[0].startswith("text") for problem in problems)
        its_marks = _UNSURE if doubtful else self._sure_marks(found.marks[at])
        text = entry.text_file or None
        self._db.execute(
            "INSERT OR REPLACE INTO file VALUES (?, 'statement', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(entry.path, *its_marks, b"" if doubtful else entry.digest, found.books[at], text, number),
                json.dumps(problems) if problems else None,
            ),
        )
        if text:
            self._file(text, "text", marks(text), entry.text_digest)

    def _file(self, path: str, role: str, its_marks: Marks, its_digest: bytes, problems: str | None = None) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?)",
            (path, role, *self._sure_marks(its_marks), its_digest, problems),
        )

    def _note(self, path: str, its_marks: Marks) -> None:
        """Write that a file has other marks, and the same content."""
        self._db.execute(
            "UPDATE file SET size = ?, modified = ?, changed = ?, inode = ? WHERE path = ?",
            (*self._sure_marks(its_marks), path),
        )

    def _sure_marks(self, its_marks: Marks) -> Marks:
        """Marks, unless the file may have changed while it was read, or may still within the same tick."""
        return its_marks if max(its_marks[1:3]) < self._since else _UNSURE

    def _is_same(self, path: str, row: _Row) -> bool:
        try:
            return bool(row.digest) and digest(read_bytes(path)) == row.digest
        except QuotecliError:
            return False

    def _stale_books(self) -> set[str]:
        """The codebooks that are not what they were."""
        stale = set()
        known = {
            row[0]: row[1:]
            for row in self._db.execute(
                "SELECT path, size, modified, changed, inode, digest FROM file WHERE role = 'codebook'"
            )
        }
        for path in dict.fromkeys(self._found.books):
            row = known.pop(path, None)
            if not path or (row and row[:4] == marks(path)):
                continue
            its_marks = marks(path)
            try:
                its_digest = digest(read_bytes(path))
            except QuotecliError:
                its_digest = b""
            if row is None or row[4] != its_digest or not its_digest:
                stale.add(path)
            self._file(path, "codebook", its_marks, its_digest)
        self._db.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in known))
        return stale

    def _stale_texts(self) -> set[str]:
        """The text files that are not what they were."""
        stale = set()
        rows = self._db.execute(
            "SELECT path, size, modified, changed, inode, digest FROM file WHERE role = 'text'"
        ).fetchall()
        for path, *its_marks, its_digest in rows:
            now = marks(path)
            if tuple(its_marks) == now:
                continue
            try:
                same = digest(text_of(read_bytes(path), path).encode("utf-8", "surrogatepass")) == its_digest
            except QuotecliError:
                same = False
            if same:
                self._note(path, now)
            else:
                stale.add(path)
        return stale

    def _read_books(self, paths: set[str]) -> None:
        for path in sorted(paths - {""}):
            try:
                self._books[path] = read_codebook(path)
                problems = None
            except (StatementError, UnreadableError) as error:
                found = (
                    error.problems
                    if isinstance(error, StatementError)
                    else [Problem("unreadable", error.message, error.place or Place(path), error.hint)]
                )
                problems = json.dumps([as_tuple(problem) for problem in found])
            self._db.execute("UPDATE file SET problems = ? WHERE path = ?", (problems, path))

    def _twins(self, known: dict[str, _Row]) -> dict[str, str]:
        """The files whose id another one before them has, and that other one."""
        paths = self._found.paths
        same = known and len(known) == len(paths) and all(path in known for path in paths)
        if same and not any(row.duplicate for row in known.values()):
            return {}
        first: dict[str, str] = {}
        twins = {}
        for path in paths:
            name = slug(_stem(path)) if path != "-" else "stdin"
            if first.setdefault(name, path) != path:
                twins[path] = first[name]
        return twins

    def _numbers(self, known: dict[str, _Row], must: list[int]) -> dict[int, int]:
        """Numbers for files, in their order among those that have one already.

        Raises OutOfOrderError where there is no room.
        """
        numbers: dict[int, int] = {}
        paths = self._found.paths
        waiting: list[int] = []
        last = 0
        wanted = set(must)
        for at in range(len(paths) + 1):
            row = known.get(paths[at]) if at < len(paths) else None
            has = row.statement if row else None
            if has is None and at < len(paths):
                if at in wanted:
                    waiting.append(at)
                continue
            end = has if has is not None else _ROOM
            if waiting:
                step = min((end - last) // (len(waiting) + 1), 1 << 24)
                if step < 1:
                    raise OutOfOrderError
                # The last ones stand close together, so that there is room behind them.
                for place, one in enumerate(waiting, 1):
                    numbers[one] = last + place * step
                waiting = []
            if has is not None:
                if has <= last and last:
                    raise OutOfOrderError
                last = numbers[at] = has
        return numbers


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]
