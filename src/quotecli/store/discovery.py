"""Which statement files paths stand for, the codebook that serves each, and the fingerprints that
tell whether a file has changed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from quotecli.errors import Place, UnreadableError

CODEBOOK = "codebook.yaml"
"""The name of the file that defines topics and speakers for all statements in its folder and below
it.
"""

_ENDINGS = (".yaml", ".yml")

Fingerprint = tuple[int, int, int, int]
"""Size, time of modification and of change (nanoseconds), and number of a file: what changes when
it does.
"""

MISSING: Fingerprint = (-1, 0, 0, 0)
"""The fingerprint of a missing file; the reason may take the place of the zeros."""
UNSURE: Fingerprint = (-3, 0, 0, 0)
"""The fingerprint of a file that may change without it: the content has to be compared.

Not -2, which has the hash of -1.
"""
_MOST = (1 << 63) - 1
"""The largest number that a database holds; only distant times and some file systems have larger
ones.
"""


class Scan(NamedTuple):
    """What was found: files in order, each with its fingerprint and the path of its codebook ("" without
    one).

    `named` holds those that were named themselves, and not found in a folder; `codebooks` are those
    of the folders that were gone through, whether they serve a file or not.
    """

    paths: list[str]
    fingerprints: list[Fingerprint]
    books: list[str]
    named: set[str]
    codebooks: list[str]


def scan(paths: Sequence[str]) -> Scan:
    """The statement files that paths stand for, each once: of a folder, all below it that end in
    .yaml or .yml.

    What is hidden stays so, and so do folders behind links. A file in a folder is served by the
    nearest codebook between it and the folder given, one that is named itself by the codebook
    beside it. Raises UnreadableError where a folder cannot be read or holds no statement, and where
    a codebook is named for a statement.
    """
    found = Scan([], [], [], set(), [])
    seen: dict[object, str] = {}
    for path in paths:
        if path == "-":
            if path not in found.named:
                found.named.add(path)
                _add(found, path, MISSING, "")
            continue
        try:
            state = os.stat(path)
        except (OSError, ValueError):
            state = None
        if state and S_ISDIR(state.st_mode):
            if not _walk(path, found, seen):
                raise UnreadableError(
                    "no statements in this folder",
                    place=Place(path),
                    hint="statement files end in .yaml or .yml",
                )
            continue
        if state and is_codebook(path):
            raise UnreadableError(
                "a codebook, not a statement",
                place=Place(path),
                hint="give its folder instead",
            )
        beside = os.path.join(os.path.dirname(path), CODEBOOK)
        book = beside if _may_be_book(beside) else ""
        if state and _is_new(state, path, seen):
            found.named.add(path)
            _add(found, path, _fingerprint_of(state), book)
        elif state:
            found.named.add(seen[_identity(state, path)])
        elif path not in found.named:
            found.named.add(path)
            _add(found, path, MISSING, book)
    return found


def is_codebook(path: str) -> bool:
    """Whether a path names a codebook and no folder."""
    return os.path.basename(path) == CODEBOOK and not os.path.isdir(path)


def fingerprint(path: str, *, follow: bool = True) -> Fingerprint:
    """Return the fingerprint of a file, or unless `follow` that of the link to it."""
    try:
        return _fingerprint_of(os.stat(path, follow_symlinks=follow))
    except OSError as error:
        return _missing(error)
    except ValueError:
        return MISSING


def _walk(top: str, found: Scan, seen: dict[object, str]) -> bool:
    """Add the files of a folder, then those of the folders in it; whether one was there, if known
    already.
    """
    any_here = False
    add_path, add_fingerprint, add_book = (
        found.paths.append,
        found.fingerprints.append,
        found.books.append,
    )
    waiting = [(top, "")]
    while waiting:
        folder, book = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = {entry.name: entry for entry in listing}
        except OSError as error:
            if folder != top and isinstance(error, (FileNotFoundError, NotADirectoryError)):
                continue  # it went while the others were read
            raise UnreadableError(
                f"unreadable: {error.strerror}", place=Place(error.filename or folder)
            ) from None
        here = os.path.join(folder, "")
        if CODEBOOK in entries and _may_be_book(here + CODEBOOK):
            del entries[CODEBOOK]
            book = here + CODEBOOK
            found.codebooks.append(book)
        folders = []
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
                any_here = True
                _add(found, path, _missing(error), book)
                continue
            # What is no file, such as a named pipe, would never end.
            if S_ISREG(state.st_mode):
                any_here = True
                # Written out, since this is done for every file of a large collection at every
                # command.
                inode = state.st_ino
                key: object = (state.st_dev, inode) if inode else os.path.realpath(path)
                if key not in seen:
                    seen[key] = path
                    add_path(path)
                    add_fingerprint(
                        (
                            state.st_size,
                            state.st_mtime_ns & _MOST,
                            state.st_ctime_ns & _MOST,
                            inode & _MOST,
                        )
                    )
                    add_book(book)
            elif S_ISDIR(state.st_mode) and not entries[name].is_symlink():
                folders.append(name)
        waiting += [(here + name, book) for name in reversed(folders)]
    return any_here


def _may_be_book(path: str) -> bool:
    """Whether a file is there, or a link to one that is gone, which is told when it is read."""
    return os.path.isfile(path) or (os.path.islink(path) and not os.path.exists(path))


def _is_new(state: os.stat_result, path: str, seen: dict[object, str]) -> bool:
    """Whether a file was not met before, perhaps under another name; `seen` has the first name of
    each.
    """
    key = _identity(state, path)
    if key in seen:
        return False
    seen[key] = path
    return True


def _identity(state: os.stat_result, path: str) -> object:
    return (state.st_dev, state.st_ino) if state.st_ino else os.path.realpath(path)


def _fingerprint_of(state: os.stat_result) -> Fingerprint:
    return state.st_size, state.st_mtime_ns & _MOST, state.st_ctime_ns & _MOST, state.st_ino & _MOST


def _missing(error: OSError) -> Fingerprint:
    """Return the fingerprint of a missing file, with the reason, on which the message depends."""
    return MISSING[0], error.errno or 0, 0, 0


def _add(found: Scan, path: str, its_fingerprint: Fingerprint, book: str) -> None:
    found.paths.append(path)
    found.fingerprints.append(its_fingerprint)
    found.books.append(book)
