"""What a quotation makes of a passage: the words they share, what differs, and the verdict."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from quotecli.model import Span, collapse_space
from quotecli.text.lazy import lazy
from quotecli.verifying.alignment import Block, merge
from quotecli.verifying.differences import Hole, find_span, list_differences
from quotecli.verifying.finding import Verdict
from quotecli.verifying.judgement import Judgement
from quotecli.verifying.surroundings import Edge, find_at_edges, find_edges
from quotecli.verifying.turning import find_lost
from quotecli.verifying.wording import Mark, Wording
from quotecli.verifying.words import Words

OMISSION = "marked omission"
INTERRUPTION = "words left out between two marked parts"
JOINT = "what interrupts the quotation in the source"
FIRST_LETTER = "case of the first letter"
CAPITALS = "capitals"
CLOSING = "closing punctuation"
Joints = Collection[tuple[int, int]]

_ENDS = (".", "!", "?", ":", "-")
_MAX_CLAUSE = 8  # words that are left out and may all belong to what is kept
_FORMULA = re.compile(r"\d.*[^\W\d_]|[^\W\d_].*\d")
_MAX_ANSWER = 3  # words of a sentence that may answer the one before: No, not us!
_MAX_NOTE = 6  # words in the brackets of a source that are its editor's


class Judge:
    """Holds one quotation against one passage, whose words are aligned in blocks.

    `joints` are where, in code points, the source interrupts a quote of its own.
    """

    def __init__(
        self, mine: Wording, theirs: Words, blocks: Sequence[Block], joints: Joints = frozenset()
    ) -> None:
        self._joints = joints
        self._mine, self._words, self._theirs = mine, mine.words, theirs
        self._blocks = list(_split(merge(blocks), {mark.at for mark in mine.marks}))
        self._holes = list(self._find_holes())
        self._forgiven: dict[str, None] = {}
        self._changed: set[int] = set()  # words of the quotation that differ in a sign only
        self._is_altered = self._is_shortened = False
        self._turned = ""
        self._edges: tuple[Edge, ...] = ()
        self._same = sum(block.size for block in blocks)
        self._differing = 0
        # Words of a longer stretch that is left out count no more than so many.
        self._most = max(self._same // 2, 2)

    def judge(self) -> Judgement:
        """Return the verdict, and what it is based on."""
        for hole in self._holes:
            self._weigh(hole)
        for block in self._blocks:
            self._compare(block)
        first, last = self._holes[0].theirs[0], self._holes[-1].theirs[1]
        self._compare_ends(first, last)
        verdict: Verdict = "verbatim"
        if self._is_altered:
            verdict = "altered"
        elif self._is_shortened or self._turned:
            verdict = "shortened"
        return Judgement(
            verdict,
            self._turned,
            tuple(self._forgiven),
            self._same / (self._same + self._differing),
            tuple(
                list_differences(
                    self._words, self._theirs, self._blocks, self._holes, self._changed
                )
            ),
            find_span(self._theirs, first, last),
            tuple(self._find_parts(first, last)),
            self._edges,
        )

    def _find_parts(self, first: int, last: int) -> Iterator[Span]:
        for hole in self._holes[1:-1]:
            start, end = hole.theirs
            if hole.mine[0] == hole.mine[1] and start < end:
                yield self._theirs.span(first, start)
                first = end
        yield self._theirs.span(first, last)

    def _find_holes(self) -> Iterator[Hole]:
        """Yield what is beside and between the blocks."""
        words, blocks = len(self._words), self._blocks
        first, last = blocks[0], blocks[-1]
        # Words that differ at an end are held against as many of the source, of one sentence.
        before = first.theirs
        rest = first.mine + self._count_bent(0, first.mine)
        while first.theirs - before < rest and before and not self._ends(before - 1):
            before -= 1
        yield self._make_hole((0, first.mine), (before, first.theirs))
        for one, two in pairwise(blocks):
            mine = (one.mine + one.size, two.mine)
            yield self._make_hole(mine, (one.theirs + one.size, two.theirs))
        end = start = last.theirs + last.size
        rest = words - last.mine - last.size
        rest += self._count_bent(words - rest, words)
        while end - start < rest and end < len(self._theirs) and not self._ends(end - 1):
            end += 1
        yield self._make_hole((last.mine + last.size, words), (start, end))

    def _count_bent(self, first: int, last: int) -> int:
        """Count the words that the article bends between two of its own."""
        return sum(bool(mark.stem) and first <= mark.at <= last for mark in self._mine.marks)

    def _make_hole(self, mine: tuple[int, int], theirs: tuple[int, int]) -> Hole:
        marks = tuple([mark for mark in self._mine.marks if mine[0] <= mark.at <= mine[1]])
        return Hole(mine, theirs, marks)

    def _ends(self, at: int) -> bool:
        """Return True if a sentence of the source ends with a word."""
        return self._theirs.gap(at).endswith(_ENDS) or at + 1 == len(self._theirs)

    def _weigh(self, hole: Hole) -> None:
        """Decide what the words in a hole mean."""
        (a, b), (c, d) = hole.mine, hole.theirs
        turned = ""
        if a < b:
            self._is_altered = True
            self._differing += max(b - a, min(d - c, self._most))
            turned = find_lost(self._theirs.folded[c:d], self._words.folded[a:b])
        elif any(mark.stem and not self._begins(mark.stem, c, d) for mark in hole.marks):
            self._is_altered = True
            self._differing += 1
        elif c == d:
            self._forgiven |= {_name(mark): None for mark in _list_insertions(hole)}
            turned = find_lost((), _list_inserted(hole))
        elif notes := self._compare_notes(hole):
            self._is_altered |= notes == "other"
            self._differing += min(d - c, self._most) if notes == "other" else 0
        elif pardon := self._pardon(hole):
            self._forgiven[pardon] = None
            turned = self._find_turn(hole)
        else:
            self._is_shortened = True
            self._differing += min(d - c, self._most)
            long = d - c > _MAX_CLAUSE
            turned = (
                find_at_edges(self._theirs, c, d)
                if long
                else find_lost(self._theirs.folded[c:d], ())
            )
        self._turned = self._turned or turned

    def _find_turn(self, hole: Hole) -> str:
        """Return why what may be left out turns what stands beside it; "" if it does not."""
        first, last = hole.theirs
        is_whole = last - first > _MAX_ANSWER and self._ends(first - 1) and self._ends(last - 1)
        lost = () if is_whole else self._theirs.folded[first:last]
        turned = find_at_edges(self._theirs, first, last, is_whole)
        return turned or find_lost(lost, _list_inserted(hole))

    def _begins(self, stem: str, first: int, last: int) -> bool:
        """Return True if some words of the source have the one that the article bends."""
        return any(word.startswith(stem) for word in self._theirs.folded[first:last])

    def _pardon(self, hole: Hole) -> str:
        """Return the name of what allows an article to leave out words; "" for nothing."""
        first, last = hole.theirs
        signs = {mark.sign for mark in hole.marks}
        if "omission" in signs:
            return OMISSION
        insertions = _list_insertions(hole)
        if insertions and sum(mark.most for mark in insertions) >= last - first:
            return _name(insertions[0])
        if "interruption" in signs and self._ends(first - 1) and self._ends(last - 1):
            return INTERRUPTION
        if self._joints and self._find_gap(first, last) in self._joints:
            return JOINT
        return self._find_note(first, last)

    def _find_gap(self, first: int, last: int) -> tuple[int, int]:
        """Return where the word before some words ends, and where the one behind them begins."""
        return self._theirs.ends[first - 1], self._theirs.starts[last]

    def _compare_notes(self, hole: Hole) -> Literal["same", "other", ""]:
        """Compare brackets of the article with those that the source has in their place."""
        brackets = [mark for mark in _list_insertions(hole) if mark.most]
        note = self._read_note(*hole.theirs)
        if not note or not brackets:
            return ""
        words = Words(note).keys
        same = any(Words(mark.text.strip("[]")).keys == words for mark in brackets)
        return "same" if same else "other"

    def _find_note(self, first: int, last: int) -> str:
        """Return the name of brackets of the source that may be left out: [Applause], [12].

        Those with digits and letters, as in [2Fe-2S], are its words.
        """
        note = self._read_note(first, last)
        if not note or last - first > _MAX_NOTE or _FORMULA.search(note):
            return ""
        return f"the source's [{note}]"

    def _read_note(self, first: int, last: int) -> str:
        """Return what the source has in brackets, if that is all it has there, else ""."""
        span = self._theirs.span(first, last)
        text = self._theirs.source
        opening = text[max(0, span.start - 1) : span.start]
        closing = text[span.end : span.end + 1]
        inside = text[slice(*span)]
        return collapse_space(inside) if opening + closing == "[]" and "]" not in inside else ""

    def _compare(self, block: Block) -> None:
        """Compare the case and the punctuation of words that are the same apart from these."""
        mine, theirs = self._words, self._theirs
        for k in range(block.size):
            i, j = block.mine + k, block.theirs + k
            if mine.keys[i] != theirs.keys[j]:
                self._compare_case(i, j, is_first=k == 0)
            if k + 1 < block.size and mine.gap(i) != theirs.gap(j):
                self._change(i)

    def _compare_case(self, i: int, j: int, is_first: bool) -> None:
        one, two = self._words.keys[i], self._theirs.keys[j]
        if is_first and one[1:] == two[1:]:
            self._forgiven[FIRST_LETTER] = None
        elif self._is_in_capitals and one.casefold() == two.casefold():
            self._forgiven[CAPITALS] = None
        else:
            self._change(i)

    @lazy
    def _is_in_capitals(self) -> bool:
        """True if the article or the source has all of the words in capitals."""
        first, last = self._blocks[0], self._blocks[-1]
        mine = self._words.keys[first.mine : last.mine + last.size]
        theirs = self._theirs.keys[first.theirs : last.theirs + last.size]
        return "".join(mine).isupper() != "".join(theirs).isupper()

    def _change(self, i: int) -> None:
        self._is_altered = True
        self._changed.add(i)

    def _compare_ends(self, first: int, last: int) -> None:
        """Look at what stands right beside a passage."""
        mine, theirs = self._words, self._theirs
        signs = zip(mine.signs(0, len(mine)), theirs.signs(first, last), (0, len(mine) - 1))
        for one, two, word in signs:
            if one != two:
                self._change(word)
        if not any(mark.at == len(mine) for mark in self._mine.marks):
            self._compare_closing(mine.gap(len(mine) - 1), theirs.gap(last - 1))
        self._edges = find_edges(theirs, first, last, asks="?" in mine.gap(len(mine) - 1))
        self._turned = self._turned or next((edge.reason for edge in self._edges), "")

    def _compare_closing(self, mine: str, theirs: str) -> None:
        """Compare the punctuation at the end: only to ask and to exclaim makes a difference."""
        if not mine or theirs.startswith(mine):
            return
        self._forgiven[CLOSING] = None
        asks = theirs.startswith("?") and mine[0] in ".!"
        if asks:
            self._turned = self._turned or "the source asks"
        if asks or mine[0] in "?!":
            self._change(len(self._words) - 1)


def _split(blocks: Sequence[Block], marks: set[int]) -> Iterator[Block]:
    """Yield blocks that have no mark inside."""
    for block in blocks:
        start = 0
        for at in range(1, block.size):
            if block.mine + at in marks:
                yield Block(block.mine + start, block.theirs + start, at - start)
                start = at
        yield Block(block.mine + start, block.theirs + start, block.size - start)


def _list_insertions(hole: Hole) -> list[Mark]:
    return [mark for mark in hole.marks if mark.sign == "insertion"]


def _list_inserted(hole: Hole) -> list[str]:
    """Return the words of insertions in brackets, folded; "do[n't]" is one."""
    texts = [mark.text.replace("[", "").replace("]", "") for mark in _list_insertions(hole)]
    return [word for text in texts for word in Words(text).folded]


def _name(mark: Mark) -> str:
    return f"bracketed insertion {mark.text}"
