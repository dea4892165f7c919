"""How sure a claim is: the chance that its excerpt and its source are both right, from the rule
that made it.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp

from quotecli.drafting.claims import Claim
from quotecli.drafting.sentences import Skeleton

# The log odds of each rule, for direct and for mixed quotes, set by hand against articles put aside
# for it.
_RULES = {
    "left": 3.0,
    "around": 3.2,
    "stretch": 1.6,
    "clause": 0.8,
    "object": 0.0,
    "colon above": 1.0,
}
_CONTINUED = {
    "colon": 0.4,
    "label": 0.4,
    "comma": 0.0,
    "same": -0.3,
    "goes on": -0.5,
    "after": -0.5,
    "ahead": -0.7,
    "below": 2.0,
}
_RULES.update(_CONTINUED)


def confidence(skeleton: Skeleton, claim: Claim, kind: str, reported: bool) -> float:
    """The confidence of a claim, 0 to 1, two decimals; `reported` tells a remark within a
    quotation.
    """
    source = skeleton.signs[claim.source[0]] if claim.source is not None else ""
    cue = claim.cue
    if cue is None:
        return _chance(claim.how, kind, source, "", "", "", reported)
    return _chance(claim.how, kind, source, cue.verb.lemma, cue.verb.frames, cue.form, reported)


@lru_cache(maxsize=4096)
def _chance(
    how: str, kind: str, source: str, lemma: str, frames: str, form: str, reported: bool
) -> float:
    """The confidence by the features of a claim; `source` is its first sign, "" for none."""
    odds = _RULES.get(how, -1.2)
    if not source:
        odds -= 2.5
    elif source == "W":
        odds -= 0.7
    if form:
        if form in "AKF":
            odds -= 1.0
        elif form in "JK":
            odds -= 0.4
        elif "s" not in frames:
            odds -= 0.5
        if lemma == "say":
            odds += 0.4
    if kind == "mixed":
        odds -= 1.6 if how in ("left", "around", "stretch") else 0.2
    elif kind == "indirect":
        odds -= 1.9 if how in ("left", "around") else 0.2
    if reported:
        odds -= 1.5
    return round(1 / (1 + exp(-odds)), 2)
