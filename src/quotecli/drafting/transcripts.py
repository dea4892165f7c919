"""The lines of a transcript: "MS. LEE: Good evening." is said by whom it begins with, marks or
none.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from quotecli.drafting.values import Annotation, Person, Quote, Span

_TURN = re.compile(
    r"^[ \t]*(?P<name>[A-Z][A-Z.'’-]{1,30}(?: [A-Z][A-Z.'’-]{0,30}){0,4})(?: \([^)\n]{1,40}\))?:[ \t]+"
    r"(?P<words>[^\s\"“„«].*)$",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W_]")
_FEWEST = 2
_CONFIDENCE = 0.9


def with_turns(text: str, annotation: Annotation) -> Annotation:
    """The annotation with every line of a transcript as a direct quote, in place of what was found
    inside it.

    One such line alone may be a heading: a transcript has two or more, by two or more.
    """
    turns = [match for match in _TURN.finditer(text) if _WORD.search(match.group("words"))]
    if len({match.group("name") for match in turns}) < _FEWEST:
        return annotation
    people = list(annotation.people)
    known = {
        _key(person.name): number
        for number, person in reversed(list(enumerate(people)))
        if person.resolved
    }
    breaks = [match.start() for match in re.finditer("\n", text)]
    made = []
    for match in turns:
        name = match.group("name")
        key = _key(name)
        if key not in known:
            known[key] = len(people)
            people.append(Person(name, "", (), True))
        start, end = match.span("words")
        end = start + len(match.group("words").rstrip())
        source = Span(*match.span("name"))
        cue = Span(text.index(":", source.end), text.index(":", source.end) + 1)
        paragraph = bisect_right(breaks, start)
        made.append(
            Quote(
                (Span(start, end),),
                name,
                (source,),
                cue,
                known[key],
                "direct",
                _CONFIDENCE,
                None,
                paragraph,
                "turn",
            )
        )
    starts = [quote.content[0].start for quote in made]
    kept = []
    for quote in annotation.quotes:
        at = bisect_right(starts, quote.content[-1].end - 1) - 1
        if at < 0 or made[at].content[0].end <= quote.content[0].start:
            kept.append(quote)
    quotes = sorted(
        [*kept, *made], key=lambda quote: (quote.content[0].start, -quote.content[-1].end)
    )
    return annotation._replace(quotes=tuple(quotes), people=tuple(people))


def _key(name: str) -> str:
    """The surname, in which a transcript and the article around it agree."""
    words = name.split()
    return words[-1].strip(".,:").casefold() if words else ""
