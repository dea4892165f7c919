"""Lines and columns in files: of the code points of a statement's text, and of its quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any, NamedTuple

from quotecli.errors import Place, StatementError, UnreadableError
from quotecli.model import Quote, Statement
from quotecli.store.files import read_bytes
from quotecli.store.yaml_events import PlacedText, parse, place_of
from quotecli.text.lazy import lazy


class QuotePlaces(NamedTuple):
    """The place of a quote's entry in its file, and of its excerpt in the file with the text.

    Either is None if it is unknown.
    """

    entry: Place | None = None
    excerpt: Place | None = None


def find_places(quote: Quote, statement: Statement) -> QuotePlaces:
    """Return where a quote and its excerpt are in their files.

    Statements are kept without their lines, so the file is read again. Nothing is known of standard
    input, which cannot be read twice, of a file that is unreadable or no longer has the quote or
    its text, and of an excerpt that is not in the text.
    """
    data, values = _read_again(statement.file)
    entry = next((entry for entry in values.get("quotes", ()) if _has_id(entry, quote.id)), None)
    spans = quote.anchor.spans
    places = _place_text(statement, data, values) if spans else None
    excerpt = places.place(spans[0].start) if places else None
    return QuotePlaces(place_of(entry, statement.file) if entry else None, excerpt)


def read_places(statement: Statement) -> TextPlaces | None:
    """Return the places of a statement's text, whose file is read; None if they are unknown."""
    return _place_text(statement, *_read_again(statement.file))


def _place_text(statement: Statement, data: bytes, values: dict[str, Any]) -> TextPlaces | None:
    if statement.text_file:
        return TextPlaces(statement, b"")
    text = values.get("text")
    return TextPlaces(statement._replace(text=text), data) if text == statement.text else None


def _read_again(file: str) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes and the placed tree of a statement file; both are empty if it has none."""
    try:
        data = b"" if file == "-" else read_bytes(file)
        tree = parse(data, file)
    except (UnreadableError, StatementError):
        return b"", {}
    return (data, tree) if isinstance(tree, dict) else (b"", {})


def _has_id(entry: Any, key: str) -> bool:
    return isinstance(entry, dict) and entry.get("id") == key


class TextPlaces:
    """The places of a statement's text; `data` are the bytes of the statement's file.

    The statement has to be read with its places; else the lines of a text in the statement's own
    file are unknown.
    """

    def __init__(self, statement: Statement, data: bytes) -> None:
        self._file = statement.text_file or statement.file
        self._text = statement.text
        self._in_yaml = not statement.text_file
        self._data = data

    def place(self, offset: int) -> Place:
        """Return the place of a code point of the text.

        A text that YAML folds or escapes has the place where its value begins.
        """
        line = bisect_right(self._line_starts, offset) - 1
        column = offset - self._line_starts[line] + 1
        if not self._in_yaml:
            return Place(self._file, line + 1, column)

        node = self._text
        if not isinstance(node, PlacedText):
            return Place(self._file)
        if self._indent is None:
            return Place(self._file, node.line, node.column)
        return Place(self._file, node.line + line + 1, self._indent + column)

    @lazy
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    @lazy
    def _indent(self) -> int | None:
        """The indentation of the text in the file; None unless it is a literal block."""
        node = self._text
        assert isinstance(node, PlacedText)
        raw_lines = re.split("\r\n?|\n", self._data.decode("utf-8-sig", "replace"))
        if not raw_lines[node.line - 1][node.column - 1 :].startswith("|"):
            return None
        number, line = next((n, line) for n, line in enumerate(node.split("\n")) if line.strip())
        return len(raw_lines[node.line + number]) - len(line)
