"""Remarks that a speaker reports of somebody else inside a quotation."""

from __future__ import annotations

import re

from quotecli.drafting import claims, cues
from quotecli.drafting.claims import Claim
from quotecli.drafting.sentences import Skeleton

_NAMED = re.compile(r"N[^.?!\n]{0,40}V")
_NAME = re.compile(r"(?:(?<=[,_rTNI])|^)N+,?$")
_SHORTEST, _SHORTEST_REMARK = 60, 4  # code points of a quotation, words of a remark


def remarks(skeleton: Skeleton, made: list[Claim]) -> list[tuple[Skeleton, Claim, Claim]]:
    """The reported remarks within the stretches of claims: where each is told, its claim, and the
    claim around it.

    Only somebody named, with a finite verb of speech, counts: "I think" or "they say" inside a
    quotation is the speaker's own way of talking.
    """
    found: list[tuple[Skeleton, Claim, Claim]] = []
    tokens, signs, stretch_at = skeleton.units, skeleton.signs, skeleton.stretch_at
    seen: set[int] = set()
    for outer in made:
        for first, last in outer.pieces:
            for match in _STRETCH.finditer(signs, first, last):
                stretch = stretch_at[match.start()]
                if stretch.last - stretch.first < _SHORTEST:
                    continue
                begin, end = tokens.at(stretch.first), tokens.at(stretch.last)
                if begin in seen or not _NAMED.search(tokens.tags, begin, end):
                    continue
                seen.add(begin)
                inner = Skeleton.within(tokens, begin, end)
                for claim in claims.claims(inner, cues.find(inner)):
                    if _counts(inner, claim):
                        found.append((inner, claim, outer))
    return found


_STRETCH = re.compile("[1-4]")


def _counts(inner: Skeleton, claim: Claim) -> bool:
    cue, source = claim.cue, claim.source
    if cue is None or source is None or cue.form != "V" or "s" not in cue.verb.frames:
        return False
    if "q" not in cue.verb.frames or claim.how not in ("clause", "object"):
        return False
    first, last = claim.pieces[-1]
    return last - first >= _SHORTEST_REMARK and _NAME.search(inner.signs, *source) is not None
