"""Where the paragraphs of a text begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right

from quotecli.model import Span

# A line end is never taken for two: the \r and the \n of one stay together.
_BREAK = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:[^\S\r\n]*(?:\r\n?|\n))+")
_LINE = re.compile(r"\r\n?|\n")


class Paragraphs:
    """The paragraphs of a text, counted from 1: what blank lines part, or every line where there
    are none.
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
        """The number of the paragraph in which the code point at `offset` stands."""
        return max(bisect_right(self.starts, offset), 1)

    def span(self, number: int) -> Span:
        """Where a paragraph stands in the text."""
        return Span(self.starts[number - 1], self.ends[number - 1])
