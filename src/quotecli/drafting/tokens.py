"""A text as tokens with one-letter tags, so that patterns of grammar are regular expressions over
the tags.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from functools import cache
from itertools import accumulate, pairwise

from quotecli.drafting.english.lexicon import tagger

# A point before a capitalised word ends a token, as where a space is missing; the order of the
# parts is for speed.
_TOKEN = re.compile(r"\w+(?:['’,.-](?<!\.(?=[A-Z][a-z]))\w+)*|\W")
_BREAK = re.compile(r"\n\s+")
_POINT = re.compile(r"\.(?:(?<=[TIUk]\.)(?![\n*'])|(?<=\([NUk]\.)(?=\)))")
_NOUN_VERB = re.compile(r"[VBAF](?<=[dGgo0].)")
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 45, 100
_SPACE = "\0\1"
_SPACES = re.compile(r"(?:([^\x00])(.))?((?:\x00\x01)+)", re.DOTALL)
_CACHED_CHUNKS = 60_000
_LONGEST_CACHED = 40


class Tokens:
    """The tokens of a text: where each starts (code points), and a tag for each (see
    `lexicon.Tagger`).

    A text is cut at its spaces, which is far quicker than a pattern, and the chunks between them,
    which come again and again, are looked up; only new ones are cut into tokens.
    """

    __slots__ = ("starts", "tags", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        # The commonest break is moved without a pattern; what is longer is still one for it.
        spread = _BREAK.sub(_moved, text.replace("\n\n", " \n"))
        known = "".join(map(_chunks().__getitem__, spread.split(" ")))
        if _SPACE in known:
            known = _SPACES.sub(_filled, known)
        self.tags = _NOUN_VERB.sub("n", _POINT.sub("_", known[::2]))
        lengths = known[1::2]
        # Bytes are added up far quicker; a token that does not fit in one is rare.
        self.starts = list(
            accumulate(lengths.encode() if lengths.isascii() else map(ord, lengths), initial=0)
        )
        self.starts[-1] = len(text)

    def at(self, offset: int) -> int:
        """The index of the first token that starts at or after a code point."""
        return bisect_left(self.starts, offset)

    def end(self, index: int) -> int:
        """Where a token ends (code points), the white space after it left out."""
        text = self.text
        end = self.starts[index + 1]
        if end and text[end - 1] > " ":
            return end
        start = self.starts[index]
        while end > start and text[end - 1] in " \n":
            end -= 1
        return end

    def word(self, index: int) -> str:
        """A token without the white space after it."""
        start, end = self.starts[index : index + 2]
        return self.text[start:end].rstrip()


class _Chunks(dict[str, str]):
    """What stands between spaces to its tokens: for each its tag, and as a character's number its
    length.

    The last token has the space after it; learns new chunks.
    """

    def __missing__(self, chunk: str) -> str:
        tag = tagger().__getitem__
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
    """A tag and a length as two characters; what is longer than a character can tell is cut."""
    if length < sys.maxunicode:
        return tag + chr(length)
    whole, rest = divmod(length, sys.maxunicode)
    return (tag + chr(sys.maxunicode)) * whole + tag + chr(rest)


def _filled(spaces: re.Match[str]) -> str:
    """A token with the spaces that follow it; in front of a text they are a token themselves."""
    tag, length, more = spaces.groups()
    return _entry(tag or " ", (ord(length) if length else 0) + len(more) // 2)


@cache
def _chunks() -> _Chunks:
    return _Chunks()


def _moved(white: re.Match[str]) -> str:
    """White space that ends a paragraph with its line feed last, so that this is of the chunk after
    it.
    """
    return " " * (white.end() - white.start() - 1) + "\n"


def flatten(text: str) -> str:
    """The text, of the same length, with every space a plain space, and line feeds only where a
    paragraph ends.

    A text wrapped at a fixed width has its single line feeds made spaces.
    """
    flat = text.replace("\xa0", " ").replace("\t", " ").replace("\r", " ")
    doubled = flat.count("\n\n")
    if doubled and flat.count("\n") > 2 * doubled + 3:
        lengths = list(map(len, flat.split("\n")))
        lone = sum(
            _SHORTEST_WRAPPED <= one <= _LONGEST_WRAPPED and after > 0
            for one, after in pairwise(lengths)
        )
        if lone > 3 and lone * 2 > len(lengths):
            flat = re.sub(r"(?<=[^\n])\n(?=[^\n\s])", " ", flat)
    return flat
