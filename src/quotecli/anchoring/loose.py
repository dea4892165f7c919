"""A text as its words."""

from __future__ import annotations

from bisect import bisect_right

from quotecli.anchoring.folded import APOSTROPHES
from quotecli.model import Span
from quotecli.text.words import Token, tokenize


class Loose:
    """A text as its words alone, one space between them: without case, accents and punctuation.

    `joints` holds the offsets of the spaces that stand for the apostrophe inside a word.
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
        """An excerpt, folded as the text is."""
        return cls._join(tokenize(excerpt))

    @staticmethod
    def _join(words: list[Token]) -> str:
        return " ".join([word.folded for word in words])

    def token_at(self, offset: int) -> int:
        """The index of the token in which an offset of the folded text stands."""
        return bisect_right(self._starts, offset) - 1

    def span(self, start: int, end: int) -> Span:
        """The source's stretch for a stretch of the folded text that is not empty."""
        return Span(
            self.tokens[self.token_at(start)].start, self.tokens[self.token_at(end - 1)].end
        )
