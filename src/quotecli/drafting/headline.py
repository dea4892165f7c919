"""Whether a text begins with a headline, and where it stands."""

from __future__ import annotations

import re

from quotecli.drafting.values import Span

_FIRST = re.compile(r"\s*([^\n]{1,200}?)\s*(?:\n|$)")
_MOST_WORDS = 30


def headline(text: str) -> Span | None:
    """The span of the headline (code points): a short first line, set apart, that is no quotation;
    None for none.

    A line that ends with a full stop counts only where it is the only line that short.
    """
    match = _FIRST.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    line = match.group(1)
    if (
        len(line.split()) > _MOST_WORDS
        or line[0] in '"“„«「'
        or (not line[-1].isalnum() and line[-1] not in "!?'’\"”.)")
    ):
        return None
    return Span(match.start(1), match.end(1))
