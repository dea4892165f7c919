"""A text as its words alone."""

from __future__ import annotations

from bisect import bisect_right

from quotecli.anchoring.folded import APOSTROPHES
from quotecli.model import Span
from quotecli.text.words import Token, tokenize


class Loose:
    """The words of a text without case, accents and punctuation, one space between them.

    `joints` holds the offsets of the spaces that replace an apostrophe inside a word.
    """

    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.text = self._join(self.tokens)
        self._starts = []
        self.joints: set[int] = set()
        at = end = 0
        for token in self.tokens:
            if end + 1 == token.start and text[end] in APOSTROPHES and at:
                self.joints.add(at - 1)
            self._starts.append(at)
            at += len(token.folded) + 1
            end = token.end

    @classmethod
    def needle(cls, excerpt: str) -> str:
        """Return an excerpt folded like the text."""
        return cls._join(tokenize(excerpt))

    @staticmethod
    def _join(words: list[Token]) -> str:
        return " ".join([word.folded for word in words])

    def token_at(self, offset: int) -> int:
        """Return the index of the token at an offset of the folded text."""
        return bisect_right(self._starts, offset) - 1

    def span(self, start: int, end: int) -> Span:
        """Return the source's span for a stretch of the folded text, which must not be empty."""
        return Span(
            self.tokens[self.token_at(start)].start, self.tokens[self.token_at(end - 1)].end
        )
