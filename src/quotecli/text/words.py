"""What a word is: the tokens that search, counts and loose matches share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from quotecli.text.scripts import is_unspaced

JOINERS = "'’ʼ‐‑·-"

# Outside Latin letters and common punctuation a word may hold marks and invisible signs, which `re`
# does not know.
_BEYOND = re.compile(
    "[^\0-\xac\xae-\u02af\u2010-\u2027\u2030-\u2043\u2045-\u2051\u2053-\u205e\u20a0-\u20bf]"
)
_LATIN = re.compile(
    "[^\\W_]+|[$+<=>^`|~\xa2-\xa6\xa8\xa9\xac\xae-\xb1\xb4\xb8\xd7\xf7\u20a0-\u20bf]"
)
_COUNTED = re.compile(rf"[^\W_]+(?:[{JOINERS}][^\W_]+)*")
# Letters that stand apart in Unicode and are accented ones to the reader.
_ACCENTED = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
_ASCII_SILENT = {code: None for code in range(128) if unicodedata.category(chr(code))[0] in "PZC"}
_FEW = 40
"""So many replacements one after the other take less time than a table."""


class Token(NamedTuple):
    """A word or symbol of a text: how it compares, and where it stands (code points, end excluded)."""

    folded: str
    start: int
    end: int


def fold(word: str) -> str:
    """`word` without case and accents; vowel signs, which tell words apart, stay."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    kept = "".join(c for c in decomposed if not _is_silent(c))
    return unicodedata.normalize("NFC", kept.translate(_ACCENTED)) or word


def skeleton(text: str) -> str:
    """`text` without case, accents, all other marks, and what stands between its words.

    A word has the skeleton of its fold, and a text the skeletons of its words, one after the other.
    It is "" for what fold() leaves as it is since nothing would be left.
    """
    if text.isascii():
        return text.lower().translate(_ASCII_SILENT)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    changed = {c: "" for c in set(decomposed) if _is_silent(c) or unicodedata.category(c)[0] == "M"}
    changed |= {chr(code): plain for code, plain in _ACCENTED.items() if chr(code) in decomposed}
    # The one letter that a mark (U+0345) can fold to, and marks may also stand between words.
    changed["ι"] = ""
    if len(changed) > _FEW:
        return decomposed.translate({ord(old): new for old, new in changed.items()})
    for old, new in changed.items():
        decomposed = decomposed.replace(old, new)
    return decomposed


def tokens(text: str) -> list[Token]:
    """The words and symbols of `text` in order; characters of scripts without spaces one by one."""
    if _BEYOND.search(text):
        return [Token(fold(text[start:end]), start, end) for start, end, _ in _pieces(text)]
    return [Token(fold(match.group()), *match.span()) for match in _LATIN.finditer(text)]


def folded(text: str) -> list[str]:
    """The words and symbols of `text` as they compare: those of tokens(), faster."""
    if text.isascii():
        return _LATIN.findall(text.lower())
    if _BEYOND.search(text):
        return [fold(text[start:end]) for start, end, _ in _pieces(text)]
    return list(map(fold, _LATIN.findall(text)))


def count(text: str) -> int:
    """How many words `text` has: an inner apostrophe or hyphen parts none, a symbol is none."""
    if not _BEYOND.search(text):
        return len(_COUNTED.findall(text))
    words, last = 0, -2
    for start, end, kind in _pieces(text):
        if kind != "symbol":
            words += not (kind == "spaced" and last == start - 1 and text[last] in JOINERS)
            last = end if kind == "spaced" else -2
    return words


def _is_silent(character: str) -> bool:
    """Whether a character of a decomposed word does not count in a comparison."""
    # Signs such as ´ ⒈ ㈠ ℀ decompose into spaces and punctuation too, at which the full-text index
    # would part them. 200 and up: marks above, below and through; 10 to 35: Hebrew points and
    # Arabic vowel marks. Between them and below are the signs of Indic and Thai scripts and the
    # Japanese voicing marks, which spell.
    combining = unicodedata.combining(character)
    return (
        combining >= 200
        or 10 <= combining <= 35
        or unicodedata.category(character)[0] in "PZC"
        or character == "\u0640"
        or "\ufe00" <= character <= "\ufe0f"
    )


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of every word and symbol, and its kind: spaced, unspaced (by script) or symbol."""
    category = unicodedata.category
    start, kind = 0, ""
    for at, character in enumerate(text):
        major = category(character)
        if kind and (major[0] == "M" or (major == "Cf" and character != "\u200b")):
            continue
        found = ""
        if major[0] in "LN":
            found = "unspaced" if is_unspaced(character) else "spaced"
            if found == kind == "spaced":
                continue
        elif major[0] == "S":
            found = "symbol"
        if kind:
            yield start, at, kind
        start, kind = at, found
    if kind:
        yield start, len(text), kind
