"""Where the terms of a query occur in a long text, found without parting all of it into words.

Most texts are dismissed, and most of the rest is passed over, by looking for a folded word in the folded text, which
takes no time; only around a word that may be there is the text parted into words, which decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from quotecli.model import Span
from quotecli.search import Query
from quotecli.words import Token, skeleton, tokens

_PARTING = "“”‘’«»–—…\xa0"
"""The signs beyond ASCII that most texts have; none is part of a word."""
_CHUNK = 400
_HELD = 16
"""The pieces whose words are kept, for the next ones: a phrase may need them again."""
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
    while size and unicodedata.combining(bare[size - 1]):
        size -= 1
    return _Needle(word if word.isascii() else "", bare[:size], "")


class _Haystack:
    """A text as needles are looked for in it. A needle that is not in it is no word of it, nor how one begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        if not text.isascii():
            for sign in _PARTING:
                text = text.replace(sign, " ")
        self._parted = text
        self._lower = text.lower()

    def may_have(self, needle: _Needle) -> bool:
        if needle.verbatim:
            return needle.verbatim in self._text
        if needle.ascii and needle.ascii in self._lower:
            return True
        return not self._parted.isascii() and needle.skeleton in self._beyond

    @cached_property
    def _beyond(self) -> str:
        """The skeleton of what holds characters beyond ASCII."""
        return skeleton(" ".join([piece for piece in self._parted.split() if not piece.isascii()]))


class Finder:
    """Finds the terms of one query in any number of texts."""

    def __init__(self, query: Query) -> None:
        self._terms = query.terms
        self._needles = [[_needle(word) for word in term.words] for term in query.terms]
        # The longest word is likely to be the rarest.
        self._keys = list(
            dict.fromkeys(max(needles, key=lambda needle: len(needle.skeleton)) for needles in self._needles)
        )
        self._margin = max((len(term.words) for term in query.terms), default=1) - 1

    def may_occur(self, text: str) -> bool:
        """Whether a term may occur in `text`: where this says no, none does."""
        if not self._terms:
            return False
        haystack = _Haystack(text)
        return any(all(haystack.may_have(needle) for needle in needles) for needles in self._needles)

    def spans(self, text: str) -> Iterator[Span]:
        """Where terms occur in `text`, each place once, in order of beginning and end; they may overlap."""
        chunks = _Chunks(text)
        done = 0
        for at in range(len(chunks)):
            if not self._may_have_key(chunks.text(at)):
                continue
            # What begins here, or since the last such chunk, has its key here or further on. So it reaches here, and
            # stands whole among these words and as many before and after as a phrase can have.
            found = chunks.tokens(at)
            before, missing = at, self._margin
            while missing > 0 and before:
                before -= 1
                found = [*chunks.tokens(before), *found]
                missing -= len(chunks.tokens(before))
            after, missing = at + 1, self._margin
            while missing > 0 and after < len(chunks):
                found = [*found, *chunks.tokens(after)]
                missing -= len(chunks.tokens(after))
                after += 1
            end = chunks.edges[at + 1]
            yield from (span for span in self._within(found) if done <= span.start < end)
            done = end

    def _may_have_key(self, text: str) -> bool:
        haystack = _Haystack(text)
        return any(haystack.may_have(key) for key in self._keys)

    def _within(self, found: Sequence[Token]) -> list[Span]:
        words = [token.folded for token in found]
        spans = {
            Span(found[at].start, found[at + len(term.words) - 1].end)
            for term in self._terms
            for at in term.hits(words)
        }
        return sorted(spans)


class _Chunks:
    """A text in pieces that part no word; their words are those of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parted: dict[int, list[Token]] = {}
        self.edges = [0]
        while self.edges[-1] < len(text):
            gap = _GAP.search(text, self.edges[-1] + _CHUNK)
            self.edges.append(gap.end() if gap else len(text))

    def __len__(self) -> int:
        return len(self.edges) - 1

    def text(self, number: int) -> str:
        """A piece."""
        return self._text[self.edges[number] : self.edges[number + 1]]

    def tokens(self, number: int) -> list[Token]:
        """The words of a piece, with their places in the text."""
        if number not in self._parted:
            if len(self._parted) > _HELD:
                self._parted.clear()
            first = self.edges[number]
            self._parted[number] = [
                Token(folded, first + start, first + end) for folded, start, end in tokens(self.text(number))
            ]
        return self._parted[number]
