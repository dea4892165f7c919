"""The skeleton of a text: its tags in sentences, every marked stretch reduced to one sign."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import sub

from quotecli.drafting import tags
from quotecli.drafting.language import lexicon, wording
from quotecli.drafting.reading.marks import Stretch
from quotecli.drafting.reading.tokens import Tokens

STRETCHES = tags.tag_set("STRETCH_COMMA STRETCH_STOP STRETCH_BREAK STRETCH_PLAIN")
_ENDINGS = {
    ",": tags.STRETCH_COMMA,
    ".": tags.STRETCH_STOP,
    **dict.fromkeys("?!…-—–", tags.STRETCH_BREAK),
}
_LONGEST_SENTENCE = 250
_BREAK = re.compile("\n")
# Every alternative begins with a plain character, which a search finds much faster than a set.
_SENTENCE_END = re.compile(
    tags.spell(
        r"""\. [.?!]* [)']* | \? [.?!]* [)']* | ! [.?!]* [)']* | \n | STRETCH_STOP
        | STRETCH_BREAK (?= [^,a-z] )"""
    )
)


class Skeleton:
    """The tags of a text's narration, with one sign for each stretch at depth 0.

    `signs` is the string. `tokens` maps each of its places to the index of its first token, and
    `stretch_at` the places of stretches to them. `ends` are the places after each sentence's last
    sign, `breaks` those of line feeds; `units` are the tokens themselves.
    """

    __slots__ = ("breaks", "ends", "signs", "stretch_at", "tokens", "units")

    def __init__(self, tokens: Tokens, stretches: list[Stretch]) -> None:
        self.units = tokens
        parts: list[str] = []
        places: list[int] = []
        at: dict[int, Stretch] = {}
        begin = 0
        length = 0
        letters, starts = tokens.tags, tokens.starts

        for stretch in stretches:
            if stretch.depth:
                continue
            index = bisect_left(starts, stretch.start)
            if index < begin or is_title(tokens, stretch, index):
                continue
            parts.append(letters[begin:index])
            places.extend(range(begin, index))
            length += index - begin

            after = bisect_left(starts, stretch.end)
            parts.append(_sign(tokens, stretch, after))
            places.append(index)
            at[length] = stretch
            length += 1
            begin = after
        parts.append(letters[begin:])
        places.extend(range(begin, len(letters) + 1))

        self.signs = "".join(parts)
        self.tokens: Sequence[int] = places
        self.stretch_at = at
        self.ends = self._part_datelines(_find_ends(self.signs))
        self.breaks = [match.start() for match in _BREAK.finditer(self.signs)]

    def _part_datelines(self, ends: list[int]) -> list[int]:
        """Return the ends of sentences with those of datelines, which are none of the sentence."""
        datelines = [match.end() for match in wording.DATELINE.finditer(self.units.text)]
        if not datelines:
            return ends
        places = {bisect_left(self.tokens, self.units.at(end)) for end in datelines}
        return sorted(places.union(ends) - {0})

    @classmethod
    def within(cls, tokens: Tokens, begin: int, end: int) -> Skeleton:
        """Return the skeleton of the tokens from `begin` to `end`, as of a text without marks."""
        made = cls.__new__(cls)
        made.units = tokens
        made.signs = tokens.tags[begin:end]
        made.tokens = range(begin, end + 1)
        made.stretch_at = {}
        made.ends = _find_ends(made.signs)
        made.breaks = []
        return made

    def sentence(self, place: int) -> tuple[int, int]:
        """Return the first place of the sentence around a place, and the one after its last."""
        number = bisect_right(self.ends, place)
        return (self.ends[number - 1] if number else 0), self.ends[min(number, len(self.ends) - 1)]

    def paragraph(self, place: int) -> tuple[int, int]:
        """Return the first place of the paragraph around a place, and the one after its last."""
        number = bisect_left(self.breaks, place)
        start = self.breaks[number - 1] + 1 if number else 0
        return start, self.breaks[number] if number < len(self.breaks) else len(self.signs)

    def list_quoted(self) -> list[tuple[int, int]]:
        """Return the first and the last token of each stretch, in order."""
        return [
            (self.tokens[place], self.units.at(stretch.end) - 1)
            for place, stretch in sorted(self.stretch_at.items())
        ]

    def start(self, place: int) -> int:
        """Return the code point at which the token or stretch at a place starts."""
        return self.units.starts[self.tokens[place]]

    def end(self, place: int) -> int:
        """Return the code point after the token or stretch before a place, the last of a range."""
        last = place - 1
        if last in self.stretch_at:
            return self.stretch_at[last].end
        return self.units.end(self.tokens[last])

    def place(self, offset: int) -> int:
        """Return the place of the token or stretch that starts at a code point."""
        return bisect_left(self.tokens, self.units.at(offset))

    def word(self, place: int) -> str:
        """Return the token at a place, in small letters, without the white space after it."""
        return self.units.word(self.tokens[place]).lower()


def _find_ends(signs: str) -> list[int]:
    """Return the places after each sentence; a long one is cut, so that no work grows with it."""
    ends = [match.end() for match in _SENTENCE_END.finditer(signs)]
    if not ends or ends[-1] < len(signs):
        ends.append(len(signs))
    if ends[0] <= _LONGEST_SENTENCE and max(map(sub, ends[1:], ends), default=0) <= (
        _LONGEST_SENTENCE
    ):
        return ends

    cut: list[int] = []
    last = 0
    for end in ends:
        cut.extend(range(last + _LONGEST_SENTENCE, end, _LONGEST_SENTENCE))
        cut.append(end)
        last = end
    return cut


_BEFORE_TITLE = tags.tag_set("PREPOSITION OF BY NAME_POSSESSIVE POSSESSIVE DETERMINER ' AND")
_BEFORE_NICKNAME = tags.tag_set("NAME POINT ROLE")
_WORD = re.compile(r"[^\W_][^\s\"“”]*")
_LONGEST_TITLE = 90
_TITLE_CONTEXT = 60


def is_title(tokens: Tokens, stretch: Stretch, index: int) -> bool:
    """Return True for the name of a work or a nickname: capitals, governed by what stands before.

    `index` is the token of the opening mark. A headline, in which every word has a capital, keeps
    its stretches.
    """
    if stretch.last - stretch.first > _LONGEST_TITLE or index == 0:
        return False
    before = tokens.tags[index - 1]
    if before not in _BEFORE_TITLE and before not in _BEFORE_NICKNAME:
        return False

    text, words = tokens.text, _find_title_words(tokens.text, stretch)
    if before in _BEFORE_NICKNAME:
        after = tokens.at(stretch.end)
        return len(words) == 1 and tokens.tags[after : after + 1] == tags.NAME

    around = text[max(0, stretch.start - _TITLE_CONTEXT) : stretch.start].rpartition("\n")[2]
    narration = around.split()
    small = lexicon.words("small_words", "title")
    plain = any(word[0].islower() and word not in small for word in narration)
    return bool(words) and (plain or len(narration) < 2)


def _find_title_words(text: str, stretch: Stretch) -> list[str]:
    """Return the words of a stretch, small ones left out; none unless all of them have capitals."""
    small = lexicon.words("small_words", "title")
    # Most stretches are no title by their first word, and need not be cut into words.
    begin = _WORD.search(text, stretch.first, stretch.last)
    if begin is None or (text[begin.start()].islower() and begin.group() not in small):
        return []
    words = [word for word in _WORD.findall(text, stretch.first, stretch.last) if word not in small]
    return words if all(word[0].isupper() or word[0].isdigit() for word in words) else []


def _sign(tokens: Tokens, stretch: Stretch, after: int) -> str:
    """Return the sign of a stretch; a full stop before a small letter ends no sentence."""
    text, last = tokens.text, stretch.last - 1
    while text[last] in "'\"’”)" and last > stretch.first:
        last -= 1
    sign = _ENDINGS.get(text[last], tags.STRETCH_PLAIN)
    if sign in (tags.STRETCH_PLAIN, tags.STRETCH_COMMA):
        return sign

    if not stretch.closed:
        return tags.STRETCH_STOP
    if after < len(tokens.tags) and text[tokens.starts[after]].islower():
        return tags.STRETCH_COMMA
    return sign
