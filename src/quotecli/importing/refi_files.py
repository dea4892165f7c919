"""The files of a REFI-QDA project, wherever in the archive a program puts them.

The standard says project.qde and sources/, and paths of the form internal://NAME. Programs also
write a .qde of another name, everything in one folder, `internal:/NAME`, `sources/NAME`, a bare
NAME, backslashes, and %20 for a space.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from typing import NamedTuple
from urllib.parse import unquote

from quotecli.errors import Place, UnreadableError
from quotecli.intake.archive import Archive

_INTERNAL = re.compile("internal:", re.IGNORECASE)
# What the archiver of macOS adds: files of the same names that hold something else.
_MAC = "__macosx/"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Decoded(NamedTuple):
    """A text, None if its bytes are no text, and what to say about its encoding, if anything."""

    text: str | None
    remark: str = ""


class ProjectFiles:
    """The files of one project; `qde` is the name of the one that describes it."""

    def __init__(self, data: bytes, file: str) -> None:
        """Open a project; raise UnreadableError if it is not an archive with one .qde file."""
        self._archive = Archive(data, file)
        self.qde = self._find_qde(file)
        self._folder = posixpath.dirname(self.qde)

    def read_qde(self) -> bytes:
        """Return the bytes of the file that describes the project."""
        return self._archive.read(self.qde) or b""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of the file at the path that a source gives.

        Returns None if the path points outside the project, or to no file in it.
        """
        name = _INTERNAL.sub("", path.strip().replace("\\", "/"), count=1).lstrip("/")
        for candidate in dict.fromkeys((name, unquote(name)) if name else ()):
            for folder in ("sources", ""):
                data = self._archive.read(posixpath.join(self._folder, folder, candidate))
                if data is not None:
                    return data
        return None

    def _find_qde(self, file: str) -> str:
        names = [
            name
            for name in self._archive.names()
            if name.lower().endswith(".qde") and not name.lower().startswith(_MAC)
        ]
        if not names:
            raise UnreadableError(
                "not a REFI-QDA project: the archive has no .qde file", place=Place(file)
            )
        top = min(name.count("/") for name in names)
        outer = [name for name in names if name.count("/") == top]
        standard = [name for name in outer if posixpath.basename(name).lower() == "project.qde"]
        chosen = standard or outer
        if len(chosen) > 1:
            raise UnreadableError(
                f"holds several projects, '{chosen[0][:100]}' and '{chosen[1][:100]}'",
                place=Place(file),
                hint="put each in an archive of its own",
            )
        return chosen[0]


def decode(data: bytes) -> Decoded:
    """Return the text in the bytes of a file: UTF-8, or UTF-16 if its first bytes say so."""
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = f"it is not UTF-8: byte 0x{data[error.start]:02x} at {error.start:,}"
    if data.startswith(_UTF_16):
        try:
            return Decoded(data.decode("utf-16"), "it is UTF-16, not UTF-8, and was read as such")
        except UnicodeDecodeError:
            pass
    return Decoded(None, problem)
