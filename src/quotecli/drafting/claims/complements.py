"""What a cue governs after it: a stretch, a clause, an object."""

from __future__ import annotations

import re

from quotecli.drafting import frames
from quotecli.drafting.claims.cues import ING_FORMS, SENTENCE_STOPS, Cue
from quotecli.drafting.claims.sources import Range
from quotecli.drafting.language import phrases
from quotecli.drafting.reading.sentences import STRETCHES
from quotecli.drafting.tags import (
    ACCORDING,
    BY,
    OF,
    PREPOSITION,
    QUESTION,
    RELATIVE,
    STRETCH_COMMA,
    STRETCH_PLAIN,
    STRETCH_STOP,
    THAT,
    TIME,
    TO,
    tag_set,
)

Content = tuple[Range, str]
"""What stands after a cue, and the rule that found it."""

_SUBJECT_STARTS = tag_set(
    "DETERMINER NAME PRONOUN NOUN ROLE INITIAL TITLE INITIALS NAME_POSSESSIVE POSSESSIVE "
    "CONTRACTION NUMBER SAINT"
)
_NO_CONTINUATION = ING_FORMS | {RELATIVE}
_AFTER_PLAIN = tag_set("PREPOSITION TO OF BY STRETCH_PLAIN NOUN NAME ROLE DETERMINER")
# The frames of which a verb needs one to take what begins with a sign; any other sign is a noun's.
_GOVERNING = {
    TO: frozenset((frames.INFINITIVE, frames.PREPOSITION)),
    **dict.fromkeys((PREPOSITION, OF, BY), frozenset((frames.PREPOSITION,))),
    **dict.fromkeys((THAT, QUESTION), frozenset((frames.THAT, frames.QUESTION))),
}
_GOVERNING_NOUNS = frozenset((frames.OBJECT, frames.NAMING))
_AFTER_ADDRESSEE = tag_set("PRONOUN CONTRACTION DETERMINER")
_CONJUNCTIONS = tag_set("AND BUT")
_PREPOSITIONS = tag_set("PREPOSITION OF")
_RELATIVES = frozenset((RELATIVE, QUESTION))


def find_after(signs: str, cue: Cue, following: list[Cue]) -> Content | None:
    """Return what stands after a cue as its content."""
    at, last = cue.last, cue.sentence[1]
    if at >= last:
        return None
    if cue.form == ACCORDING:
        opens = signs[at] == "," and cue.place - cue.sentence[0] <= 1
        return _clause(signs, at + 1, last, following) if opens else None

    stretch = at + 1 if signs[at] in ",:" else at
    if stretch < last and signs[stretch] in STRETCHES:
        return _stretch(signs, stretch, last)
    if signs[at] in SENTENCE_STOPS or cue.turned:
        return _after_pause(signs, cue)
    return _complement(signs, cue, following)


def _after_pause(signs: str, cue: Cue) -> Content | None:
    """Return what a sentence goes on with after the comma or colon behind an attribution."""
    at, last = cue.last, cue.sentence[1]
    if signs[at] == ":":
        return ((at + 1, last), "colon") if last - at > (1 if cue.turned else 3) else None
    if signs[at] == "," and last - at > 3 and signs[at + 1] not in _NO_CONTINUATION:
        return (at + 1, last), "goes on"
    return None


def _complement(signs: str, cue: Cue, following: list[Cue]) -> Content | None:
    """Return what a cue governs without a mark between: a stretch, a clause or an object."""
    last, governed = cue.sentence[1], cue.verb.frames
    inner = _skip_circumstances(signs, cue)
    sign = signs[inner] if inner < last else ""
    stretch = _find_stretch(signs, cue, inner)
    if stretch is not None:
        return _stretch(signs, stretch, last)

    relative = _is_relative(signs, cue)
    if sign == QUESTION or (sign == THAT and frames.THAT in governed):
        return _clause(signs, inner, last, following, relative)
    if frames.CLAUSE in governed:
        begin = _find_addressee(signs, cue) or _find_clause_start(signs, cue, inner)
        clause = _clause(signs, begin, last, following, relative)
        if clause and phrases.FINITE_VERB.search(signs, clause[0][0] + 1, clause[0][1]):
            return clause
    return _object(signs, cue, following, relative)


def _find_addressee(signs: str, cue: Cue) -> int | None:
    """Return where the clause behind an addressee begins: told the court [Karl was there]."""
    if frames.ADDRESSEE not in cue.verb.frames:
        return None
    match = phrases.ADDRESSEE_AHEAD.match(signs, cue.last, cue.sentence[1])
    return match.end() if match else None


def _is_relative(signs: str, cue: Cue) -> bool:
    return cue.source is not None and signs[cue.source[0]] in _RELATIVES


def _find_clause_start(signs: str, cue: Cue, inner: int) -> int:
    """Return where a clause without "that" begins.

    It may follow a time, said [on Monday] the boats would sail, and an addressee, told [reporters]
    she would sail: a noun there could begin the clause itself, a pronoun could not.
    """
    sign = signs[inner : inner + 1]
    addressed = frames.ADDRESSEE in cue.verb.frames and sign in _AFTER_ADDRESSEE
    timed = TIME in signs[cue.last : inner] and sign in _SUBJECT_STARTS
    return inner if addressed or timed else cue.last


def _skip_circumstances(signs: str, cue: Cue) -> int:
    """Return the place after when and where something is said, and to whom."""
    last = cue.sentence[1]
    at = skip(phrases.CIRCUMSTANCE, signs, cue.last, last)
    if frames.ADDRESSEE in cue.verb.frames:
        addressee = phrases.ADDRESSEE.match(signs, at, last)
        if addressee is not None:
            at = skip(phrases.CIRCUMSTANCE, signs, addressee.end(), last)
    return at


def _find_stretch(signs: str, cue: Cue, inner: int) -> int | None:
    """Return the stretch that a cue governs, behind an insertion, circumstances, a preposition."""
    at, last, governed = cue.last, cue.sentence[1], cue.verb.frames
    stretch = _find_inserted_stretch(signs, at, last)
    if stretch is not None:
        return stretch
    if inner < last and signs[inner] in STRETCHES and frames.NAMING not in governed:
        return inner
    # spoke of “…”
    after = signs[at + 1 : at + 2] if at + 1 < last else ""
    behind = signs[at] in _PREPOSITIONS and after in STRETCHES and bool(after)
    return at + 1 if behind and frames.QUOTATION in governed else None


def _find_inserted_stretch(signs: str, at: int, last: int) -> int | None:
    """Return the stretch behind an insertion: said in a statement: “…”."""
    if phrases.STRETCH.search(signs, at, last) is None:
        return None
    insertion = phrases.LONG_INSERTION.match(signs, at, last)
    if insertion:
        return insertion.end()
    stop = skip(phrases.INSERTION, signs, at, last)
    if stop + 1 < last and signs[stop] in ":," and signs[stop + 1] in STRETCHES:
        return stop + 1
    return None


def _object(signs: str, cue: Cue, following: list[Cue], relative: bool) -> Content | None:
    """Return the object of a cue, up to where the clause it stands in goes on."""
    at, last, governed = cue.last, cue.sentence[1], cue.verb.frames
    governs = not _GOVERNING.get(signs[at], _GOVERNING_NOUNS).isdisjoint(governed)
    if not governs and frames.SPEECH not in governed:
        return None
    clause = _clause(signs, at, last, following, relative)
    if clause is None:
        return None
    start, end = clause[0]
    if not governs and phrases.STRETCH.search(signs, start, end) is None:
        return None
    if signs[end - 1] == ":" or signs[end : end + 1] == ":":
        return None

    limit = phrases.OBJECT_END.search(signs, start + 1, end)
    if limit is not None:
        end = limit.end() if limit.group() == STRETCH_COMMA else limit.start()
    return (start, end), "object"


def _stretch(signs: str, at: int, last: int) -> Content:
    """Return a stretch right after a cue, with the words that the sentence goes on with."""
    end = at + 1
    if signs[at] == STRETCH_PLAIN and end < last and signs[end] in _AFTER_PLAIN:
        end = max(end, _find_clause_end(signs, end, last))
    return (at, end), "stretch"


def _find_clause_end(signs: str, at: int, last: int) -> int:
    match = phrases.CLAUSE_END.search(signs, at, last)
    if match is None:
        return last
    return match.end() if match.group() == STRETCH_STOP else match.start()


def _clause(
    signs: str, at: int, last: int, following: list[Cue], relative: bool = False
) -> Content | None:
    """Return the clause at a place, up to the next speaker; a relative one ends at its comma."""
    end = _find_clause_end(signs, at + 1, last)
    if relative:
        comma = signs.find(",", at, end)
        end = comma if comma >= 0 else end

    for cue in following:
        edge = cue.first - 1
        if at < edge < end and cue.source is not None and cue.form not in ING_FORMS:
            if signs[edge] in ",;":
                end = edge
            elif signs[edge] in _CONJUNCTIONS and signs[edge - 1] == ",":
                end = edge - 1
    return ((at, end), "clause") if end - at >= 2 else None


def skip(pattern: re.Pattern[str], signs: str, at: int, last: int) -> int:
    """Return where a pattern that matches at a place ends; the place itself if it does not."""
    match = pattern.match(signs, at, last)
    return match.end() if match else at
