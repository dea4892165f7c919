"""What each cue governs: the stretches and clauses of its sentence, and those that follow from it."""

from __future__ import annotations

import re

from quotecli.drafting.cues import Cue
from quotecli.drafting.sentences import Skeleton

Range = tuple[int, int]

STRETCH = "1234"
_FILLER = re.compile(r"[^,:.;?!\n1-4hwCVJAKB(-]*")
_LONG_FILLER = re.compile(
    r"[^,:.;?!\n1-4hwCVJAKB(-]*(?:,[ptbyae][^,.:;?!\n1-4hwCVJAKB(-]{0,30})+[,:](?=[1-4])"
)
_ADDRESSEE = re.compile(r"(?:O|d{0,2}[nNrUITk_0'Gge&-]{1,8}(?:[oc]d{0,2}[nNrUITk_0'Gge&-]{1,6})?)")
_CIRCUMSTANCE = re.compile(
    r"(?:a|[ad0n]{0,3}y[0,]*|[ptb]d{0,2}[nNrUITk_0'GgeiyRM&O-]{1,8}(?:[op]d{0,2}[nNrUITk_0'GgeiyRM&-]{1,8})*)*"
)
# Alternatives that all begin with a plain character: a search then passes over every other one at
# once.
_CLAUSE_END = re.compile(
    r",a*J(?!n?h)|aa*J(?!n?h)|J(?!n?h)|,c?[xa]*V|,C?%t|\.|\?|!|\n|;|2|--?[xa]*V"
)
_OBJECT_END = re.compile(r"1|,|c(?=P)|C(?=[^,]*[xvVAeZ])")
_MARKED = re.compile("[1-4]")
_BEGINS = frozenset("dNPnrITUGgZ0")
_NONE: list[Cue] = []
_FINITE = re.compile(r"[xvVABFeZ]")


class Claim:
    """A quote in the making: its pieces and source as ranges of places, its cue, and how it was
    found.
    """

    __slots__ = ("cue", "how", "pieces", "source")

    def __init__(
        self, pieces: list[Range], source: Range | None, cue: Cue | None, how: str
    ) -> None:
        self.pieces = pieces
        self.source = source
        self.cue = cue
        self.how = how


def claims(skeleton: Skeleton, cues: list[Cue]) -> list[Claim]:
    """The claims of all cues, in order; a stretch belongs to one only."""
    taken: set[int] = set()
    made: list[Claim] = []
    signs = skeleton.signs
    for number, cue in enumerate(cues):
        end = cue.sentence[1]
        following = _NONE
        if number + 1 < len(cues) and cues[number + 1].place < end:
            following = [one for one in cues[number + 1 : number + 5] if one.place < end]
        claim = _claim(signs, cue, following, taken)
        if claim is not None:
            made.append(claim)
            for first, last in claim.pieces:
                for match in _MARKED.finditer(signs, first, last):
                    taken.add(match.start())
    return made


def _claim(signs: str, cue: Cue, following: list[Cue], taken: set[int]) -> Claim | None:
    first, last = cue.sentence
    right = _right(signs, cue, following, last)
    left = _left(signs, cue, first, taken, right)
    frames = cue.verb.frames
    speech = "s" in frames or "q" in frames
    if left is not None and speech and not _passed_over(signs, cue, left, right):
        if cue.form in "JK" and not right:
            return None
        pieces = [left]
        joined = ("stretch", "colon") if left[1] - left[0] == 1 else ("stretch", "colon", "goes on")
        if right is not None and right[1] in joined:
            return Claim([left, right[0]], cue.source, cue, "around")
        _follow(signs, cue, pieces, last, following, taken)
        return Claim(pieces, cue.source, cue, "left")
    if right is None or right[1] == "goes on" or not _worth(signs, cue, *right):
        return None
    pieces = [right[0]] if cue.subject is None else [cue.subject, right[0]]
    return Claim(pieces, cue.source, cue, right[1])


def _passed_over(signs: str, cue: Cue, left: Range, right: tuple[Range, str] | None) -> bool:
    """Whether a stretch before a cue is not its content: it stands in mid-sentence, and more
    follows the cue.
    """
    if right is None or right[1] == "object" or cue.turned or left[1] - left[0] != 1:
        return False
    return left[0] > _opening(signs, cue.sentence[0])


def _worth(signs: str, cue: Cue, span: Range, how: str) -> bool:
    """Whether what follows a cue is a quotation rather than what somebody wants, likes or does."""
    frames = cue.verb.frames
    if "s" not in frames and "q" not in frames and how not in ("clause", "object"):
        return False
    if how != "object" or "n" in frames or cue.form not in "AKF":
        return True
    return cue.form == "A" and _MARKED.search(signs, *span) is None


_OPENING = re.compile(r"\n?[cCa]*,?")


def _opening(signs: str, first: int) -> int:
    """Where a sentence begins, a conjunction or adverb in front left out."""
    match = _OPENING.match(signs, first)
    return match.end() if match else first


def _left(
    signs: str, cue: Cue, first: int, taken: set[int], right: tuple[Range, str] | None
) -> Range | None:
    """What stands before a cue as its content: a stretch, or the whole clause where the cue only
    trails it.
    """
    at = cue.first
    while at > first and signs[at - 1] in "aC" and at > first + 1 and signs[at - 2] in ",1234":
        at -= 1
    edge = signs[at - 1] if at > first else ""
    if not edge and first and signs[first - 1] in "23":
        asked = signs[first - 1] == "3" and (right is None or right[1] == "object")
        if first - 1 not in taken and (asked or _short_tail(signs, cue)):
            return first - 1, first
        return None
    before = at - 1
    while before > first and signs[before] in ",-":
        before -= 1
    if before < first:
        return None
    if signs[before] in STRETCH and before not in taken:
        begin = before
        if before > first:
            begin = _clause_start(signs, first, before)
        return begin, before + 1
    if edge in (",", "-") and (cue.form == "%" or trails(signs, cue)):
        start = _clause_start(signs, first, before)
        if before - start >= 1:
            return start, before + 1
    return None


def trails(signs: str, cue: Cue) -> bool:
    """Whether nothing but circumstances stand between a cue and the next point or comma."""
    last = cue.sentence[1]
    if cue.last >= last or signs[cue.last] in ".,;\n?!-":
        return True
    if "s" not in cue.verb.frames:
        return False
    match = _CIRCUMSTANCE.match(signs, cue.last, last)
    end = match.end() if match else cue.last
    return end >= last or signs[end] in ".,;\n"


def _short_tail(signs: str, cue: Cue) -> bool:
    return cue.last >= cue.sentence[1] or signs[cue.last] in ".,\n;"


def _clause_start(signs: str, first: int, before: int) -> int:
    """Where the clause that ends at `before` begins."""
    start = first
    while start < before and signs[start] in " \ncC,-":
        start += 1
    return start


def _right(signs: str, cue: Cue, following: list[Cue], last: int) -> tuple[Range, str] | None:
    """What stands after a cue as its content, and how it is joined."""
    at = cue.last
    frames = cue.verb.frames
    if at >= last:
        return None
    if cue.form == "%":
        if signs[at] == "," and cue.place - cue.sentence[0] <= 1:
            return _clause(signs, at + 1, last, following)
        return None
    sign = signs[at]
    if sign in STRETCH:
        return _stretch(signs, at, last)
    if sign in ",:" and at + 1 < last and signs[at + 1] in STRETCH:
        return _stretch(signs, at + 1, last)
    if cue.turned:
        if sign == ":" and at + 1 < last:
            return (at + 1, last), "colon"
        if sign == ",":
            return _goes_on(signs, at + 1, last)
        return None
    if sign == ",":
        return _goes_on(signs, at + 1, last)
    if sign in ".;?!\n-":
        return None
    if sign == ":":
        return ((at + 1, last), "colon") if last - at > 3 else None
    if _MARKED.search(signs, at, last) is not None:
        filler = _LONG_FILLER.match(signs, at, last)
        if filler:
            return _stretch(signs, filler.end(), last)
        filler = _FILLER.match(signs, at, last)
        stop = filler.end() if filler else at
        if stop < last:
            nxt = signs[stop]
            if nxt in ":," and stop + 1 < last and signs[stop + 1] in STRETCH:
                return _stretch(signs, stop + 1, last)
    circumstance = _CIRCUMSTANCE.match(signs, at, last) if sign in "ad0nyptb" else None
    inner = circumstance.end() if circumstance else at
    if "a" in frames:
        addressee = _ADDRESSEE.match(signs, inner, last)
        if addressee is not None:
            inner = addressee.end()
            circumstance = _CIRCUMSTANCE.match(signs, inner, last)
            inner = circumstance.end() if circumstance else inner
    relative = cue.source is not None and signs[cue.source[0]] == "W"
    if inner < last and signs[inner] in STRETCH and "n" not in frames:
        return _stretch(signs, inner, last)
    if inner < last and signs[inner] == "h" and "t" in frames:
        return _clause(signs, inner, last, following, relative)
    if inner < last and signs[inner] == "w":
        return _clause(signs, inner, last, following, relative)
    if "b" in frames:
        begin = inner if "y" in signs[at:inner] and signs[inner : inner + 1] in _BEGINS else at
        found = _clause(signs, begin, last, following, relative)
        if found and _FINITE.search(signs, found[0][0] + 1, found[0][1]):
            return found
    governed = _governs(frames, signs[at])
    if not governed and "s" not in frames:
        return None
    found = _clause(signs, at, last, following, relative)
    if found is None or not (governed or _MARKED.search(signs, *found[0])):
        return None
    start, end = found[0]
    if signs[end - 1] == ":" or signs[end : end + 1] == ":":
        return None
    limit = _OBJECT_END.search(signs, start + 1, end)
    if limit is not None:
        end = limit.end() if limit.group() == "1" else limit.start()
    return (start, end), "object"


def _governs(frames: str, sign: str) -> bool:
    """Whether a verb of these frames takes what begins with a sign for its content."""
    if sign == "t":
        return "i" in frames or "p" in frames
    if sign in "pob":
        return "p" in frames
    if sign in "hw":
        return "t" in frames or "w" in frames
    return "o" in frames or "n" in frames


def _goes_on(signs: str, at: int, last: int) -> tuple[Range, str] | None:
    if at < last and signs[at] not in "JKW" and last - at > 2:
        return (at, last), "goes on"
    return None


def _stretch(signs: str, at: int, last: int) -> tuple[Range, str]:
    """A stretch right after a cue, with the words that the sentence goes on with."""
    end = at + 1
    if signs[at] == "4" and end < last and signs[end] in "ptob4nNrd":
        found = _clause_stop(signs, end, last)
        if found > end:
            end = found
    return (at, end), "stretch"


def _clause_stop(signs: str, at: int, last: int) -> int:
    match = _CLAUSE_END.search(signs, at, last)
    if match is None:
        return last
    return match.end() if match.group() == "2" else match.start()


def _clause(
    signs: str, at: int, last: int, following: list[Cue], relative: bool = False
) -> tuple[Range, str] | None:
    end = _clause_stop(signs, at + 1, last)
    if relative:
        comma = signs.find(",", at, end)
        end = comma if comma >= 0 else end
    for cue in following:
        edge = cue.first - 1
        if at < edge < end and cue.source is not None and cue.form not in "JK":
            if signs[edge] in ",;":
                end = edge
            elif signs[edge] in "cC" and signs[edge - 1] == ",":
                end = edge - 1
    if end - at < 2:
        return None
    return (at, end), "clause"


def _follow(
    signs: str, cue: Cue, pieces: list[Range], last: int, following: list[Cue], taken: set[int]
) -> None:
    """Add the stretch that goes on after an attribution which ended its sentence."""
    if following and any(sign in STRETCH for sign in signs[cue.last : last]):
        return
    if signs[last - 1] not in ".?!" or last >= len(signs):
        return
    if (
        signs[last] in STRETCH
        and last not in taken
        and not re.match(r"[14],?(?:[PNrnd_TI]{1,6}V|V)", signs[last : last + 9])
    ):
        pieces.append((last, last + 1))
