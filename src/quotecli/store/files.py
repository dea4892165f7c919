"""Files: listing them, reading them, and writing them whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from quotecli.errors import Place, QuotecliError, UnreadableError

MAX_FILE = 512_000_000
"""The largest file that is read, in bytes."""


def find_shipped() -> str:
    """Return the path of the statement that comes with the package.

    If the package is imported from an archive, as a wheel on sys.path is, only read_bytes() finds
    that path.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    checkout = os.path.dirname(os.path.dirname(package))
    packaged, unpackaged = (
        os.path.join(folder, "data", "statement.yaml") for folder in (package, checkout)
    )
    in_archive = not os.path.isdir(package)
    return packaged if in_archive or os.path.exists(packaged) else unpackaged


def list_files(folder: str, endings: tuple[str, ...]) -> tuple[list[str], list[UnreadableError]]:
    """Return the files below a folder with one of these endings, in order, except hidden ones.

    With them comes an error for each folder below that is unreadable. Raises UnreadableError if the
    folder itself is.
    """
    errors = []

    def note(error: OSError) -> None:
        place = error.filename or folder
        unreadable = UnreadableError(f"unreadable: {error.strerror}", place=Place(place))
        if place == folder:
            raise unreadable
        errors.append(unreadable)

    found = []
    for root, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        wanted = [
            name for name in sorted(names) if name.endswith(endings) and not name.startswith(".")
        ]
        # Other things, such as a named pipe, might never end.
        found += [path for name in wanted if not is_endless(path := os.path.join(root, name))]
    return found, errors


def is_endless(path: str) -> bool:
    """Return True for a named pipe or a device, which to read might never end."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def read_bytes(path: str) -> bytes:
    """Return the bytes of a file, or of standard input for "-".

    Raises UnreadableError with the system's reason, or if the file has more than MAX_FILE bytes.
    """
    try:
        if path != "-":
            with _open(path) as stream:
                data = _read(stream)
        elif sys.stdin is None:
            raise UnreadableError("unreadable: standard input is closed", place=Place(path))
        else:
            data = sys.stdin.buffer.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"unreadable: {reason}", place=Place(path)) from None
    if len(data) > MAX_FILE:
        raise UnreadableError(
            f"larger than {MAX_FILE // 10**6} MB", place=Place(path), hint="split it"
        )
    return data


def _read(stream: IO[bytes]) -> bytes:
    """Return the bytes of a file, and no more than MAX_FILE + 1."""
    # Room is made for all that is asked for: of a small file that takes longer than to read it.
    try:
        size = os.fstat(stream.fileno()).st_size
    except OSError:  # in an archive
        size = 0
    data = stream.read(min(size, MAX_FILE) + 1)
    return data if len(data) <= size else data + stream.read(MAX_FILE + 1 - len(data))


def _open(path: str) -> IO[bytes]:
    try:
        return open(path, "rb")
    except NotADirectoryError:
        if path != find_shipped():
            raise
        from importlib.resources import files

        return files("quotecli").joinpath("data", "statement.yaml").open("rb")


def read_chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the rest of a file, a megabyte at a time."""
    while chunk := stream.read(1 << 20):
        yield chunk


def write_whole(path: str, chunks: Iterable[bytes], *, force: bool = False) -> None:
    """Write a file from chunks, so that a reader meanwhile sees the old file, none, or all of it.

    An existing file is overwritten only with `force`; it keeps its permissions, and links to it
    stay. Raises QuotecliError if the file exists, is not a regular file, or the system refuses.
    """
    from quotecli.store.staging import rename_new, stage

    target = os.path.realpath(path) if force else path
    _refuse_existing(target, path, force)  # before the chunks are made, which may take long
    try:
        with stage(os.path.dirname(target)) as stream:
            if os.path.exists(target):
                os.chmod(stream.name, stat.S_IMODE(os.stat(target).st_mode))
            stream.writelines(chunks)
            stream.flush()
            os.fsync(stream.fileno())
            if sys.platform == "win32":  # which renames no open file
                stream.close()
            (os.replace if force else rename_new)(stream.name, target)
    except OSError as error:
        if isinstance(error, FileExistsError):
            _refuse_existing(target, path, force)
        raise _cannot_write(path, error) from None


def _refuse_existing(target: str, path: str, force: bool) -> None:
    """Raise QuotecliError if a target exists and must not be overwritten.

    `path` is the target as the user named it.
    """
    place = Place(path)
    if os.path.isdir(target):
        raise QuotecliError("is a directory", place=place, hint="give the name of a file in it")
    if os.path.exists(target) and not os.path.isfile(target):
        raise QuotecliError("not a regular file", place=place)
    if os.path.lexists(target) and not force:
        raise QuotecliError("already exists", place=place, hint="use --force to overwrite")


def refuse_read_only(path: str) -> None:
    """Raise QuotecliError if a file is read-only: replacing it would not ask for its permission."""
    if not os.stat(path).st_mode & 0o222 or not os.access(path, os.W_OK):
        hint = "make it writable first"
        raise QuotecliError("cannot write: the file is read-only", place=Place(path), hint=hint)


def _cannot_write(path: str, error: OSError) -> QuotecliError:
    return QuotecliError(f"cannot write: {error.strerror}", place=Place(path))


def create_folder(path: str) -> None:
    """Create a folder and those above it, unless they exist; raise QuotecliError if refused."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise QuotecliError(
            f"cannot create the folder: {error.strerror}", place=Place(path)
        ) from None


def write_folder(path: str, files: Iterable[tuple[str, bytes]], *, force: bool = False) -> None:
    """Write files, given by name, into a folder: all of them or none.

    They are written to a temporary folder first. A new folder, with those above it, is that one,
    renamed in one step.
    Into an existing one the files are moved, and moved back if one of them fails; if the process
    is killed, the next one that writes there moves them back. A file of the same name, in upper or
    lower case, is replaced only with `force`, and no other file is touched. Raises QuotecliError
    as write_whole() does.
    """
    from quotecli.store.staging import move_into, stage_folder

    if not path:
        raise QuotecliError("the name of the folder is empty", hint="use ./ for this folder")
    base = os.path.realpath(path)
    missing: list[str] = []
    while not os.path.lexists(base) and os.path.dirname(base) != base:
        base, name = os.path.split(base)
        missing.insert(0, name)
    if not os.path.isdir(base):
        raise QuotecliError("not a directory", place=Place(path))

    try:
        with stage_folder(base) as (stream, new):
            folder = os.path.join(new, *missing[1:])
            os.makedirs(folder, exist_ok=True)
            names = []
            for name, content in files:
                with open(os.path.join(folder, name), "xb") as file:
                    file.write(content)
                names.append(name)
            if missing:
                os.rename(new, os.path.join(base, missing[0]))
                return
            existing = _find_existing(base, names, path, force)
            move_into(stream, names, existing)
    except OSError as error:
        raise _cannot_write(path, error) from None


def replace_files(contents: Mapping[str, bytes]) -> None:
    """Write files by their paths: all of them or none; they keep their permissions.

    They are moved as write_folder() does, from a temporary folder in the nearest folder above all
    of them, in which alone there may be files that do not exist yet. Raises QuotecliError if the
    system refuses.
    """
    from quotecli.store.staging import move_into, stage_folder

    targets = {os.path.realpath(path): content for path, content in contents.items()}
    base = os.path.commonpath([os.path.dirname(path) for path in targets])
    names = {os.path.relpath(path, base): content for path, content in targets.items()}
    existing = {name: name for name in names if os.path.exists(os.path.join(base, name))}
    try:
        with stage_folder(base) as (stream, new):
            for name, content in names.items():
                path = os.path.join(new, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "xb") as file:
                    file.write(content)
                if name in existing:
                    os.chmod(path, stat.S_IMODE(os.stat(os.path.join(base, name)).st_mode))
            move_into(stream, list(names), existing)
    except OSError as error:
        raise _cannot_write(base, error) from None


def _find_existing(folder: str, names: list[str], path: str, force: bool) -> dict[str, str]:
    """Return the names of the files to be replaced, by those of the new ones.

    Raises QuotecliError if there is one without `force`, or one that is not a regular file. `path`
    is the folder as the user named it.
    """
    there = {name.casefold(): name for name in os.listdir(folder)}
    existing = {name: there[name.casefold()] for name in names if name.casefold() in there}
    taken = list(existing.values())
    odd = [name for name in taken if not os.path.isfile(os.path.join(folder, name))]
    if taken and (odd or not force):
        hint = "move it away: it is not a regular file" if odd else "use --force to overwrite"
        more = f" and {len(taken) - 1} more already exist" if len(taken) > 1 else " already exists"
        raise QuotecliError(f"{(odd or taken)[0]}{more}", place=Place(path), hint=hint)
    return existing
