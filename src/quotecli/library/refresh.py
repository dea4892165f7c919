"""Brings a database of statements to what a scan found: only what has changed is read."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from typing import NamedTuple

from quotecli.errors import Place, Problem, QuotecliError, StatementError, UnreadableError
from quotecli.files import MAX_FILE, read_bytes
from quotecli.library.entries import Entry, broken
from quotecli.library.reading import Wanted, entries
from quotecli.library.tables import TABLES, VERSION
from quotecli.library.values import Progress, as_path, as_tuple, digest, kept_path, mark
from quotecli.library.writer import OutOfOrderError, Writer
from quotecli.records import slug
from quotecli.scan import MISSING, UNSURE, Marks, Scan, marks
from quotecli.statement import Codebook, read_codebook
from quotecli.yamlsource import text_of

_ROOM = 1 << 38
_GRAIN = 2_000_000_000
"""The coarsest clock of a file system, in nanoseconds."""
_SKEW = 24 * 3600 * 1_000_000_000
"""How far the clock of a file system may be ahead of ours, in nanoseconds."""
_MARKS = "size, modified, changed, inode"


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
        self._texts: dict[str, tuple[Marks, bytes]] = {}

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
        was = set(db.execute(f"SELECT path, {_MARKS}, book FROM file WHERE role = 'statement'"))
        now = [
            (kept_path(path), *its_marks, kept_path(book))
            for path, its_marks, book in zip(found.paths, found.marks, found.books)
        ]
        differing = [at for at, row in enumerate(now) if row not in was]
        known = {found.paths[at]: self._known(found.paths[at]) for at in differing}
        gone, twins = list[str](), dict[str, str]()
        duplicates = self._duplicates()
        if duplicates or len(was) != len(now) or not all(known.values()):
            gone = sorted({as_path(row[0]) for row in was} - set(found.paths))
            twins = self._twins()
        must = set()
        for at in differing:
            path, row = found.paths[at], known[found.paths[at]]
            if row and row.book == found.books[at] and path not in twins and self._is_same(path, row):
                self._note(path, "statement", found.marks[at])
            else:
                must.add(at)
        if stale_books or stale_texts or duplicates or twins:
            for at, (path, book) in enumerate(zip(found.paths, found.books)):
                if book in stale_books or path in stale_texts or twins.get(path) != duplicates.get(path):
                    must.add(at)
        if len(must) + len(gone) > max(100, len(was) // 2):
            raise OutOfOrderError
        numbers: dict[str, int] = {}
        if must or gone:
            known |= {found.paths[at]: self._known(found.paths[at]) for at in must if found.paths[at] not in known}
            numbers = {path: row.statement for path, row in known.items() if row and row.statement is not None}
            if any(found.paths[at] not in numbers for at in must):
                rows = db.execute("SELECT path, statement FROM file WHERE statement IS NOT NULL")
                numbers = {as_path(path): number for path, number in rows}
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
            leaving = [number for path in gone for (number,) in db.execute(sql, (kept_path(path),))]
            writer.change(leaving, [])
            self._forget("statement", gone)
        self._write(writer, must, numbers, known, twins)
        writer.finish()
        db.execute(
            "DELETE FROM file WHERE role = 'text' AND path NOT IN (SELECT text_file FROM file WHERE role = 'statement')"
        )
        self._mark()

    def _mark(self) -> None:
        """Write by what it is seen that nothing has changed: nothing where that cannot be seen."""
        rows = self._db.execute(f"SELECT role, path, {_MARKS} FROM file WHERE role != 'statement' ORDER BY role, path")
        others = {(role, as_path(path)): _four(its_marks) for role, path, *its_marks in rows}
        unsure = self._db.execute("SELECT 1 FROM file WHERE size = ? LIMIT 1", (UNSURE[0],)).fetchone()
        # What was written when a file was read, and not how it is now: it may have changed in between.
        value = b"" if unsure else mark(self._found, others)
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('mark', ?)", (value,))

    def _known(self, path: str) -> _Row | None:
        sql = "SELECT digest, book, statement FROM file WHERE path = ? AND role = 'statement'"
        row = self._db.execute(sql, (kept_path(path),)).fetchone()
        return _Row(row[0], as_path(row[1]), row[2]) if row else None

    def _duplicates(self) -> dict[str, str]:
        """The files that were left out because another one has their id, and that other one."""
        rows = self._db.execute("SELECT path, twin FROM file WHERE problems IS NOT NULL AND twin != ''")
        return {as_path(path): as_path(twin) for path, twin in rows}

    def _write(
        self, writer: Writer, must: list[int], numbers: dict[int, int], known: dict[str, int], twins: dict[str, str]
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
                    self._record(entry, at, number, twins.get(entry.path, ""))
                    files += 1
                    quotes += len(entry.quotes)
                writer.change(removed, added)
                if self._watch:
                    self._watch(files, len(must), quotes)

    def _entries(self, must: Sequence[int], twins: dict[str, str]) -> Generator[list[Entry], None, None]:
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

    def _record(self, entry: Entry, at: int, number: int | None, twin: str) -> None:
        """Write what is known of a statement file."""
        problems, text = entry.problems, entry.text_file
        its_marks = self._sure_marks(self._found.marks[at])
        # What the system did not give today it may give tomorrow.
        if problems and problems[0][0] == "unreadable" and MISSING[0] < its_marks[0] <= MAX_FILE:
            its_marks = UNSURE
        names = map(kept_path, (self._found.books[at], text, twin))
        self._db.execute(
            f"INSERT OR REPLACE INTO file VALUES ({', '.join('?' * 12)})",
            (
                *(kept_path(entry.path), "statement", *its_marks, entry.digest, *names, number),
                json.dumps(problems) if problems else None,
            ),
        )
        if text:
            self._record_text(text, entry.text_marks, entry.text_digest)

    def _record_text(self, path: str, its_marks: Marks, its_digest: bytes) -> None:
        """Write what is known of a text file: without a digest where a statement could do nothing with it."""
        seen = self._texts.setdefault(path, (its_marks, its_digest))
        if seen != (its_marks, its_digest):
            # Statements that share it have not found the same, or not all of them could use it.
            if seen[0] != its_marks or (seen[1] and its_digest):
                its_marks = UNSURE
            self._texts[path] = its_marks, its_digest = its_marks, b""
        self._file(path, "text", its_marks, its_digest)

    def _file(self, path: str, role: str, its_marks: Marks, its_digest: bytes) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL)",
            (kept_path(path), role, *self._sure_marks(its_marks), its_digest),
        )

    def _note(self, path: str, role: str, its_marks: Marks) -> None:
        """Write that a file has other marks, and the same content."""
        self._db.execute(
            "UPDATE file SET size = ?, modified = ?, changed = ?, inode = ? WHERE path = ? AND role = ?",
            (*self._sure_marks(its_marks), kept_path(path), role),
        )

    def _forget(self, role: str, paths: Iterable[str]) -> None:
        self._db.executemany(
            "DELETE FROM file WHERE path = ? AND role = ?", ((kept_path(path), role) for path in paths)
        )

    def _sure_marks(self, its_marks: Marks) -> Marks:
        """Marks, unless the file may have changed while it was read, or may still within the same tick of the clock.

        A time that no clock shows any more, or will for long, tells a change as well as one that is past.
        """
        _, modified, changed, _ = its_marks
        now = time.time_ns()
        recent = self._since <= modified < now + _GRAIN or self._since <= changed < now + _SKEW
        return UNSURE if recent else its_marks

    def _is_same(self, path: str, row: _Row) -> bool:
        try:
            return bool(row.digest) and digest(read_bytes(path)) == row.digest
        except QuotecliError:
            return False

    def _stale_books(self) -> set[str]:
        """The codebooks that are not what they were."""
        stale = set()
        known = self._others("codebook")
        for path in dict.fromkeys(self._found.books):
            its_marks, its_digest = known.pop(path, (UNSURE, b""))
            now = marks(path)
            if not path or its_marks == now:
                continue
            try:
                new = digest(read_bytes(path))
            except QuotecliError:
                new, now = b"", now if now[0] == MISSING[0] else UNSURE
            if new and new == its_digest:
                self._note(path, "codebook", now)
            else:
                stale.add(path)
                self._file(path, "codebook", now, new)
        self._forget("codebook", known)
        return stale

    def _stale_texts(self) -> set[str]:
        """The statement files whose text file is not what it was."""
        stale = set()
        for path, (its_marks, its_digest) in self._others("text").items():
            now = marks(path, follow=False)
            if its_marks != now:
                if not its_digest or not _is_text(path, its_digest):
                    stale.add(kept_path(path))
                    continue
                self._note(path, "text", now)
            self._texts[path] = now, its_digest
        users = self._db.execute("SELECT path, text_file FROM file WHERE role = 'statement'") if stale else ()
        return {as_path(path) for path, text in users if text in stale}

    def _others(self, role: str) -> dict[str, tuple[Marks, bytes]]:
        """The marks and digests of all files in a role other than that of a statement."""
        rows = self._db.execute(f"SELECT path, {_MARKS}, digest FROM file WHERE role = ?", (role,)).fetchall()
        return {as_path(path): (_four(its_marks), its_digest) for path, *its_marks, its_digest in rows}

    def _read_books(self, paths: set[str]) -> None:
        for path in sorted(paths - {""}):
            problems = None
            try:
                self._books[path] = read_codebook(path)
            except (StatementError, UnreadableError) as error:
                problems = json.dumps(broken(path, error).problems)
            self._db.execute(
                "UPDATE file SET problems = ? WHERE path = ? AND role = 'codebook'", (problems, kept_path(path))
            )

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


def _four(numbers: Sequence[int]) -> Marks:
    size, modified, changed, inode = numbers
    return size, modified, changed, inode


def _is_text(path: str, its_digest: bytes) -> bool:
    """Whether a file holds a text still, and is not behind a link now."""
    try:
        text = text_of(read_bytes(path), path)
    except QuotecliError:
        return False
    return not os.path.islink(path) and digest(text.encode("utf-8", "surrogatepass")) == its_digest
