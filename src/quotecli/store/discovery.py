"""The statement files that paths stand for, their codebooks, and fingerprints that show changes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from quotecli.errors import Place, Problem, QuotecliError, UnreadableError
from quotecli.store.files import find_shipped
from quotecli.store.serving import (
    CODEBOOK,
    REPOSITORY,
    find_above,
    find_codebook,
    is_codebook,
    is_shared,
    may_be_codebook,
)

_ENDINGS = (".yaml", ".yml")

Fingerprint = tuple[int, int, int, int]
"""The size, time of modification, time of change (nanoseconds) and number of a file: one of them
changes when the file does.
"""

MISSING: Fingerprint = (-1, 0, 0, 0)
"""The fingerprint of a missing file; the reason may take the place of the zeros."""
UNSURE: Fingerprint = (-3, 0, 0, 0)
"""The fingerprint of a file that may change without it: the content has to be compared.

Not -2, which has the hash of -1.
"""
# The largest number that a database holds; distant times and the numbers of some file systems
# are larger, and are cut to it.
_LARGEST = (1 << 63) - 1


class Scan(NamedTuple):
    """The files that were found: `paths`, `fingerprints` and `books` have an item for each.

    `books` holds the path of a file's codebook, "" without one. `named` are the paths that were
    given themselves, and not found in a folder; `codebooks` are those of the folders that were
    searched, even if they serve no file, and `unreadable` what is wrong with folders below these.
    """

    paths: list[str]
    fingerprints: list[Fingerprint]
    books: list[str]
    named: set[str]
    codebooks: list[str]
    unreadable: dict[str, list[Problem]]


def scan(paths: Sequence[str], *, may_be_empty: bool = False) -> Scan:
    """Return the statement files that paths stand for, each file once, in order.

    A folder stands for all files below it that end in .yaml or .yml, except hidden ones and those
    in linked folders. A file is served by the codebook that `find_codebook` finds for its folder,
    the shipped statement by none. An unreadable folder in another one is left out. Raises
    UnreadableError if a path is an unreadable folder or one that holds no statement, unless that
    `may_be_empty`, and if a codebook is named as a statement.
    """
    found = Scan([], [], [], set(), [], {})
    seen: dict[object, str] = {}
    books: dict[str, str] = {}
    for path in paths:
        state = _state(path)
        if path == "-":
            _add_named(found, path, None, "", seen)
        elif state and S_ISDIR(state.st_mode):
            if not _walk(path, found, seen):
                _refuse_empty(path, found, may_be_empty)
        elif state and is_codebook(path):
            hint = "give its folder instead"
            raise UnreadableError("a codebook, not a statement", place=Place(path), hint=hint)
        else:
            folder = os.path.dirname(path)
            if folder not in books:
                books[folder] = "" if path == find_shipped() else _find_near(folder)
            _add_named(found, path, state, books[folder], seen)
    return found


def _refuse_empty(folder: str, found: Scan, may_be_empty: bool) -> None:
    """Raise UnreadableError for a folder in which no statement was found."""
    for (problem,) in found.unreadable.values():
        raise UnreadableError(problem.message, place=problem.place)
    if not may_be_empty:
        message = "no statements in this folder"
        raise UnreadableError(message, place=Place(folder), hint=_say_where(folder))


def _say_where(folder: str) -> str:
    """Return what to do with a folder that holds no statements."""
    if all(os.path.isdir(os.path.join(folder, table)) for table in ("quotes", "texts")):
        return "make statements with 'quotecli quotes --save FOLDER', if it holds Parquet files"
    return "name statement files .yaml or .yml"


def name_statement_files(stems: Sequence[str]) -> list[str]:
    """Return the paths of statement files, given without their ending.

    One that would be taken for a codebook gets the first number that no other path has.
    """
    # Some file systems ignore the case of names.
    taken = {stem.lower() for stem in stems}
    paths = []
    for stem in stems:
        if _is_named_codebook(stem + _ENDINGS[0]):
            number = 2
            while f"{stem}-{number}".lower() in taken:
                number += 1
            stem = f"{stem}-{number}"
            taken.add(stem.lower())
        paths.append(stem + _ENDINGS[0])
    return paths


def refuse_codebook(path: str) -> None:
    """Raise QuotecliError if a statement that is written there would be taken for a codebook."""
    if _is_named_codebook(path):
        raise QuotecliError(
            f"{CODEBOOK} is the name of a codebook, not of a statement",
            place=Place(path),
            hint="choose another name",
        )


def _is_named_codebook(path: str) -> bool:
    return os.path.basename(path).lower() == CODEBOOK


def fingerprint(path: str, *, follow: bool = True) -> Fingerprint:
    """Return the fingerprint of a file, or unless `follow` that of the link to it."""
    try:
        return _fingerprint_of(os.stat(path, follow_symlinks=follow))
    except OSError as error:
        return _missing(error)
    except ValueError:
        return MISSING


def _find_near(folder: str) -> str:
    """Return the path of the codebook in a folder as it is named, or of the nearest one above."""
    beside = os.path.join(folder, CODEBOOK)
    return beside if may_be_codebook(beside) else find_codebook(folder)


def _state(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _add_named(
    found: Scan, path: str, state: os.stat_result | None, book: str, seen: dict[object, str]
) -> None:
    """Add a file that was named itself, unless it is there, perhaps under another name."""
    key = _identity(state, path) if state else path
    if key in seen:
        found.named.add(seen[key])
        return
    seen[key] = path
    found.named.add(path)
    _add(found, path, _fingerprint_of(state) if state else MISSING, book)


def _walk(top: str, found: Scan, seen: dict[object, str]) -> bool:
    """Add the files of a folder, then those of the folders in it.

    `seen` has the first path of each file by its identity. Returns whether there was a file, new
    or not.
    """
    any_here = False
    waiting = [(top, find_above(top))]
    while waiting:
        folder, book = waiting.pop()
        entries = _list(folder, top, found)
        here = os.path.join(folder, "")
        if REPOSITORY in entries:
            book = ""
        below = book
        if CODEBOOK in entries and may_be_codebook(here + CODEBOOK):
            del entries[CODEBOOK]
            book = here + CODEBOOK
            found.codebooks.append(book)
            below = below if is_shared(folder) else book

        count, folders = _add_entries(here, entries, book, found, seen)
        any_here = any_here or count > 0
        waiting += [(here + name, below) for name in reversed(folders)]
    return any_here


def _list(folder: str, top: str, found: Scan) -> dict[str, os.DirEntry[str]]:
    """Return the entries of a folder, none of one that is unreadable; raise if that is `top`."""
    try:
        with os.scandir(folder) as listing:
            return {entry.name: entry for entry in listing}
    except OSError as error:
        message, place = f"unreadable: {error.strerror}", Place(folder)
        if folder == top:
            raise UnreadableError(message, place=place) from None
        # One that is missing went while the others were read.
        if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            found.unreadable[folder] = [Problem("unreadable", message, place)]
        return {}


def _add_entries(
    here: str,
    entries: dict[str, os.DirEntry[str]],
    book: str,
    found: Scan,
    seen: dict[object, str],
) -> tuple[int, list[str]]:
    """Add the statement files among the entries of a folder.

    Returns how many there were, new or not, and the names of the folders to search.
    """
    count, folders = 0, []
    add_path, add_fingerprint, add_book = (
        found.paths.append,
        found.fingerprints.append,
        found.books.append,
    )
    for name in sorted(entries):
        if name[0] == ".":
            continue
        if not name.endswith(_ENDINGS):
            if entries[name].is_dir(follow_symlinks=False):
                folders.append(name)
            continue

        path = here + name
        try:
            state = entries[name].stat()
        except OSError as error:
            count += 1
            _add(found, path, _missing(error), book)
            continue
        # Other things, such as a named pipe, might never end.
        if S_ISREG(state.st_mode):
            count += 1
            # Written out, since every command does this for every file of a large collection.
            inode = state.st_ino
            key: object = (state.st_dev, inode) if inode else os.path.realpath(path)
            if key not in seen:
                seen[key] = path
                add_path(path)
                add_fingerprint(
                    (
                        state.st_size,
                        state.st_mtime_ns & _LARGEST,
                        state.st_ctime_ns & _LARGEST,
                        inode & _LARGEST,
                    )
                )
                add_book(book)
        elif S_ISDIR(state.st_mode) and not entries[name].is_symlink():
            folders.append(name)
    return count, folders


def _identity(state: os.stat_result, path: str) -> object:
    return (state.st_dev, state.st_ino) if state.st_ino else os.path.realpath(path)


def _fingerprint_of(state: os.stat_result) -> Fingerprint:
    return (
        state.st_size,
        state.st_mtime_ns & _LARGEST,
        state.st_ctime_ns & _LARGEST,
        state.st_ino & _LARGEST,
    )


def _missing(error: OSError) -> Fingerprint:
    """Return the fingerprint of a missing file, with the reason, on which the message depends."""
    return MISSING[0], error.errno or 0, 0, 0


def _add(found: Scan, path: str, its_fingerprint: Fingerprint, book: str) -> None:
    found.paths.append(path)
    found.fingerprints.append(its_fingerprint)
    found.books.append(book)
