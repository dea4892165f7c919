"""The longest words that two texts have in common, in order.

By the bit-parallel method of H. Hyyrö, Bit-parallel LCS-length computation revisited, Proc. 15th
Australasian Workshop on Combinatorial Algorithms (2004), 16-27: one row of the table is one number,
and the path is read back from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_SLACK = 3  # words that an article may leave out on either side of a block


class Block(NamedTuple):
    """A run of words that two texts share: where it begins in either, and its length."""

    mine: int
    theirs: int
    size: int


def align(mine: Sequence[str], theirs: Sequence[str]) -> list[Block]:
    """Return the blocks of a longest common subsequence of words, in order.

    Takes time in proportion to the number of words of one times the other by 64, and as much
    memory in bits as their product.
    """
    places: dict[str, int] = {}
    for at, word in enumerate(theirs):
        places[word] = places.get(word, 0) | (1 << at)

    every = (1 << len(theirs)) - 1
    row = every
    rows = [row]
    for word in mine:
        matches = row & places.get(word, 0)
        row = ((row + matches) | (row - matches)) & every
        rows.append(row)
    return _close_up(mine, theirs, _join(_read_back(mine, theirs, rows)))


def merge(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with those that stand side by side in both texts made one."""
    merged = list(blocks[:1])
    for block in blocks[1:]:
        last = merged[-1]
        if block[:2] == (last.mine + last.size, last.theirs + last.size):
            merged[-1] = last._replace(size=last.size + block.size)
        else:
            merged.append(block)
    return merged


def find_runs(mine: Sequence[str], theirs: Sequence[str]) -> list[Block]:
    """Return the longest runs of words that two texts share, which are of one length.

    Takes time in proportion to the number of pairs of equal words.
    """
    places: dict[str, list[int]] = {}
    for at, word in enumerate(theirs):
        places.setdefault(word, []).append(at)

    longest: list[Block] = []
    lengths: dict[int, int] = {}
    for i, word in enumerate(mine):
        lengths = {j: lengths.get(j - 1, 0) + 1 for j in places.get(word, ())}
        for j, size in lengths.items():
            if longest and size > longest[0].size:
                longest = []
            if not longest or size == longest[0].size:
                longest.append(Block(i - size + 1, j - size + 1, size))
    return longest


def align_around(mine: Sequence[str], theirs: Sequence[str], core: Block) -> list[Block]:
    """Return blocks that two texts share close to one of them, the longest first, in order.

    The words before and behind it are held against hardly more of the other text, so that none is
    taken from another sentence only because it makes the sequence longer.
    """
    left, right = core.mine, core.mine + core.size
    start, behind = max(0, core.theirs - left - _SLACK), core.theirs + core.size
    before = find_runs(mine[:left], theirs[start : core.theirs])
    rest = theirs[behind : behind + len(mine) - right + _SLACK]
    after = find_runs(mine[right:], rest)

    blocks = [core]
    if before:
        nearest = max(before, key=lambda run: run.theirs)
        found = align_around(mine[:left], theirs[start : core.theirs], nearest)
        blocks = [block._replace(theirs=start + block.theirs) for block in found] + blocks
    if after:
        nearest = min(after, key=lambda run: run.theirs)
        found = align_around(mine[right:], rest, nearest)
        blocks += [Block(right + i, behind + j, size) for i, j, size in found]
    return blocks


def _read_back(
    mine: Sequence[str], theirs: Sequence[str], rows: list[int]
) -> list[tuple[int, int]]:
    """Return the pairs of a longest common subsequence, from the end."""
    pairs = []
    i, j = len(mine), len(theirs)
    while i and j:
        if mine[i - 1] == theirs[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        # A bit is 1 where the length does not grow by this word of the other text.
        elif rows[i] >> (j - 1) & 1:
            j -= 1
        else:
            i -= 1
    return pairs


def _join(pairs: list[tuple[int, int]]) -> list[Block]:
    return merge([Block(i, j, 1) for i, j in reversed(pairs)])


def _close_up(mine: Sequence[str], theirs: Sequence[str], blocks: list[Block]) -> list[Block]:
    """Return blocks with each right behind the one before it, if its words stand there as well.

    Reading back has taken them where they are last.
    """
    closed = blocks[:1]
    for block in blocks[1:]:
        last = closed[-1]
        end = last.theirs + last.size
        words = mine[block.mine : block.mine + block.size]
        if last.mine + last.size == block.mine and theirs[end : end + block.size] == words:
            closed[-1] = last._replace(size=last.size + block.size)
        else:
            closed.append(block)
    return closed
