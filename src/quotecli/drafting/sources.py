"""Where the source of a reporting verb stands: its subject before it, or after it where the order
is turned.
"""

from __future__ import annotations

import re

# A noun phrase as tags: what its heads, and what their modifiers, may be.
_PART = r"[nNrUITk_0'GgeiyRM&]"
_PAREN = r"\([^()\n]{1,40}\)"
_PAREN_BACK = r"\)[^()\n]{1,40}\("
_PHRASE = rf"d{{0,2}}{_PART}{{1,14}}"
_PHRASE_BACK = rf"(?:{_PAREN_BACK})?{_PART}{{1,14}}d{{0,2}}"
_BACK = re.compile(rf"{_PHRASE_BACK}(?:[optc]{_PHRASE_BACK}){{0,6}}")
_AHEAD = re.compile(rf"{_PHRASE}(?:{_PAREN})?(?:[optc]{_PHRASE}){{0,6}}(?:{_PAREN})?")
_APPOSED = re.compile(rf",(?:{_PHRASE}|W)[^,.;:?!\n1-4]{{0,60}}")
_GAP = re.compile(r"(?:[xa0]|y[pd]?|t[VAveBFn])*")
_NAME_END = re.compile(r"[NITU_rG]+$")

_TITLE = re.compile(rf"\n?(?P<title>[rNk&]{{0,3}}r[oN]{_PHRASE}(?:[otp]{_PHRASE})?(?:{_PAREN})?,)")

Range = tuple[int, int]


def before(signs: str, first: int, place: int) -> tuple[Range | None, int]:
    """The subject of the verb at `place` in a sentence that begins at `first`, and where subject
    and verb begin.

    The subject is a range of places; None where nothing before the verb can be one, and then the
    second value is where the verb's own auxiliaries begin.
    """
    if place > first and signs[place - 1] in "PZWw":
        return (place - 1, place), place - 1
    low = max(first, place - 160)
    back = signs[low:place][::-1]
    gap = _GAP.match(back)
    k = gap.end() if gap is not None else 0
    if k >= len(back):
        return None, place - k
    sign = back[k]
    if sign in "PZWw":
        return (place - k - 1, place - k), place - k - 1
    if sign == "," and k + 1 < len(back):
        found = _across_commas(back, k)
        if found is None:
            return None, place - k
        return (place - found[1], place - k), place - found[1]
    match = _BACK.match(back, k)
    if match is None:
        return None, place - k
    start, end = place - match.end(), place - k
    start = _trimmed(signs, first, start, end)
    if start > first and signs[start - 1] == ",":
        title = _TITLE.fullmatch(signs, first, start)
        if title is not None:
            start = title.start("title")
    return (start, end), start


def _trimmed(signs: str, first: int, start: int, end: int) -> int:
    """Where a subject really begins: a phrase that a preposition governs ends before the name that
    follows it.
    """
    if (start > first and signs[start - 1] in "ptob") or signs[start] in "pt":
        name = _NAME_END.search(signs, start, end)
        if name and name.start() > start:
            return name.start()
    if signs[start] == "y" and end - start > 1:
        return start + 1
    return start


def _across_commas(back: str, k: int) -> Range | None:
    """The subject before an apposition or another insertion that ends with a comma at back[k]."""
    at = k
    for _ in range(4):
        comma = back.find(",", at + 1)
        if comma < 0 or comma - k > 120:
            return None
        match = _BACK.match(back, comma + 1) or re.match("[PW]", back[comma + 1 : comma + 2])
        inside = back[at + 1 : comma]
        if any(sign in inside for sign in "1234\n;:"):
            return None
        if match is not None:
            if isinstance(match.re.pattern, str) and match.re.pattern == "[PW]":
                return comma + 1, comma + 2
            if any(sign in "NITUr" for sign in match.group()):
                return match.start(), match.end()
        at = comma
    return None


def after(signs: str, place: int, last: int, within: bool = False) -> Range | None:
    """The noun phrase, with the apposition to it, that begins at `place`; None where none does.

    Where the phrase stands `within` a sentence that goes on, only a comma can end its apposition.
    """
    if place < last and signs[place] in "PO":
        return place, place + 1
    match = _AHEAD.match(signs, place, last)
    if match is None:
        return None
    end = match.end()
    apposed = _APPOSED.match(signs, end, last)
    if apposed is not None and (not within or signs[apposed.end() : apposed.end() + 1] == ","):
        end = apposed.end()
    return place, end


_SKIPPED = re.compile(r"[\ncCa,(-]*")
_INTRODUCING = frozenset("ptboCieJKBFwVyv")
_SUBJECT = re.compile(
    rf"(?P<source>P|(?<![ptob]){_PHRASE}(?:{_PAREN})?(?:[optc]{_PHRASE}){{0,4}})(?=a*(?:,[^,.;\n1-4]{{1,60}},)?[xavVAeBF])"
)
_LEADING = re.compile(rf"P|{_PHRASE}(?:[opt]{_PHRASE}){{0,3}}")


def main(signs: str, first: int, last: int) -> Range | None:
    """The subject of the main clause between two places of one sentence; None where no noun phrase
    is.
    """
    skipped = _SKIPPED.match(signs, first, last)
    start = skipped.end() if skipped else first
    if start >= last:
        return None
    if (
        "C" in signs[first:start]
        or signs[start] in _INTRODUCING
        or signs[start : start + 2] in ("na", "Na")
    ):
        comma = signs.find(",", start, last)
        if comma >= 0:
            start = comma + 1
    match = _SUBJECT.search(signs, start, last)
    if match is not None:
        return match.span("source")
    match = _LEADING.match(signs, start, last)
    return match.span() if match else None
