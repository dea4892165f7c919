"""The confidence of a claim: the chance that its excerpt and its source are both right."""

from __future__ import annotations

from functools import lru_cache
from math import exp

from quotecli.drafting import frames
from quotecli.drafting.claims import Claim
from quotecli.drafting.cues import ATTITUDES
from quotecli.drafting.language import lexicon
from quotecli.drafting.sentences import Skeleton
from quotecli.drafting.tags import RELATIVE, SPEECH_ING

# The log odds of each rule, set by hand against articles put aside for it, with an example of what
# the rule takes for content.
_RULES = {
    "left": 3.0,  # [“We will sail,”] Marlow said
    "around": 3.2,  # [“We will,”] Marlow said, [“sail at dawn.”]
    "stretch": 1.6,  # Marlow said, [“We will sail.”]
    "clause": 0.8,  # Marlow said [that they would sail]
    "object": 0.0,  # Marlow promised [to sail]
    # Stretches that no cue of their own governs.
    "below": 2.0,  # [“We will sail.”] / Marlow said in her speech.
    "signed": 2.5,  # [“We will sail.”] — Ada Marlow
    "colon above": 1.0,  # Marlow wrote a note: / [“We will sail.”]
    "colon": 0.4,  # Marlow had three words: [“We will sail.”]
    "label": 0.4,  # Ada Marlow: [‘No Wall’ Needed]
    "comma": 0.0,  # Marlow warbled, [“We will sail.”]
    "same": -0.3,  # “No,” Marlow said. The pilot rose. [“We will drown.”]
    "goes on": -0.5,  # “No,” Marlow said. / [“Never.”], a paragraph of its own
    "alone": 1.5,  # [“We will sail.”], a paragraph before anybody has spoken
    "turned": 1.5,  # “No,” said Marlow. Tind came in. / [“Never.”], by whom nobody can tell
    "after": -0.5,  # Marlow rose. [“We will sail.”]
    "ahead": -0.7,  # [“We will sail. …] / “We will win,” Marlow said.
}
_OTHER_RULE = -1.2
_NO_SOURCE, _RELATIVE_SOURCE = -2.5, -0.7
_ATTITUDE, _PARTICIPLE, _NO_SPEECH, _PLAIN = -1.0, -0.4, -0.5, 0.4
_REPORTED = -1.5
# What a kind adds to the odds of a rule, "" for every other rule.
_KINDS: dict[str, dict[str, float]] = {
    "direct": {"": 0.0},
    "mixed": {"": -0.2, **dict.fromkeys(("left", "around", "stretch"), -1.6)},
    "indirect": {"": -0.2, **dict.fromkeys(("left", "around"), -1.9)},
}


def rate(skeleton: Skeleton, claim: Claim, kind: str, reported: bool) -> float:
    """Return the confidence of a claim, 0 to 1 with two decimals.

    `reported` is true for a remark within a quotation.
    """
    source = skeleton.signs[claim.source[0]] if claim.source is not None else ""
    cue = claim.cue
    if cue is None:
        return _chance(claim.rule, kind, source, "", frozenset(), "", reported)
    return _chance(claim.rule, kind, source, cue.verb.lemma, cue.verb.frames, cue.form, reported)


@lru_cache(maxsize=4096)
def _chance(
    rule: str,
    kind: str,
    source: str,
    lemma: str,
    governed: frozenset[str],
    form: str,
    reported: bool,
) -> float:
    """Return the confidence by the features of a claim; `source` is its first sign, "" for none."""
    odds = _RULES.get(rule, _OTHER_RULE)
    if not source:
        odds += _NO_SOURCE
    elif source == RELATIVE:
        odds += _RELATIVE_SOURCE

    if form in ATTITUDES:
        odds += _ATTITUDE
    elif form == SPEECH_ING:
        odds += _PARTICIPLE
    elif form and frames.SPEECH not in governed:
        odds += _NO_SPEECH
    if lemma == lexicon.PLAIN_LEMMA:
        odds += _PLAIN

    odds += _KINDS[kind].get(rule, _KINDS[kind][""])
    if reported:
        odds += _REPORTED
    return round(1 / (1 + exp(-odds)), 2)
