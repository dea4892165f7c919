"""Files: listing them, reading them, and writing them whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
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


def list_files(folder: str, endings: tuple[str, ...]) -> list[str]:
    """Return the files below a folder with one of these endings, in order, except hidden ones.

    Raises UnreadableError if a folder is unreadable.
    """

    def refuse(error: OSError) -> None:
        raise UnreadableError(
            f"unreadable: {error.strerror}", place=Place(error.filename or folder)
        )

    found = []
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        wanted = [
            name for name in sorted(names) if name.endswith(endings) and not name.startswith(".")
        ]
        # Other things, such as a named pipe, might never end.
        found += [path for name in wanted if not _is_endless(path := os.path.join(root, name))]
    return found


def _is_endless(path: str) -> bool:
    return os.path.exists(path) and not os.path.isfile(path)


def read_bytes(path: str) -> bytes:
    """Return the bytes of a file, or of standard input for "-".

    Raises UnreadableError with the system's reason, or if the file has more than MAX_FILE bytes.
    """
    try:
        if path != "-":
            with _open(path) as stream:
                data = stream.read(MAX_FILE + 1)
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
    import secrets

    target = os.path.realpath(path) if force else path
    beside = os.path.join(os.path.dirname(target) or ".", f".quotecli-{secrets.token_hex(6)}")
    try:
        # Before the chunks are made, which may take long.
        if os.path.lexists(target) and not force:
            raise FileExistsError
        if os.path.exists(target) and not os.path.isfile(target):
            raise QuotecliError("not a regular file", place=Place(path))
        try:
            with open(beside, "xb") as stream:
                if os.path.exists(target):
                    os.chmod(beside, stat.S_IMODE(os.stat(target).st_mode))
                stream.writelines(chunks)
                stream.flush()
                os.fsync(stream.fileno())
            if force:
                os.replace(beside, target)
            else:
                # In one step: a link is only made if nothing is there yet.
                os.link(beside, target)
        finally:
            if os.path.lexists(beside):
                os.unlink(beside)
    except FileExistsError:
        raise QuotecliError(
            "already exists", place=Place(path), hint="use --force to overwrite"
        ) from None
    except OSError as error:
        raise QuotecliError(f"cannot write: {error.strerror}", place=Place(path)) from None


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

    They are written to a temporary folder first. A new folder is that one, renamed in one step.
    Into an existing one the files are moved, and moved back if one of them fails; a file of the
    same name, in upper or lower case, is replaced only with `force`, and no other file is touched.
    Raises QuotecliError as write_whole() does.
    """
    import secrets
    import shutil

    target = os.path.realpath(path)
    inside = os.path.isdir(target)
    beside = os.path.join(
        target if inside else os.path.dirname(target), f".quotecli-{secrets.token_hex(6)}"
    )
    try:
        if os.path.lexists(target) and not inside:
            raise QuotecliError("not a directory", place=Place(path))
        try:
            os.mkdir(beside)
            names = []
            for name, content in files:
                with open(os.path.join(beside, name), "xb") as stream:
                    stream.write(content)
                names.append(name)
            if inside:
                _move_into(target, beside, names, path, force)
            else:
                os.rename(beside, target)
        finally:
            if os.path.lexists(beside):
                shutil.rmtree(beside)
    except OSError as error:
        raise QuotecliError(f"cannot write: {error.strerror}", place=Place(path)) from None


def _move_into(folder: str, beside: str, names: list[str], path: str, force: bool) -> None:
    """Move files from the folder `beside` into `folder`, or leave `folder` as it was.

    `path` is the folder as the user named it.
    """
    there = {name.casefold(): name for name in os.listdir(folder)}
    taken = [there[name.casefold()] for name in names if name.casefold() in there]
    odd = [name for name in taken if not os.path.isfile(os.path.join(folder, name))]
    if taken and (odd or not force):
        hint = "it is not a regular file" if odd else "use --force to overwrite"
        more = f" and {len(taken) - 1} more already exist" if len(taken) > 1 else " already exists"
        raise QuotecliError(f"{(odd or taken)[0]}{more}", place=Place(path), hint=hint)

    old = os.path.join(beside, ".old")
    os.mkdir(old)
    moved: list[tuple[str, str]] = []
    try:
        for name in taken:
            _move(os.path.join(folder, name), os.path.join(old, name), moved)
        for name in names:
            _move(os.path.join(beside, name), os.path.join(folder, name), moved)
    except BaseException:
        for source, now in reversed(moved):
            os.rename(now, source)
        raise


def _move(source: str, target: str, moved: list[tuple[str, str]]) -> None:
    os.rename(source, target)
    moved.append((source, target))
