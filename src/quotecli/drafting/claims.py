"""What each cue governs: stretches and clauses of its sentence, and those that follow from it."""

from __future__ import annotations

import re

from quotecli.drafting import frames
from quotecli.drafting.cues import ATTITUDES, ING_FORMS, SENTENCE_STOPS, Cue
from quotecli.drafting.language import phrases
from quotecli.drafting.sentences import STRETCHES, Skeleton
from quotecli.drafting.sources import Range
from quotecli.drafting.tags import (
    ACCORDING,
    ATTITUDE_VERB,
    BY,
    OF,
    PREPOSITION,
    QUESTION,
    RELATIVE,
    STRETCH_BREAK,
    STRETCH_COMMA,
    STRETCH_PLAIN,
    STRETCH_STOP,
    THAT,
    TIME,
    TO,
    tag_set,
)

Content = tuple[Range, str]
"""What stands after a cue, and the rule that found it."""

_ENDED = frozenset((STRETCH_STOP, STRETCH_BREAK))
_PAUSES = frozenset(",-")
_BEFORE_CUE = tag_set("ADVERB BUT")
_AFTER_PAUSE = STRETCHES | {","}
_CLAUSE_STARTS = tag_set("AND BUT ,-") | frozenset(" \n")
_SUBJECT_STARTS = tag_set(
    "DETERMINER NAME PRONOUN NOUN ROLE INITIAL TITLE INITIALS NAME_POSSESSIVE POSSESSIVE "
    "CONTRACTION NUMBER"
)
_NO_CONTINUATION = ING_FORMS | {RELATIVE}
_AFTER_PLAIN = tag_set("PREPOSITION TO OF BY STRETCH_PLAIN NOUN NAME ROLE DETERMINER")
# The frames of which a verb needs one to take what begins with a sign; any other sign is a noun's.
_GOVERNING = {
    TO: frozenset((frames.INFINITIVE, frames.PREPOSITION)),
    **dict.fromkeys((PREPOSITION, OF, BY), frozenset((frames.PREPOSITION,))),
    **dict.fromkeys((THAT, QUESTION), frozenset((frames.THAT, frames.QUESTION))),
}
_GOVERNING_NOUNS = frozenset((frames.OBJECT, frames.NAMING))
_CONJUNCTIONS = tag_set("AND BUT")
_NO_CUES: list[Cue] = []
_MAX_FOLLOWING = 4
_ATTRIBUTION_REACH = 9


class Claim:
    """A quotation in the making.

    `pieces` and `source` are ranges of places; `rule` names what found it, as in confidence.py.
    """

    __slots__ = ("cue", "pieces", "rule", "source")

    def __init__(
        self, pieces: list[Range], source: Range | None, cue: Cue | None, rule: str
    ) -> None:
        self.pieces = pieces
        self.source = source
        self.cue = cue
        self.rule = rule


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
    """Return what a cue claims: what stands before it where it can, else what stands after it."""
    right = _right(signs, cue, following)
    left = _left(signs, cue, taken, right)
    if left is not None and cue.verb.speaks and not _is_passed_over(signs, cue, left, right):
        if cue.form in ING_FORMS and not right:
            return None
        joined = ("stretch", "colon") if left[1] - left[0] == 1 else ("stretch", "colon", "goes on")
        if right is not None and right[1] in joined:
            return Claim([left, right[0]], cue.source, cue, "around")
        next_stretch = _following_stretch(signs, cue, following, taken)
        return Claim([left, *next_stretch], cue.source, cue, "left")

    if right is None or right[1] == "goes on" or not _is_reported(signs, cue, *right):
        return None
    pieces = [right[0]] if cue.subject is None else [cue.subject, right[0]]
    return Claim(pieces, cue.source, cue, right[1])


def _is_passed_over(signs: str, cue: Cue, left: Range, right: Content | None) -> bool:
    """Return True for a stretch in mid-sentence whose cue has its content after it."""
    if right is None or right[1] == "object" or cue.turned or left[1] - left[0] != 1:
        return False
    return left[0] > _skip(phrases.OPENING, signs, cue.sentence[0], len(signs))


def _is_reported(signs: str, cue: Cue, span: Range, rule: str) -> bool:
    """Return True if what follows a cue is said, rather than wanted, liked or done."""
    if not cue.verb.speaks and rule not in ("clause", "object"):
        return False
    if rule != "object" or frames.NAMING in cue.verb.frames or cue.form not in ATTITUDES:
        return True
    return cue.form == ATTITUDE_VERB and phrases.STRETCH.search(signs, *span) is None


def _skip(pattern: re.Pattern[str], signs: str, at: int, last: int) -> int:
    """Return where a pattern that matches at a place ends; the place itself if it does not."""
    match = pattern.match(signs, at, last)
    return match.end() if match else at


# What stands before a cue.


def _left(signs: str, cue: Cue, taken: set[int], right: Content | None) -> Range | None:
    """Return the stretch before a cue, or the whole clause that the cue only trails."""
    first, at = cue.sentence[0], cue.first
    while at > first + 1 and signs[at - 1] in _BEFORE_CUE and signs[at - 2] in _AFTER_PAUSE:
        at -= 1
    if at == first:
        return _stretch_above(signs, cue, taken, right)

    before = at - 1
    while before > first and signs[before] in _PAUSES:
        before -= 1
    start = _find_clause_start(signs, first, before)
    if signs[before] in STRETCHES and before not in taken:
        return start, before + 1
    trailing = signs[at - 1] in _PAUSES and (cue.form == ACCORDING or trails(signs, cue))
    return (start, before + 1) if trailing and before > start else None


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
    end = _skip(phrases.CIRCUMSTANCE, signs, cue.last, last)
    return end >= last or signs[end] in ".,;\n"


def _find_clause_start(signs: str, first: int, before: int) -> int:
    """Return where the clause that ends at `before` begins."""
    start = first
    while start < before and signs[start] in _CLAUSE_STARTS:
        start += 1
    return start


# What stands after a cue.


def _right(signs: str, cue: Cue, following: list[Cue]) -> Content | None:
    """Return what stands after a cue as its content."""
    at, last = cue.last, cue.sentence[1]
    if at >= last:
        return None
    if cue.form == ACCORDING:
        opens = signs[at] == "," and cue.place - cue.sentence[0] <= 1
        return _clause(signs, at + 1, last, following) if opens else None

    stretch = at + 1 if signs[at] in ",:" else at
    if stretch < last and signs[stretch] in STRETCHES:
        return _stretch(signs, stretch, last)
    if signs[at] in SENTENCE_STOPS or cue.turned:
        return _after_pause(signs, cue)
    return _complement(signs, cue, following)


def _after_pause(signs: str, cue: Cue) -> Content | None:
    """Return what a sentence goes on with after the comma or colon behind an attribution."""
    at, last = cue.last, cue.sentence[1]
    if signs[at] == ":":
        return ((at + 1, last), "colon") if last - at > (1 if cue.turned else 3) else None
    if signs[at] == "," and last - at > 3 and signs[at + 1] not in _NO_CONTINUATION:
        return (at + 1, last), "goes on"
    return None


def _complement(signs: str, cue: Cue, following: list[Cue]) -> Content | None:
    """Return what a cue governs without a mark between: a stretch, a clause or an object."""
    last, governed = cue.sentence[1], cue.verb.frames
    inner = _skip_circumstances(signs, cue)
    sign = signs[inner] if inner < last else ""
    stretch = _find_inserted_stretch(signs, cue.last, last)
    if stretch is None and sign in STRETCHES and frames.NAMING not in governed:
        stretch = inner
    if stretch is not None:
        return _stretch(signs, stretch, last)

    relative = _is_relative(signs, cue)
    if sign == QUESTION or (sign == THAT and frames.THAT in governed):
        return _clause(signs, inner, last, following, relative)
    if frames.CLAUSE in governed:
        begin = _skip_time(signs, cue.last, inner)
        clause = _clause(signs, begin, last, following, relative)
        if clause and phrases.FINITE_VERB.search(signs, clause[0][0] + 1, clause[0][1]):
            return clause
    return _object(signs, cue, following, relative)


def _is_relative(signs: str, cue: Cue) -> bool:
    return cue.source is not None and signs[cue.source[0]] == RELATIVE


def _skip_time(signs: str, at: int, inner: int) -> int:
    """Return where a clause without "that" begins: said [on Monday] the boats would sail."""
    timed = TIME in signs[at:inner] and signs[inner : inner + 1] in _SUBJECT_STARTS
    return inner if timed else at


def _skip_circumstances(signs: str, cue: Cue) -> int:
    """Return the place after when and where something is said, and to whom."""
    last = cue.sentence[1]
    at = _skip(phrases.CIRCUMSTANCE, signs, cue.last, last)
    if frames.ADDRESSEE in cue.verb.frames:
        addressee = phrases.ADDRESSEE.match(signs, at, last)
        if addressee is not None:
            at = _skip(phrases.CIRCUMSTANCE, signs, addressee.end(), last)
    return at


def _find_inserted_stretch(signs: str, at: int, last: int) -> int | None:
    """Return the stretch behind an insertion: said in a statement: “…”."""
    if phrases.STRETCH.search(signs, at, last) is None:
        return None
    insertion = phrases.LONG_INSERTION.match(signs, at, last)
    if insertion:
        return insertion.end()
    stop = _skip(phrases.INSERTION, signs, at, last)
    if stop + 1 < last and signs[stop] in ":," and signs[stop + 1] in STRETCHES:
        return stop + 1
    return None


def _object(signs: str, cue: Cue, following: list[Cue], relative: bool) -> Content | None:
    """Return the object of a cue, up to where the clause it stands in goes on."""
    at, last, governed = cue.last, cue.sentence[1], cue.verb.frames
    governs = not _GOVERNING.get(signs[at], _GOVERNING_NOUNS).isdisjoint(governed)
    if not governs and frames.SPEECH not in governed:
        return None
    clause = _clause(signs, at, last, following, relative)
    if clause is None:
        return None
    start, end = clause[0]
    if not governs and phrases.STRETCH.search(signs, start, end) is None:
        return None
    if signs[end - 1] == ":" or signs[end : end + 1] == ":":
        return None

    limit = phrases.OBJECT_END.search(signs, start + 1, end)
    if limit is not None:
        end = limit.end() if limit.group() == STRETCH_COMMA else limit.start()
    return (start, end), "object"


def _stretch(signs: str, at: int, last: int) -> Content:
    """Return a stretch right after a cue, with the words that the sentence goes on with."""
    end = at + 1
    if signs[at] == STRETCH_PLAIN and end < last and signs[end] in _AFTER_PLAIN:
        end = max(end, _find_clause_end(signs, end, last))
    return (at, end), "stretch"


def _find_clause_end(signs: str, at: int, last: int) -> int:
    match = phrases.CLAUSE_END.search(signs, at, last)
    if match is None:
        return last
    return match.end() if match.group() == STRETCH_STOP else match.start()


def _clause(
    signs: str, at: int, last: int, following: list[Cue], relative: bool = False
) -> Content | None:
    """Return the clause at a place, up to the next speaker; a relative one ends at its comma."""
    end = _find_clause_end(signs, at + 1, last)
    if relative:
        comma = signs.find(",", at, end)
        end = comma if comma >= 0 else end

    for cue in following:
        edge = cue.first - 1
        if at < edge < end and cue.source is not None and cue.form not in ING_FORMS:
            if signs[edge] in ",;":
                end = edge
            elif signs[edge] in _CONJUNCTIONS and signs[edge - 1] == ",":
                end = edge - 1
    return ((at, end), "clause") if end - at >= 2 else None


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
