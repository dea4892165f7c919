"""The headline that a text begins with."""

from __future__ import annotations

import re

from quotecli.model import Span

_FIRST_LINE = re.compile(r"\s*([^\n]{1,200}?)\s*(?:\n|$)")
_MAX_WORDS = 30


def find_headline(text: str) -> Span | None:
    """Return the span of a short first line, set apart, that is not a quotation; None for none."""
    match = _FIRST_LINE.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    line = match.group(1)
    if len(line.split()) > _MAX_WORDS or line[0] in '"“„«「':
        return None
    if not line[-1].isalnum() and line[-1] not in "!?'’\"”.)":
        return None
    return Span(match.start(1), match.end(1))
