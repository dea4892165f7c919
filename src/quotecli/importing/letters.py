"""Passages whose white space, or hyphens at line ends, are not those of the text.

Browsers drop the line ends of a PDF file, and what is between two paragraphs. What is left must
agree in every letter, digit and sign, typography aside.
"""

from __future__ import annotations

import re

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.folded import Folded
from quotecli.anchoring.text_index import TextIndex
from quotecli.anchoring.words import is_joined
from quotecli.model import MAX_PLACES, Span, count_times
from quotecli.text.words import tokenize

# A dash before or after a digit may be a minus or mean "to": it is never dropped.
_DASH = r"(?<=[^\d -]) ?- ?(?=[^\d -])"
_DASHES = re.compile(_DASH)
_DROPPED = re.compile(f"{_DASH}| ")

# So many letters are no others by chance, wherever their words begin.
_MIN_LONG = 24

_NOT_FOUND = "its words are not in the text"


class Letters:
    """A text without white space and dashes, in which passages are found."""

    def __init__(self, anchorer: Anchorer) -> None:
        self._text = anchorer.text
        self._typographic = anchorer.index("typographic")
        self._index = _LetterIndex(self._typographic)

    def find(self, exact: str, prefix: str, suffix: str) -> Span | str:
        """Return the span of a passage, or the reason why it has none.

        Its letters must occur in one place only, or beside the letters of its context in one place
        only. It needs its context if spaces alone make it other words: "nowhere", "now here". So
        does a short one that has spaces elsewhere, except at line ends, which programs drop.
        """
        words = self._needle(exact)
        letters = _DROPPED.sub("", words)
        beside = self._beside(letters, prefix, suffix)
        chosen = beside or self._index.occurrences(letters)
        places = (Span(at, at + len(letters)) for at in chosen)
        fitting = (one for one in places if _have_same_dashes(words, self._words(one)))
        place = next(fitting, None)
        if place is None:
            return _NOT_FOUND
        if len(chosen) >= MAX_PLACES or next(fitting, None):
            return f"its words occur {count_times(len(chosen))} in the text"
        if not beside and not self._has_same_words(words, place):
            return _NOT_FOUND
        return self._typographic.folded.span(*self._index.folded.span(*place))

    def _needle(self, words: str) -> str:
        return self._typographic.folded.needle(words)

    def _has_same_words(self, words: str, place: Span) -> bool:
        """Return True if a passage without its context has the words of a place, by its spaces."""
        theirs = self._words(place)
        if not _have_word_in_common(words, theirs):
            return False
        if place.end - place.start >= _MIN_LONG:
            return True
        mine, others = _find_spaces(words), _find_spaces(theirs)
        return all(at in others and self._is_line_end(place.start + at) for at in mine ^ others)

    def _is_line_end(self, at: int) -> bool:
        """Return True if a line ends in the text before the letter of number `at`."""
        letters, typographic = self._index.folded, self._typographic.folded
        before, after = (typographic.span(*letters.span(n, n + 1)) for n in (at - 1, at))
        return not {*"\r\n"}.isdisjoint(self._text[before.end : after.start])

    def _words(self, place: Span) -> str:
        """Return the words at a place, with their typography made uniform."""
        start, end = self._index.folded.span(*place)
        return self._typographic.folded.text[start:end]

    def _beside(self, letters: str, prefix: str, suffix: str) -> list[int]:
        """Return where letters begin beside those of a context; [] if it has no letters."""
        before = _DROPPED.sub("", self._needle(prefix).rstrip(" -"))
        after = _DROPPED.sub("", self._needle(suffix).lstrip(" -"))
        return self._index.occurrences(letters, before, after) if before or after else []


class _LetterIndex(TextIndex):
    """Finds letters in a text, at the beginnings and ends of its words only."""

    has_words = False

    def __init__(self, typographic: TextIndex) -> None:
        super().__init__(Folded(typographic.folded.text, _DROPPED, lambda _: ""))
        self._typographic = typographic
        self._dropped = _find_dropped(typographic.folded.text)

    def is_inside(self, offset: int) -> bool:
        """Return True if the letters at `offset` continue a word of the text."""
        return (
            offset not in self._dropped
            and super().is_inside(offset)
            and self._typographic.is_inside(self.folded.span(offset, offset + 1).start)
        )


def _have_same_dashes(mine: str, theirs: str) -> bool:
    """Return True if two passages with the same letters differ at most in dashes at line ends."""
    one, other = _find_dashes(mine), _find_dashes(theirs)
    return all({**one, **other}[at] == "- " for at in one.keys() ^ other.keys())


def _find_dashes(words: str) -> dict[int, str]:
    return {at: gap for at, gap in _find_dropped(words).items() if gap != " "}


def _find_spaces(words: str) -> set[int]:
    """Return the numbers of letters before the spaces without which two words would be one."""
    joined = _DROPPED.sub("", words)
    gaps = _find_dropped(words).items()
    return {at for at, gap in gaps if gap == " " and 0 < at < len(joined) and is_joined(joined, at)}


def _find_dropped(words: str) -> dict[int, str]:
    """Return what is dropped, by the number of letters before it."""
    found: dict[int, str] = {}
    dropped = 0
    for match in _DROPPED.finditer(words):
        found[match.start() - dropped] = match.group()
        dropped += len(match.group())
    return found


def _have_word_in_common(mine: str, theirs: str) -> bool:
    one, other = ({token.folded for token in tokenize(_DASHES.sub("", x))} for x in (mine, theirs))
    return not one.isdisjoint(other)
