"""The table of files: their fingerprints, and the digests of what was in them."""

from __future__ import annotations

import os
import sqlite3
import time
from array import array
from collections.abc import Iterable
from typing import NamedTuple

from quotecli.errors import QuotecliError, StatementError, UnreadableError
from quotecli.library.cache.entries import Entry, make_broken_entry
from quotecli.library.cache.values import (
    decode_path,
    decode_problems,
    digest,
    digest_scan,
    encode_path,
)
from quotecli.store.decoding import text_of
from quotecli.store.discovery import MISSING, UNSURE, Fingerprint, Scan, fingerprint
from quotecli.store.files import MAX_FILE, read_bytes

# The coarsest clock of a file system, in nanoseconds.
_GRAIN = 2_000_000_000
# How far the clock of a file system may be ahead of ours, in nanoseconds.
_SKEW = 24 * 3600 * 1_000_000_000
_FINGERPRINT = "size, modified, changed, inode"


class Known(NamedTuple):
    """What is known of a statement file: its digest, its codebook, the number of its statement."""

    digest: bytes
    book: str
    statement: int | None


class Register:
    """The table `file` during one round of changes, which began at a time in nanoseconds."""

    def __init__(self, db: sqlite3.Connection, scan: Scan, since: int) -> None:
        self._db = db
        self._scan = scan
        self._since = since - _GRAIN
        self._texts: dict[str, tuple[Fingerprint, bytes]] = {}
        # The fingerprint that is stored of each statement file, as a number, in scan order.
        self._stored = array("q", map(hash, scan.fingerprints))

    def list_changed(self) -> list[int] | None:
        """Return which statement files have another fingerprint than the one stored.

        None means that they are not the same files. Comparing numbers takes a tenth of the time of
        reading the table.
        """
        sql = "SELECT key, value FROM meta WHERE key IN ('files', 'fingerprints')"
        values = dict(self._db.execute(sql))
        if values.get("files") != self._digest_files():
            return None
        before = array("q")
        before.frombytes(values["fingerprints"])
        return [at for at, (old, new) in enumerate(zip(before, self._stored)) if old != new]

    def _digest_files(self) -> bytes:
        """Return what tells apart the files of scans, each with its codebook."""
        names = "\0".join([*self._scan.paths, "", *self._scan.books])
        return digest(names.encode("utf-8", "surrogateescape"))

    def compare(self) -> tuple[list[int], list[str]]:
        """Return which statement files have changed, and the paths of those that are gone."""
        rows = self._db.execute(
            f"SELECT path, book, {_FINGERPRINT} FROM file WHERE role = 'statement'"
        )
        before = {decode_path(path): (decode_path(book), stored) for path, book, *stored in rows}
        now = zip(self._scan.paths, self._scan.books, self._scan.fingerprints)
        changed = [
            at
            for at, (path, book, current) in enumerate(now)
            if before.get(path) != (book, [*current])
        ]
        return changed, sorted(before.keys() - set(self._scan.paths))

    def finish(self) -> None:
        """Store the fingerprint used to detect changes, or nothing if a file is unsure."""
        self._db.execute(
            "DELETE FROM file WHERE role != 'statement' AND role = 'text'"
            " AND path NOT IN (SELECT text_file FROM file WHERE role = 'statement')"
        )
        # As the files were when they were read, not as they are now: they may have changed since.
        rows = self._db.execute(
            f"SELECT role, path, {_FINGERPRINT} FROM file WHERE role != 'statement'"
            " ORDER BY role, path"
        )
        others = {(role, decode_path(path)): _four(stored) for role, path, *stored in rows}
        unsure = self._db.execute(f"SELECT 1 FROM file WHERE size = {UNSURE[0]} LIMIT 1").fetchone()
        values = {
            "scan": b"" if unsure else digest_scan(self._scan, others),
            "files": self._digest_files(),
            "fingerprints": self._stored.tobytes(),
        }
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def read_known(self, path: str) -> Known | None:
        """Return what is known of a statement file, if anything."""
        sql = "SELECT digest, book, statement FROM file WHERE path = ? AND role = 'statement'"
        row = self._db.execute(sql, (encode_path(path),)).fetchone()
        return Known(row[0], decode_path(row[1]), row[2]) if row else None

    def read_numbers(self) -> dict[str, int]:
        """Return the numbers of all statements by the paths of their files."""
        sql = "SELECT path, statement FROM file WHERE statement IS NOT NULL"
        return {decode_path(path): number for path, number in self._db.execute(sql)}

    def read_duplicates(self) -> dict[str, str]:
        """Return the files whose id another before them has, with that other file."""
        rows = self._db.execute("SELECT path, duplicate_of FROM file WHERE duplicate_of != ''")
        return {decode_path(path): decode_path(other) for path, other in rows}

    def record(self, entry: Entry, at: int, number: int | None, duplicate_of: str) -> None:
        """Store what is known of a statement file."""
        state = self._trust(self._scan.fingerprints[at])
        if entry.problems and decode_problems(entry.problems)[0].rule == "unreadable":
            # What the system refused once, it may give the next time.
            state = UNSURE if MISSING[0] < state[0] <= MAX_FILE else state
        self._stored[at] = hash(state)
        names = map(encode_path, (self._scan.books[at], entry.text_file, duplicate_of))
        self._insert(
            *(entry.path, "statement", state, entry.digest),
            (*names, number, entry.problems or None),
        )
        if entry.text_file:
            self._record_text(entry.text_file, entry.text_fingerprint, entry.text_digest)

    def record_book(self, path: str, error: StatementError | UnreadableError | None) -> None:
        """Store what is wrong with a codebook, if anything is."""
        problems = make_broken_entry(path, error).problems if error else None
        where = "WHERE path = ? AND role = 'codebook'"
        self._db.execute(f"UPDATE file SET problems = ? {where}", (problems, encode_path(path)))
        if isinstance(error, UnreadableError):
            sql = f"UPDATE file SET size = ?, digest = x'' {where} AND size != ?"
            self._db.execute(sql, (UNSURE[0], encode_path(path), MISSING[0]))

    def _record_text(self, path: str, state: Fingerprint, content: bytes) -> None:
        """Store what is known of a text file: no digest if a statement could not use it."""
        seen = self._texts.setdefault(path, (state, content))
        if seen != (state, content):
            # Statements that share it have read different texts, or not all of them could use it.
            if seen[0] != state or (seen[1] and content):
                state = UNSURE
            self._texts[path] = state, content = state, b""
        self._insert(path, "text", self._trust(state), content)

    def _insert(
        self,
        path: str,
        role: str,
        state: Fingerprint,
        content: bytes,
        more: tuple[object, ...] = (None,) * 5,
    ) -> None:
        self._db.execute(
            f"INSERT OR REPLACE INTO file VALUES ({', '.join('?' * 12)})",
            (encode_path(path), role, *state, content, *more),
        )

    def update(self, at: int) -> None:
        """Store the fingerprint of a statement file that has the same content as before."""
        state = self._trust(self._scan.fingerprints[at])
        self._stored[at] = hash(state)
        self._update(self._scan.paths[at], "statement", state)

    def _update(self, path: str, role: str, state: Fingerprint) -> None:
        self._db.execute(
            "UPDATE file SET size = ?, modified = ?, changed = ?, inode = ?"
            " WHERE path = ? AND role = ?",
            (*state, encode_path(path), role),
        )

    def forget(self, role: str, paths: Iterable[str]) -> None:
        """Remove files."""
        self._db.executemany(
            "DELETE FROM file WHERE path = ? AND role = ?",
            ((encode_path(path), role) for path in paths),
        )

    def _trust(self, state: Fingerprint) -> Fingerprint:
        """Return a fingerprint, or UNSURE if the file could have changed unnoticed.

        That is so if it changed while it was read, or within the same tick of the clock. A time
        that is far in the past or the future tells a change well enough.
        """
        _, modified, changed, _ = state
        now = time.time_ns()
        recent = self._since <= modified < now + _GRAIN or self._since <= changed < now + _SKEW
        return UNSURE if recent else state

    def has_same_content(self, path: str, known: Known) -> bool:
        """Return True if a statement file has the same content as before."""
        try:
            return bool(known.digest) and digest(read_bytes(path)) == known.digest
        except QuotecliError:
            return False

    def find_stale_books(self) -> set[str]:
        """Return the codebooks that have changed, and store their fingerprints."""
        stale = set()
        known = self._read_others("codebook")
        for path in dict.fromkeys(self._scan.books):
            state, content = known.pop(path, (UNSURE, b""))
            now = fingerprint(path)
            if not path or state == now:
                continue
            try:
                new = digest(read_bytes(path))
            except QuotecliError:
                new = b""
            if new and new == content:
                self._update(path, "codebook", self._trust(now))
            else:
                stale.add(path)
                self._insert(path, "codebook", self._trust(now), new)
        self.forget("codebook", known)
        return stale

    def find_stale_texts(self) -> set[str]:
        """Return the statement files whose text file has changed."""
        stale = set()
        for path, (state, content) in self._read_others("text").items():
            now = fingerprint(path, follow=False)
            if state != now:
                if not content or not _has_text(path, content):
                    stale.add(encode_path(path))
                    continue
                self._update(path, "text", self._trust(now))
            self._texts[path] = now, content
        if not stale:
            return set()
        rows = self._db.execute("SELECT path, text_file FROM file WHERE role = 'statement'")
        return {decode_path(path) for path, text in rows if text in stale}

    def _read_others(self, role: str) -> dict[str, tuple[Fingerprint, bytes]]:
        """Return the fingerprints and digests of all codebooks or text files, by path."""
        # The first condition makes SQLite use the index of these files.
        sql = (
            f"SELECT path, digest, {_FINGERPRINT} FROM file WHERE role != 'statement' AND role = ?"
        )
        rows = self._db.execute(sql, (role,)).fetchall()
        return {decode_path(path): (_four(state), content) for path, content, *state in rows}


def _four(numbers: list[int]) -> Fingerprint:
    size, modified, changed, inode = numbers
    return size, modified, changed, inode


def _has_text(path: str, content: bytes) -> bool:
    """Return True if a file has the text with a digest, and is not a link."""
    try:
        text = text_of(read_bytes(path), path)
    except QuotecliError:
        return False
    return not os.path.islink(path) and digest(text.encode("utf-8", "surrogatepass")) == content
