"""A text with its typography made uniform."""

from __future__ import annotations

import re

from quotecli.anchoring.folded import Folded
from quotecli.model import SPACE
from quotecli.text.normal import normalize

_LIGATURES = "ﬀﬁﬂﬃﬄﬅﬆĲĳǄǅǆǇǈǉǊǋǌ"
_FIXED_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Marks that Unicode composes with the letter before them, including the two-part vowel signs of
# Indic scripts and Myanmar; the parts of Korean syllables; and letters with two spellings, since
# Unicode never composes them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u093c\u09bc\u09be\u09d7\u0a3c\u0b3c\u0b3e\u0b56\u0b57"
    "\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dca\u0dcf\u0ddf\u0f71-\u0fbf\u102e\u1b35\u3099\u309a"
)
_JAMO_SYLLABLES, _JAMO = "\uac00-\ud7a3", "\u1100-\u11ff"
_RECOMPOSED = (
    "\u037e\u0387\u0958-\u095f\u09dc-\u09df\u0a33\u0a36\u0a59-\u0a5e\u0b5c\u0b5d\u0f43-\u0f69\u0f73-\u0f81\u0f93-\u0fb9"
    "\u1f71-\u1fff\u2126\u212a\u212b\u2329\u232a\u2adc\uf900-\ufaff\ufb1d-\ufb4e"
)
_INVISIBLE = frozenset(
    map(chr, (0xAD, *range(0x200B, 0x2010), 0x2060, *range(0xFE00, 0xFE10), 0xFEFF))
)
_TYPOGRAPHY = re.compile(
    f"[{SPACE}{_FIXED_SPACES}]{{2,}}|[{SPACE.replace(' ', '', 1)}{_FIXED_SPACES}]"
    "|''|``|,,|[“”„‟«»〝〞〟＂]|[‘’‚‛‹›`´ʹ\u0374ʼˈ′＇]|-{2,3}|[‐‑‒–—―−﹘﹣－]|…"
    f"|[{_LIGATURES}]|[\xad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]"
    f"|.[{_MARKS}]+|[{_JAMO_SYLLABLES}]?[{_JAMO}]+|[{_RECOMPOSED}]"
)


class Typographic(Folded):
    """A text with one form each of quotation marks, dashes, ellipses, spaces and letters."""

    def __init__(self, text: str) -> None:
        super().__init__(text, _TYPOGRAPHY, _unify)

    def needle(self, excerpt: str) -> str:
        """Return an excerpt folded like the text."""
        return _TYPOGRAPHY.sub(lambda match: _unify(match.group()), excerpt).strip(" ")


def _unify(found: str) -> str:
    first = found[0]
    if found.isspace():
        return " "
    if first in "“”„‟«»〝〞〟＂" or found in ("''", "``", ",,"):
        return '"'
    if first in "‘’‚‛‹›`´ʹ\u0374ʼˈ′＇":
        return "'"
    if first in "-‐‑‒–—―−﹘﹣－" and len(found) < 4 and not set(found) - set("-‐‑‒–—―−﹘﹣－"):
        return "-"
    if first == "…":
        return "..."
    if first in _INVISIBLE:
        return ""
    return normalize("NFKC" if found in _LIGATURES else "NFC", found)
