"""Stretches without a cue of their own: joined to what was said before, or given its source."""

from __future__ import annotations

import re
from itertools import pairwise

from quotecli.drafting.claims import sources, uncued
from quotecli.drafting.claims.claims import Claim
from quotecli.drafting.claims.cues import Cue
from quotecli.drafting.claims.sources import Range
from quotecli.drafting.language import phrases
from quotecli.drafting.reading.sentences import STRETCHES, Skeleton
from quotecli.drafting.tags import STRETCH_PLAIN

_MAX_ALONE = 200  # signs of a paragraph that may hold nothing but quotations
_MAX_HEADING = 80  # code points of a heading between single marks
_STRETCHES_AHEAD = 3
_EMPTY = re.compile(r"\n*")
_ONLY_MARKED = STRETCHES | frozenset(".,?!")


def complete(skeleton: Skeleton, cues: list[Cue], claims: list[Claim]) -> list[Claim]:
    """Return all claims: those given, with what continues them, and those of other stretches."""
    walk = _Walk(skeleton, cues, claims)
    walk.join_open()
    for number, place in enumerate(walk.order):
        walk.visit(number, place)
    return walk.claims


class _Walk:
    """A walk through the stretches of a text that knows who spoke last and in which paragraph."""

    def __init__(self, skeleton: Skeleton, cues: list[Cue], claims: list[Claim]) -> None:
        self.skeleton = skeleton
        self.cues = cues
        self.claims = list(claims)
        self.order = sorted(skeleton.stretch_at)
        self._of: dict[int, Claim] = {}
        self._last: Claim | None = None
        self._other: Claim | None = None  # who spoke before the last one, in a dialogue
        self._paragraph = 0
        for claim in claims:
            self._take(claim)

    def _take(self, claim: Claim) -> None:
        for first, last in claim.pieces:
            for match in phrases.STRETCH.finditer(self.skeleton.signs, first, last):
                self._of.setdefault(match.start(), claim)

    def join_open(self) -> None:
        """Join each stretch left open at its paragraph's end to the one that begins the next."""
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
        """Give the stretch at `place`, the `number`th, to an earlier claim or one of its own."""
        claim = self._of.get(place)
        if claim is None:
            claim = (
                uncued.find_attributed(self.skeleton, place, self.cues)
                or self._continue(number, place)
                or uncued.find_fragment(self.skeleton, place)
            )
            if claim is None:
                return
            if claim is self._last:
                claim.pieces.append((place, place + 1))
                self._of[place] = claim
            else:
                self.claims.append(claim)
                self._take(claim)
        if claim is not self._last:
            self._other, self._last = self._find_partner(claim, place), claim
        self._paragraph = self.skeleton.paragraph(place)[0]

    def _continue(self, number: int, place: int) -> Claim | None:
        """Return the claim of a stretch that begins a sentence: the last one, or a new one."""
        signs = self.skeleton.signs
        first, _ = self.skeleton.sentence(place)
        if not phrases.FRONT.fullmatch(signs, first, place):
            return None
        start, finish = self.skeleton.paragraph(place)
        alone = finish - start < _MAX_ALONE and _ONLY_MARKED.issuperset(signs[start:finish])
        attributed = uncued.find_below(self.skeleton, place, self.cues) if alone else None
        if attributed is not None:
            return attributed
        if self._last is not None and _adjoins(self._last, first, place):
            return self._last

        whole = signs[place] != STRETCH_PLAIN
        span = [(place, place + 1)]
        if self._last is not None and self._paragraph == start:
            source = self._find_subject_before(first) or self._last.source
            return Claim(span, source, None, "same") if whole else None
        ahead = self._find_ahead(number, finish)
        if ahead is not None:
            return Claim(span, ahead.source, ahead.cue, "ahead")
        return self._start(place, whole, alone)

    def _start(self, place: int, whole: bool, alone: bool) -> Claim | None:
        """Return the claim of the first stretch of a paragraph that names nobody.

        `whole` is true for a stretch that ends with a mark of its own, `alone` for a paragraph of
        marked stretches only.
        """
        start, _ = self.skeleton.paragraph(place)
        span, last = [(place, place + 1)], self._last
        if whole and last is not None and alone and not self._is_heading(place):
            return self._go_on(last, span, start)
        if whole:
            source = self._find_beside(place, start)
            if source is not None or place > start:
                return Claim(span, source, None, "after")
        return Claim(span, None, None, "alone") if alone and last is None else None

    def _go_on(self, last: Claim, span: list[Range], start: int) -> Claim:
        """Return the claim of a paragraph that only goes on, by its last speaker or the other."""
        above = self._find_paragraph_above(start)
        if self._turns_away(last, start):
            return Claim(span, None, None, "turned")
        if above <= self._paragraph:
            other = self._other
            return Claim(span, other.source, other.cue, "goes on") if other else last
        return Claim(span, last.source, last.cue, "goes on")

    def _find_beside(self, place: int, start: int) -> Range | None:
        """Return who acts right after a stretch that begins a paragraph, else before it."""
        if place == start:
            beat = phrases.BEAT.match(self.skeleton.signs, place + 1)
            return beat.span("source") if beat else None
        return self._find_subject_before(self.skeleton.sentence(place)[0])

    def _find_partner(self, claim: Claim, place: int) -> Claim | None:
        """Return who spoke in the paragraph above, if the source of a claim is somebody else."""
        last = self._last
        if last is None or last.source is None or claim.source is None:
            return None
        start = self.skeleton.paragraph(place)[0]
        if self._find_paragraph_above(start) != self._paragraph or start == self._paragraph:
            return None
        return last if self._text(last.source) != self._text(claim.source) else None

    def _text(self, source: Range) -> str:
        return self.skeleton.units.text[
            self.skeleton.start(source[0]) : self.skeleton.end(source[1])
        ]

    def _turns_away(self, last: Claim, start: int) -> bool:
        """Return True if somebody else is the subject between a claim and a paragraph."""
        end = last.pieces[-1][1]
        if last.cue is not None:
            end = max(end, last.cue.sentence[1])
        return phrases.NAMED_SUBJECT.search(self.skeleton.signs, end, start) is not None

    def _find_ahead(self, number: int, finish: int) -> Claim | None:
        """Return the claim of one of the next stretches before `finish`."""
        for place in self.order[number + 1 : number + 1 + _STRETCHES_AHEAD]:
            if place < finish and place in self._of:
                return self._of[place]
        return None

    def _find_subject_before(self, first: int) -> Range | None:
        """Return the subject of the sentence before the one that begins at `first`."""
        if not first:
            return None
        return sources.find_main(self.skeleton.signs, *self.skeleton.sentence(first - 1))

    def _find_paragraph_above(self, start: int) -> int:
        """Return where the paragraph before the one at `start` begins."""
        end = start - 1
        while end > 0 and self.skeleton.signs[end - 1] == "\n":
            end -= 1
        return self.skeleton.paragraph(max(end - 1, 0))[0]

    def _is_heading(self, place: int) -> bool:
        """Return True for a paragraph between single marks that is as short as a heading."""
        stretch = self.skeleton.stretch_at[place]
        single = (
            self.skeleton.units.text[stretch.start] in "'‘" and stretch.first - stretch.start == 1
        )
        return single and stretch.end - stretch.start < _MAX_HEADING


def _adjoins(claim: Claim, first: int, place: int) -> bool:
    """Return True if a stretch that begins a sentence continues what the one before attributed."""
    if claim.pieces[-1][1] == place:
        return True
    cue = claim.cue
    return cue is not None and claim.rule in ("left", "around") and cue.sentence[1] == first
