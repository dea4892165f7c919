"""The excerpt that a draft makes of a quotation, with the context that identifies its place."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.context import find_context
from quotecli.drafting.language import wording
from quotecli.drafting.values import Quotation
from quotecli.model import SPACE, Span, collapse_space

_MAX_FAILURES = 20  # passages without a place, after which other ones of the same words have none
_MAX_CONTEXT = 320  # code points of a prefix or suffix
_LEADING = f"{SPACE}\u200b\u200e\u200f\u2060\ufeff"
_TRAILING = f"{_LEADING},"
_MARKED = re.compile('[“„«"][^“”„«»"]+[”“»"]')


class Excerpt(NamedTuple):
    """The parts of an excerpt and its kind; `prefix` and `suffix` are "" if it occurs only once."""

    kind: str
    parts: tuple[str, ...]
    prefix: str
    suffix: str


def place_excerpt(
    anchorer: Anchorer, quotation: Quotation, failures: Counter[tuple[str, ...]]
) -> Excerpt | None:
    """Return the excerpt of a quotation; None if no context tells it from equal words elsewhere.

    `failures` counts the latter, by their words: what a text repeats without end is given up.
    """
    text = anchorer.text
    kind, content = _find_words(text, quotation)
    parts = tuple([collapse_space(text[start:end]) for start, end in content])
    if not all(parts) or failures[parts] > _MAX_FAILURES:
        return None
    context = find_context(anchorer, parts, content, _MAX_CONTEXT)
    if context is None:
        failures[parts] += 1
        return None
    return Excerpt(kind, parts, *context)


def _find_words(text: str, quotation: Quotation) -> tuple[str, tuple[Span, ...]]:
    """Return the kind and the content of a quotation without what leads up to it.

    The "that" before reported speech belongs to the attribution; what is one marked stretch without
    it is direct.
    """
    kind = quotation.kind
    first, *others = [_trim(text, start, end) for start, end in quotation.content]
    if kind != "direct" and text.startswith(wording.THAT, first.start):
        first = _trim(text, first.start + len(wording.THAT), first.end)
    if kind == "mixed" and not others and _MARKED.fullmatch(text, *first):
        return "direct", (_trim(text, first.start + 1, first.end - 1),)
    return kind, (first, *others)


def _trim(text: str, start: int, end: int) -> Span:
    """Return a span without the white space and invisible signs at its ends, and a last comma."""
    while start < end and text[start] in _LEADING:
        start += 1
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return Span(start, end)
