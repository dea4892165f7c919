"""The lines of a transcript: "MS. LEE: Good evening." is said by the name it begins with."""

from __future__ import annotations

import re
from bisect import bisect_right

from quotecli.drafting.values import Extraction, Person, Quotation
from quotecli.model import Span

_TURN = re.compile(
    r"^[ \t]*(?P<who>(?P<title>(?:MR|MRS|MS|DR)\. )?"
    r"(?P<name>[A-Z][A-Z.'’-]{1,30}(?: [A-Z][A-Z.'’-]{0,30}){0,4}))(?: \([^)\n]{1,40}\))?"
    r":[ \t]+(?P<words>[^\s\"“„«].*)$",
    re.MULTILINE,
)
_LETTER = re.compile(r"[^\W_]")
_MIN_SPEAKERS = 2
_CONFIDENCE = 0.9


def add_turns(text: str, extraction: Extraction) -> Extraction:
    """Return the extraction with every line of a transcript as a direct quotation.

    It takes the place of what was found inside the line. One such line alone may be a heading: a
    transcript has two or more, by two or more.
    """
    matches = [match for match in _TURN.finditer(text) if _LETTER.search(match.group("words"))]
    if len({match.group("name") for match in matches}) < _MIN_SPEAKERS:
        return extraction

    titles: dict[str, set[str]] = {}
    for match in matches:
        titles.setdefault(match.group("name"), set()).add(match.group("title") or "")

    people = list(extraction.people)
    known = {
        _find_surname(person.name): number
        for number, person in reversed(list(enumerate(people)))
        if person.resolved
    }
    turns = []
    for match in matches:
        name = match.group("name")
        # Mr. Lee and Mrs. Lee are two; otherwise a title is no part of a name.
        if len(titles[name]) > 1:
            name = (match.group("title") or "") + name
        surname = name.casefold() if len(titles[match.group("name")]) > 1 else _find_surname(name)
        if surname not in known:
            known[surname] = len(people)
            people.append(Person(name, "", (), True))
        start = match.start("words")
        content = (Span(start, start + len(match.group("words").rstrip())),)
        source = Span(*match.span("who"))
        colon = text.index(":", source.end)
        cue = Span(colon, colon + 1)
        turns.append(
            Quotation(
                content, match["who"], (source,), cue, known[surname], "direct", _CONFIDENCE, None
            )
        )

    starts = [turn.content[0].start for turn in turns]
    others = []
    for quotation in extraction.quotations:
        at = bisect_right(starts, quotation.content[-1].end - 1) - 1
        if at < 0 or turns[at].content[0].end <= quotation.content[0].start:
            others.append(quotation)
    quotations = sorted(
        [*others, *turns], key=lambda one: (one.content[0].start, -one.content[-1].end)
    )
    return extraction._replace(quotations=tuple(quotations), people=tuple(people))


def _find_surname(name: str) -> str:
    """Return the surname, in which a transcript and the article around it agree."""
    words = name.split()
    return words[-1].strip(".,:").casefold() if words else ""
