"""A text's skeleton: its tags with every marked stretch drawn together to one sign, cut into
sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import sub

from quotecli.drafting.marks import Stretch
from quotecli.drafting.tokens import Tokens

# How a stretch ends: 1 with a comma, 2 with a full stop, 3 with ? ! a dash or dots, 4 without any.
STRETCH = "1234"
_LONGEST = 250
_BREAK = re.compile("\n")
# Alternatives that all begin with a plain character: a search then passes over every other one at
# once.
_END = re.compile(r"\.[.?!]*[)']*|\?[.?!]*[)']*|![.?!]*[)']*|\n|2|3(?=[^,a-z])")
_KIND = {",": "1", ".": "2", "?": "3", "!": "3", "…": "3", "-": "3", "—": "3", "–": "3"}


class Skeleton:
    """Tags of a text's narration, one sign for each stretch at depth 0.

    `signs` is the string; `tokens` maps each of its places to the index of its (first) token;
    `stretch_at` maps the places of stretches to them; `ends` are the places after each sentence's
    last sign, `breaks` those of line feeds; `units` are the tokens themselves.
    """

    __slots__ = ("breaks", "ends", "signs", "stretch_at", "tokens", "units")

    def __init__(self, tokens: Tokens, stretches: list[Stretch]) -> None:
        self.units = tokens
        parts: list[str] = []
        places: list[int] = []
        at: dict[int, Stretch] = {}
        begin = 0
        length = 0
        tags, starts = tokens.tags, tokens.starts
        for stretch in stretches:
            if stretch.depth:
                continue
            index = bisect_left(starts, stretch.start)
            if index < begin or is_title(tokens, stretch, index):
                continue
            parts.append(tags[begin:index])
            places.extend(range(begin, index))
            length += index - begin
            after = bisect_left(starts, stretch.end)
            parts.append(_kind(tokens, stretch, after))
            places.append(index)
            at[length] = stretch
            length += 1
            begin = after
        parts.append(tags[begin:])
        places.extend(range(begin, len(tags) + 1))
        self.signs = "".join(parts)
        self.tokens: Sequence[int] = places
        self.stretch_at = at
        self.ends = _ends(self.signs)
        self.breaks = [match.start() for match in _BREAK.finditer(self.signs)]

    @classmethod
    def within(cls, tokens: Tokens, begin: int, end: int) -> Skeleton:
        """The skeleton of the tokens from `begin` to `end`, as if they were a text without marks."""
        made = cls.__new__(cls)
        made.units = tokens
        made.signs = tokens.tags[begin:end]
        made.tokens = range(begin, end + 1)
        made.stretch_at = {}
        made.ends = _ends(made.signs)
        made.breaks = []
        return made

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence around a place: its first place and the one after its last."""
        number = bisect_right(self.ends, place)
        return (self.ends[number - 1] if number else 0), self.ends[min(number, len(self.ends) - 1)]

    def paragraph(self, place: int) -> tuple[int, int]:
        """The paragraph around a place: its first place and the one after its last."""
        number = bisect_left(self.breaks, place)
        start = self.breaks[number - 1] + 1 if number else 0
        return start, self.breaks[number] if number < len(self.breaks) else len(self.signs)

    def start(self, place: int) -> int:
        """Where the token or stretch at a place starts, in code points."""
        return self.units.starts[self.tokens[place]]

    def end(self, place: int) -> int:
        """Where the token or stretch before a place (the last one of a range) ends, in code points."""
        last = place - 1
        if last in self.stretch_at:
            return self.stretch_at[last].end
        return self.units.end(self.tokens[last])

    def word(self, place: int) -> str:
        """The token at a place, in lower case, without the white space after it."""
        return self.units.word(self.tokens[place]).lower()


def _ends(signs: str) -> list[int]:
    """Where the sentences of a string of signs end; one that goes on and on is cut, so that no work
    grows with it.
    """
    ends = [match.end() for match in _END.finditer(signs)]
    if not ends or ends[-1] < len(signs):
        ends.append(len(signs))
    if ends[0] <= _LONGEST and max(map(sub, ends[1:], ends), default=0) <= _LONGEST:
        return ends
    cut: list[int] = []
    last = 0
    for end in ends:
        cut.extend(range(last + _LONGEST, end, _LONGEST))
        cut.append(end)
        last = end
    return cut


_SMALL = frozenset("the a an of in on at by for from to and or but with as is".split())
_BEFORE_TITLE = frozenset("pobGgd'cN_r")
_WORD = re.compile(r"[^\W_][^\s\"“”]*")
_LONGEST_TITLE = 90


def is_title(tokens: Tokens, stretch: Stretch, index: int) -> bool:
    """Whether a stretch is the name of a work or a nickname: capitals throughout, governed by what
    stands before.

    `index` is the token of its opening mark. Headlines, where every word has a capital, are left
    alone.
    """
    if stretch.last - stretch.first > _LONGEST_TITLE or index == 0:
        return False
    before = tokens.tags[index - 1]
    if before not in _BEFORE_TITLE:
        return False
    # Most stretches are known by their first word to be none, and need not be cut into words.
    begin = _WORD.search(tokens.text, stretch.first, stretch.last)
    if begin is None or (tokens.text[begin.start()].islower() and begin.group() not in _SMALL):
        return False
    words = [
        word
        for word in _WORD.findall(tokens.text, stretch.first, stretch.last)
        if word not in _SMALL
    ]
    if not words or not all(word[0].isupper() or word[0].isdigit() for word in words):
        return False
    if before in "N_r":
        after = tokens.at(stretch.end)
        return len(words) == 1 and tokens.tags[after : after + 1] == "N"
    around = tokens.text[max(0, stretch.start - 60) : stretch.start].rpartition("\n")[2].split()
    plain = sum(1 for word in around if word[0].islower() and word not in _SMALL)
    return plain > 0 or len(around) < 2 or (len(words) > 0 and before in "dGg" and plain > 0)


def _kind(tokens: Tokens, stretch: Stretch, after: int) -> str:
    """How a stretch ends, as a sign; a full stop before a small letter ends no sentence."""
    text, last = tokens.text, stretch.last - 1
    while text[last] in "'\"’”)" and last > stretch.first:
        last -= 1
    kind = _KIND.get(text[last], "4")
    if kind == "4" or kind == "1":
        return kind
    if not stretch.closed:
        return "2"
    if after < len(tokens.tags) and tokens.text[tokens.starts[after]].islower():
        return "1"
    return kind
