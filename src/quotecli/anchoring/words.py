"""Where words begin and end in a folded text: no match cuts one in two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import cache

from quotecli.anchoring.folded import APOSTROPHES
from quotecli.text.scripts import UNSPACED, is_unspaced

# Nearly every excerpt begins and ends at one of these, which are part of no word.
_SEPARATORS = frozenset(' “”"!?;:()—')
_JOINTS = f"{APOSTROPHES}.,"
_LETTER = "[0-9A-Za-zÀ-ÖØ-öø-ɏ]"
# So many invisible characters in a row are taken to be inside a word: an emoji has seven or so.
_MAX_INVISIBLE = 20


def is_inside(text: str, joints: Container[int], offset: int) -> bool:
    """Return True if the text at `offset` continues a word that began before it.

    `joints` holds the offsets of characters that are inside a word although they do not look so.
    """
    if not 0 < offset < len(text):
        return False
    if offset in joints or offset - 1 in joints:
        return True
    if text[offset - 1] in _SEPARATORS or text[offset] in _SEPARATORS:
        return False
    return is_joined(text, offset)


def is_spaced(character: str) -> bool:
    """Return True if a character is part of a word in a script with spaces between words."""
    return character.isalnum() and not is_unspaced(character)


@cache
def word_pattern() -> re.Pattern[str]:
    """Return a pattern for words, and for single characters of scripts without spaces."""
    return re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def whole_pattern(needle: str) -> re.Pattern[str]:
    """Return a pattern for the places of a needle without a Latin letter or a digit beside it.

    Of these, is_inside() decides. It leaves out at once the thousands of places that a short needle
    has inside of words.
    """
    before = f"(?<!{_LETTER})" if is_spaced(needle[0]) else ""
    after = f"(?!{_LETTER})" if is_spaced(needle[-1]) else ""
    return re.compile(f"{before}{re.escape(needle)}{after}")


def is_joined(text: str, offset: int) -> bool:
    """Return True if the characters on both sides of `offset` belong to one word."""
    left, right = offset - 1, offset
    if text[right] > "\u02ff" and unicodedata.category(text[right])[0] == "M":
        return not text[left].isspace()

    joint = ""
    if text[right] in _JOINTS:
        joint, right = text[right], right + 1
    elif text[left] in _JOINTS:
        joint, left = text[left], left - 1

    before, after = _next_visible(text, left, -1), _next_visible(text, right, 1)
    if joint in (".", ","):
        return before.isdigit() and after.isdigit()
    return is_spaced(before) and is_spaced(after)


def _next_visible(text: str, at: int, step: int) -> str:
    """Return the first visible character from an offset on, or "" at the end of the text."""
    # Invisible characters, such as a soft hyphen, end no word.
    farthest = at + _MAX_INVISIBLE * step
    while 0 <= at < len(text) and at != farthest and _is_invisible(text[at]):
        at += step
    if at == farthest:
        return "0"
    return text[at] if 0 <= at < len(text) else ""


def _is_invisible(character: str) -> bool:
    return character >= "\xad" and character != "\u200b" and unicodedata.category(character) == "Cf"
