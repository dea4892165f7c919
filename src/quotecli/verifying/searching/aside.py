"""Texts that wait for a second look: put into a temporary file if they are many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from quotecli.verifying.searching.sources import SourceText

_MAX_HELD = 4_000_000  # code points of texts that are held in memory
_MAX_STORED = 64_000_000  # bytes of texts in the file
_MAX_TEXTS = 5_000


class Waiting:
    """Texts in the order in which they came.

    `is_full` is true when no more should be added: they are many, or those in memory are, and the
    file is as large as it may be, or the system refuses to write it.
    """

    def __init__(self) -> None:
        self.is_full = False
        self._texts: list[SourceText] = []
        self._file: IO[bytes] | None = None
        self._stored = 0  # bytes in the file
        self._first = 0  # the first text that is held in memory
        self._held = 0

    def __iter__(self) -> Iterator[SourceText]:
        return iter(self._texts)

    def add(self, text: SourceText) -> None:
        """Add a text, and put those in memory into the file if they are many."""
        self._texts.append(text)
        self.is_full = len(self._texts) >= _MAX_TEXTS
        self._held += len(text.statement.text)
        if self._held <= _MAX_HELD:
            return
        try:
            if self._stored > _MAX_STORED:
                self.is_full = True
            else:
                self._store()
        except OSError:
            self.is_full = True

    def clear(self) -> None:
        """Let go of the texts; those in the file can still be read."""
        self._texts, self._first, self._held, self.is_full = [], 0, 0, False

    def close(self) -> None:
        """Delete the file."""
        if self._file is not None:
            self._file.close()

    def _store(self) -> None:
        import tempfile

        if self._file is None:
            # A buffer would keep what a full disk refuses, and refuse to read.
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # close() does
        file, start = self._file, self._stored
        held = self._texts[self._first :]
        written = [text.statement.text.encode("utf-8", "surrogatepass") for text in held]
        file.seek(start)
        left = memoryview(b"".join(written))
        while left:
            left = left[file.write(left) :]

        for text, data in zip(held, written):
            text.put_away(_Reader(file, start, len(data)))
            start += len(data)
        self._stored, self._first, self._held = start, len(self._texts), 0


class _Reader:
    """Reads a text from the file."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file, self._start, self._size = file, start, size

    def __call__(self) -> str:
        self._file.seek(self._start)
        return self._file.read(self._size).decode("utf-8", "surrogatepass")
