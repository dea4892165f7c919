"""An excerpt that is not in the text -> the passage most like it, and where the two first differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from quotecli.model import Span, one_line
from quotecli.text.words import Token, tokens

_MOST_WORDS = 120
_COMMON = 50
_LIKE_ENOUGH = 0.4


@dataclass(frozen=True, slots=True)
class Near:
    """The passage most like an excerpt; `excerpt` and `source` show both from where they first
    differ.
    """

    span: Span
    excerpt: str
    source: str


class Passages:
    """The words of one text, in which passages are looked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def nearest(self, excerpt: str) -> Near | None:
        """The passage that shares most words with an excerpt, in their order; None where none is
        like it.
        """
        from difflib import SequenceMatcher

        wanted = tokens(one_line(excerpt))
        start = self._likeliest_start([token.folded for token in wanted])
        if start is None:
            return None
        # The passage may be longer or shorter than the excerpt: look at half as much again on each
        # side.
        slack = min(len(wanted), _MOST_WORDS) // 2 + 2
        first = max(0, start - slack)
        window = self._tokens[first : start + min(len(wanted), _MOST_WORDS) + slack]
        a = [token.folded for token in wanted[:_MOST_WORDS]]
        b = [token.folded for token in window]
        blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()[:-1]
        shared = sum(block.size for block in blocks)
        if not blocks or shared < _LIKE_ENOUGH * len(a):
            return None
        low = max(blocks[0].b - blocks[0].a, 0)
        high = min(
            blocks[-1].b + blocks[-1].size + len(a) - blocks[-1].a - blocks[-1].size, len(window)
        )
        span = Span(window[low].start, window[max(high, low + 1) - 1].end)
        return self._compared(one_line(excerpt), span)

    @cached_property
    def _tokens(self) -> list[Token]:
        return tokens(self._text)

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for at, token in enumerate(self._tokens):
            index.setdefault(token.folded, []).append(at)
        return index

    def _likeliest_start(self, words: list[str]) -> int | None:
        """The index of the text's word at which most of the words would fall into place."""
        places = [(at, self._index.get(word, [])) for at, word in enumerate(words[:_MOST_WORDS])]
        rare = [(at, found) for at, found in places if len(found) <= _COMMON] or places
        votes = Counter((start - at) // 4 for at, found in rare for start in found[:_COMMON])
        if not votes:
            return None
        best = max(votes, key=lambda place: (votes[place] + votes.get(place + 1, 0), -place))
        return max(best * 4, 0)

    def _compared(self, excerpt: str, span: Span) -> Near:
        return Near(span, *first_difference(excerpt, one_line(self._text[span.start : span.end])))


def first_difference(mine: str, theirs: str) -> tuple[str, str]:
    """Both texts from the word in which they first differ, shortened."""
    at = next(
        (n for n, (a, b) in enumerate(zip(mine, theirs)) if a != b), min(len(mine), len(theirs))
    )
    while at and mine[at - 1].isalnum():
        at -= 1
    return shortened(mine[at:]), shortened(theirs[at:])


def shortened(text: str, size: int = 48) -> str:
    """`text`, or as much of it as fits on part of a line."""
    return text if len(text) <= size else f"{text[:size].rstrip()}…"
