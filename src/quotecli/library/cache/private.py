"""A cache folder that nobody else can write to, and the files in it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from errno import EEXIST, ENOTDIR, EPERM
from stat import S_ISDIR, S_ISREG, S_ISVTX, S_IWGRP, S_IWOTH

# Windows has no modes; there, the user's folders belong to the user. On Android each program has a
# user of its own, whose folders are below those of the system.
_HAS_MODES = hasattr(os, "geteuid")
_PARENTS_COUNT = _HAS_MODES and not hasattr(sys, "getandroidapilevel")

NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
"""Makes os.open() fail if a link is in the place of the file; Windows has no such flag."""


class UnsafeError(PermissionError):
    """A folder or file of the cache that somebody else could have written."""

    def __init__(self, reason: str) -> None:
        super().__init__(EPERM, reason)


def make_private_folder(folder: str) -> str:
    """Return the path of the cache folder without links in it; the folder is made if missing.

    Raises UnsafeError if it belongs to somebody else, or if others can write to it or put another
    folder in its place, and OSError if it cannot be made.
    """
    folder = os.path.realpath(folder)
    state = _make(folder)
    if _HAS_MODES:
        _check_owner(folder, state)
    if _PARENTS_COUNT:
        _check_parents(folder)
    return folder


def check_private(path: str) -> os.stat_result | None:
    """Return the state of a file in the cache folder, or None if it does not exist.

    Links are not followed. Raises UnsafeError if it belongs to somebody else or if others can write
    to it, and FileExistsError if it is not a file.
    """
    try:
        state = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not S_ISREG(state.st_mode):
        raise FileExistsError(EEXIST, f"not a regular file: {os.path.basename(path)}")
    if _HAS_MODES:
        _check_owner(path, state)
    return state


def create_private(path: str) -> None:
    """Create an empty file that only its owner may read; raises FileExistsError if it exists."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _make(folder: str) -> os.stat_result:
    """Make a folder and those above it, for their owner only; return its state."""
    try:
        state = os.stat(folder, follow_symlinks=False)
    except FileNotFoundError:
        _make(os.path.dirname(folder))
        with suppress(FileExistsError):  # another process was faster
            os.mkdir(folder, 0o700)
        state = os.stat(folder, follow_symlinks=False)
    if not S_ISDIR(state.st_mode):
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR))
    return state


def _check_owner(path: str, state: os.stat_result) -> None:
    if state.st_uid != os.geteuid():
        raise UnsafeError(f"belongs to another user: {path}")
    if _others_may_write(state):
        raise UnsafeError(f"others may write to it; run 'chmod go-w {path}'")


def _check_parents(folder: str) -> None:
    """Raise UnsafeError if somebody can put something else in the place of a folder.

    Whoever can write to the folder above can do so, unless that has the sticky bit, as /tmp has.
    """
    # Who owns the root directory can change everything, whatever the number: in a container it
    # need not be 0.
    trusted = {0, os.geteuid(), os.stat("/").st_uid}
    while (parent := os.path.dirname(folder)) != folder:
        folder = parent
        state = os.stat(folder, follow_symlinks=False)
        if state.st_uid not in trusted:
            raise UnsafeError(f"belongs to another user: {folder}")
        if _others_may_write(state) and not state.st_mode & S_ISVTX:
            raise UnsafeError(f"others may write to {folder}")


def _others_may_write(state: os.stat_result) -> bool:
    if state.st_mode & S_IWOTH:
        return True
    return bool(state.st_mode & S_IWGRP) and not _is_own_group(state.st_gid)


def _is_own_group(group: int) -> bool:
    """Return True if a group is that of the system, or has the user as its only member.

    Many systems give each user a group of the same name, and let it write by default.
    """
    import grp
    import pwd

    try:
        user, found = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(group)
    except KeyError:  # a number without a name
        return group == 0
    return group == 0 or (found.gr_name == user and set(found.gr_mem) <= {user})
