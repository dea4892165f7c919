"""Where words of a text begin and end, and the ends of an excerpt moved from one to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal
from unicodedata import category

from quotecli.errors import QuotecliError
from quotecli.model import Span
from quotecli.text.words import tokenize

End = Literal["start", "end"]

_NEAR = 400  # code points on each side in which the next word is looked for
_JOINTS = re.compile("['’‘\\-‐‑·\u00ad\u2060]")
# What an emoji goes on with: a joiner before the next one, the colour of a skin, half of a flag.
_ONE_SIGN = re.compile(
    "\u200d.|.[\U0001f3fb-\U0001f3ff]|[\U0001f1e6-\U0001f1ff][\U0001f1e6-\U0001f1ff]"
)
_STOPS = re.compile(r"[.!?…。！？]+")
# Without these, and the symbols that are words themselves, a number is another.
_MINUS = "-–"
_PERCENT = re.compile("[ \u00a0\u202f]?[%‰]")
_SYMBOLS = {"Sc", "Sm", "So"}


def find_words(text: str, area: Span) -> list[Span]:
    """Return the words of an area, each with the stop that ends its sentence.

    What is written together is one word: "don't", "3.5", "air-raid", "-$5", "6 %".
    """
    words: list[Span] = []
    for token in tokenize(text[area.start : area.end]):
        start, end = token.start + area.start, token.end + area.start
        if words and _is_joined(text, words[-1], Span(start, end)):
            start = words.pop().start
        words.append(Span(start, end))
    whole = [_add_signs(text, word, area) for word in words]
    return [_add_stop(text, word, area.end) for word in whole]


def _is_joined(text: str, before: Span, after: Span) -> bool:
    between = text[before.end : after.start]
    if _JOINTS.fullmatch(between) or _ONE_SIGN.match(text, before.end - 1, after.start + 1):
        return True
    last, first = text[before.end - 1], text[after.start]
    if between in (".", ","):
        return last.isdigit() and first.isdigit()
    is_amount = last.isdigit() or first.isdigit()
    return not between and is_amount and not _SYMBOLS.isdisjoint((category(last), category(first)))


def _add_signs(text: str, word: Span, area: Span) -> Span:
    """Return a word with what makes it a number below zero, or a share of a hundred."""
    start, end = word
    is_amount = text[start].isdigit() or category(text[start]) == "Sc"
    if is_amount and start > area.start and text[start - 1] in _MINUS:
        start -= not text[start - 2 : start - 1].isalnum()
    percent = _PERCENT.match(text, end, area.end) if text[end - 1].isdigit() else None
    return Span(start, percent.end() if percent else end)


def _add_stop(text: str, word: Span, limit: int) -> Span:
    stop = _STOPS.match(text, word.end, limit)
    return Span(word.start, stop.end()) if stop else word


def find_sentences(text: str, words: Sequence[Span]) -> list[int]:
    """Return the numbers of the words that begin a sentence or a paragraph."""
    gaps = [text[before.end - 1 : word.start] for before, word in pairwise(words)]
    starts = [number for number, gap in enumerate(gaps, 1) if _STOPS.search(gap) or "\n" in gap]
    return [0, *starts]


def move_edge(text: str, spans: Sequence[Span], end: End, by: int) -> list[Span]:
    """Return the spans of an excerpt with its start or end a word further on, or (by -1) back.

    A part that loses its last word is left out. Raises QuotecliError if there is no such word, or
    if no other would be left.
    """
    moved = list(spans)
    at = 0 if end == "start" else -1
    span = moved[at]
    edge = span.start if end == "start" else span.end
    area = Span(max(0, edge - _NEAR), min(len(text), edge + _NEAR))
    words = find_words(text, area)
    edges = [word.start if end == "start" else word.end for word in words]
    nearer = [one for one in edges if (one > edge if by > 0 else one < edge)]
    if not nearer:
        raise QuotecliError("there is no further word")

    new = min(nearer) if by > 0 else max(nearer)
    moved[at] = Span(new, span.end) if end == "start" else Span(span.start, new)
    if moved[at].start >= moved[at].end:
        del moved[at]
    if not moved:
        raise QuotecliError("an excerpt has at least one word", hint="reject the quote instead")
    return moved
