"""A text as tokens with one-letter tags, so that patterns of grammar are regular expressions."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from functools import cache
from itertools import accumulate

from quotecli.drafting import tags
from quotecli.drafting.language import phrases, tagger

# A point before a capitalised word ends a token, for texts that miss the space after it. The
# alternatives are ordered for speed.
_TOKEN = re.compile(r"\w+(?:['’,.-](?<!\.(?=[A-Z][a-z]))\w+)*|\W")
_BREAK = re.compile(r"\n\s+")
_SPACE = "\0\1"  # a tag that is none, and the length of a space
_SPACES = re.compile(r"(?:([^\x00])(.))?((?:\x00\x01)+)", re.DOTALL)
_CACHED_CHUNKS = 60_000
_LONGEST_CACHED = 40


class Tokens:
    """The tokens of a text: the code point at which each starts, and a tag for each.

    A text is cut at its spaces, which is far quicker than a pattern, and the chunks between them,
    most of which are common, are looked up; only new ones are cut into tokens.
    """

    __slots__ = ("starts", "tags", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        # The commonest break is moved without a pattern, which then finds the longer ones alone.
        spread = _BREAK.sub(_move_line_feed, text.replace("\n\n", " \n"))
        entries = "".join(map(_chunks().__getitem__, spread.split(" ")))
        if _SPACE in entries:
            entries = _SPACES.sub(_merge_spaces, entries)

        self.tags = _correct(entries[::2])
        lengths = entries[1::2]
        # Bytes are added up far quicker, and a token that is too long for one is rare.
        self.starts = list(
            accumulate(lengths.encode() if lengths.isascii() else map(ord, lengths), initial=0)
        )
        self.starts[-1] = len(text)

    def at(self, offset: int) -> int:
        """Return the index of the first token that starts at or after a code point."""
        return bisect_left(self.starts, offset)

    def end(self, index: int) -> int:
        """Return the code point after a token, the white space behind it left out."""
        start, end = self.starts[index], self.starts[index + 1]
        return start + len(self.text[start:end].rstrip(" \n"))

    def word(self, index: int) -> str:
        """Return a token without the white space after it."""
        start, end = self.starts[index : index + 2]
        return self.text[start:end].rstrip()


def _correct(letters: str) -> str:
    """Return the tags of a text, those corrected that the words beside them tell."""
    if tags.COMPANY in letters:
        letters = phrases.COMPANY_COMMA.sub(tags.POINT, letters)
    letters = phrases.INNER_POINT.sub(tags.POINT, letters)
    letters = phrases.VERB_AS_NOUN.sub(tags.NOUN, letters)
    if tags.NAME_OR_PREPOSITION in letters:
        letters = phrases.PREPOSITION_AS_NAME.sub(tags.NAME, letters)
        letters = letters.replace(tags.NAME_OR_PREPOSITION, tags.PREPOSITION)
    if tags.NAME_OR_TIME in letters:
        letters = phrases.TIME_AS_NAME.sub(tags.NAME, letters)
        letters = letters.replace(tags.NAME_OR_TIME, tags.TIME)
    letters = phrases.ABBREVIATION_AS_NAME.sub(tags.NAME, letters)
    if tags.PARTICLE in letters:
        letters = phrases.PARTICLE_ALONE.sub(tags.NOUN, letters)
    if tags.SURNAME_OR_ROLE in letters:
        letters = phrases.SURNAME_AS_ROLE.sub(tags.ROLE, letters)
        letters = letters.replace(tags.SURNAME_OR_ROLE, tags.NAME)
    return letters


class _Chunks(dict[str, str]):
    """What stands between two spaces, to the entries of its tokens; learns new chunks.

    The last token of a chunk has the space after it.
    """

    def __missing__(self, chunk: str) -> str:
        tag = tagger.tagger().__getitem__
        if chunk.isalnum():
            made = _entry(tag(chunk), len(chunk) + 1)
        elif chunk[-1:] in (".", ",") and chunk[:-1].isalnum():
            # Most of what is new is a word, or a word with its point or comma, and needs no
            # pattern.
            made = _entry(tag(chunk[:-1]), len(chunk) - 1) + _entry(chunk[-1], 2)
        elif chunk:
            *words, last = _TOKEN.findall(chunk)
            made = "".join([_entry(tag(word), len(word)) for word in words]) + _entry(
                tag(last), len(last) + 1
            )
        else:
            made = _SPACE

        if len(self) > _CACHED_CHUNKS:
            self.clear()
        if len(chunk) <= _LONGEST_CACHED:
            # Most chunks are like others, and one string for all of these stays near at hand.
            self[chunk] = made = sys.intern(made)
        return made


def _entry(tag: str, length: int) -> str:
    """Return a token as two characters, its tag and the character whose number is its length.

    A token that is longer than a character can say becomes several.
    """
    if length < sys.maxunicode:
        return tag + chr(length)
    whole, rest = divmod(length, sys.maxunicode)
    return (tag + chr(sys.maxunicode)) * whole + tag + chr(rest)


def _merge_spaces(spaces: re.Match[str]) -> str:
    """Return a token with the spaces that follow it; spaces at the start of a text are a token."""
    tag, length, more = spaces.groups()
    return _entry(tag or " ", (ord(length) if length else 0) + len(more) // 2)


@cache
def _chunks() -> _Chunks:
    return _Chunks()


def _move_line_feed(white: re.Match[str]) -> str:
    """Return white space that ends a paragraph with its line feed last, at the next chunk."""
    return " " * (white.end() - white.start() - 1) + "\n"
