"""A stretch that no listed cue governs: told by an unlisted verb, by a colon, or a fragment in
narration.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from quotecli.drafting import sources
from quotecli.drafting.claims import Claim, trails
from quotecli.drafting.cues import Cue
from quotecli.drafting.english.lexicon import Verb
from quotecli.drafting.sentences import Skeleton

_PHRASE = r"d{0,2}[nNrUITk_0'GgyRM&]{1,12}"
_VERB_AFTER = re.compile(
    rf",?-?a?(?P<source>P|{_PHRASE}(?:[opt]{_PHRASE})?)(?:\([^()\n]{{1,40}}\))?(?P<verb>a?[evn])(?=[ap]|[.,\n;]|d|O|$)"
)
_VERB_FIRST = re.compile(rf",?(?P<verb>[ev])(?P<source>{_PHRASE})(?=[.,\n;])")
_UNLISTED = Verb("", "sq")
_WORD = re.compile(r"[^\W_][\w'’]*")
_LAST_VERB = re.compile(r".*[evxAVBFJKi](?=[^,;:.-]*$)")
_FRAGMENT_END = re.compile(r",?[cC]?[xa]*[VJ]|,?C|[.?!\n;,2]|-")
_NEAR = 40
_LONGEST_LABEL = 12


def told(skeleton: Skeleton, place: int, cues: list[Cue]) -> Claim | None:
    """The claim of a stretch by a verb that no list knows, or by a colon or comma before it; None
    for neither.
    """
    first, last = skeleton.sentence(place)
    return _by_unlisted(skeleton.signs, place, first, last) or _by_colon(skeleton, place, cues)


def _by_unlisted(signs: str, place: int, first: int, last: int) -> Claim | None:
    """A stretch with a comma, and after it a noun phrase and a verb, in either order."""
    if signs[place] not in "13" and not (
        signs[place] == "4" and signs[place + 1 : place + 2] in (",", "-")
    ):
        return None
    match = _VERB_AFTER.match(signs, place + 1) or _VERB_FIRST.match(signs, place + 1)
    if match is None:
        return None
    source, verb = match.span("source"), match.span("verb")
    cue = Cue(
        verb[0],
        min(source[0], verb[0]),
        match.end(),
        (first, last),
        source,
        _UNLISTED,
        "V",
        False,
        verb,
    )
    return Claim([(place, place + 1)], source, cue, "unlisted")


def _by_colon(skeleton: Skeleton, place: int, cues: list[Cue]) -> Claim | None:
    signs = skeleton.signs
    first, last = skeleton.sentence(place)
    span = (place, place + 1)
    back = place - 1
    if back > first and signs[back] in ",:":
        lead = sources.main(signs, first, back)
        if lead is not None:
            colon = signs[back] == ":"
            if colon and lead[1] == back and back - first < _LONGEST_LABEL:
                return Claim([(place, last)], lead, None, "label")
            if colon or re.search("[ev]", signs[lead[1] : back]):
                return Claim([span], lead, None, "colon" if colon else "comma")
    before = skeleton.paragraph(place)[0]
    if place != before:
        return None
    while before > 0 and signs[before - 1] == "\n":
        before -= 1
    if before == 0 or signs[before - 1] not in ":-,":
        return None
    head = skeleton.sentence(before - 1)[0]
    at = bisect_left(cues, before, key=_place) - 1
    while at >= 0 and cues[at].place >= head:
        if cues[at].source is not None:
            return Claim([span], cues[at].source, cues[at], "colon above")
        at -= 1
    lead = sources.main(signs, head, before)
    return Claim([span], lead, None, "colon above") if lead is not None else None


def below(skeleton: Skeleton, place: int, cues: list[Cue]) -> Claim | None:
    """The claim of a stretch by the paragraph under it, where that only says who said it."""
    signs = skeleton.signs
    start = skeleton.paragraph(place)[1]
    while start < len(signs) and signs[start] == "\n":
        start += 1
    end = skeleton.paragraph(start)[1]
    if end - start > _NEAR or any(sign in "1234:" for sign in signs[start:end]):
        return None
    at = bisect_left(cues, start, key=_place)
    if at >= len(cues) or cues[at].place >= end or cues[at].source is None:
        return None
    cue = cues[at]
    if (
        "s" in cue.verb.frames
        and cue.first == start
        and trails(signs, cue)
        and signs[end - 1] == "."
    ):
        return Claim([(place, place + 1)], cue.source, cue, "below")
    return None


def _place(cue: Cue) -> int:
    return cue.place


def fragment(skeleton: Skeleton, place: int) -> Claim | None:
    """The claim of a marked fragment in narration, with the clause it stands in; None for a name or
    a single word.
    """
    signs = skeleton.signs
    first, last = skeleton.sentence(place)
    stretch = skeleton.stretch_at[place]
    words = _WORD.findall(skeleton.units.text, stretch.first, stretch.last)
    if len(words) < 2 or (place > first and _is_name(skeleton, place, words)):
        return None
    verb = _LAST_VERB.match(signs, max(first, place - _NEAR), place)
    if verb is None:
        return Claim([(place, place + 1)], sources.main(signs, first, place), None, "fragment bare")
    source, _ = sources.before(signs, first, verb.end() - 1)
    end = _FRAGMENT_END.search(signs, place + 1, last)
    span = (verb.end(), end.start() if end else last)
    return Claim([span], source or sources.main(signs, first, place), None, "fragment")


def _is_name(skeleton: Skeleton, place: int, words: list[str]) -> bool:
    """Whether most words of a stretch, its first and last among them, have capitals, and it begins
    with no pronoun.
    """
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in words)
    if capitals * 2 <= len(words) or not (words[0][0].isupper() and words[-1][0].isupper()):
        return False
    after = skeleton.tokens[place] + 1
    return skeleton.units.tags[after : after + 1] != "P"
