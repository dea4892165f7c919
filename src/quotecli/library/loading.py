"""Paths -> a library: one statement in memory, many in the index."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from quotecli.errors import Problem, StatementError, UnreadableError
from quotecli.library.library import Library
from quotecli.model import Statement
from quotecli.store.discovery import Scan, scan
from quotecli.store.files import find_shipped

if TYPE_CHECKING:
    from quotecli.library.cache.values import Progress


def load(
    *paths: str, cache: bool = True, strict: bool = True, watch: Progress | None = None
) -> Library:
    """The statements in files and folders, "-" for standard input; without a path, the shipped
    statement.

    What many files hold is kept in the user's cache folder, unless `cache` is false; only what has
    changed since is read again. Raises UnreadableError where there is nothing to read and
    StatementError where a file breaks the format; with `strict` false, files in a folder that do
    are left out, and the library's `problems` say why.
    """
    # Reading makes many small objects and no garbage: collecting on the way would only take time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        found = scan(paths or [find_shipped()])
        if len(found.paths) == 1:
            return Library([_one(found)])
        from quotecli.library.cache.index import index
        from quotecli.library.stored import Stored

        made = index(list(paths), found, cache=cache, watch=watch)
        try:
            _refuse(made.broken, found, strict=strict)
        except BaseException:
            made.db.close()
            raise
        problems = [problem for problems in made.broken.values() for problem in problems]
        return Library(
            shelf=Stored(made.db), problems=problems, left_out=len(made.broken), notes=made.notes
        )
    finally:
        if collecting:
            gc.enable()


def _one(found: Scan) -> Statement:
    """The only statement."""
    from quotecli.store import codebook, reader

    book = found.books[0]
    return reader.load(found.paths[0], codebook.read_codebook(book) if book else None)


def _refuse(broken: dict[str, list[Problem]], found: Scan, *, strict: bool) -> None:
    """Raise the problems of the first file that must not be left out, or those of its codebook."""
    books = dict(zip(found.paths, found.books)) if broken else {}
    none_left = all(file in broken for file in found.paths)
    for file, problems in broken.items():
        if strict or file in found.named or none_left:
            problems = broken.get(books.get(file, ""), problems)
            if problems[0].rule == "unreadable":
                raise UnreadableError(
                    problems[0].message, place=problems[0].place, hint=problems[0].hint
                )
            raise StatementError(problems)
