"""Remarks that a speaker reports of somebody else inside a quotation."""

from __future__ import annotations

from quotecli.drafting import frames
from quotecli.drafting.claims.claims import Claim, find_claims
from quotecli.drafting.claims.cues import find_cues
from quotecli.drafting.claims.polarity import keep_said
from quotecli.drafting.language import phrases
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.tags import SPEECH_VERB

_MIN_QUOTATION = 60  # code points of a quotation that may hold a remark
_MIN_REMARK = 4  # words of a remark


def find_remarks(skeleton: Skeleton, claims: list[Claim]) -> list[tuple[Skeleton, Claim, Claim]]:
    """Return the remarks reported within the stretches of claims.

    Each is the skeleton it stands in, its claim, and the claim around it. Only somebody named, with
    a finite verb of speech, counts: "I think" or "they say" inside a quotation is the speaker's own
    way of talking.
    """
    remarks: list[tuple[Skeleton, Claim, Claim]] = []
    tokens, stretch_at = skeleton.units, skeleton.stretch_at
    seen: set[int] = set()
    for outer in claims:
        for first, last in outer.pieces:
            for match in phrases.STRETCH.finditer(skeleton.signs, first, last):
                stretch = stretch_at[match.start()]
                if stretch.last - stretch.first < _MIN_QUOTATION:
                    continue
                begin, end = tokens.at(stretch.first), tokens.at(stretch.last)
                if begin in seen or not phrases.NAMED_SPEAKING.search(tokens.tags, begin, end):
                    continue
                seen.add(begin)
                inner = Skeleton.within(tokens, begin, end)
                remarks += [
                    (inner, claim, outer)
                    for claim in keep_said(inner, find_claims(inner, find_cues(inner)))
                    if _is_remark(inner, claim)
                ]
    return remarks


def _is_remark(inner: Skeleton, claim: Claim) -> bool:
    cue, source = claim.cue, claim.source
    if cue is None or source is None or cue.form != SPEECH_VERB:
        return False
    if not cue.verb.frames.issuperset((frames.SPEECH, frames.QUOTATION)):
        return False
    if claim.rule not in ("clause", "object"):
        return False
    first, last = claim.pieces[-1]
    return last - first >= _MIN_REMARK and phrases.NAMED.search(inner.signs, *source) is not None
