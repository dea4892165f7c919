"""The lines of a text: which of them end a paragraph, and which a hand or a program broke."""

from __future__ import annotations

import re
from itertools import pairwise

# A line that ends no sentence, before one that begins with a small letter.
_GOES_ON = re.compile(r"(?<![.!?…:;”\"»\s]) *\n(?=[a-zß-öø-ÿ])")
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:(?!---).*\n)*---[ \t]*(?:\n|$)")
_VISIBLE = re.compile(r"[^\n]")
# The width, in code points, that a text may be broken at.
_MIN_WIDTH, _MAX_WIDTH = 40, 120
_MIN_BROKEN = 3
_SHARE_BROKEN = 0.6


def flatten(text: str) -> str:
    """Return a text of the same length, with plain spaces, and line feeds only between paragraphs.

    Line feeds that break a paragraph at a fixed width become spaces, as does front matter in YAML.
    """
    flat = text.replace("\xa0", " ").replace("\t", " ").replace("\r", " ")
    if flat.startswith(("---", "\ufeff---")):
        flat = _FRONT_MATTER.sub(lambda match: _VISIBLE.sub(" ", match.group()), flat, count=1)
    if "\n" not in flat:
        return flat
    return _GOES_ON.sub(lambda match: " " * len(match.group()), _join_lines(flat))


def _join_lines(text: str) -> str:
    """Return a text with each line joined to the next one whose first word had no room on it."""
    lines = text.split("\n")
    # Where a line follows another: how long the first is, with the first word of the second.
    followed = [
        (number, len(line.rstrip()), len(after.split(" ", 1)[0]))
        for number, (line, after) in enumerate(pairwise(lines))
        if line.strip() and after.strip()
    ]
    if len(followed) < _MIN_BROKEN:
        return text
    lengths = sorted(length for _, length, _ in followed)
    width = lengths[len(lengths) * 9 // 10]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return text

    broken = {number for number, length, word in followed if length + 1 + word > width}
    if len(broken) < max(_MIN_BROKEN, len(followed) * _SHARE_BROKEN):
        return text
    ends = [" " if number in broken else "\n" for number in range(len(lines) - 1)]
    return "".join([part for pair in zip(lines, [*ends, ""]) for part in pair])
