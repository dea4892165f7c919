"""The headline that a text begins with."""

from __future__ import annotations

from quotecli.model import Span

_MAX_LENGTH = 200
_MAX_WORDS = 30


def find_headline(text: str) -> Span | None:
    """Return the span of a short first line, set apart, that is not a quotation; None for none."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    line = text[start:end].rstrip()
    if end < 0 or len(line) > _MAX_LENGTH or text[end:].isspace():
        return None
    if len(line.split()) > _MAX_WORDS or line[0] in '"“„«「':
        return None
    if not line[-1].isalnum() and line[-1] not in "!?'’\"”.)":
        return None
    return Span(start, start + len(line))
