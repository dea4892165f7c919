"""The words of a text as bytes, by which most texts are ruled out before they are read closely."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from quotecli.text.scripts import UNSPACED
from quotecli.text.words import is_beyond_latin
from quotecli.verifying.words import fold_signs

_ASCII = bytes(range(128))
_WORDS = bytes(code if chr(code).isalnum() else 32 for code in _ASCII.lower())
_ALL_BEYOND, _NONE_BEYOND = bytes(range(128, 256)), b" " * 128
_OTHERS = bytes(code for code in range(256) if code not in b"bcfghjkmnpqvwxyz")
_ZERO_SPACE = "\u200b"  # parts words, unlike other signs that are not seen
_MAX_REPLACEMENTS = 40  # up to so many take less time than a translation table
_CHUNK = 250_000  # bytes whose words are held at once
Run = tuple[bytes, ...]
"""Words in a row."""


def spell(text: str) -> bytes:
    """Return the words of a text, folded as fold_signs() does, with spaces between them.

    They are runs of letters and digits; in scripts without spaces each letter is a word. Words that
    Words() finds equal are spelled alike.
    """
    found = text.encode("utf-8", "surrogatepass")
    signs = found.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if all(map(_is_gap, set(signs))):
        return found.translate(_WORDS + _NONE_BEYOND)

    folded = _replace_gaps(fold_signs(text.replace(_ZERO_SPACE, " ")))
    if is_beyond_latin(folded):
        folded = re.sub(f"[{UNSPACED}]+", lambda match: f" {' '.join(match.group())} ", folded)
    return folded.encode("utf-8", "surrogatepass").translate(_WORDS + _ALL_BEYOND)


def list_words(text: str) -> list[bytes]:
    """Return the words of a short text as spell() has them."""
    return spell(text).split()


def find_words(spelled: bytes, wanted: frozenset[bytes]) -> frozenset[bytes]:
    """Return those of the words wanted that a text has."""
    if len(spelled) <= _CHUNK:
        return wanted.intersection(spelled.split())
    return frozenset().union(*[wanted.intersection(words) for words in _split(spelled)])


def find_runs(spelled: bytes, wanted: frozenset[Run]) -> frozenset[Run]:
    """Return those of the runs of two and of three words wanted that a text has."""
    found: set[Run] = set()
    words: list[bytes] = []
    for some in _split(spelled):
        words = [*words[-2:], *some]
        found |= wanted.intersection(pairwise(words))
        found |= wanted.intersection(zip(words, words[1:], words[2:]))
    return frozenset(found)


def keep_consonants(spelled: bytes) -> bytes:
    """Return the rarer consonants of words, in a row.

    They are a quarter of an English text, so that they are searched in less time, and a passage has
    so many of them in a row that hardly any other text has the same.
    """
    return spelled.translate(None, _OTHERS)


def make_line(words: list[bytes]) -> bytes:
    """Return words with a space between them, and one on both sides."""
    return b" ".join([b"", *words, b""])


def join_words(spelled: bytes) -> bytes:
    """Return the words of a text as make_line() does."""
    return make_line([b" ".join(words) for words in _split(spelled) if words])


def _split(spelled: bytes) -> Iterator[list[bytes]]:
    """Yield the words of a text in pieces that take little memory."""
    start = 0
    while start < len(spelled):
        end = spelled.find(b" ", start + _CHUNK)
        end = len(spelled) if end < 0 else end
        yield spelled[start:end].split()
        start = end


def _replace_gaps(folded: str) -> str:
    """Return a text with spaces for what is neither letter nor digit beyond ASCII."""
    gaps = [sign for sign in set(folded) if not (sign.isascii() or sign.isalnum())]
    if len(gaps) > _MAX_REPLACEMENTS:
        return folded.translate(dict.fromkeys(map(ord, gaps), " "))
    for gap in gaps:
        folded = folded.replace(gap, " ")
    return folded


@lru_cache(maxsize=4096)
def _is_gap(sign: str) -> bool:
    """Return True if a sign parts words, and does not change the letter before it."""
    category = unicodedata.category(sign)
    return category[0] != "M" and category != "Cf" and not any(map(str.isalnum, fold_signs(sign)))
