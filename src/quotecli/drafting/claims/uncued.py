"""Stretches that no listed cue governs: by an unlisted verb, by a colon, or in narration."""

from __future__ import annotations

import re
from bisect import bisect_left

from quotecli.drafting import frames
from quotecli.drafting.claims import sources
from quotecli.drafting.claims.claims import Claim, trails
from quotecli.drafting.claims.cues import Cue
from quotecli.drafting.frames import Verb
from quotecli.drafting.language import lexicon, phrases, wording
from quotecli.drafting.reading.sentences import STRETCHES, Skeleton
from quotecli.drafting.tags import (
    PRONOUN,
    SPEECH_VERB,
    STRETCH_BREAK,
    STRETCH_COMMA,
    STRETCH_PLAIN,
)

_UNLISTED = Verb("", frozenset((frames.SPEECH, frames.QUOTATION)))
_BEFORE_UNLISTED = frozenset((STRETCH_COMMA, STRETCH_BREAK))
_MORE_THAN_CUE = STRETCHES | {":"}
_WORD = re.compile(r"[^\W_][\w'’]*")
_MAX_DISTANCE = 40
_MAX_LABEL = 12
_MAX_FURNITURE = 2  # signs of a label that is none of the text


def find_attributed(skeleton: Skeleton, place: int, cues: list[Cue]) -> Claim | None:
    """Return the claim of a stretch by a signature, an unlisted verb, or what leads to it."""
    return (
        _find_signature(skeleton, place)
        or _find_claim_noun(skeleton, place)
        or _find_unlisted(skeleton, place)
        or _find_lead(skeleton, place)
        or _find_above(skeleton, place, cues)
    )


def _find_signature(skeleton: Skeleton, place: int) -> Claim | None:
    """Return the claim of a stretch by the name after a dash or in brackets."""
    for pattern in (phrases.SIGNATURE, phrases.BRACKETED):
        match = pattern.match(skeleton.signs, place + 1)
        if match is not None:
            return Claim([(place, place + 1)], match.span("source"), None, "signed")
    return None


def _find_claim_noun(skeleton: Skeleton, place: int) -> Claim | None:
    """Return the claim of a stretch that ends a clause: Marlow’s claim that it “may rain”."""
    first, _ = skeleton.sentence(place)
    match = phrases.CLAIMED.search(skeleton.signs, first, place)
    if match is None or skeleton.word(match.start("noun")) not in lexicon.words(
        "negations", "claim"
    ):
        return None
    source = match.span("source")
    owner = skeleton.word(source[0])
    if source[1] - source[0] == 1 and owner in lexicon.words("pronouns", "no alias"):
        return Claim([(match.end("that"), place + 1)], source, None, "clause")
    if not skeleton.word(source[1] - 1).endswith(wording.POSSESSIVE_ENDINGS):
        return None
    return Claim([(match.end("that"), place + 1)], source, None, "clause")


def _find_unlisted(skeleton: Skeleton, place: int) -> Claim | None:
    """Return the claim of a stretch by the phrase and verb after it: “No,” the mayor warbled."""
    signs = skeleton.signs
    paused = signs[place] == STRETCH_PLAIN and signs[place + 1 : place + 2] in (",", "-")
    if signs[place] not in _BEFORE_UNLISTED and not paused:
        return None
    match = phrases.VERB_AFTER.match(signs, place + 1) or phrases.VERB_FIRST.match(signs, place + 1)
    if match is None:
        return None

    source, verb = match.span("source"), match.span("verb")
    first = min(source[0], verb[0])
    sentence = skeleton.sentence(place)
    cue = Cue(verb[0], _UNLISTED, SPEECH_VERB, sentence, first, match.end(), source, verb)
    return Claim([(place, place + 1)], source, cue, "unlisted")


def _find_lead(skeleton: Skeleton, place: int) -> Claim | None:
    """Return the claim of a stretch by the colon or comma that leads to it in its sentence."""
    signs = skeleton.signs
    first, last = skeleton.sentence(place)
    back = place - 1
    if back <= first or signs[back] not in ",:":
        return None
    lead = sources.find_main(signs, first, back)
    if lead is None:
        return None

    if signs[back] == ":":
        if back - first <= _MAX_FURNITURE and skeleton.word(back - 1) in lexicon.words(
            "small_words", "furniture", "note"
        ):
            return _find_labelled(skeleton, place)
        joint = phrases.JOINT.fullmatch(signs, lead[0], back)
        lead = joint.span() if joint else lead
        if lead[1] == back and back - first < _MAX_LABEL:
            return Claim([(place, last)], lead, None, "label")
        return Claim([(place, place + 1)], lead, None, "colon")
    if phrases.UNLISTED_VERB.search(signs, lead[1], back):
        return Claim([(place, place + 1)], lead, None, "comma")
    return None


def _find_labelled(skeleton: Skeleton, place: int) -> Claim:
    """Return the claim of a stretch behind a label, which is nobody: Photo: “…”; Note: “…”."""
    noted = skeleton.word(place - 2) in lexicon.words("small_words", "note")
    return Claim([(place, place + 1)], None, None, "alone" if noted else "label")


def _find_above(skeleton: Skeleton, place: int, cues: list[Cue]) -> Claim | None:
    """Return the claim of a stretch that begins a paragraph, by the colon above it."""
    signs = skeleton.signs
    before = skeleton.paragraph(place)[0]
    if place != before:
        return None
    while before > 0 and signs[before - 1] == "\n":
        before -= 1
    if before == 0 or signs[before - 1] not in ":-,":
        return None

    span = (place, place + 1)
    head = skeleton.sentence(before - 1)[0]
    at = bisect_left(cues, before, key=_place) - 1
    while at >= 0 and cues[at].place >= head:
        if cues[at].source is not None:
            return Claim([span], cues[at].source, cues[at], "colon above")
        at -= 1
    lead = sources.find_main(signs, head, before)
    return Claim([span], lead, None, "colon above") if lead is not None else None


def find_below(skeleton: Skeleton, place: int, cues: list[Cue]) -> Claim | None:
    """Return the claim of a stretch by the paragraph under it, if that only says who said it."""
    signs = skeleton.signs
    start = skeleton.paragraph(place)[1]
    while start < len(signs) and signs[start] == "\n":
        start += 1
    end = skeleton.paragraph(start)[1]
    if end - start > _MAX_DISTANCE or not _MORE_THAN_CUE.isdisjoint(signs[start:end]):
        return None

    at = bisect_left(cues, start, key=_place)
    if at >= len(cues) or cues[at].place >= end or cues[at].source is None:
        return None
    cue = cues[at]
    speaks = frames.SPEECH in cue.verb.frames and cue.first == start
    if speaks and trails(signs, cue) and signs[end - 1] == ".":
        return Claim([(place, place + 1)], cue.source, cue, "below")
    return None


def _place(cue: Cue) -> int:
    return cue.place


def find_fragment(skeleton: Skeleton, place: int) -> Claim | None:
    """Return the claim of a marked fragment in narration, with the clause it stands in.

    None for a name or a single word.
    """
    signs = skeleton.signs
    first, last = skeleton.sentence(place)
    stretch = skeleton.stretch_at[place]
    words = _WORD.findall(skeleton.units.text, stretch.first, stretch.last)
    if len(words) < 2 or (place > first and _is_name(skeleton, place, words)):
        return None

    verb = phrases.LAST_VERB.match(signs, max(first, place - _MAX_DISTANCE), place)
    if verb is None:
        source = sources.find_main(signs, first, place)
        return Claim([(place, place + 1)], source, None, "fragment bare")
    source, _ = sources.find_before(signs, first, verb.end() - 1)
    end = phrases.FRAGMENT_END.search(signs, place + 1, last)
    span = (verb.end(), end.start() if end else last)
    source = source or sources.find_main(signs, first, place)
    return Claim([span], source, None, "fragment")


def _is_name(skeleton: Skeleton, place: int, words: list[str]) -> bool:
    """Return True for a stretch in capitals, its first and last word too, before no pronoun."""
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in words)
    if capitals * 2 <= len(words) or not (words[0][0].isupper() and words[-1][0].isupper()):
        return False
    after = skeleton.tokens[place] + 1
    return skeleton.units.tags[after : after + 1] != PRONOUN
