"""A text made comparable, with the way back to every code point of it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable

from quotecli.model import SPACE, Span, one_line
from quotecli.words import Token, tokens

_SPACES = re.compile(f"[{SPACE}]{{2,}}|[{SPACE.replace(' ', '', 1)}]")
_FIXED_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_TYPOGRAPHY = re.compile(
    f"[{SPACE}{_FIXED_SPACES}]{{2,}}|[{SPACE.replace(' ', '', 1)}{_FIXED_SPACES}]"
    "|''|``|,,|[“”„‟«»〝〞〟＂]|[‘’‚‛‹›`´ʹʼˈ′＇]|-{2,3}|[‐‑‒–—―−﹘﹣－]|…"
    "|[ﬀ-ﬆĲĳǄ-ǌ]|[\xad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]"
    "|.[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u093c\u09bc\u3099\u309a]+|[\u212a\u212b]"
)


class Folded:
    """A folded text; `span` leads back from its offsets to those of the source, both in code points."""

    def __init__(self, text: str, pattern: re.Pattern[str], fold: Callable[[str], str]) -> None:
        pieces: list[str] = []
        at = source = 0
        # Stretches that did not keep their length: where they begin in the folded text and in the source, and
        # whether they are one indivisible change or the unchanged text after it.
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
        """The source's stretch for a stretch of the folded text that is not empty."""
        first = bisect_right(self._starts, start) - 1
        begin = self._sources[first] + (0 if self._changed[first] else start - self._starts[first])
        last = bisect_right(self._starts, end - 1) - 1
        if self._changed[last]:
            return Span(begin, self._sources[last + 1])
        return Span(begin, self._sources[last] + end - self._starts[last])


class Exact(Folded):
    """A text with every run of white space as one space, and nothing else changed."""

    def __init__(self, text: str) -> None:
        super().__init__(text, _SPACES, lambda _: " ")

    @staticmethod
    def needle(excerpt: str) -> str:
        """An excerpt, folded as the text is."""
        return one_line(excerpt)


class Typographic(Folded):
    """A text with one form for quotation marks, dashes, ellipses, spaces, ligatures and composed letters each."""

    def __init__(self, text: str) -> None:
        super().__init__(text, _TYPOGRAPHY, _plain)

    @staticmethod
    def needle(excerpt: str) -> str:
        """An excerpt, folded as the text is."""
        return _TYPOGRAPHY.sub(lambda match: _plain(match.group()), excerpt).strip(" ")


class Loose:
    """A text as its words alone, one space between them: without case, accents and punctuation."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.text = self._join(self.tokens)
        self._starts = []
        at = 0
        for token in self.tokens:
            self._starts.append(at)
            at += len(token.folded) + 1

    @classmethod
    def needle(cls, excerpt: str) -> str:
        """An excerpt, folded as the text is."""
        return cls._join(tokens(excerpt))

    @staticmethod
    def _join(words: list[Token]) -> str:
        return " ".join([word.folded for word in words])

    def token_at(self, offset: int) -> int:
        """The index of the token in which an offset of the folded text stands."""
        return bisect_right(self._starts, offset) - 1

    def span(self, start: int, end: int) -> Span:
        """The source's stretch for a stretch of the folded text that is not empty."""
        return Span(self.tokens[self.token_at(start)].start, self.tokens[self.token_at(end - 1)].end)


def _plain(found: str) -> str:
    first = found[0]
    if first.isspace():
        return " "
    if first in "“”„‟«»〝〞〟＂" or found in ("''", "``", ",,"):
        return '"'
    if first in "‘’‚‛‹›`´ʹʼˈ′＇":
        return "'"
    if first in "-‐‑‒–—―−﹘﹣－" and len(found) < 4 and not set(found) - set("-‐‑‒–—―−﹘﹣－"):
        return "-"
    if first == "…":
        return "..."
    if first in "\xad\u2060\ufeff" or "\u200b" <= first <= "\u200f" or "\ufe00" <= first <= "\ufe0f":
        return ""
    return unicodedata.normalize("NFKC" if len(found) == 1 else "NFC", found)
