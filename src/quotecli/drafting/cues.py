"""Reporting cues in a skeleton: the verb or phrase that says something is said, and who its source
is.
"""

from __future__ import annotations

import re

from quotecli.drafting import sources
from quotecli.drafting.english.lexicon import Verb, verbs
from quotecli.drafting.sentences import Skeleton

Range = tuple[int, int]

_CUE = re.compile(
    r"V|J|B|A|K|F|%t"
)  # plain characters, not a set, since they are searched for quicker
_NOUNISH = frozenset("dnNrUITGg0P")
_STOP = frozenset(".,;:\n?!-")
ACCORDING = Verb("according", "sp")


class Cue:
    """A cue at `place`: `first` to `last` are the places of source and verb together, `sentence`
    those around them.

    `source` is None where the sentence names none; `turned` is true where the source follows the
    verb.
    """

    __slots__ = (
        "cue",
        "first",
        "form",
        "last",
        "place",
        "sentence",
        "source",
        "subject",
        "turned",
        "verb",
    )

    def __init__(
        self,
        place: int,
        first: int,
        last: int,
        sentence: Range,
        source: Range | None,
        verb: Verb,
        form: str,
        turned: bool,
        cue: Range,
    ) -> None:
        self.place = place
        self.first = first
        self.last = last
        self.sentence = sentence
        self.source = source
        self.verb = verb
        self.form = form
        self.turned = turned
        self.cue = cue
        self.subject: Range | None = None


def find(skeleton: Skeleton) -> list[Cue]:
    """Every cue of a skeleton, in order."""
    signs = skeleton.signs
    table = verbs()
    found: list[Cue] = []
    previous: Cue | None = None
    ends = skeleton.ends
    text, starts, tokens = skeleton.units.text, skeleton.units.starts, skeleton.tokens
    number = first = 0
    last = ends[0]
    for match in _CUE.finditer(signs):
        place = match.start()
        while place >= last:
            number += 1
            first, last = last, ends[number]
        form = signs[place]
        if form == "%":
            named = sources.after(signs, place + 2, last, within=place - first <= 1)
            if named is None:
                continue
            cue = Cue(
                place,
                place,
                named[1],
                (first, last),
                named,
                ACCORDING,
                form,
                True,
                (place, place + 2),
            )
        else:
            token = tokens[place]
            verb = table[text[starts[token] : starts[token + 1]].rstrip().lower()][1]
            if form in "FK" and _GOVERNING.isdisjoint(verb.frames):
                continue
            made = _verbal(signs, place, first, last, verb, form, previous)
            if made is None or (form in "BF" and _is_noun(skeleton, made)):
                continue
            cue = made
            if verb.lemma in _IMPERSONAL:
                cue.subject, cue.source = cue.source, None
            elif (
                form in "VA"
                and cue.cue[0] < place
                and "x" in signs[cue.cue[0] : place]
                and _is_passive(skeleton, cue)
            ):
                _turn_passive(signs, cue)
        found.append(cue)
        previous = cue
    return found


_BE = frozenset(
    "is are was were be been being am isn't aren't wasn't weren't got gets get getting".split()
)
_GOVERNING = frozenset(
    "tbwn"
)  # what an attitude must govern, where its verb is no finite one, to be worth a claim
_IMPERSONAL = frozenset(("seem", "appear"))
_PLURAL = frozenset("people men women police media some many most others both few critics".split())
_BY = re.compile(r"[^.,;:?!\n]{0,30}?b")


def _is_noun(skeleton: Skeleton, cue: Cue) -> bool:
    """Whether what looks like a base form is a noun: no auxiliary, no pronoun, no plural before it."""
    if cue.source is None or cue.place == cue.sentence[0]:
        return False
    before = skeleton.signs[cue.place - 1]
    if before in "xtPWZ" or (before in "acw," and "~" not in cue.verb.frames):
        return False
    word = skeleton.word(cue.place - 1)
    return not ((word.endswith("s") and not word.endswith("ss")) or word in _PLURAL)


def _is_passive(skeleton: Skeleton, cue: Cue) -> bool:
    """Whether a form of "be" stands among the auxiliaries of a past form."""
    return any(
        skeleton.word(place) in _BE
        for place in range(cue.cue[0], cue.place)
        if skeleton.signs[place] == "x"
    )


def _turn_passive(signs: str, cue: Cue) -> None:
    """Give a passive cue its agent as source, and its subject as a part of its content."""
    cue.subject, cue.source = cue.source, None
    agent = _BY.match(signs, cue.last, cue.sentence[1])
    if agent is not None:
        named = sources.after(signs, agent.end(), cue.sentence[1])
        if named is not None:
            cue.source = named


def _verbal(
    signs: str, place: int, first: int, last: int, verb: Verb, form: str, previous: Cue | None
) -> Cue | None:
    before = signs[place - 1] if place > first else ""
    if form in "JK":
        if before in ("x", "a"):
            source, start = sources.before(signs, first, place)
            if source is not None:
                return Cue(
                    place,
                    start,
                    place + 1,
                    (first, last),
                    source,
                    verb,
                    form,
                    False,
                    (source[1], place + 1),
                )
        source = None
        if before and before in "nNrUITRMg":
            source, _ = sources.before(signs, first, place)
        source = source or _shared(previous, first, place) or sources.main(signs, first, place)
        return Cue(
            place, place, place + 1, (first, last), source, verb, form, False, (place, place + 1)
        )
    source, start = sources.before(signs, first, place)
    may_turn = source is None or signs[source[1]] == ","
    if may_turn and form in "VB" and place + 1 < last and signs[place + 1] in _NOUNISH:
        named = sources.after(signs, place + 1, last)
        if named is not None:
            left = signs[start - 1] if start > first else (signs[first - 1] if first else "\n")
            left2 = signs[start - 2] if left in ",-" and start - 2 >= first else left
            closes = named[1] >= last or signs[named[1]] in _STOP
            lefts = signs[place - 1 : place]
            if (
                (lefts and lefts in "1234")
                or (lefts in (",", "-") and closes)
                or (source is None and left2 in "1234" and closes)
            ):
                return Cue(
                    place,
                    place,
                    named[1],
                    (first, last),
                    named,
                    verb,
                    form,
                    True,
                    (place, place + 1),
                )
    if source is None:
        edge = signs[start - 1] if start > first else ""
        if form == "B" or form == "F":
            return None
        if before in ("c", ",") or edge in ("c", ","):
            source = _shared(previous, first, place) or sources.main(signs, first, place)
        if source is None and before in "\n1234.":
            source = None
        return Cue(
            place, start, place + 1, (first, last), source, verb, form, False, (start, place + 1)
        )
    return Cue(
        place, start, place + 1, (first, last), source, verb, form, False, (source[1], place + 1)
    )


def _shared(previous: Cue | None, first: int, place: int) -> Range | None:
    """The source of the cue before, where it is of the same sentence."""
    if previous is not None and first <= previous.place < place:
        return previous.source
    return None
