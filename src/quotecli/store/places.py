"""Offsets in a statement's text -> lines and columns in the file that holds the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from quotecli.errors import Place
from quotecli.model import Statement
from quotecli.store.yaml_events import Text


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
        if not isinstance(node, Text):
            return Place(self._file)
        if self._indent is None:
            return Place(self._file, node.line, node.column)
        return Place(self._file, node.line + line + 1, self._indent + column)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    @cached_property
    def _indent(self) -> int | None:
        """The indentation of the text in the file; None unless it is a literal block."""
        node = self._text
        assert isinstance(node, Text)
        raw_lines = re.split("\r\n?|\n", self._data.decode("utf-8-sig", "replace"))
        if not raw_lines[node.line - 1][node.column - 1 :].startswith("|"):
            return None
        number, line = next((n, line) for n, line in enumerate(node.split("\n")) if line.strip())
        return len(raw_lines[node.line + number]) - len(line)
