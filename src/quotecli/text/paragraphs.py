"""Paragraphs and where they begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right

from quotecli.model import Span

# The \r and the \n of one line end are never taken for two.
_BREAK = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:[^\S\r\n]*(?:\r\n?|\n))+")
_LINE = re.compile(r"\r\n?|\n")


class Paragraphs:
    """The paragraphs of a text, numbered from 1.

    They are separated by blank lines; in a text without blank lines every line is one.
    """

    def __init__(self, text: str) -> None:
        body = text.rstrip()
        first = len(text) - len(text.lstrip())
        breaks = [match.span() for match in _BREAK.finditer(body, first)]
        breaks = breaks or [match.span() for match in _LINE.finditer(body, first)]
        self.starts = [first, *(end for _, end in breaks)]
        self.ends = [*(start for start, _ in breaks), len(body)]

    def __len__(self) -> int:
        return len(self.starts)

    def number(self, offset: int) -> int:
        """Return the number of the paragraph with the code point at `offset`."""
        return max(bisect_right(self.starts, offset), 1)

    def span(self, number: int) -> Span:
        """Return where a paragraph begins and ends in the text, in code points."""
        return Span(self.starts[number - 1], self.ends[number - 1])
