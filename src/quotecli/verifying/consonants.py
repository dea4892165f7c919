"""The rarer consonants of a text, by which most texts are ruled out before they are read closely.

They are a quarter of an English text, so that they are searched in less time, and a passage has so
many of them in a row that hardly any other text has the same.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from quotecli.verifying.words import fold_signs

_KEPT = b"bcfghjkmnpqvwxyz"
_LOWER = bytes(range(256)).lower()
_ASCII, _BEYOND = bytes(range(128)), bytes(range(128, 256))
_OTHER = bytes(code for code in _ASCII if _LOWER[code] not in _KEPT)


def extract_consonants(text: str) -> bytes:
    """Return the rarer consonants of what fold_signs() makes of a text, in a row."""
    found = _strip(text)
    if not found.isascii():
        signs = found.translate(None, _ASCII).decode("utf-8", "surrogatepass")
        if not all(map(_is_silent, set(signs))):
            found = _strip(fold_signs(text))
    return found.translate(None, _BEYOND)


def keep_consonants(folded: str) -> bytes:
    """Return the rarer consonants of folded words, in a row.

    A text without them in a row has not the words in a row.
    """
    return _strip(folded).translate(None, _BEYOND)


def _strip(text: str) -> bytes:
    """Return the rarer consonants of a text in lower case, and all that is not ASCII."""
    return text.encode("utf-8", "surrogatepass").translate(_LOWER, _OTHER)


@lru_cache(maxsize=4096)
def _is_silent(sign: str) -> bool:
    """Return True if a sign neither folds to consonants nor changes the letter before it."""
    is_mark = unicodedata.category(sign)[0] == "M"
    return not is_mark and not keep_consonants(fold_signs(sign))
