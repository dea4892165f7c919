"""Finds the terms of a query in long texts without splitting all of a text into words.

Looking for a folded word in the folded text takes next to no time. It rules out most texts, and
most of the others; only around a word that may occur is the text split into words, which decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from quotecli.model import Span
from quotecli.text.lazy import lazy
from quotecli.text.query import Query, find_term_spans
from quotecli.text.words import Token, extract_skeleton, tokenize

# The characters beyond ASCII that most texts have; none is part of a word.
_COMMON_SIGNS = "“”‘’«»–—…\xa0"
_PIECE_LENGTH = 100  # the least length of a piece of text, in code points
# Always between words: a text may be split here without changing its words. (The ideographic marks
# serve texts without spaces.)
_GAP = re.compile(r"\s|[，。、；：！？]")


class _Needle(NamedTuple):
    """A term in the forms in which it is looked for.

    `words` holds each word as it may occur in ASCII, or "", and its skeleton; `phrase` is the
    skeleton of the whole term. If `beyond_ascii`, none of its words can occur in ASCII.
    """

    words: tuple[tuple[str, str], ...]
    phrase: str
    beyond_ascii: bool

    def may_be_in_ascii(self, lower: str) -> bool:
        """Return True if a text in lower case has all words as they may occur in ASCII."""
        return all(word and word in lower for word, _ in self.words)

    def may_be_beyond_ascii(self, lower: str, skeleton: str) -> bool:
        """Return True if the skeleton of what is beyond ASCII has the words not in `lower`."""
        if self.beyond_ascii:
            return self.phrase in skeleton
        return all((word and word in lower) or part in skeleton for word, part in self.words)


def _make_needle(words: Sequence[str]) -> _Needle:
    skeletons = [extract_skeleton(word) for word in words]
    ascii = [word if word.isascii() else "" for word in words]
    return _Needle(tuple(zip(ascii, skeletons)), "".join(skeletons), not any(ascii))


def _replace_signs(text: str) -> str:
    """Return `text` with spaces for the usual signs: most texts of Latin letters are ASCII then."""
    if not text.isascii():
        for sign in _COMMON_SIGNS:
            text = text.replace(sign, " ")
    return text


class Finder:
    """Finds the terms of one query in any number of texts."""

    def __init__(self, query: Query) -> None:
        self._terms = query.terms
        self._needles = [_make_needle(term.words) for term in query.terms]
        # Of a term that can occur in ASCII, the longest word is likely to be the rarest.
        keys = {
            max(ascii, key=len)
            for needle in self._needles
            if all(ascii := [word for word, _ in needle.words])
        }
        self._key = re.compile("|".join(map(re.escape, sorted(keys))) or "(?!)")
        self._margin = max((len(term.words) for term in query.terms), default=1) - 1

    def may_occur(self, text: str) -> bool:
        """Return False only if no term occurs in `text`."""
        spaced = _replace_signs(text)
        lower = spaced.lower()
        if any(needle.may_be_in_ascii(lower) for needle in self._needles):
            return True
        if spaced.isascii():
            return False

        # Only pieces with characters beyond ASCII: the others have been looked at.
        pieces = " ".join([piece for piece in spaced.split() if not piece.isascii()])
        skeleton = extract_skeleton(pieces)
        return any(needle.may_be_beyond_ascii(lower, skeleton) for needle in self._needles)

    def find_spans(self, text: str) -> Iterator[Span]:
        """Yield where terms occur in `text`, each place once, sorted; spans may overlap."""
        pieces = _Pieces(text)
        spaced = _replace_signs(text)
        # Stretches of whole words, in order and apart, in which terms may occur: every occurrence
        # has its key or its beginning in one of them.
        if spaced.isascii():
            stretches = self._find_words_with_keys(spaced.lower().replace("\n", " "))
        else:
            stretches = self._find_pieces_with_skeletons(text, pieces)

        done = 0
        for start, end in stretches:
            # What begins in this stretch, or after the last one, has its key here or later, or its
            # beginning here. So it reaches into this stretch, and is complete if as many words are
            # added before and after as a phrase can have.
            tokens = pieces.tokenize(start, end)
            first, missing = start, self._margin
            while missing > 0 and first > 0:
                edge = pieces.edges[bisect_left(pieces.edges, first) - 1]
                more = pieces.tokenize(edge, first)
                tokens, first, missing = [*more, *tokens], edge, missing - len(more)
            last, missing = end, self._margin
            while missing > 0 and last < len(text):
                edge = pieces.edges[bisect_right(pieces.edges, last)]
                more = pieces.tokenize(last, edge)
                tokens, last, missing = [*tokens, *more], edge, missing - len(more)

            spans = find_term_spans(self._terms, tokens)
            yield from (span for span in spans if done <= span.start < end)
            done = end

    def _find_words_with_keys(self, lower: str) -> Iterator[Span]:
        # Neighbours are one stretch: splitting each into words of its own takes far longer.
        start = end = 0
        for match in self._key.finditer(lower):
            if match.start() < end:
                continue
            first = lower.rfind(" ", end, match.start()) + 1 or end
            if first > end + 1 or end - start > _PIECE_LENGTH:
                if end:
                    yield Span(start, end)
                start = first
            end = lower.find(" ", match.end())
            end = len(lower) if end < 0 else end

        if end:
            yield Span(start, end)

    def _find_pieces_with_skeletons(self, text: str, pieces: _Pieces) -> Iterator[Span]:
        skeletons = [extract_skeleton(text[start:end]) for start, end in pairwise(pieces.edges)]
        whole = "".join(skeletons)
        starts = [0, *accumulate(map(len, skeletons))]
        numbers: set[int] = set()
        for needle in self._needles:
            if not needle.phrase:  # signs of which nothing else is left: they may be anywhere
                numbers.update(range(len(skeletons)))
                continue
            at = whole.find(needle.phrase)
            while at >= 0:
                number = bisect_right(starts, at) - 1
                numbers.add(number)
                at = whole.find(needle.phrase, starts[number + 1])

        for number in sorted(numbers):
            yield Span(pieces.edges[number], pieces.edges[number + 1])


class _Pieces:
    """A text split between words, so that the words of its pieces are those of the text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @lazy
    def edges(self) -> list[int]:
        """The offsets at which the text is split, about evenly, from its start to its end."""
        edges = [0]
        while edges[-1] < len(self._text):
            gap = _GAP.search(self._text, edges[-1] + _PIECE_LENGTH)
            edges.append(gap.end() if gap else len(self._text))
        return edges

    def tokenize(self, start: int, end: int) -> list[Token]:
        """Return the words between two offsets that split no word, with their place in the text."""
        return [
            Token(folded, start + at, start + to)
            for folded, at, to in tokenize(self._text[start:end])
        ]
