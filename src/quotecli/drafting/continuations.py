"""A speaker who goes on: stretches without a cue of their own, joined to what was said before, or
given its source.
"""

from __future__ import annotations

import re
from itertools import pairwise

from quotecli.drafting import sources, uncued
from quotecli.drafting.claims import Claim
from quotecli.drafting.cues import Cue
from quotecli.drafting.sentences import Skeleton

_LONGEST_ALONE = 200
_LONGEST_HEADING = 80
_EMPTY = re.compile(r"\n*")
_MARKED = re.compile("[1-4]")
_FRONT = re.compile(r"\n?[aCcyx]{0,3},?")


def complete(skeleton: Skeleton, cues: list[Cue], made: list[Claim]) -> list[Claim]:
    """All claims: those that `made` holds, what goes on from them joined to them, and those of the
    stretches left.
    """
    walk = _Walk(skeleton, cues, made)
    walk.join_open()
    for number, place in enumerate(walk.order):
        walk.visit(number, place)
    return walk.claims


class _Walk:
    """The way through the stretches of a text, which knows who spoke last and in which paragraph."""

    def __init__(self, skeleton: Skeleton, cues: list[Cue], made: list[Claim]) -> None:
        self.skeleton = skeleton
        self.cues = cues
        self.claims = list(made)
        self.order = sorted(skeleton.stretch_at)
        self._of: dict[int, Claim] = {}
        self._last: Claim | None = None
        self._paragraph = 0
        for claim in made:
            self._take(claim)

    def _take(self, claim: Claim) -> None:
        for first, last in claim.pieces:
            for match in _MARKED.finditer(self.skeleton.signs, first, last):
                self._of.setdefault(match.start(), claim)

    def join_open(self) -> None:
        """Join a stretch left open at its paragraph's end to the one that begins the next
        paragraph.
        """
        signs, stretch_at, of = self.skeleton.signs, self.skeleton.stretch_at, self._of
        links = [
            (place, after)
            for place, after in pairwise(self.order)
            if not stretch_at[place].closed and _EMPTY.fullmatch(signs, place + 1, after)
        ]
        for place, after in links:
            if place in of and after not in of:
                of[place].pieces.append((after, after + 1))
                of[after] = of[place]
        for place, after in reversed(links):
            if after in of and place not in of:
                of[after].pieces.append((place, place + 1))
                of[place] = of[after]

    def visit(self, number: int, place: int) -> None:
        """Give the stretch at `place`, the `number`th, to a claim: an earlier one, or one of its
        own.
        """
        start, _ = self.skeleton.paragraph(place)
        claim = self._of.get(place)
        if claim is None:
            claim = uncued.told(self.skeleton, place, self.cues) or self._going_on(number, place)
            claim = claim or uncued.fragment(self.skeleton, place)
            if claim is None:
                return
            if claim is self._last:
                claim.pieces.append((place, place + 1))
                self._of[place] = claim
            else:
                self.claims.append(claim)
                self._take(claim)
        self._last = claim
        self._paragraph = start

    def _going_on(self, number: int, place: int) -> Claim | None:
        """The claim of a stretch that begins a sentence: the last one, where it belongs to that, or
        a new one.
        """
        signs = self.skeleton.signs
        first, _ = self.skeleton.sentence(place)
        if not _FRONT.fullmatch(signs, first, place):
            return None
        start, finish = self.skeleton.paragraph(place)
        alone = finish - start < _LONGEST_ALONE and all(
            sign in "1234.,?!" for sign in signs[start:finish]
        )
        attributed = uncued.below(self.skeleton, place, self.cues) if alone else None
        if attributed is not None:
            return attributed
        last = self._last
        if last is not None and _adjoins(last, first, place):
            return last
        whole = signs[place] != "4"
        span = [(place, place + 1)]
        if last is not None and self._paragraph == start:
            if not whole:
                return None
            return Claim(span, self._subject_before(first) or last.source, None, "same")
        ahead = self._ahead(number, finish)
        if ahead is not None:
            return Claim(span, ahead.source, ahead.cue, "ahead")
        if whole and last is not None and alone and not self._is_heading(place):
            return (
                last
                if self._above(start) <= self._paragraph
                else Claim(span, last.source, last.cue, "goes on")
            )
        if whole and place > start:
            return Claim(span, self._subject_before(first), None, "after")
        return Claim(span, None, None, "alone") if alone and last is None else None

    def _ahead(self, number: int, finish: int) -> Claim | None:
        """The claim of one of the next stretches, before `finish`."""
        for place in self.order[number + 1 : number + 4]:
            if place < finish and place in self._of:
                return self._of[place]
        return None

    def _subject_before(self, first: int) -> tuple[int, int] | None:
        """The subject of the sentence before the one that begins at `first`."""
        return (
            sources.main(self.skeleton.signs, *self.skeleton.sentence(first - 1)) if first else None
        )

    def _above(self, start: int) -> int:
        """Where the paragraph before the one at `start` begins."""
        end = start - 1
        while end > 0 and self.skeleton.signs[end - 1] == "\n":
            end -= 1
        return self.skeleton.paragraph(max(end - 1, 0))[0]

    def _is_heading(self, place: int) -> bool:
        """Whether a stretch that is a paragraph of its own is a heading: a short one, between
        single marks.
        """
        stretch = self.skeleton.stretch_at[place]
        single = (
            self.skeleton.units.text[stretch.start] in "'‘" and stretch.first - stretch.start == 1
        )
        return single and stretch.end - stretch.start < _LONGEST_HEADING


def _adjoins(claim: Claim, first: int, place: int) -> bool:
    """Whether a stretch that begins a sentence goes on what was attributed in the sentence before."""
    if claim.pieces[-1][1] == place:
        return True
    return (
        claim.cue is not None and claim.how in ("left", "around") and claim.cue.sentence[1] == first
    )
