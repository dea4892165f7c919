"""Speech without its closing mark: over which paragraphs it runs on, and the dash that ends it
before "said".
"""

from __future__ import annotations

import re
from bisect import bisect_right

from quotecli.drafting.english.lexicon import verbs
from quotecli.drafting.marks import Stretch

_DASHED = re.compile(r"\s[–—-]{1,2}\s*(?=([^\W\d_]+))")
_LINE = re.compile(r"[^\s][^\n]*")
_DOUBLE = re.compile(r"[\"“”„«»]|''")
_OPENS = re.compile(r"\s*(?:[\"“„«]|'')")
_SPEAKING = re.compile(r"\b(?:we|our|us|I|my|me|ours)\b")
_ATTRIBUTED = re.compile(r"\b(?:he|she|they|[A-Z]\w+) (?:said|says|told|added)\b")
_SPOKEN_LINE = re.compile(r"\s*[–—]\s+(?=\S)")
_FARTHEST = 8


def run_on(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """The stretches of a text, those that were never closed cut at a dash attribution or drawn on.

    A stretch left open runs over the paragraphs after it, up to the next mark, where they speak in
    the first person or a closing mark ends them; each paragraph gives a stretch of its own. A
    paragraph that begins with a dash and has a dash before a reporting verb is a stretch as well.
    """
    opened = [one for one in stretches if not one.closed and one.depth == 0]
    dashed = "\n–" in text or "\n—" in text or text[:1] in "–—"
    if not opened and not dashed:
        return stretches
    lines = [match.span() for match in _LINE.finditer(text)]
    begins = [start for start, _ in lines]
    found = [one for one in stretches if one.closed or one.depth]
    for one in opened:
        cut = _cut(text, one.first, one.end)
        if cut is not None:
            found.append(Stretch(one.start, one.first, cut, cut, True, 0))
            continue
        found.append(one)
        found.extend(_drawn(text, lines, bisect_right(begins, one.start)))
    if dashed:
        found.extend(_spoken(text, lines, stretches))
    found.sort(key=lambda one: (one.start, -one.end))
    return found


def _cut(text: str, start: int, end: int) -> int | None:
    """Where the dash of an attribution stands in a passage; None where there is none."""
    for match in _DASHED.finditer(text, start, end):
        verb = verbs().get(match.group(1))
        if verb is not None and verb[0] == "V" and "s" in verb[1].frames:
            return match.start()
    return None


def _drawn(text: str, lines: list[tuple[int, int]], number: int) -> list[Stretch]:
    """The paragraphs from `number` on that an open stretch runs over, as stretches without marks."""
    drawn: list[Stretch] = []
    speaking = False
    for start, end in lines[number : number + _FARTHEST]:
        if not text[start:end].strip():
            continue
        mark = _DOUBLE.search(text, start, end)
        if mark is not None:
            ends = (
                drawn
                and mark.group() in ("”", "»", '"', "''")
                and not _OPENS.match(text, start, end)
            )
            if ends and text[start : mark.start()].strip() and not text[mark.start() - 1].isspace():
                return [*drawn, Stretch(start, start, mark.start(), mark.end(), True, 0)]
            break
        cut = _cut(text, start, end)
        if cut is None and _ATTRIBUTED.search(text, start, end):
            break
        speaking = speaking or _SPEAKING.search(text, start, end) is not None
        last = end if cut is None else cut
        drawn.append(Stretch(start, start, last, last, cut is not None, 0))
        if cut is not None:
            return drawn
    return drawn if speaking else []


def _spoken(text: str, lines: list[tuple[int, int]], stretches: list[Stretch]) -> list[Stretch]:
    """The paragraphs that a dash opens and a dash before a reporting verb ends."""
    spoken: list[Stretch] = []
    marked = [one.start for one in stretches]
    for start, end in lines:
        opening = _SPOKEN_LINE.match(text, start, end)
        if opening is None or bisect_right(marked, end) != bisect_right(marked, start):
            continue
        cut = _cut(text, opening.end(), end)
        if cut is not None and text[opening.end() : cut].strip():
            spoken.append(Stretch(opening.start(), opening.end(), cut, cut, True, 0))
    return spoken
