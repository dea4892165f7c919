"""A quotation and its passage side by side: the runs of words that are the same, and the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from quotecli.model import Span
from quotecli.verifying.alignment import Block
from quotecli.verifying.finding import Difference
from quotecli.verifying.wording import Mark
from quotecli.verifying.words import Words

_SPACE = re.compile(r"\s+")
_CLOSING = re.compile(r"[.,;:!?…。，；：！？%]*")
_MAX_SHOWN = 60  # words of what an article leaves out


class Hole(NamedTuple):
    """What stands between two blocks: a stretch of the quotation's words, and one of the source's.

    `marks` are the article's in it.
    """

    mine: tuple[int, int]
    theirs: tuple[int, int]
    marks: tuple[Mark, ...]


def find_span(words: Words, first: int, last: int) -> Span:
    """Return the span of a passage's words, with the punctuation right behind them."""
    start, end = words.span(first, last)
    closing = _CLOSING.match(words.source, end)
    return Span(start, closing.end() if closing else end)


def list_differences(
    mine: Words,
    theirs: Words,
    blocks: Sequence[Block],
    holes: Sequence[Hole],
    changed: Collection[int],
) -> Iterator[Difference]:
    """Yield the runs of a quotation and its passage in order.

    `holes` are what stands before, between and behind the `blocks`; `changed` are the words in
    blocks that differ nevertheless, in a sign or in case.
    """
    cut = _Cutter(mine, theirs, holes[-1].theirs[1])
    for hole, block in zip_longest(holes, blocks):
        if found := cut.describe(hole):
            yield found
        if block is not None:
            yield from cut.describe_block(block, changed)


class _Cutter:
    """Cuts the texts of a quotation and a passage, which ends before the word `last`."""

    def __init__(self, mine: Words, theirs: Words, last: int) -> None:
        self._mine, self._theirs = mine, theirs
        self._end = find_span(theirs, last - 1, last).end
        self._last = last

    def describe(self, hole: Hole) -> Difference | None:
        """Return what is in a hole; None for nothing."""
        mine, theirs = self._cut_mine(*hole.mine), _shorten(self._cut_theirs(*hole.theirs))
        marked = " ".join([mark.text for mark in hole.marks if mark.text])
        if marked and not mine:
            return Difference("marked", f"{marked} ", theirs)
        if mine and theirs:
            return Difference("changed", mine, theirs)
        if mine:
            return Difference("added", mine, "")
        return Difference("dropped", "", theirs) if theirs else None

    def describe_block(self, block: Block, changed: Collection[int]) -> Iterator[Difference]:
        """Yield the runs of a block: between words that differ in a sign the same ones."""
        start = 0
        for at in [k for k in range(block.size) if block.mine + k in changed]:
            if at > start:
                yield self._make("same", block, start, at)
            yield self._make("changed", block, at, at + 1)
            start = at + 1
        if start < block.size:
            yield self._make("same", block, start, block.size)

    def _make(
        self, kind: Literal["same", "changed"], block: Block, start: int, end: int
    ) -> Difference:
        mine = self._cut_mine(block.mine + start, block.mine + end)
        theirs = self._cut_theirs(block.theirs + start, block.theirs + end)
        return Difference(kind, mine, theirs)

    def _cut_mine(self, first: int, last: int) -> str:
        words = self._mine
        if first >= last:
            return ""
        start = self._find_cut(first) if first else 0
        end = self._find_cut(last) if last < len(words) else len(words.source)
        return _SPACE.sub(" ", words.source[start:end])

    def _find_cut(self, at: int) -> int:
        """Return where the article is cut before a word: behind a mark, before a sign.

        The space that stands for a mark stands between others.
        """
        words = self._mine
        space = words.source.rfind("  ", words.ends[at - 1], words.starts[at])
        return space + 2 if space >= 0 else words.starts[at]

    def _cut_theirs(self, first: int, last: int) -> str:
        words = self._theirs
        if first >= last:
            return ""
        end = words.starts[last] if last < self._last else self._end
        return _SPACE.sub(" ", words.source[words.starts[first] : end])


def _shorten(text: str) -> str:
    """Return a long stretch without its middle."""
    words = text.split(" ")
    if len(words) <= _MAX_SHOWN:
        return text
    half = _MAX_SHOWN // 2
    return " ".join([*words[:half], "…", *words[-half:]])
