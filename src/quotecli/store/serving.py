"""Which codebook serves the files of a folder: the nearest one, within what belongs together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from stat import S_ISVTX, S_IWOTH

CODEBOOK = "codebook.yaml"
"""The name of the file with the topics and speakers of all statements in its folder and below."""

REPOSITORY = ".git"
"""What the top folder of a repository holds: a folder, or the file of a linked working tree."""

_SHARED = S_ISVTX | S_IWOTH


def is_codebook(path: str) -> bool:
    """Return True if a path has the name of a codebook and is not a folder."""
    return os.path.basename(path) == CODEBOOK and not os.path.isdir(path)


def may_be_codebook(path: str) -> bool:
    """Return True if a codebook is there, or a dead link to one, which is reported on reading."""
    return os.path.isfile(path) or (os.path.islink(path) and not os.path.exists(path))


def find_codebook(folder: str) -> str:
    """Return the path of the codebook in a folder, or in the nearest one above it; "" for none.

    No codebook above a repository serves it, and that of a folder where everybody may write, such
    as /tmp, serves only the files beside it: anybody might have put it there. Links to folders are
    followed first, so that a file has the same codebook whatever path it is named by.
    """
    path = os.path.join(os.path.realpath(folder), CODEBOOK)
    return path if may_be_codebook(path) else find_above(folder)


def find_above(folder: str) -> str:
    """Return the path of the nearest codebook above a folder that serves it; "" for none."""
    for above in _list_above(folder):
        path = os.path.join(above, CODEBOOK)
        if may_be_codebook(path) and not is_shared(above):
            return path
    return ""


def would_serve(book: str, folder: str) -> bool:
    """Return True if a codebook at a path would serve a folder that has none yet."""
    top = os.path.realpath(os.path.dirname(book))
    if os.path.realpath(folder) == top:
        return True
    return top in _list_above(folder) and not is_shared(top)


def is_shared(folder: str) -> bool:
    """Return True if everybody may write in a folder, where each can remove only their own."""
    return os.stat(folder).st_mode & _SHARED == _SHARED


def _list_above(folder: str) -> Iterator[str]:
    """Yield the folders above a folder, the nearest first, up to the top of its repository."""
    here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, REPOSITORY)):
        above = os.path.dirname(here)
        # One that is closed to us might have a codebook that is nearer than the next.
        if above == here or not os.access(above, os.X_OK):
            break
        yield above
        here = above
