"""Where the terms of a query occur in a long text, found without parting all of it into words.

Most texts are dismissed, and most of the rest is passed over, by looking for a folded word in the
folded text, which takes no time; only around a word that may be there is the text parted into
words, which decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from quotecli.model import Span
from quotecli.text.query import Query
from quotecli.text.words import Token, skeleton, tokens

_SIGNS = "“”‘’«»–—…\xa0"
"""The signs beyond ASCII that most texts have; none is part of a word."""
_STEP = 100
# Between words in any text: here it may be taken apart, and has the same words. (The ideographic
# ones part words where no space does.)
_GAP = re.compile(r"\s|[，。、；：！？]")


class _Needle(NamedTuple):
    """A term as it is looked for in a text.

    `words` are its words as they can stand in ASCII, or "", and their skeletons; `phrase` is the
    skeleton of all. With `apart` no word can stand in ASCII.
    """

    words: tuple[tuple[str, str], ...]
    phrase: str
    apart: bool


def _needle(words: Sequence[str]) -> _Needle:
    bare = [skeleton(word) for word in words]
    ascii = [word if word.isascii() else "" for word in words]
    return _Needle(tuple(zip(ascii, bare)), "".join(bare), not any(ascii))


def _spaced(text: str) -> str:
    """`text` with spaces for the usual signs, which leaves most texts of Latin letters in ASCII."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    return text


class Finder:
    """Finds the terms of one query in any number of texts."""

    def __init__(self, query: Query) -> None:
        self._terms = query.terms
        self._needles = [_needle(term.words) for term in query.terms]
        # Of a term that can stand in ASCII, the longest word is likely to be the rarest.
        keys = {
            max(ascii, key=len)
            for needle in self._needles
            if all(ascii := [word for word, _ in needle.words])
        }
        self._key = re.compile("|".join(map(re.escape, sorted(keys))) or "(?!)")
        self._margin = max((len(term.words) for term in query.terms), default=1) - 1

    def may_occur(self, text: str) -> bool:
        """Whether a term may occur in `text`: where this says no, none does."""
        spaced = _spaced(text)
        lower = spaced.lower()
        if any(all(word and word in lower for word, _ in needle.words) for needle in self._needles):
            return True
        if spaced.isascii():
            return False
        # Only what holds characters beyond ASCII: the rest has been looked at.
        beyond = skeleton(" ".join([piece for piece in spaced.split() if not piece.isascii()]))
        return any(
            needle.phrase in beyond
            if needle.apart
            else all((word and word in lower) or part in beyond for word, part in needle.words)
            for needle in self._needles
        )

    def spans(self, text: str) -> Iterator[Span]:
        """Where terms occur in `text`, each place once, in order of beginning and end; they may
        overlap.
        """
        pieces = _Pieces(text)
        done = 0
        for start, end in self._stretches(text, pieces):
            # What begins here, or since the last stretch, has its key here or further on, or else
            # begins here. So it reaches here, and stands whole among these words and as many before
            # and after as a phrase can have.
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
        """Stretches of a text that part no word, in order and apart: every term has its key or its
        beginning in one.
        """
        spaced = _spaced(text)
        if spaced.isascii():
            lower = spaced.lower().replace("\n", " ")
            end = 0
            for match in self._key.finditer(lower):
                if match.start() >= end:
                    start = lower.rfind(" ", end, match.start()) + 1 or end
                    end = lower.find(" ", match.end())
                    end = len(text) if end < 0 else end
                    yield Span(start, end)
            return
        bones = [skeleton(text[start:end]) for start, end in pairwise(pieces.edges)]
        whole = "".join(bones)
        starts = [0, *accumulate(map(len, bones))]
        numbers: set[int] = set()
        for needle in self._needles:
            if not needle.phrase:  # signs that fold to nothing else: they may be anywhere
                numbers.update(range(len(bones)))
            at = whole.find(needle.phrase) if needle.phrase else -1
            while at >= 0:
                number = bisect_right(starts, at) - 1
                numbers.add(number)
                at = whole.find(needle.phrase, starts[number + 1])
        for number in sorted(numbers):
            yield Span(pieces.edges[number], pieces.edges[number + 1])

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
        """Where the text may be taken apart, at steps of about the same size; its ends are the
        first and the last.
        """
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
        return [
            Token(folded, start + at, start + to)
            for folded, at, to in tokens(self._text[start:end])
        ]
