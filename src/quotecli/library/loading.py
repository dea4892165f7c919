"""Paths -> a library: one statement in memory, several from the index."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from quotecli.errors import Place, Problem, StatementError, UnreadableError
from quotecli.library.library import Library, Origin
from quotecli.model import Statement
from quotecli.store.discovery import Scan, scan
from quotecli.store.files import find_shipped

if TYPE_CHECKING:
    from quotecli.library.cache.values import Progress


def load(
    *paths: str, cache: bool = True, strict: bool = True, watch: Progress | None = None
) -> Library:
    """Return the library of the statements in files and folders.

    "-" is standard input; without a path the shipped statement is read. An index of several files
    is written to the user's cache folder, unless `cache` is false, and only what has changed since
    is read again. `watch` is called while files are read. Raises UnreadableError if there is
    nothing to read, and StatementError if a file breaks the format; unless `strict`, such files and
    unreadable folders in a folder are skipped, and the library's `problems` say why.
    """
    # Reading makes many small objects and no garbage: collecting would only take time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        if rows := find_rows(paths):
            return _load_rows(rows)
        found = scan(paths or [find_shipped()])
        origin = _find_origin(paths, cache, strict) if "-" not in paths else None
        if len(found.paths) == 1:
            _refuse(found.unreadable, found, strict=strict)
            return Library([_load_one(found)], origin=origin, **_left_out(found.unreadable))
        from quotecli.library.cache.index import open_index
        from quotecli.library.database import Database
        from quotecli.library.stored import Stored

        index = open_index(list(paths), found, cache=cache, watch=watch)
        broken = found.unreadable | index.broken
        try:
            _refuse(broken, found, strict=strict)
        except BaseException:
            index.db.close()
            raise
        shelf = Stored(Database(index.db, index.reopen), found, index.discard)
        return Library(shelf=shelf, notes=index.notes, origin=origin, **_left_out(broken))
    finally:
        if collecting:
            gc.enable()


def find_rows(paths: tuple[str, ...]) -> str:
    """Return the path that is a folder of Parquet files; "" if none is."""
    folders = [path for path in paths if os.path.isdir(os.path.join(path, "quotes"))]
    if folders:
        from quotecli.library.parquet.files import has_rows

        folders = [path for path in folders if has_rows(path)]
    if folders and len(paths) > 1:
        hint = "give it alone, or make statements of a selection by 'quotecli quotes --save'"
        message = "a folder of Parquet files cannot be combined with other statements"
        raise UnreadableError(message, place=Place(folders[0]), hint=hint)
    return folders[0] if folders else ""


def _load_rows(folder: str) -> Library:
    """Return the library of the Parquet files in a folder."""
    from quotecli.library.parquet.files import find_files
    from quotecli.library.parquet.shelf import Parquet

    shelf = Parquet(find_files(folder))
    return Library(shelf=shelf, origin=partial(_load_again, (folder,), (os.path.abspath(folder),)))


def _find_origin(paths: tuple[str, ...], cache: bool, strict: bool) -> Origin | None:
    try:
        places = tuple(map(os.path.abspath, paths))
    except OSError:  # no working directory
        return None
    return partial(_load_again, paths, places, cache=cache, strict=strict)


def _load_again(
    paths: tuple[str, ...], places: tuple[str, ...], *, cache: bool = True, strict: bool = True
) -> Library:
    """Return the library of what paths led to once, even if they lead elsewhere from here."""
    now = [path if os.path.abspath(path) == place else place for path, place in zip(paths, places)]
    return load(*now, cache=cache, strict=strict)


def _left_out(broken: Mapping[str, list[Problem]]) -> dict[str, Any]:
    """Return what a library says of the files and folders that were skipped."""
    return {"problems": [*chain.from_iterable(broken.values())], "left_out": len(broken)}


def _load_one(found: Scan) -> Statement:
    from quotecli.store import codebook, reader

    book = found.books[0]
    return reader.load(found.paths[0], codebook.read_codebook(book) if book else None)


def _refuse(broken: Mapping[str, list[Problem]], found: Scan, *, strict: bool) -> None:
    """Raise the problems of the first file that must not be skipped, or those of its codebook."""
    books = dict(zip(found.paths, found.books)) if broken else {}
    none_left = all(file in broken for file in found.paths)
    for file, problems in broken.items():
        if strict or file in found.named or none_left:
            problems = broken.get(books.get(file, ""), problems)
            first = problems[0]
            if first.rule == "unreadable":
                raise UnreadableError(first.message, place=first.place, hint=first.hint)
            raise StatementError(problems)
