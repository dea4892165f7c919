"""What is known of files: their fingerprints, by which a change is seen, and the digests of what they
held.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotecli.errors import QuotecliError, StatementError, UnreadableError
from quotecli.library.cache.entries import Entry, broken
from quotecli.library.cache.values import as_path, digest, kept_path, mark
from quotecli.store.discovery import MISSING, UNSURE, Fingerprint, Scan, fingerprint
from quotecli.store.files import MAX_FILE, read_bytes
from quotecli.store.yaml_events import text_of

_GRAIN = 2_000_000_000
"""The coarsest clock of a file system, in nanoseconds."""
_SKEW = 24 * 3600 * 1_000_000_000
"""How far the clock of a file system may be ahead of ours, in nanoseconds."""
_FINGERPRINT = "size, modified, changed, inode"


class Known(NamedTuple):
    """What is known of a statement file."""

    digest: bytes
    book: str
    statement: int | None


class Register:
    """The table `file`, for one round of changes that began at a time in nanoseconds."""

    def __init__(self, db: sqlite3.Connection, found: Scan, since: int) -> None:
        self._db = db
        self._found = found
        self._since = since - _GRAIN
        self._texts: dict[str, tuple[Fingerprint, bytes]] = {}
        # What is written of each statement file, as one number in the order of the scan.
        self._seen = array("q", map(hash, found.fingerprints))

    def differing(self) -> list[int] | None:
        """Which statement files have another fingerprint than was written; none where they are not the
        same files.

        Numbers are compared, which takes a tenth of the time of reading the table.
        """
        values = dict(
            self._db.execute("SELECT key, value FROM meta WHERE key IN ('order', 'seen')")
        )
        if values.get("order") != self._order():
            return None
        was = array("q")
        was.frombytes(values["seen"])
        return [at for at, (one, other) in enumerate(zip(was, self._seen)) if one != other]

    def _order(self) -> bytes:
        names = "\0".join([*self._found.paths, "", *self._found.books])
        return digest(names.encode("utf-8", "surrogateescape"))

    def finish(self) -> None:
        """Write by what it is seen that nothing has changed: nothing where that cannot be seen."""
        self._db.execute(
            "DELETE FROM file WHERE role != 'statement' AND role = 'text'"
            " AND path NOT IN (SELECT text_file FROM file WHERE role = 'statement')"
        )
        rows = self._db.execute(
            f"SELECT role, path, {_FINGERPRINT} FROM file WHERE role != 'statement' ORDER BY role, path"
        )
        others = {
            (role, as_path(path)): _four(its_fingerprint) for role, path, *its_fingerprint in rows
        }
        unsure = self._db.execute(f"SELECT 1 FROM file WHERE size = {UNSURE[0]} LIMIT 1").fetchone()
        # What was written when a file was read, and not how it is now: it may have changed in
        # between.
        value = b"" if unsure else mark(self._found, others)
        values = {"mark": value, "order": self._order(), "seen": self._seen.tobytes()}
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def known(self, path: str) -> Known | None:
        """What is known of a statement file, if anything."""
        sql = "SELECT digest, book, statement FROM file WHERE path = ? AND role = 'statement'"
        row = self._db.execute(sql, (kept_path(path),)).fetchone()
        return Known(row[0], as_path(row[1]), row[2]) if row else None

    def twins(self) -> dict[str, str]:
        """The files that were left out because another one has their id, and that other one."""
        rows = self._db.execute(
            "SELECT path, twin FROM file WHERE problems IS NOT NULL AND twin != ''"
        )
        return {as_path(path): as_path(twin) for path, twin in rows}

    def record(self, entry: Entry, at: int, number: int | None, twin: str) -> None:
        """Write what is known of a statement file."""
        problems, text = entry.problems, entry.text_file
        its_fingerprint = self._sure_fingerprint(self._found.fingerprints[at])
        # What the system did not give today it may give tomorrow.
        if (
            problems
            and problems[0][0] == "unreadable"
            and MISSING[0] < its_fingerprint[0] <= MAX_FILE
        ):
            its_fingerprint = UNSURE
        self._seen[at] = hash(its_fingerprint)
        names = map(kept_path, (self._found.books[at], text, twin))
        self._db.execute(
            f"INSERT OR REPLACE INTO file VALUES ({', '.join('?' * 12)})",
            (
                *(
                    kept_path(entry.path),
                    "statement",
                    *its_fingerprint,
                    entry.digest,
                    *names,
                    number,
                ),
                json.dumps(problems) if problems else None,
            ),
        )
        if text:
            self._record_text(text, entry.text_fingerprint, entry.text_digest)

    def record_book(self, path: str, error: StatementError | UnreadableError | None) -> None:
        """Write what is wrong with a codebook, if anything is."""
        problems = json.dumps(broken(path, error).problems) if error else None
        where = "WHERE path = ? AND role = 'codebook'"
        self._db.execute(f"UPDATE file SET problems = ? {where}", (problems, kept_path(path)))
        if isinstance(error, UnreadableError):
            # As above.
            sql = f"UPDATE file SET size = ?, digest = x'' {where} AND size != ?"
            self._db.execute(sql, (UNSURE[0], kept_path(path), MISSING[0]))

    def _record_text(self, path: str, its_fingerprint: Fingerprint, its_digest: bytes) -> None:
        """Write what is known of a text file: without a digest where a statement could do nothing
        with it.
        """
        seen = self._texts.setdefault(path, (its_fingerprint, its_digest))
        if seen != (its_fingerprint, its_digest):
            # Statements that share it have not found the same, or not all of them could use it.
            if seen[0] != its_fingerprint or (seen[1] and its_digest):
                its_fingerprint = UNSURE
            self._texts[path] = its_fingerprint, its_digest = its_fingerprint, b""
        self._file(path, "text", its_fingerprint, its_digest)

    def _file(self, path: str, role: str, its_fingerprint: Fingerprint, its_digest: bytes) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL)",
            (kept_path(path), role, *self._sure_fingerprint(its_fingerprint), its_digest),
        )

    def note(self, at: int) -> None:
        """Write that a statement file has another fingerprint, and the same content."""
        its_fingerprint = self._sure_fingerprint(self._found.fingerprints[at])
        self._seen[at] = hash(its_fingerprint)
        self._note(self._found.paths[at], "statement", its_fingerprint)

    def _note(self, path: str, role: str, its_fingerprint: Fingerprint) -> None:
        self._db.execute(
            "UPDATE file SET size = ?, modified = ?, changed = ?, inode = ? WHERE path = ? AND role = ?",
            (*its_fingerprint, kept_path(path), role),
        )

    def forget(self, role: str, paths: Iterable[str]) -> None:
        """Know no more of files."""
        self._db.executemany(
            "DELETE FROM file WHERE path = ? AND role = ?",
            ((kept_path(path), role) for path in paths),
        )

    def _sure_fingerprint(self, its_fingerprint: Fingerprint) -> Fingerprint:
        """The fingerprint, unless the file may have changed while it was read, or may still within the same
        tick of the clock.

        A time that no clock shows any more, or will for long, tells a change as well as one that is
        past.
        """
        _, modified, changed, _ = its_fingerprint
        now = time.time_ns()
        recent = self._since <= modified < now + _GRAIN or self._since <= changed < now + _SKEW
        return UNSURE if recent else its_fingerprint

    def is_same(self, path: str, row: Known) -> bool:
        """Whether a statement file has the content still that it had."""
        try:
            return bool(row.digest) and digest(read_bytes(path)) == row.digest
        except QuotecliError:
            return False

    def stale_books(self) -> set[str]:
        """The codebooks that are not what they were."""
        stale = set()
        known = self._others("codebook")
        for path in dict.fromkeys(self._found.books):
            its_fingerprint, its_digest = known.pop(path, (UNSURE, b""))
            now = fingerprint(path)
            if not path or its_fingerprint == now:
                continue
            try:
                new = digest(read_bytes(path))
            except QuotecliError:
                new = b""
            if new and new == its_digest:
                self._note(path, "codebook", self._sure_fingerprint(now))
            else:
                stale.add(path)
                self._file(path, "codebook", now, new)
        self.forget("codebook", known)
        return stale

    def stale_texts(self) -> set[str]:
        """The statement files whose text file is not what it was."""
        stale = set()
        for path, (its_fingerprint, its_digest) in self._others("text").items():
            now = fingerprint(path, follow=False)
            if its_fingerprint != now:
                if not its_digest or not _is_text(path, its_digest):
                    stale.add(kept_path(path))
                    continue
                self._note(path, "text", self._sure_fingerprint(now))
            self._texts[path] = now, its_digest
        users = (
            self._db.execute("SELECT path, text_file FROM file WHERE role = 'statement'")
            if stale
            else ()
        )
        return {as_path(path) for path, text in users if text in stale}

    def _others(self, role: str) -> dict[str, tuple[Fingerprint, bytes]]:
        """The fingerprints and digests of all files in a role other than that of a statement."""
        # The first condition is that of an index.
        sql = (
            f"SELECT path, {_FINGERPRINT}, digest FROM file WHERE role != 'statement' AND role = ?"
        )
        rows = self._db.execute(sql, (role,)).fetchall()
        return {
            as_path(path): (_four(its_fingerprint), its_digest)
            for path, *its_fingerprint, its_digest in rows
        }


def _four(numbers: Sequence[int]) -> Fingerprint:
    size, modified, changed, inode = numbers
    return size, modified, changed, inode


def _is_text(path: str, its_digest: bytes) -> bool:
    """Whether a file holds a text still, and is not behind a link now."""
    try:
        text = text_of(read_bytes(path), path)
    except QuotecliError:
        return False
    return not os.path.islink(path) and digest(text.encode("utf-8", "surrogatepass")) == its_digest
