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
_TAKEN = "duplicate-statement"
_GRAIN = 2_000_000_000
"""The coarsest clock of a file system, in nanoseconds."""


class _Row(NamedTuple):
    """What is known of a statement file."""

    digest: bytes
    book: str
    statement: int | None


def fill(db: sqlite3.Connection, found: Scan, since: int, watch: Progress | None) -> None:
    """Make the tables, and write all that was found; `since` is when that began, in nanoseconds of the clock."""
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

    def __init__(self, db: sqlite3.Connection, found: Scan, since: int, watch: Progress | None) -> None:
        self._db = db
        self._found = found
        self._since = since - _GRAIN
        self._watch = watch
        self._books: dict[str, Codebook] = {}

    def fill(self) -> None:
        """Write everything."""
        self._stale_books()
        every = range(len(self._found.paths))
        self._change(list(every), [], self._twins(), self._numbers(list(every), {}), {})

    def update(self) -> None:
        """Write what has changed; raises OutOfOrderError as update() does."""
        found, db = self._found, self._db
        stale_books, stale_texts = self._stale_books(), self._stale_texts()
        # Sets of rows are compared, and no row is looked at by itself but those that differ.
        columns = "path, size, modified, changed, inode, book"
        was = set(db.execute(f"SELECT {columns} FROM file WHERE role = 'statement'"))
        now = [(path, *its_marks, book) for path, its_marks, book in zip(found.paths, found.marks, found.books)]
        differing = [at for at, row in enumerate(now) if row not in was]
        known = {found.paths[at]: self._known(found.paths[at]) for at in differing}
        gone, twins = list[str](), dict[str, str]()
        duplicates = self._duplicates()
        if duplicates or len(was) != len(now) or not all(known.values()):
            gone = sorted({row[0] for row in was} - set(found.paths))
            twins = self._twins()
        must = set()
        for at in differing:
            path, row = found.paths[at], known[found.paths[at]]
            if row and row.book == found.books[at] and path not in twins and self._is_same(path, row):
                self._note(path, found.marks[at])
            else:
                must.add(at)
        if stale_books or stale_texts or duplicates or twins:
            for at, (path, book) in enumerate(zip(found.paths, found.books)):
                if book in stale_books or path in stale_texts or (path in twins) != (path in duplicates):
                    must.add(at)
        if len(must) + len(gone) > max(100, len(was) // 2):
            raise OutOfOrderError
        numbers: dict[str, int] = {}
        if must or gone:
            known |= {found.paths[at]: self._known(found.paths[at]) for at in must if found.paths[at] not in known}
            numbers = {path: row.statement for path, row in known.items() if row and row.statement is not None}
            if any(found.paths[at] not in numbers for at in must):
                rows = db.execute("SELECT path, statement FROM file WHERE statement IS NOT NULL")
                numbers = dict(rows.fetchall())
        ordered = sorted(must)
        self._change(ordered, gone, twins, self._numbers(ordered, numbers), numbers)

    def _change(
        self, must: list[int], gone: list[str], twins: dict[str, str], numbers: dict[int, int], known: dict[str, int]
    ) -> None:
        """Read files and write what they hold under their numbers; `known` are the numbers that files have by now."""
        db = self._db
        writer = Writer(db, fresh=not known and not gone and len(must) == len(self._found.paths))
        if gone:
            sql = "SELECT statement FROM file WHERE path = ? AND statement IS NOT NULL"
            writer.change([number for path in gone for (number,) in db.execute(sql, (path,))], [])
            db.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in gone))
        self._write(writer, must, numbers, known, twins)
        writer.finish()
        db.execute(
            "DELETE FROM file WHERE role = 'text' AND path NOT IN"
            " (SELECT text_file FROM file WHERE role = 'statement' AND text_file IS NOT NULL)"
        )
        texts = [path for (path,) in db.execute("SELECT path FROM file WHERE role = 'text'")]
        unsure = db.execute("SELECT 1 FROM file WHERE size = ? LIMIT 1", (_UNSURE[0],)).fetchone()
        value = b"" if unsure else mark(self._found, texts)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('mark', ?)", (value,))

    def _known(self, path: str) -> _Row | None:
        sql = "SELECT digest, book, statement FROM file WHERE path = ? AND role = 'statement'"
        row = self._db.execute(sql, (path,)).fetchone()
        return _Row(*row) if row else None

    def _duplicates(self) -> set[str]:
        """The files that were left out because another one has their id."""
        rows = self._db.execute("SELECT path, problems FROM file WHERE problems IS NOT NULL AND role = 'statement'")
        return {path for path, problems in rows if problems.startswith(f'[["{_TAKEN}"')}

    def _write(
        self, writer: Writer, must: list[int], numbers: dict[int, int], known: dict[str, int], twins: dict[str, str]
    ) -> None:
        found = self._found
        at_path = {found.paths[at]: at for at in must}
        files, quotes = 0, 0
        for batch in self._entries(must, twins):
            added, removed = [], []
            for entry in batch:
                at = at_path[entry.path]
                if entry.path in known:
                    removed.append(known[entry.path])
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
                problem = Problem(_TAKEN, message, Place(path), "give one of the files another name")
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
        """The statement files whose text file is not what it was."""
        stale: set[str] = set()
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
                users = self._db.execute("SELECT path FROM file WHERE text_file = ?", (path,))
                stale.update(user for (user,) in users)
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

    def _twins(self) -> dict[str, str]:
        """The files whose id another one before them has, and that other one."""
        first: dict[str, str] = {}
        twins = {}
        for path in self._found.paths:
            name = slug(_stem(path)) if path != "-" else "stdin"
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
