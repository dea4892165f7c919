"""What each cue claims for its source: stretches and clauses before it, around it and after it."""

from __future__ import annotations

from quotecli.drafting import frames
from quotecli.drafting.claims.complements import Content, find_after, skip
from quotecli.drafting.claims.cues import ATTITUDES, ING_FORMS, Cue
from quotecli.drafting.claims.sources import Range
from quotecli.drafting.language import phrases
from quotecli.drafting.reading.sentences import STRETCHES, Skeleton
from quotecli.drafting.tags import (
    ACCORDING,
    ATTITUDE_VERB,
    STRETCH_BREAK,
    STRETCH_STOP,
    tag_set,
)
from quotecli.model import Polarity

_ENDED = frozenset((STRETCH_STOP, STRETCH_BREAK))
_PAUSES = frozenset(",-")
_BEFORE_CUE = tag_set("ADVERB BUT")
_AFTER_PAUSE = STRETCHES | {","}
_CLAUSE_STARTS = tag_set("AND BUT ,-") | frozenset(" \n")
_NO_CUES: list[Cue] = []
_MAX_FOLLOWING = 4
_ATTRIBUTION_REACH = 9  # signs


class Claim:
    """A quotation in the making.

    `pieces` and `source` are ranges of places; `rule` names what found it, as in confidence.py.
    What has negative `polarity` is denied: see polarity.py.
    """

    __slots__ = ("cue", "pieces", "polarity", "rule", "source")

    def __init__(
        self, pieces: list[Range], source: Range | None, cue: Cue | None, rule: str
    ) -> None:
        self.pieces = pieces
        self.source = source
        self.cue = cue
        self.rule = rule
        self.polarity: Polarity = "positive"


def find_claims(skeleton: Skeleton, cues: list[Cue]) -> list[Claim]:
    """Return the claims of all cues, in order; a stretch belongs to one only."""
    taken: set[int] = set()
    claims: list[Claim] = []
    signs = skeleton.signs
    for number, cue in enumerate(cues):
        end = cue.sentence[1]
        following = _NO_CUES
        if number + 1 < len(cues) and cues[number + 1].place < end:
            nearest = cues[number + 1 : number + 1 + _MAX_FOLLOWING]
            following = [one for one in nearest if one.place < end]

        claim = _claim(signs, cue, following, taken)
        if claim is not None:
            claims.append(claim)
            for first, last in claim.pieces:
                for match in phrases.STRETCH.finditer(signs, first, last):
                    taken.add(match.start())
    return claims


def _claim(signs: str, cue: Cue, following: list[Cue], taken: set[int]) -> Claim | None:
    """Return what a cue claims: what stands before it if possible, else what stands after it."""
    right = find_after(signs, cue, following)
    left = _left(signs, cue, taken, right)
    if left is not None and cue.verb.speaks and not _is_passed_over(signs, cue, left, right):
        if cue.form in ING_FORMS and not right:
            return None
        if right is not None and _goes_on_after(left, right):
            return Claim([left, right[0]], cue.source, cue, "around")
        next_stretch = _following_stretch(signs, cue, following, taken)
        return Claim([left, *next_stretch], cue.source, cue, "left")

    if right is None or right[1] == "goes on" or not _is_reported(signs, cue, *right):
        return None
    pieces = [right[0]] if cue.subject is None else [cue.subject, right[0]]
    return Claim(pieces, cue.source, cue, right[1])


def _goes_on_after(left: Range, right: Content) -> bool:
    """Return True if what stands before a cue goes on in what stands after it."""
    return right[1] in ("stretch", "colon") or (right[1] == "goes on" and left[1] - left[0] > 1)


def _is_passed_over(signs: str, cue: Cue, left: Range, right: Content | None) -> bool:
    """Return True for a stretch in mid-sentence whose cue has its content after it."""
    if right is None or right[1] == "object" or cue.turned or left[1] - left[0] != 1:
        return False
    return left[0] > skip(phrases.OPENING, signs, cue.sentence[0], len(signs))


def _is_reported(signs: str, cue: Cue, span: Range, rule: str) -> bool:
    """Return True if what follows a cue is said, rather than wanted, liked or done."""
    if not cue.verb.speaks and rule not in ("clause", "object"):
        return False
    if rule != "object" or frames.NAMING in cue.verb.frames or cue.form not in ATTITUDES:
        return True
    return cue.form == ATTITUDE_VERB and phrases.STRETCH.search(signs, *span) is None


# What stands before a cue.


def _left(signs: str, cue: Cue, taken: set[int], right: Content | None) -> Range | None:
    """Return the stretch before a cue, or the whole clause that the cue only trails."""
    first, at = cue.sentence[0], cue.first
    while at > first + 1 and signs[at - 1] in _BEFORE_CUE and signs[at - 2] in _AFTER_PAUSE:
        at -= 1
    if at == first:
        return _stretch_above(signs, cue, taken, right)

    before = _skip_pauses(signs, first, at - 1)
    start = _find_clause_start(signs, first, before)
    if signs[before] in STRETCHES and before not in taken:
        return start, before + 1
    trailing = signs[at - 1] in _PAUSES and (cue.form == ACCORDING or trails(signs, cue))
    return (start, before + 1) if trailing and before > start else None


def _skip_pauses(signs: str, first: int, before: int) -> int:
    while before > first and signs[before] in _PAUSES:
        before -= 1
    return before


def _stretch_above(signs: str, cue: Cue, taken: set[int], right: Content | None) -> Range | None:
    """Return the stretch that ended the sentence before: “Will we sail?” asked Ada Marlow."""
    first, last = cue.sentence
    if not first or signs[first - 1] not in _ENDED or first - 1 in taken:
        return None
    asked = signs[first - 1] == STRETCH_BREAK and (right is None or right[1] == "object")
    short = cue.last >= last or signs[cue.last] in ".,\n;"
    return (first - 1, first) if asked or short else None


def trails(signs: str, cue: Cue) -> bool:
    """Return True if only circumstances stand between a cue and the next point or comma."""
    last = cue.sentence[1]
    if cue.last >= last or signs[cue.last] in ".,;\n?!-":
        return True
    if frames.SPEECH not in cue.verb.frames:
        return False
    end = skip(phrases.CIRCUMSTANCE, signs, cue.last, last)
    return end >= last or signs[end] in ".,;\n"


def _find_clause_start(signs: str, first: int, before: int) -> int:
    """Return where the clause that ends at `before` begins."""
    start = first
    while start < before and signs[start] in _CLAUSE_STARTS:
        start += 1
    return start


def _following_stretch(signs: str, cue: Cue, following: list[Cue], taken: set[int]) -> list[Range]:
    """Return the stretch that goes on after an attribution which ended its sentence, if any."""
    last = cue.sentence[1]
    if following and phrases.STRETCH.search(signs, cue.last, last):
        return []
    if signs[last - 1] not in ".?!" or last >= len(signs):
        return []
    if signs[last] not in STRETCHES or last in taken:
        return []
    if phrases.ATTRIBUTED_STRETCH.match(signs, last, last + _ATTRIBUTION_REACH):
        return []
    return [(last, last + 1)]
