"""The word lists, read once when first needed: the part a word plays, and what a reporting verb
governs.
"""

from __future__ import annotations

import os
import re
from functools import cache

_WORDS = os.path.dirname(__file__)  # no pathlib, whose import takes a fifth of the start
_PARTS = {
    "determiner": "d",
    "number": "0",
    "preposition": "p",
    "of": "o",
    "to": "t",
    "by": "b",
    "and": "c",
    "but": "C",
    "that": "h",
    "question": "w",
    "relative": "W",
    "pronoun": "P",
    "object": "O",
    "auxiliary": "x",
    "adverb": "a",
    "time": "y",
    "finite": "v",
    "according": "%",
}
_VOWELS = "aeiou"
_CLITIC = re.compile(r"(.+)['’](s|re|ve|ll|d|m)$")
_CACHED_WORDS = 60_000
_LONGEST_CACHED = 40


def lines(name: str) -> list[str]:
    """The lines of a word list that are neither empty nor comments, in order."""
    with open(os.path.join(_WORDS, f"{name}.txt"), encoding="utf-8") as text:
        return [line for line in text.read().splitlines() if line and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """Every word of a list without parts, as written there."""
    return frozenset(word for line in lines(name) for word in line.split(":")[-1].split())


@cache
def part(name: str, key: str) -> frozenset[str]:
    """The words of one part ("key: words") of a list."""
    return frozenset(
        word
        for line in lines(name)
        if line.partition(":")[0] == key
        for word in line.partition(":")[2].split()
    )


class Verb:
    """What a reporting verb governs: its lemma, and its frames, one letter each (see
    words/verbs.txt).
    """

    __slots__ = ("frames", "lemma")

    def __init__(self, lemma: str, frames: str) -> None:
        self.lemma = lemma
        self.frames = frames


def inflect(lemma: str) -> tuple[str, str, str]:
    """The third person, the past and the -ing form of a regular verb."""
    if lemma[-1] == "y" and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    if lemma[-1] in "sxz" or lemma[-2:] in ("sh", "ch"):
        return lemma + "es", lemma + "ed", lemma + "ing"
    if lemma[-1] == "e":
        return lemma + "s", lemma + "d", (lemma if lemma.endswith("ee") else lemma[:-1]) + "ing"
    short = len(lemma) < 5 or lemma in ("admit", "refer")
    if short and re.search(r"[^aeiou][aeiou][^aeiouwxy]$", lemma):
        return lemma + "s", lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"
    return lemma + "s", lemma + "ed", lemma + "ing"


@cache
def verbs() -> dict[str, tuple[str, Verb]]:
    """Every form of every reporting verb: its tag (V J B speech, A K F attitude) and its verb."""
    table: dict[str, tuple[str, Verb]] = {}
    for line in lines("verbs"):
        forms, _, frames = line.partition(" = ")
        lemma, *past = forms.split()
        verb = Verb(lemma, frames.replace(" ", ""))
        finite, ing, base = "VJB" if "q" in verb.frames or "s" in verb.frames else "AKF"
        third, regular, gerund = inflect(lemma)
        table[gerund] = (ing, verb)
        for form in (third, *(past or [regular])):
            table.setdefault(form, (finite, verb))
        table.setdefault(lemma, (base, verb))
    return table


class Tagger(dict[str, str]):
    """Token, with the spaces after it, to its one-letter tag; learns unseen tokens by their shape.

    The tags are those of `function.txt` (see `_PARTS`) and, for open classes: V J B a verb of
    speech (finite, -ing, base form), A K F a verb of attitude, R M a noun of speech, of attitude, r
    a role, T an abbreviated title, k another abbreviation, I an initial, U initials joined by
    points, N a capitalised word, G g a possessive, Z a pronoun with its auxiliary, i e a word in
    -ing, -ed, n any other word, 0 a number; a line end is a line feed, punctuation stands for
    itself, - is any dash and * any other sign.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known = _known()
        self._ambiguous = frozenset(
            form for form, (_, verb) in verbs().items() if "~" in verb.frames
        )
        self._abbreviated = part("titles", "abbreviated")
        self._points = words("abbreviations")

    def __missing__(self, token: str) -> str:
        tag = "\n" if token[0] == "\n" else self._tag(token.rstrip())
        if len(self) > _CACHED_WORDS:
            self.clear()
        if len(token) <= _LONGEST_CACHED:
            self[token] = tag
        return tag

    def _tag(self, word: str) -> str:
        if not word:
            return " "
        first = word[0]
        if not first.isalnum():
            return _punctuation(first)
        if first.isdigit():
            return "0"
        capital = first.isupper()
        if capital:
            if len(word) == 1 and word != "I" and word != "A":
                return "I"
            if word in self._abbreviated:
                return "T"
            if word in self._points:
                return "k"
            if word == "May" or word == "Will":
                return "N"
        low = word.lower()
        tag = self._known.get(low)
        if tag is not None:
            return "N" if capital and low in self._ambiguous else tag
        clitic = _CLITIC.match(low) if "'" in low or "’" in low else None
        if clitic:
            base = self._known.get(clitic.group(1), "")
            if base in ("P", "h", "W", "w", "d") and base:
                return "Z"
            return ("G" if capital else "g") if clitic.group(2) == "s" else "n"
        if capital:
            return "U" if "." in word else "N"
        if "." in word:
            return "k"
        if low.endswith("ly") and len(low) > 4:
            return "a"
        if low.endswith("ing") and len(low) > 5:
            return "i"
        if low.endswith("ed") and len(low) > 4:
            return "e"
        return "n"


def _punctuation(sign: str) -> str:
    if sign in "\n.,:;?!()&@":
        return sign
    if sign in "-–—―−":
        return "-"
    if sign in "'’":
        return "'"
    if sign == "…":
        return "~"
    if sign in "[{":
        return "("
    if sign in "]}":
        return ")"
    return "*"


@cache
def _known() -> dict[str, str]:
    known = {form: tag for form, (tag, _) in verbs().items()}
    known.update(dict.fromkeys(part("nouns", "speech") - known.keys(), "R"))
    known.update(dict.fromkeys(part("nouns", "attitude") - known.keys(), "M"))
    known.update(dict.fromkeys(words("roles"), "r"))
    for line in lines("function"):
        name, _, listed = line.partition(":")
        if name == "finite":
            listed = " ".join(set(listed.split()) - known.keys())
        known.update(dict.fromkeys(listed.split(), _PARTS[name]))
    known["there"] = "P"
    return known


@cache
def tagger() -> Tagger:
    """The one tagger of this process."""
    return Tagger()
