"""What is said, what is denied, and what is neither, by the words around a cue."""

from __future__ import annotations

from collections.abc import Iterable

from quotecli.drafting import frames, tags
from quotecli.drafting.claims.claims import Claim
from quotecli.drafting.claims.cues import ING_FORMS, Cue
from quotecli.drafting.language import lexicon, wording
from quotecli.drafting.reading.sentences import Skeleton

_QUESTION_REACH = 12  # signs from "did" to the verb
_LONGEST_LABEL = 3  # signs
_BEFORE_VERB = tags.tag_set("AUXILIARY ADVERB")
# What a cue itself governs, apart from words that are somebody's own: “I did not,” she denied.
_GOVERNED = frozenset(("clause", "object", "stretch"))
_BY_CUE = _GOVERNED | {"left", "around", "colon"}


def keep_said(skeleton: Skeleton, claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims whose sources say or deny something; those that are denied say so."""
    said: list[Claim] = []
    for claim in claims:
        cue = claim.cue if claim.rule in _BY_CUE else None
        if cue is not None and not is_said(skeleton, cue):
            continue
        if _is_furniture(skeleton, claim) or _is_to_say(skeleton, claim):
            continue
        if cue is not None and claim.rule in _GOVERNED and frames.NEGATIVE in cue.verb.frames:
            claim.polarity = "negative"
        said.append(claim)
    return said


def _is_furniture(skeleton: Skeleton, claim: Claim) -> bool:
    """Return True for what a label of the page is about: Read more: “…”."""
    place = min(claim.pieces)[0]
    label = place - 2
    first = skeleton.sentence(place)[0]
    return (
        0 <= label - first < _LONGEST_LABEL
        and skeleton.signs[place - 1] == ":"
        and skeleton.word(label) in lexicon.words("small_words", "furniture")
    )


def _is_to_say(skeleton: Skeleton, claim: Claim) -> bool:
    """Return True for what is still to be said: refused [to say whether it rained]."""
    first, last = claim.pieces[-1]
    return last - first > 1 and skeleton.signs[first : first + 2] == tags.TO + tags.SPEECH_BASE


def is_said(skeleton: Skeleton, cue: Cue) -> bool:
    """Return False if a cue says that something was not said, or might, could or should be."""
    if cue.form == tags.ACCORDING:
        return True
    before = _list_words_before(skeleton, cue)
    return not (
        _is_nobody(skeleton, cue)
        or _is_condition(skeleton, cue, before)
        or _is_question(skeleton, cue)
        or _is_untrue(skeleton, cue)
        or _is_unsaid(before, cue.form in ING_FORMS)
    )


def _is_nobody(skeleton: Skeleton, cue: Cue) -> bool:
    """Return True for a source that is nobody: [no official] said; [hardly a voter] said."""
    if cue.source is None:
        return False
    start = cue.source[0]
    if skeleton.word(start) in lexicon.words("negations", "nobody"):
        return True
    negated = start > cue.sentence[0] and skeleton.word(start - 1)
    return negated in lexicon.words("negations", "before nobody")


def _is_condition(skeleton: Skeleton, cue: Cue, before: list[str]) -> bool:
    """Return True for a cue that a condition begins or leads to: [if] asked, she would say."""
    conditions = lexicon.words("negations", "condition")
    first = cue.sentence[0]
    if "would" in before and skeleton.word(first) in conditions:
        return True
    return cue.first > first and skeleton.word(cue.first - 1) in conditions


def _is_untrue(skeleton: Skeleton, cue: Cue) -> bool:
    """Return True for a cue that is imagined or denied: [no evidence that] she said."""
    first, at = cue.sentence[0], cue.first - 1
    if skeleton.word(first) in lexicon.words("negations", "imagine"):
        return "," not in skeleton.signs[first : cue.place]
    if at > first and skeleton.signs[at] == tags.THAT:
        if wording.UNTRUE.search(skeleton.units.text, skeleton.start(first), skeleton.start(at)):
            return True
        at -= 1
    return at >= first and skeleton.word(at) in lexicon.words("negations", "claimed")


def _is_question(skeleton: Skeleton, cue: Cue) -> bool:
    """Return True for a cue that is asked about: did the mayor say …?"""
    first, last = cue.sentence
    asks = skeleton.signs[first] == tags.AUXILIARY and skeleton.signs[last - 1] == "?"
    return asks and cue.place - first < _QUESTION_REACH


def _list_words_before(skeleton: Skeleton, cue: Cue) -> list[str]:
    """Return the auxiliaries and adverbs before a verb, and the verb before "to", in order."""
    first, at = cue.sentence[0], cue.place
    signs = skeleton.signs
    while at > first and signs[at - 1] in _BEFORE_VERB:
        at -= 1
    if at > first and signs[at - 1] == tags.TO:
        # refused to say, has not been able to say
        at = max(first, at - 2)
        while at > first and signs[at - 1] in _BEFORE_VERB:
            at -= 1
    elif cue.form in ING_FORMS:
        # without saying; stopped short of saying
        at = max(first, at - 2)
    return [skeleton.word(place) for place in range(at, cue.place)]


def _is_unsaid(before: list[str], participle: bool) -> bool:
    """Return True if the words before a verb mean that nothing is said."""
    if any(map(_unsays, before, [*before[1:], ""])):
        return True
    if not participle or not before:
        return False
    before_saying = lexicon.words("negations", "before saying")
    return before[-1] in before_saying or before[-2:] == ["short", "of"]


def _unsays(word: str, after: str) -> bool:
    """Return True if a word, with the one after it, means that the verb does not happen."""
    listed = lexicon.words
    if word in listed("negations", "not") or word.endswith(("n't", "n’t")):
        return after not in listed("negations", "only")
    if word in listed("negations", "modal") or (word == "would" and after == "have"):
        return True
    return after == "to" and word in listed("negations", "withholding")
