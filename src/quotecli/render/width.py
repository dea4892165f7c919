"""The one measure of how many columns of a terminal a text takes."""

from __future__ import annotations

import re

# Letters and signs that take one column each and have no marks: enough for most text, which then
# does without rich's tables.
NARROW = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0386-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482"
    "\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)


def width(text: str) -> int:
    """Return how many columns a terminal gives to `text`, as rich counts them, which draws it.

    Of rich only its cells are loaded, and only for text beyond the commonest letters: a pipe does
    without the rest.
    """
    if NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
