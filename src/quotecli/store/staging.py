"""New files beside their targets, their moves into place, and the way back.

A process that writes into a folder holds a lock on a file there, `.quotecli-TOKEN`: the new file
itself, or for several files the list of those that the folder does not have yet. These several are
in the folder `.quotecli-TOKEN.d`, the new ones in `new`, and while they are moved, those that they
replace in `old`. A file that nobody holds was left by a process that was killed.
"""

from __future__ import annotations

import functools
import itertools
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from quotecli.signals import hold_signals

_PREFIX = ".quotecli-"
_FOLDER = ".d"
WHOLE = "whole"
"""A folder beside `new`, with the folder that `new` takes the place of."""
_RENAME_NOREPLACE = 1
_AT_FDCWD = -100


@contextmanager
def stage(folder: str) -> Iterator[IO[bytes]]:
    """Yield a new file in a folder, to be written and renamed; if it is not, it is removed.

    First clears up what was left in the folder by processes that were killed.
    """
    folder = os.path.abspath(folder)
    _clear_up_once(folder)
    stream = None
    try:
        with hold_signals():
            stream = _create(folder)
        yield stream
    finally:
        if stream is not None:
            with hold_signals():
                _remove(stream)


@contextmanager
def stage_folder(folder: str) -> Iterator[tuple[IO[bytes], str]]:
    """Yield a file as stage() does, and the path of a new folder for files, removed with it."""
    with stage(folder) as stream:
        new = os.path.join(stream.name + _FOLDER, "new")
        os.mkdir(stream.name + _FOLDER, 0o700)
        os.mkdir(new)
        yield stream, new


def move_into(stream: IO[bytes], names: Sequence[str], existing: Mapping[str, str]) -> None:
    """Move the files from the new folder of stage_folder() into the one it is in.

    If that fails, leaving stage_folder() moves them back.

    `existing` gives the names of the files to replace, by the names of the new ones; they may
    differ in case. A file that is replaced under its own name may be in a folder below, by the path
    to it. Signals are held back meanwhile.
    """
    folder, beside = os.path.split(stream.name)
    new, old, done = (
        os.path.join(folder, beside + _FOLDER, name) for name in ("new", "old", "done")
    )
    import json

    added = [name for name in names if existing.get(name) != name]
    stream.write(json.dumps(added).encode())
    stream.flush()
    os.fsync(stream.fileno())

    with hold_signals():
        os.mkdir(old)
        for name in names:
            source, target = os.path.join(new, name), os.path.join(folder, name)
            was = existing.get(name, "")
            if was == name:
                if os.path.dirname(name):
                    os.makedirs(os.path.dirname(os.path.join(old, name)), exist_ok=True)
                _keep(target, os.path.join(old, name))
                os.replace(source, target)
            else:
                if was:
                    os.rename(os.path.join(folder, was), os.path.join(old, was))
                rename_new(source, target)
        # From here on, nothing of the old files is needed.
        os.rename(old, done)


def _keep(path: str, kept: str) -> None:
    """Keep a file under another name too, so that it is not even missing between two steps."""
    try:
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):
        import shutil

        copy = os.path.dirname(kept) + ".copy"
        shutil.copy2(path, copy, follow_symlinks=False)
        os.replace(copy, kept)  # whole


def rename_new(source: str, target: str) -> None:
    """Rename a file in one step, unless the target exists; then raise FileExistsError."""
    with hold_signals():
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError:
            _rename_without_links(source, target)
        else:
            os.unlink(source)


def _rename_without_links(source: str, target: str) -> None:
    """Rename a file as rename_new() does, on a file system without hard links."""
    if sys.platform == "win32":
        os.rename(source, target)  # never replaces a file there
    elif not _rename_exclusively(source, target):
        # Not one step: for a moment an empty file holds the place.
        with open(target, "xb"):
            pass
        try:
            os.replace(source, target)
        except BaseException:
            os.unlink(target)
            raise


def _rename_exclusively(source: str, target: str) -> bool:
    """Rename a file unless the target exists, with renameat2(2); return False if it cannot."""
    import errno

    try:
        import ctypes
    except ImportError:
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    paths = os.fsencode(source), os.fsencode(target)
    failed = rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_NOREPLACE)
    if failed and ctypes.get_errno() == errno.EEXIST:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    return not failed


def _create(folder: str) -> IO[bytes]:
    """Create a file with a name of its own, and lock it."""
    import secrets

    while True:
        stream = open(os.path.join(folder, _PREFIX + secrets.token_hex(6)), "x+b")  # noqa: SIM115  # returned
        # Before it was locked, another process may have taken it for one that was left.
        with suppress(OSError):  # without locks, others leave it alone
            if not lock(stream):
                stream.close()
                continue
        if os.path.exists(stream.name):
            return stream
        stream.close()


def lock(stream: IO[bytes]) -> bool:
    """Lock a file until it is closed, or return False if another process has.

    Raises OSError if the file system has no locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _remove(stream: IO[bytes]) -> None:
    """Remove a staged file and its folder; first, put back what has been moved into it."""
    beside = stream.name + _FOLDER
    if os.path.isdir(os.path.join(beside, "old")):
        _put_back(stream)
    whole = os.path.join(beside, WHOLE)
    for name in os.listdir(whole) if os.path.isdir(whole) else ():
        if not os.path.lexists(target := os.path.join(os.path.dirname(beside), name)):
            os.rename(os.path.join(whole, name), target)
    if os.path.isdir(beside):
        import shutil

        shutil.rmtree(beside)
    with suppress(OSError):  # a full disk may not take what is still to be written
        stream.close()
    with suppress(FileNotFoundError):  # it was renamed
        os.unlink(stream.name)


def _put_back(stream: IO[bytes]) -> None:
    """Remove the files that move_into() added to a folder, and put back those it replaced.

    It goes by what is there, so that it may be interrupted and repeated. A file that was changed
    after the moves began is kept, and one that would replace it gets a similar name.
    """
    folder, beside = os.path.split(stream.name)
    new, old = (os.path.join(folder, beside + _FOLDER, name) for name in ("new", "old"))
    began = os.fstat(stream.fileno()).st_mtime_ns

    def is_changed(path: str) -> bool:
        status = os.lstat(path)
        return status.st_mtime_ns > began and status.st_size > 0

    # As the folder lists them, which may ignore case when it is asked for one.
    for name in _read_added(stream).intersection(os.listdir(folder)):
        source, target = os.path.join(new, name), os.path.join(folder, name)
        is_from_here = not os.path.lexists(source) or _is_same(source, target)
        if (is_from_here or not os.lstat(target).st_size) and not is_changed(target):
            os.unlink(target)

    for name in _list_below(old):
        source, target = os.path.join(old, name), os.path.join(folder, name)
        if not os.path.lexists(target):
            rename_new(source, target)
        elif _is_same(source, target):
            os.unlink(source)
        elif is_changed(target):
            _rename_similarly(source, target)
        else:
            os.replace(source, target)
    # Only folders are left, and folders in them.
    for root, _, _ in os.walk(old, topdown=False):
        os.rmdir(root)


def _list_below(folder: str) -> list[str]:
    """Return the files in a folder and below it, by their paths in it."""
    return [
        os.path.relpath(os.path.join(root, name), folder)
        for root, _, names in os.walk(folder)
        for name in names
    ]


def _read_added(stream: IO[bytes]) -> set[str]:
    import json

    stream.seek(0)
    return set(json.load(stream))


def _is_same(path: str, other: str) -> bool:
    return os.path.samestat(os.lstat(path), os.lstat(other))


def _rename_similarly(source: str, target: str) -> None:
    stem, ending = os.path.splitext(target)
    for number in itertools.count(1):
        with suppress(FileExistsError):
            rename_new(source, f"{stem}.{number}{ending}")
            return


def clear_up(folder: str) -> None:
    """Undo what killed processes of this user left half done in a folder and in those above it.

    Whoever changes files in several folders stages them in one above. Nothing is raised.
    """
    folder, inner = os.path.realpath(folder), ""
    while folder != inner:
        with suppress(OSError):  # what cannot be undone here is in the way of nothing else
            _clear_up_once(folder)
        folder, inner = os.path.dirname(folder), folder


@functools.cache  # many files may be written into one folder
def _clear_up_once(folder: str) -> None:
    """Remove what killed processes of this user left in a folder, and put back what they moved."""
    try:
        names = [name for name in os.listdir(folder) if name.startswith(_PREFIX)]
    except OSError:
        return  # writing to it tells what is wrong
    for name in names:
        path = os.path.join(folder, name)
        if not name.endswith(_FOLDER) and _is_ours(path) and (stream := _take_over(path)):
            with stream, hold_signals():
                _remove(stream)


def _is_ours(path: str) -> bool:
    """Return True if a staged file and its folder are what this user may have made."""
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    for made, is_kind in ((path, stat.S_ISREG), (path + _FOLDER, stat.S_ISDIR)):
        with suppress(FileNotFoundError):
            status = os.lstat(made)
            if status.st_uid != user or not is_kind(status.st_mode):
                return False
    return True


def _take_over(path: str) -> IO[bytes] | None:
    """Open and lock a staged file; return None if it is another process's, or that is unknown."""
    with suppress(OSError):
        stream = open(path, "r+b" if os.access(path, os.W_OK) else "rb")  # noqa: SIM115  # returned
        with suppress(OSError):
            if lock(stream):
                return stream
        stream.close()
    return None
