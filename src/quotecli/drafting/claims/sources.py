"""The source of a reporting verb: its subject before it, or after it in turned order."""

from __future__ import annotations

from quotecli.drafting.language import phrases, wording
from quotecli.drafting.reading.sentences import STRETCHES, Skeleton
from quotecli.drafting.tags import ADVERB, AND, BUT, TIME, tag_set

Range = tuple[int, int]
"""Places of a skeleton, the second one excluded."""

_SUBJECT_WORDS = tag_set("PRONOUN CONTRACTION RELATIVE QUESTION")
_PRONOUNS_AHEAD = tag_set("PRONOUN OBJECT")
_PRONOUNS_BACK = tag_set("PRONOUN RELATIVE")
_PEOPLE = tag_set("NAME INITIAL TITLE INITIALS ROLE SAINT")
_INTERRUPTING = STRETCHES | frozenset("\n;:")
_GOVERNING = tag_set("PREPOSITION TO OF BY")
_GOVERNED = tag_set("PREPOSITION TO")
_INTRODUCING = tag_set(
    """PREPOSITION TO BY OF BUT ING ED SPEECH_ING ATTITUDE_ING SPEECH_BASE ATTITUDE_BASE QUESTION
    SPEECH_VERB TIME FINITE"""
)
_INTRODUCING_PAIRS = tag_set("NOUN NAME")
# What a claimed name follows: claiming to be Karl; calling himself Karl; who gave his name as Karl.
_BEFORE_POSED = tag_set("AUXILIARY OBJECT BUT OF ING SPEECH_ING ATTITUDE_ING SPEECH_VERB NOUN")
_MAX_POSE = 120  # code points
_FARTHEST = 160
_FARTHEST_COMMA = 120
_MAX_INSERTIONS = 4


def find_before(signs: str, first: int, place: int) -> tuple[Range | None, int]:
    """Return the subject of the verb at `place`, and the place where subject and verb begin.

    The sentence begins at `first`. If nothing before the verb can be its subject, the first value
    is None, and the second the place at which the verb's own auxiliaries begin.
    """
    if place > first and signs[place - 1] in _SUBJECT_WORDS:
        return (place - 1, place), place - 1

    # A pattern reads forwards only, so what stands before the verb is turned round.
    back = signs[max(first, place - _FARTHEST) : place][::-1]
    gap = phrases.BEFORE_VERB_BACK.match(back)
    at = gap.end() if gap is not None else 0
    if at >= len(back):
        return None, place - at

    if back[at] in _SUBJECT_WORDS:
        return (place - at - 1, place - at), place - at - 1
    if back[at] == "," and at + 1 < len(back):
        found = _find_across_commas(back, at)
        if found is None:
            return None, place - at
        return (place - found[1], place - at), place - found[1]

    match = phrases.SUBJECT_BACK.match(back, at)
    if match is None:
        return None, place - at
    end = place - at
    if AND in match.group():
        listed = phrases.LISTED_BACK.match(back, match.end())
        if listed is not None:
            return (place - listed.end(), end), place - listed.end()
    start = _find_office(signs, first, _trim_start(signs, first, place - match.end(), end))
    return (start, end), start


def find_pose(skeleton: Skeleton, first: int, at: int) -> int | None:
    """Return where who only claims the name at a place begins: [a man claiming to be] Karl Berg.

    The sentence begins at `first`. None if nobody poses as the named one.
    """
    if at == first or skeleton.signs[at - 1] not in _BEFORE_POSED:
        return None
    end = skeleton.start(at)
    begin = max(skeleton.start(first), end - _MAX_POSE)
    pose = wording.POSE.search(skeleton.units.text, begin, end)
    return skeleton.place(pose.start()) if pose else None


def _trim_start(signs: str, first: int, start: int, end: int) -> int:
    """Return where a subject really begins: not with a phrase that a preposition governs."""
    governed = start > first and signs[start - 1] in _GOVERNING
    if governed or signs[start] in _GOVERNED:
        name = phrases.NAME_END.search(signs, start, end)
        if name and name.start() > start:
            return name.start()
    if signs[start] == TIME and end - start > 1:
        return start + 1
    return start


def _find_office(signs: str, first: int, start: int) -> int:
    """Return where the office before a subject and a comma begins; `start` if there is none."""
    if start > first and signs[start - 1] == ",":
        office = phrases.OFFICE.fullmatch(signs, first, start)
        if office is not None:
            return office.start("title")
    return start


def _find_across_commas(back: str, comma: int) -> Range | None:
    """Return the subject before an insertion that ends with a comma, in signs turned round."""
    at = comma
    for _ in range(_MAX_INSERTIONS):
        before = back.find(",", at + 1)
        if before < 0 or before - comma > _FARTHEST_COMMA:
            return None
        if not _INTERRUPTING.isdisjoint(back[at + 1 : before]):
            return None

        if back[before + 1 : before + 2] in _PRONOUNS_BACK:
            return before + 1, before + 2
        match = phrases.SUBJECT_BACK.match(back, before + 1)
        if match is not None and not _PEOPLE.isdisjoint(match.group()):
            return match.span()
        at = before
    return None


def find_after(signs: str, place: int, last: int, within: bool = False) -> Range | None:
    """Return the noun phrase at `place`, with the apposition to it; None if there is none.

    If the phrase is `within` a sentence that goes on, only a comma can end its apposition.
    """
    if place < last and signs[place] in _PRONOUNS_AHEAD:
        return place, place + 1
    match = phrases.SUBJECT_AHEAD.match(signs, place, last)
    if match is None:
        return None

    end = match.end()
    apposed = phrases.APPOSITION.match(signs, end, last)
    if apposed is not None and (not within or signs[apposed.end() : apposed.end() + 1] == ","):
        end = apposed.end()
    return place, end


def find_main(signs: str, first: int, last: int) -> Range | None:
    """Return the subject of the main clause between two places of a sentence; None for none."""
    lead = phrases.LEAD.match(signs, first, last)
    start = lead.end() if lead else first
    if start >= last:
        return None

    # An introduction, as "After the storm, Ada Marlow …", ends with its comma.
    if (
        BUT in signs[first:start]
        or signs[start] in _INTRODUCING
        or (signs[start] in _INTRODUCING_PAIRS and signs[start + 1 : start + 2] == ADVERB)
    ):
        comma = signs.find(",", start, last)
        if comma >= 0:
            start = comma + 1

    match = phrases.SUBJECT.search(signs, start, last)
    if match is not None:
        return match.span("source")
    match = phrases.LEADING_PHRASE.match(signs, start, last)
    return match.span() if match else None
