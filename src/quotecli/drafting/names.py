"""The names of a text: the fullest form of each, with the title, the apposition and the pronoun
that go with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from quotecli.drafting.english.lexicon import part
from quotecli.drafting.tokens import Tokens

# A run of capitalised words and initials, as tags; a possessive may end it. Alternatives that begin
# with a plain character, so that a search passes over every other one at once.
RUN = re.compile(r"N(?:I_?|N)*G?|I_?(?:I_?|N)*G|I_(?:I_?|N)*N|G")
DETERMINED = re.compile(r"^(?:the|a|an|its|his|her|their|our|my|this|that) ", re.IGNORECASE)
_APPOSED = re.compile(r",d{0,2}[nNrUIGg_&e]{0,6}r(?:[opt]d{0,2}[nNrUIGg_&']{1,6}){0,3}(?=[,.;\n])")
_MALE = frozenset("Mr Sir Lord King Prince Pope congressman chairman spokesman businessman".split())
_FEMALE = frozenset(
    "Mrs Ms Miss Dame Lady Queen Princess congresswoman chairwoman spokeswoman businesswoman".split()
)
_LONGEST = 6
_MOST_SOUGHT = 20
_WINDOW = 120


class Name:
    """Somebody by name: `full` where more than one word of it is known; `gender` is he, she, it or
    "" (not known).
    """

    __slots__ = ("full", "gender", "name", "roles")

    def __init__(self, name: str, full: bool, gender: str = "") -> None:
        self.name = name
        self.full = full
        self.gender = gender
        self.roles: list[str] = []


class Names:
    """The names of one text, each looked for when it is first asked for."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._by_word: dict[str, Name] = {}
        self._others: dict[str, Name] = {}
        self._at: dict[tuple[int, int], Name] = {}

    def text(self, start: int, end: int) -> str:
        """The words from token `start` to `end`, a possessive ending left out."""
        tokens = self._tokens
        return bare(tokens.text[tokens.starts[start] : tokens.end(end - 1)])

    def of(self, start: int, end: int) -> Name:
        """Whom the name from token `start` to `end` names."""
        known = self._at.get((start, end))
        if known is not None:
            return known
        said = self.text(start, end)
        word = said.rpartition(" ")[2]
        known = self._by_word.get(word)
        if known is None:
            self._by_word[word] = known = self._first(said, word, start, end)
        title = self._titled(start)
        if _differs(said, known):
            known = self._other(said, said, _given(said))
        elif title and known.gender and title != known.gender:
            known = self._namesake(said, word, title)
        self._at[start, end] = known
        if not known.gender:
            known.gender = title
        return known

    def _other(self, key: str, said: str, gender: str) -> Name:
        """Another one with the same last word."""
        if key not in self._others:
            self._others[key] = Name(said, " " in said, gender)
        return self._others[key]

    def _namesake(self, said: str, word: str, gender: str) -> Name:
        """Who is meant by a title that does not go with the first one of that name: Mrs. Smith
        after Mr. Smith.
        """
        for other in self._others.values():
            if other.gender == gender and other.name.rpartition(" ")[2] == word:
                return other
        return self._other(f"{gender} {said}", said, gender)

    def _first(self, said: str, word: str, start: int, end: int) -> Name:
        """The name by the place where the text first gives more of it than its last word, or as it
        is said here.
        """
        tokens = self._tokens
        tags, starts = tokens.tags, tokens.starts
        at = tokens.text.find(word)
        begin = starts[start]
        for _ in range(_MOST_SOUGHT):
            if at < 0 or begin < at:
                break
            index = bisect_left(starts, at)
            first = index
            while first and index - first < _LONGEST and tags[first - 1] in "NI_":
                first -= 1
            if first and tags[first - 1] == "T":
                first += tags[first] == "_"
            if first < index and starts[index] == at and bare(tokens.word(index)) == word:
                start, end, said = first, index + 1, self.text(first, index + 1)
                break
            at = tokens.text.find(word, at + 1)
        made = Name(said, " " in said, _given(said) or self._titled(start))
        self._introduce(made, start, end)
        return made

    def _introduce(self, made: Name, start: int, end: int) -> None:
        """Keep the title before a name, and the apposition after it."""
        tokens = self._tokens
        tags = tokens.tags
        if start and tags[start - 1] == "r":
            first = start - 1
            while first and start - first < _LONGEST and tags[first - 1] in "rN":
                first -= 1
            made.roles.append(tokens.text[tokens.starts[first] : tokens.end(start - 1)])
        apposed = _APPOSED.match(tags, end) if tags[end : end + 1] == "," else None
        if apposed is not None:
            role = tokens.text[tokens.starts[end + 1] : tokens.end(apposed.end() - 1)]
            made.roles.append(DETERMINED.sub("", role, count=1))

    def _titled(self, start: int) -> str:
        """The gender that the title before a name gives."""
        before = start - 1
        if before >= 0 and self._tokens.tags[before] == "_":
            before -= 1
        if before < 0 or self._tokens.tags[before] not in "Tr":
            return ""
        title = self._tokens.word(before)
        return "he" if title in _MALE else "she" if title in _FEMALE else ""

    def between(self, low: int, place: int) -> Iterator[tuple[int, Name]]:
        """The full names from token `low` to `place`, not far from that, the nearest first, each
        with its place.
        """
        for match in reversed(
            list(RUN.finditer(self._tokens.tags, max(low, place - _WINDOW), place))
        ):
            start = match.start()
            known = self.of(start, match.end())
            if known.full:
                yield start, known

    def begins(self, place: int) -> bool:
        """Whether a name begins its sentence, its titles left out."""
        tags = self._tokens.tags
        while place > 0 and tags[place - 1] in "T_rd":
            place -= 1
        return place == 0 or tags[place - 1] in "\n.?!*'C"


def bare(mention: str) -> str:
    """A mention without its possessive ending."""
    if mention.endswith(("'s", "’s")):
        return mention[:-2]
    return mention[:-1] if mention.endswith(("'", "’")) else mention


def _differs(said: str, known: Name) -> bool:
    """Whether a name of more than one word is another's than the known one with the same last word."""
    if " " not in said or said == known.name:
        return False
    if known.name.endswith(f" {said}") and known.name.count(" ") == said.count(" ") + 1:
        # Le Pen is Marine Le Pen; a longer run of capitals, as in a headline, may be no name.
        return False
    first, *middle = said.split(" ")[:-1]
    their_first, *their_middle = known.name.split(" ")[:-1] or [""]
    if not known.full or first != their_first:
        return True
    # George W. Bush is not George H. W. Bush; John F. Kennedy may be John Fitzgerald Kennedy.
    return bool(middle and their_middle) and [one[0] for one in middle] != [
        one[0] for one in their_middle
    ]


def _given(name: str) -> str:
    """The gender that a given name tells."""
    return _genders().get(name.partition(" ")[0].lower(), "")


@cache
def _genders() -> dict[str, str]:
    """Given names to the pronoun that goes with them."""
    return dict.fromkeys(part("given", "she"), "she") | dict.fromkeys(part("given", "he"), "he")
