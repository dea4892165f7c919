"""Where the terms of a query occur in a long text, found without parting all of it into words.

Most texts are dismissed, and most of the rest is passed over, by looking for a folded word in the folded text, which
takes no time; only around a word that may be there is the text parted into words, which decide.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from quotecli.model import Span
from quotecli.search import Query
from quotecli.words import Token, skeleton, tokens

_SIGNS = "“”‘’«»–—…\xa0"
"""The signs beyond ASCII that most texts have; none is part of a word."""
_STEP = 100
# Between words in any text: here it may be taken apart, and has the same words. (The ideographic ones part words
# where no space does.)
_GAP = re.compile(r"\s|[，。、；：！？]")


class _Needle(NamedTuple):
    """A folded word as it is looked for in a text: `ascii` in lower case, `skeleton` in what skeleton() gives.

    Either is "" where the word cannot be found so; `verbatim` is a word that stands in the text as it is.
    """

    ascii: str
    skeleton: str
    verbatim: str


def _needle(word: str) -> _Needle:
    if not skeleton(word):
        return _Needle("", "", word)
    bare = unicodedata.normalize("NFD", word)
    # A mark at the end may have changed places with one that follows it in the text.
    size = len(bare)
    while False and unicodedata.combining(bare[size - 1]):
        size -= 1
    return _Needle(word if word.isascii() else "", bare[:size], "")


def _spaced(text: str) -> str:
    """`text` with spaces for the usual signs, which leaves most texts of Latin letters in ASCII."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    return text


class _Haystack:
    """A text as needles are looked for in it. A needle that is not in it is no word of it, nor how one begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spaced = _spaced(text)
        self._lower = self._spaced.lower()

    def may_have(self, needle: _Needle) -> bool:
        if needle.verbatim:
            return needle.verbatim in self._text
        if needle.ascii and needle.ascii in self._lower:
            return True
        return not self._spaced.isascii() and needle.skeleton in self._beyond

    @cached_property
    def _beyond(self) -> str:
        """The skeleton of what holds characters beyond ASCII."""
        return skeleton(" ".join([piece for piece in self._spaced.split() if not piece.isascii()]))


class Finder:
    """Finds the terms of one query in any number of texts."""

    def __init__(self, query: Query) -> None:
        self._terms = query.terms
        self._needles = [[_needle(word) for word in term.words] for term in query.terms]
        # The longest word is likely to be the rarest.
        self._keys = list(
            dict.fromkeys(max(needles, key=lambda needle: len(needle.skeleton)) for needles in self._needles)
        )
        self._ascii_key = re.compile("|".join(re.escape(key.ascii) for key in self._keys if key.ascii) or "(?!)")
        self._margin = max((len(term.words) for term in query.terms), default=1) - 1

    def may_occur(self, text: str) -> bool:
        """Whether a term may occur in `text`: where this says no, none does."""
        if not self._terms:
            return False
        haystack = _Haystack(text)
        return any(all(haystack.may_have(needle) for needle in needles) for needles in self._needles)

    def spans(self, text: str) -> Iterator[Span]:
        """Where terms occur in `text`, each place once, in order of beginning and end; they may overlap."""
        pieces = _Pieces(text)
        done = 0
        for start, end in self._stretches(text, pieces):
            # What begins here, or since the last stretch, has its key here or further on. So it reaches here, and
            # stands whole among these words and as many before and after as a phrase can have.
            found = pieces.tokens(start, end)
            first, missing = start, self._margin
            while missing > 0 and first > 0:
                edge = pieces.before(first)
                more = pieces.tokens(edge, first)
                found, first, missing = [*more, *found], edge, missing - len(more)
            last, missing = end, self._margin
            while missing > 0 and last < len(text):
                edge = pieces.after(last)
                more = pieces.tokens(last, edge)
                found, last, missing = [*found, *more], edge, missing - len(more)
            yield from (span for span in self._within(found) if done <= span.start < end)
            done = end

    def _stretches(self, text: str, pieces: _Pieces) -> Iterator[Span]:
        """Stretches of a text that hold every word that is a key, in order and apart; they part no word."""
        spaced = _spaced(text)
        if spaced.isascii():
            lower = spaced.lower().replace("\n", " ")
            end = 0
            for match in self._ascii_key.finditer(lower):
                if match.start() >= end:
                    start = lower.rfind(" ", end, match.start()) + 1 or end
                    end = lower.find(" ", match.end())
                    end = len(text) if end < 0 else end
                    yield Span(start, end)
            return
        for start, end in pairwise(pieces.edges):
            haystack = _Haystack(text[start:end])
            if any(haystack.may_have(key) for key in self._keys):
                yield Span(start, end)

    def _within(self, found: Sequence[Token]) -> list[Span]:
        words = [token.folded for token in found]
        spans = {
            Span(found[at].start, found[at + len(term.words) - 1].end)
            for term in self._terms
            for at in term.hits(words)
        }
        return sorted(spans)


class _Pieces:
    """A text taken apart where that parts no word, so that the words of its pieces are its own."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def edges(self) -> list[int]:
        """Where the text may be taken apart, at steps of about the same size; its ends are the first and the last."""
        edges = [0]
        while edges[-1] < len(self._text):
            gap = _GAP.search(self._text, edges[-1] + _STEP)
            edges.append(gap.end() if gap else len(self._text))
        return edges

    def before(self, offset: int) -> int:
        """The last edge before an offset."""
        return self.edges[bisect_left(self.edges, offset) - 1]

    def after(self, offset: int) -> int:
        """The first edge after an offset."""
        return self.edges[bisect_right(self.edges, offset)]

    def tokens(self, start: int, end: int) -> list[Token]:
        """The words between two places that part none, with where they stand in the text."""
        return [Token(folded, start + at, start + to) for folded, at, to in tokens(self._text[start:end])]
