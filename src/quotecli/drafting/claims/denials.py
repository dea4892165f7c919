"""What a verb denies: a claim, an idea, something that is said to be untrue."""

from __future__ import annotations

from quotecli.drafting import frames
from quotecli.drafting.claims.sources import Range
from quotecli.drafting.frames import Verb
from quotecli.drafting.language import lexicon, phrases, wording
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.tags import tag_set

_ON_CLAIMS = frames.DENYING | {frames.NAMING}
_BEFORE_UNTRUE = tag_set("THAT PRONOUN CONTRACTION")


def find_denied(skeleton: Skeleton, at: int, last: int, verb: Verb) -> Range | None:
    """Return where what is denied after a verb begins, and where the sentence ends for it.

    The verb ends at a place, its sentence at `last`. None if the verb denies nothing more than what
    it governs itself.
    """
    if frames.THAT in verb.frames and skeleton.signs[at : at + 1] in _BEFORE_UNTRUE:
        untrue = wording.UNTRUE_THAT.match(skeleton.units.text, skeleton.start(at))
        return (skeleton.place(untrue.end()), last) if untrue else None
    if _ON_CLAIMS.isdisjoint(verb.frames):
        return None

    claim = phrases.CLAIM_NOUN.match(skeleton.signs, at, last)
    claims = lexicon.words("negations", "claim")
    if claim is None or skeleton.word(claim.start("noun")) not in claims:
        return None
    if not frames.DENYING.isdisjoint(verb.frames):
        return claim.end(), last

    # Who calls a claim something denies it only by a verdict, which is none of the claim.
    begin, end = skeleton.start(claim.end()), skeleton.end(last)
    verdict = wording.VERDICT.search(skeleton.units.text, begin, end)
    return (claim.end(), skeleton.place(verdict.start())) if verdict else None
