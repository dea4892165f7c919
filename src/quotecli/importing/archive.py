"""Zip archives from anywhere, read with bounds: nothing is unpacked to a path, and nothing grows
without end.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from quotecli.errors import Place, UnreadableError

MOST_ENTRIES = 10_000
MOST_BYTES = 512_000_000
"""What all entries that are read may unpack to, in bytes."""
MOST_DIRECTORY = 4_000_000
MOST_RATIO, RATIO_FROM = 250, 16_000_000
"""How many times its packed size an entry may grow to, once it is larger than this many bytes."""

_END = b"PK\x05\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 0xFFFF
_PIECE = 1 << 20
# What the library raises for the many ways in which an archive can be broken.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


class Archive:
    """The entries of a zip by name; they are read when asked for, and never written anywhere."""

    def __init__(self, data: bytes, file: str) -> None:
        """Raises UnreadableError where the bytes are no archive, or one that no tool for
        annotations would write.
        """
        self._file = file
        self._left = MOST_BYTES
        # The table of contents is read whole before anything can be asked: its size is looked at
        # first.
        end = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
        if end < 0 or len(data) < end + _END_SIZE:
            raise self._refusal("no zip archive, or one that was cut off")
        entries, size = struct.unpack_from("<HI", data, end + 10)
        if entries > MOST_ENTRIES or size > MOST_DIRECTORY:
            raise self._refusal(f"an archive with more than {MOST_ENTRIES:,} files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self._refusal(f"no zip archive that can be read: {error}") from None
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            self._take(entry)

    def _take(self, entry: zipfile.ZipInfo) -> None:
        # The name as it was written: the library ends it at a NUL and turns the separators of
        # Windows.
        name = entry.orig_filename
        if (
            "\0" in name
            or "\\" in name
            or name.startswith("/")
            or ":" in name
            or ".." in name.split("/")
        ):
            raise self._refusal(
                f"the archive has a file with the name '{name[:100]}', which leads out of it"
            )
        if name.lower() in self._entries:
            raise self._refusal(f"the archive has two files with the name '{name[:100]}'")
        if len(self._entries) >= MOST_ENTRIES:
            raise self._refusal(f"an archive with more than {MOST_ENTRIES:,} files")
        self._entries[name.lower()] = entry

    def names(self) -> list[str]:
        """The names of the files, without folders, in the order of the archive."""
        return [entry.filename for entry in self._entries.values() if not entry.is_dir()]

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, whatever the case of its name; None where there is none.

        Raises UnreadableError where it is broken, encrypted or too large.
        """
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise self._refusal(
                f"'{name}' in the archive is encrypted", "save the project without a password"
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._refusal(
                f"'{name}' in the archive is packed in a way that REFI-QDA does not know"
            )
        pieces, size = [], 0
        try:
            with self._zip.open(entry) as stream:
                # What the archive says of its sizes may be a lie: what comes out of it is counted.
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > self._left or size > max(
                        RATIO_FROM, MOST_RATIO * entry.compress_size
                    ):
                        raise self._refusal(
                            f"'{name}' in the archive is too large when it is unpacked"
                        )
                    pieces.append(piece)
        except _BROKEN as error:
            raise self._refusal(f"'{name}' in the archive is damaged: {error}") from None
        self._left -= size
        return b"".join(pieces)

    def _refusal(self, message: str, hint: str = "") -> UnreadableError:
        return UnreadableError(message, place=Place(self._file), hint=hint)
