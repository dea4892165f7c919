"""Scripts without spaces between words."""

from __future__ import annotations

from bisect import bisect_right

UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"
    "\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Ranges of characters, as in a regular expression: Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han.

Each character counts as a word, as in word processors.
"""

_EDGES = [ord(edge) + (n % 2) for n, edge in enumerate(UNSPACED.replace("-", ""))]


def is_unspaced(character: str) -> bool:
    """Return True if a character belongs to a script without spaces between words."""
    return character >= UNSPACED[0] and bisect_right(_EDGES, ord(character)) % 2 == 1
