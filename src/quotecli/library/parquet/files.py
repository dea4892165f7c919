"""The Parquet files of a folder, and which of them have texts of some dates."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotecli.errors import Place, UnreadableError
from quotecli.rows.schema import QUOTES, TEXTS
from quotecli.text.dates import day_range

ENDING = ".parquet"
# The keys of folders such as date=2024-05 whose values are days, months or years of publication.
_DATES = frozenset(("date", "published", "day", "month", "year"))
# What DuckDB would read from the name of a folder instead of the file.
_COLUMNS = {column.name for column in (*QUOTES, *TEXTS)} - _DATES


class Files(NamedTuple):
    """The files of the tables in a folder, each in the order of their paths."""

    folder: str
    quotes: tuple[str, ...]
    texts: tuple[str, ...]


def has_rows(folder: str) -> bool:
    """Return True if a folder holds quotes as Parquet files."""
    return next(_walk(os.path.join(folder, "quotes")), None) is not None


def find_files(folder: str) -> Files:
    """Return the Parquet files of a folder.

    Raises UnreadableError if it has none of texts, or one whose name is not UTF-8.
    """
    tables = [tuple(sorted(_walk(os.path.join(folder, name)))) for name in ("quotes", "texts")]
    for path in (*tables[0], *tables[1]):
        if not _is_utf8(path):
            hint = "rename it, or the folder that is named so: DuckDB opens no other names"
            raise UnreadableError("a name that is not UTF-8", place=Place(path), hint=hint)
    if not all(tables):
        message = f"no Parquet files of {'quotes' if tables[1] else 'texts'} in this folder"
        hint = "put quotes in FOLDER/quotes, and their texts in FOLDER/texts"
        raise UnreadableError(message, place=Place(folder), hint=hint)
    return Files(folder, *tables)


def pick(paths: Sequence[str], folder: str, since: str, until: str) -> list[str]:
    """Return the files that may have texts of some days, by the names of their folders.

    A file in a folder date=2024-05, or date=2024, has those of that month, or that year. `since`
    and `until` are days, or "" for none.
    """
    if not (since or until):
        return list(paths)
    return [path for path in paths if _may_have(os.path.relpath(path, folder), since, until)]


def fingerprint(files: Files) -> list[tuple[str, int, int]]:
    """Return the paths of files within their folder, with their sizes and times."""
    states = [(path, os.stat(path)) for path in (*files.quotes, *files.texts)]
    return [
        (os.path.relpath(path, files.folder), state.st_size, state.st_mtime_ns)
        for path, state in states
    ]


def _may_have(path: str, since: str, until: str) -> bool:
    for part in path.split(os.sep)[:-1]:
        key, _, value = part.partition("=")
        first, last = day_range(value) if key in _DATES else (None, None)
        if first and last and ((since and last < since) or (until and first > until)):
            return False
    return True


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:  # what is not UTF-8 is a surrogate here
        return False
    return True


def _walk(top: str) -> Iterator[str]:
    """Yield the Parquet files below a folder, without those that are hidden or being written.

    Raises UnreadableError for a folder whose name would take the place of a column.
    """
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in folders:
            key, equals, _ = name.partition("=")
            if equals and key in _COLUMNS:
                place = Place(os.path.join(folder, name))
                hint = f"rename it: '{key}' is a column of the files"
                raise UnreadableError("not the name of a part", place=place, hint=hint)
        for name in names:
            path = os.path.abspath(os.path.join(folder, name))
            if name.endswith(ENDING) and name[0] not in "._" and os.path.isfile(path):
                yield path
