"""Zip archives from strangers, read within limits and never unpacked to a path."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from quotecli.errors import Place, UnreadableError

MAX_ENTRIES = 10_000
MAX_BYTES = 512_000_000
"""The most bytes that all entries together may unpack to."""
LEAST_BYTES, MAX_TOTAL_RATIO = 64_000_000, 40
"""A small archive may unpack to so many bytes, a larger one to at most so many times its size."""
MAX_DIRECTORY = 4_000_000
"""The largest table of contents, in bytes."""
MAX_RATIO, RATIO_FROM = 250, 16_000_000
"""An entry of more bytes than the second may unpack to at most so many times its packed size."""

_END = b"PK\x05\x06"
_END_SIZE, _MAX_COMMENT = 22, 0xFFFF
_PIECE = 1 << 20
# What zipfile raises for the many ways in which an archive can be broken.
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
    """The entries of a zip archive, read one at a time into memory."""

    def __init__(self, data: bytes, file: str) -> None:
        """Open an archive.

        Raises UnreadableError if the bytes are not an archive, or one that no annotation tool would
        write.
        """
        self._file = file
        self._left = min(MAX_BYTES, max(LEAST_BYTES, MAX_TOTAL_RATIO * len(data)))
        # zipfile reads the table of contents whole before it can be asked anything, so its size is
        # checked first.
        end = data.rfind(_END, max(0, len(data) - _END_SIZE - _MAX_COMMENT))
        if end < 0 or len(data) < end + _END_SIZE:
            raise self._refusal("not a zip archive, or a truncated one")
        entries, size = struct.unpack_from("<HI", data, end + 10)
        if entries > MAX_ENTRIES or size > MAX_DIRECTORY:
            raise self._refusal(f"the archive has more than {MAX_ENTRIES:,} files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self._refusal(f"damaged zip archive: {error}") from None
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            self._add(entry)

    def _add(self, entry: zipfile.ZipInfo) -> None:
        # The name as it is in the archive: zipfile cuts it at a NUL. Some programs on Windows
        # separate folders by backslashes.
        name = entry.orig_filename.replace("\\", "/")
        if "\0" in name or name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise self._refusal(
                f"the archive has a file named '{name[:100]}', which points outside of it"
            )
        if name.lower() in self._entries:
            raise self._refusal(f"the archive has two files named '{name[:100]}'")
        if len(self._entries) >= MAX_ENTRIES:
            raise self._refusal(f"the archive has more than {MAX_ENTRIES:,} files")
        self._entries[name.lower()] = entry

    def names(self) -> list[str]:
        """Return the names of the files, without folders, in the order of the archive."""
        names = [entry.orig_filename.replace("\\", "/") for entry in self._entries.values()]
        return [name for name in names if not name.endswith("/")]

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None if there is none; the case of its name is ignored.

        Raises UnreadableError if the file is damaged, encrypted or too large.
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
                f"'{name}' in the archive uses a compression method that REFI-QDA does not allow"
            )
        pieces, size = [], 0
        try:
            with self._zip.open(entry) as stream:
                # The sizes that the archive states may be false: what comes out is counted.
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > self._left or size > max(RATIO_FROM, MAX_RATIO * entry.compress_size):
                        raise self._refusal(f"'{name}' in the archive is too large when unpacked")
                    pieces.append(piece)
        except _BROKEN as error:
            raise self._refusal(f"'{name}' in the archive is damaged: {error}") from None
        self._left -= size
        return b"".join(pieces)

    def _refusal(self, message: str, hint: str = "") -> UnreadableError:
        return UnreadableError(message, place=Place(self._file), hint=hint)
