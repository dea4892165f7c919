"""Excerpts that are not in their own text, but in that of another statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecli.anchoring.anchor import Anchorer
from quotecli.errors import Place, UnreadableError
from quotecli.model import Statement, collapse_space
from quotecli.store.files import read_bytes
from quotecli.store.reader import examine
from quotecli.store.yaml_events import place_of

# So much text is kept, in code points, and so many excerpts are looked for, in one check.
_MAX_TEXT = 50_000_000
_MAX_EXCERPTS = 1_000


def find_lost(statement: Statement) -> Iterator[tuple[Place, str]]:
    """Yield each part of an excerpt that is not in the text of its statement, and its place."""
    for quote in statement.quotes:
        if quote.anchor.tier == "missing" and quote.anchoring is not None:
            for part in quote.parts:
                if quote.anchoring.anchor((part,)).tier != "exact":
                    yield place_of(part, statement.file), collapse_space(part)


class Elsewhere:
    """Looks for words in the texts of statement files, which are read when it is first asked."""

    def __init__(self, files: Sequence[str]) -> None:
        self._files = files
        self._texts: dict[str, str] | None = None
        self._looked = 0

    def find(self, words: str, file: str) -> str:
        """Return the first file with these words in its text that is not `file`; "" for none."""
        if self._texts is None:
            self._texts = dict(self._read())
        self._looked += 1
        if self._looked > _MAX_EXCERPTS:
            return ""
        for other, text in self._texts.items():
            # Only what begins and ends with whole words counts, which the first test does not ask.
            if other != file and words in text and Anchorer(text).anchor((words,)).tier == "exact":
                return other
        return ""

    def _read(self) -> Iterator[tuple[str, str]]:
        size = 0
        for file in self._files:
            if size > _MAX_TEXT or file == "-":
                return
            try:
                statement, _ = examine(read_bytes(file), file, placed=False)
            except UnreadableError:
                continue
            if statement is not None:
                size += len(statement.text)
                yield file, collapse_space(statement.text)
