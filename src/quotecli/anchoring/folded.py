"""A text folded for comparison, with the way back to every code point of the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from quotecli.model import Span

APOSTROPHES = "'’"


class Folded:
    """A folded text. Offsets count code points, and span() leads from its own to the source's.

    `joints` holds the offsets of characters that are inside a word although they do not look so.
    """

    joints: frozenset[int] = frozenset()

    def __init__(self, text: str, pattern: re.Pattern[str], fold: Callable[[str], str]) -> None:
        pieces: list[str] = []
        at = source = 0
        # The folded text in stretches, broken where a change has another length: where they begin
        # in the folded text and in the source, and whether they are such a change, which is
        # indivisible.
        starts, sources, changed = [0], [0], [False]
        for match in pattern.finditer(text):
            start, end = match.span()
            new = fold(match.group())
            pieces += (text[source:start], new)
            at += start - source
            if len(new) != end - start:
                starts += (at, at + len(new))
                sources += (start, end)
                changed += (True, False)
            at += len(new)
            source = end
        pieces.append(text[source:])
        self.text = "".join(pieces)
        self._starts, self._sources, self._changed = starts, sources, changed

    def span(self, start: int, end: int) -> Span:
        """Return the source's span for a stretch of the folded text, which must not be empty."""
        first = bisect_right(self._starts, start) - 1
        begin = self._sources[first] + (0 if self._changed[first] else start - self._starts[first])
        last = bisect_right(self._starts, end - 1) - 1
        if self._changed[last]:
            return Span(begin, self._sources[last + 1])
        return Span(begin, self._sources[last] + end - self._starts[last])

    def needle(self, excerpt: str) -> str:
        """Return an excerpt folded like the text."""
        raise NotImplementedError
