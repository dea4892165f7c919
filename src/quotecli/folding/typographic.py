"""A text without regard to its typography."""

from __future__ import annotations

import re
import unicodedata

from quotecli.folding.folded import Folded
from quotecli.model import SPACE

_FIXED_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_TYPOGRAPHY = re.compile(
    f"[{SPACE}{_FIXED_SPACES}]{{2,}}|[{SPACE.replace(' ', '', 1)}{_FIXED_SPACES}]"
    "|''|``|,,|[“”„‟«»〝〞〟＂]|[‘’‚‛‹›`´ʹʼˈ′＇]|-{2,3}|[‐‑‒–—―−﹘﹣－]|…"
    "|[ﬀ-ﬆĲĳǄ-ǌ]|[\xad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]"
    "|.[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u093c\u09bc\u3099\u309a]+|[\u212a\u212b]"
)


class Typographic(Folded):
    """A text with one form for quotation marks, dashes, ellipses, spaces, ligatures and composed letters each."""

    def __init__(self, text: str) -> None:
        super().__init__(text, _TYPOGRAPHY, _plain)

    def needle(self, excerpt: str) -> str:
        """An excerpt, folded as the text is."""
        return _TYPOGRAPHY.sub(lambda match: _plain(match.group()), excerpt).strip(" ")


def _plain(found: str) -> str:
    first = found[0]
    if first.isspace():
        return " "
    if first in "“”„‟«»〝〞〟＂" or found in ("''", "``", ",,"):
        return '"'
    if first in "‘’‚‛‹›`´ʹʼˈ′＇":
        return "'"
    if first in "-‐‑‒–—―−﹘﹣－" and len(found) < 4 and not set(found) - set("-‐‑‒–—―−﹘﹣－"):
        return "-"
    if first == "…":
        return "..."
    if first in "\xad\u2060\ufeff" or "\u200b" <= first <= "\u200f" or "\ufe00" <= first <= "\ufe0f":
        return ""
    return unicodedata.normalize("NFKC" if len(found) == 1 else "NFC", found)
