"""Words, as search, counts and loose matches take them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from quotecli.text.normal import normalize
from quotecli.text.scripts import is_unspaced

JOINERS = "'’ʼ‐‑·-"

# Beyond Latin letters and common punctuation words have marks and invisible signs, which `re`
# cannot match.
_BEYOND_LATIN = re.compile(
    "[^\0-\xac\xae-\u02af\u2010-\u2027\u2030-\u2043\u2045-\u2051\u2053-\u205e\u20a0-\u20bf]"
)
SYMBOLS = "[$+<=>^`|~\xa2-\xa6\xa8\xa9\xac\xae-\xb1\xb4\xb8\xd7\xf7\u20a0-\u20bf]"
"""A pattern for the symbols of a text in Latin letters."""
_WORD_OR_SYMBOL = re.compile(rf"[^\W_]+|{SYMBOLS}")
_WORD = re.compile(rf"[^\W_]+(?:[{JOINERS}][^\W_]+)*")
# Letters without a decomposition in Unicode that readers take for accented ones.
_UNDECOMPOSED = str.maketrans(
    dict(pair.split(":") for pair in "æ:ae đ:d ð:d ħ:h ı:i ł:l ø:o œ:oe ŧ:t þ:th".split())
)
_ASCII_SILENT = {code: None for code in range(128) if unicodedata.category(chr(code))[0] in "PZC"}
# Up to so many replacements, one after the other, take less time than a translation table.
_MAX_REPLACEMENTS = 40


class Token(NamedTuple):
    """A word or symbol of a text, folded for comparison, with its offsets in code points."""

    folded: str
    start: int
    end: int


class _Audible(dict[int, "str | int | None"]):
    """What becomes of a code point of a decomposed word, found when it is first met."""

    def __missing__(self, code: int) -> str | int | None:
        kept = None if _is_silent(chr(code)) else _UNDECOMPOSED.get(code, code)
        self[code] = kept
        return kept


_AUDIBLE = _Audible()


def fold(word: str) -> str:
    """Return `word` without case and accents; vowel signs, which distinguish words, are kept."""
    if word.isascii():
        return word.lower()
    decomposed = normalize("NFKD", normalize("NFKD", word).casefold())
    return normalize("NFC", decomposed.translate(_AUDIBLE)) or word


def extract_skeleton(text: str) -> str:
    """Return `text` without case, accents, all other marks, and all that separates its words.

    A word and its fold have the same skeleton; that of a text is those of its words, joined. It is
    empty for a word that fold() returns unchanged because nothing else would be left.
    """
    if text.isascii():
        return text.lower().translate(_ASCII_SILENT)
    decomposed = normalize("NFKD", normalize("NFKD", text).casefold())
    changed = {c: "" for c in set(decomposed) if _is_silent(c) or unicodedata.category(c)[0] == "M"}
    changed |= {
        chr(code): plain for code, plain in _UNDECOMPOSED.items() if chr(code) in decomposed
    }
    # The only letter that a mark (U+0345) can fold to; marks may also stand between words.
    changed["ι"] = ""
    if len(changed) > _MAX_REPLACEMENTS:
        return decomposed.translate({ord(old): new for old, new in changed.items()})
    for old, new in changed.items():
        decomposed = decomposed.replace(old, new)
    return decomposed


def is_beyond_latin(text: str) -> bool:
    """Return True if a text has other signs than Latin letters and common punctuation."""
    return _BEYOND_LATIN.search(text) is not None


def tokenize(text: str) -> list[Token]:
    """Return the words and symbols of `text`; in scripts without spaces each character is one."""
    if _BEYOND_LATIN.search(text):
        return [Token(fold(text[start:end]), start, end) for start, end, _ in _pieces(text)]
    return [Token(fold(match.group()), *match.span()) for match in _WORD_OR_SYMBOL.finditer(text)]


def list_spans(text: str) -> list[tuple[int, int]]:
    """Return where the words and symbols of `text` begin and end: those of tokenize(), faster."""
    if _BEYOND_LATIN.search(text):
        return [(start, end) for start, end, _ in _pieces(text)]
    return [match.span() for match in _WORD_OR_SYMBOL.finditer(text)]


def fold_words(text: str) -> list[str]:
    """Return the folded words and symbols of `text`: those of tokenize(), but faster."""
    if text.isascii():
        return _WORD_OR_SYMBOL.findall(text.lower())
    if _BEYOND_LATIN.search(text):
        return [fold(text[start:end]) for start, end, _ in _pieces(text)]
    return list(map(fold, _WORD_OR_SYMBOL.findall(text)))


def count_words(text: str) -> int:
    """Return the number of words: hyphens and apostrophes join words, symbols do not count."""
    if not _BEYOND_LATIN.search(text):
        return len(_WORD.findall(text))
    words, last = 0, -2
    for start, end, kind in _pieces(text):
        if kind != "symbol":
            words += not (kind == "spaced" and last == start - 1 and text[last] in JOINERS)
            last = end if kind == "spaced" else -2
    return words


def _is_silent(character: str) -> bool:
    """Return True if a character of a decomposed word does not count in a comparison."""
    # Signs such as ´ ⒈ ㈠ ℀ also decompose into spaces and punctuation, at which the full-text
    # index would split them. Combining classes from 200 are marks above, below and through letters,
    # 10 to 35 Hebrew points and Arabic vowel marks. The others are signs of Indic and Thai scripts
    # and the Japanese voicing marks, which are part of the spelling.
    combining = unicodedata.combining(character)
    return (
        combining >= 200
        or 10 <= combining <= 35
        or unicodedata.category(character)[0] in "PZC"
        or character == "\u0640"
        or "\ufe00" <= character <= "\ufe0f"
    )


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of every word and symbol.

    The kinds are "symbol", and "spaced" or "unspaced" for words, by script.
    """
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
