"""A text as tokens with one-letter tags, so that patterns of grammar are regular expressions over the tags."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate, pairwise

from quotecli.drafting.lexicon import tagger

# A point before a capitalised word ends a token, as where a space is missing; the order of the parts is for speed.
_TOKEN = re.compile(r"\w+(?:['’,.-](?<!\.(?=[A-Z][a-z]))\w+)* *|\n\s*|\W *")
_POINT = re.compile(r"\.(?:(?<=[TIUk]\.)(?![\n*'])|(?<=\([NUk]\.)(?=\)))")
_NOUN_VERB = re.compile(r"[VBAF](?<=[dGgo0].)")
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 45, 100


class Tokens:
    """The tokens of a text: where each starts (code points), and a tag for each (see `lexicon.Tagger`)."""

    __slots__ = ("starts", "tags", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = _TOKEN.findall(text)
        self.starts: list[int] = list(accumulate(map(len, self.words), initial=0))
        tags = "".join(map(tagger().__getitem__, self.words))
        tags = _POINT.sub("_", tags)
        self.tags = _NOUN_VERB.sub("n", tags)

    def at(self, offset: int) -> int:
        """The index of the first token that starts at or after a code point."""
        return bisect_left(self.starts, offset)

    def end(self, index: int) -> int:
        """Where a token ends (code points), the white space after it left out."""
        word = self.words[index]
        return self.starts[index] + (len(word.rstrip()) if word[-1] in " \n" else len(word))


def flatten(text: str) -> str:
    """The text, of the same length, with every space a plain space, and line feeds only where a paragraph ends.

    A text wrapped at a fixed width has its single line feeds made spaces.
    """
    flat = text.replace("\xa0", " ").replace("\t", " ").replace("\r", " ")
    if "\n" in flat and "\n\n" in flat:
        lengths = list(map(len, flat.split("\n")))
        lone = sum(_SHORTEST_WRAPPED <= one <= _LONGEST_WRAPPED and after > 0 for one, after in pairwise(lengths))
        if lone > 3 and lone * 2 > len(lengths):
            flat = re.sub(r"(?<=[^\n])\n(?=[^\n\s])", " ", flat)
    return flat
