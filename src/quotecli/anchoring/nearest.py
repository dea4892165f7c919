"""An excerpt that is not in the text -> the most similar passage, and where the two differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from quotecli.model import Span, collapse_space
from quotecli.text.lazy import lazy
from quotecli.text.words import Token, tokenize

# How many words of an excerpt are compared at most.
_MAX_WORDS = 120
# A word with more places than this says little about where a passage is.
_MAX_PLACES = 50
# A passage is similar if it has this share of the excerpt's words.
_MIN_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Near:
    """The passage most similar to an excerpt.

    `excerpt` and `source` show the two from the word in which they first differ.
    """

    span: Span
    excerpt: str
    source: str


class Passages:
    """Finds similar passages in one text, whose words are indexed once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def nearest(self, excerpt: str) -> Near | None:
        """Return the passage that shares most words with an excerpt, in their order.

        Returns None if no passage is similar.
        """
        from difflib import SequenceMatcher

        wanted = tokenize(collapse_space(excerpt))
        start = self._likeliest_start([token.folded for token in wanted])
        if start is None:
            return None

        # The passage may be longer or shorter than the excerpt, so half as many words again are
        # compared on each side.
        slack = min(len(wanted), _MAX_WORDS) // 2 + 2
        first = max(0, start - slack)
        window = self._tokens[first : start + min(len(wanted), _MAX_WORDS) + slack]
        a = [token.folded for token in wanted[:_MAX_WORDS]]
        b = [token.folded for token in window]
        blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()[:-1]
        shared = sum(block.size for block in blocks)
        if not blocks or shared < _MIN_SHARE * len(a):
            return None

        low = max(blocks[0].b - blocks[0].a, 0)
        high = min(
            blocks[-1].b + blocks[-1].size + len(a) - blocks[-1].a - blocks[-1].size, len(window)
        )
        span = Span(window[low].start, window[max(high, low + 1) - 1].end)
        source = collapse_space(self._text[span.start : span.end])
        return Near(span, *first_difference(collapse_space(excerpt), source))

    def describe(self, excerpt: str, find_place: Callable[[int], object]) -> str:
        """Say which passage is most similar to an excerpt, where it is, and how the two differ.

        `find_place` gives the place of a code point of the text.
        """
        near = self.nearest(excerpt)
        if near is None or not (near.excerpt or near.source):
            return "no similar passage found"
        mine = f"has “{near.excerpt}”" if near.excerpt else "ends"
        theirs = f"has “{near.source}”" if near.source else "ends"
        passage = shorten(collapse_space(self._text[near.span.start : near.span.end]))
        place = find_place(near.span.start)
        return f"the nearest is “{passage}” ({place}): where it {mine}, the source {theirs}"

    @lazy
    def _tokens(self) -> list[Token]:
        return tokenize(self._text)

    @lazy
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for at, token in enumerate(self._tokens):
            index.setdefault(token.folded, []).append(at)
        return index

    def _likeliest_start(self, words: list[str]) -> int | None:
        """Return the index of the text's word at which most of the words would be in place."""
        places = [(at, self._index.get(word, [])) for at, word in enumerate(words[:_MAX_WORDS])]
        rare = [(at, found) for at, found in places if len(found) <= _MAX_PLACES] or places
        votes = Counter((start - at) // 4 for at, found in rare for start in found[:_MAX_PLACES])
        if not votes:
            return None
        best = max(votes, key=lambda place: (votes[place] + votes.get(place + 1, 0), -place))
        return max(best * 4, 0)


def first_difference(mine: str, theirs: str) -> tuple[str, str]:
    """Return both texts from the word in which they first differ, shortened."""
    at = next(
        (n for n, (a, b) in enumerate(zip(mine, theirs)) if a != b), min(len(mine), len(theirs))
    )
    while at and mine[at - 1].isalnum():
        at -= 1
    return shorten(mine[at:]), shorten(theirs[at:])


def shorten(text: str, size: int = 48) -> str:
    """Return `text`, or its first `size` code points and an ellipsis."""
    return text if len(text) <= size else f"{text[:size].rstrip()}…"
