"""The words of a quotation, and where the article marks that they are not the source's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from quotecli.verifying.words import Words

Sign = Literal["omission", "insertion", "interruption"]

_DOTS = r"(?:…|\.(?:\s?\.){1,5})"
_SIGN = re.compile(
    # A word is read from its first letter on, so that a long one is read once.
    rf"[\[(]\s*{_DOTS}\s*[\])]|(?:(?<![^\W\d_])(?P<word>[^\W\d_]+))?"
    rf"\[(?P<inside>[^\[\]]{{1,200}})\](?P<rest>[^\W\d_]*)|{_DOTS}"
)
# A word in brackets that stands for nothing in the source.
_REMARK = re.compile(r"sic!?|emphasis added|emphasis mine|italics added", re.IGNORECASE)
_MAX_REPLACED = 6  # words of the source that one insertion may stand for


class Mark(NamedTuple):
    """A mark before a word: `at` is the number of the word.

    `text` is what the article shows, and `most` how many words of the source it may stand for; -1
    for any number. `stem` is what a word that is bent begins with, folded: "want" of want[ed].
    """

    at: int
    sign: Sign
    text: str
    most: int
    stem: str = ""


class Wording:
    """A quotation as words to be looked for, and marks between them."""

    def __init__(self, parts: Sequence[str]) -> None:
        pieces: list[str] = []
        marks: list[tuple[int, Sign, str, int]] = []  # by offset in the text that is left
        length = 0
        for number, part in enumerate(parts):
            if number:
                pieces.append("\n")
                length += 1
                marks.append((length, "interruption", "", -1))
            end = 0
            for match in _SIGN.finditer(part):
                bare = part[end : match.start()]
                replaced, sign, most = _read(match)
                pieces += (bare, replaced)
                length += len(bare)
                if sign:
                    marks.append((length + replaced.index(" ") + 1, sign, match.group(), most))
                length += len(replaced)
                end = match.end()
            pieces.append(part[end:])
            length += len(part) - end
        self.words = Words("".join(pieces))
        self.marks = tuple(self._place(marks))

    def __len__(self) -> int:
        return len(self.words)

    def list_runs(self) -> list[tuple[int, int]]:
        """Return the first word and the one after the last of each run without a mark in it."""
        edges = sorted({0, len(self.words), *[mark.at for mark in self.marks]})
        return list(pairwise(edges))

    def _place(self, marks: list[tuple[int, Sign, str, int]]) -> list[Mark]:
        """Return marks by the number of the word behind them."""
        placed = []
        at = 0
        for offset, sign, text, most in marks:
            while at < len(self.words) and self.words.starts[at] < offset:
                at += 1
            stem = text.partition("[")[0].casefold() if most == 1 else ""
            placed.append(Mark(at, sign, text, most, stem))
        return placed


def _read(match: re.Match[str]) -> tuple[str, Sign | None, int]:
    """Return what takes the place of a mark in the text, its sign, and what it may stand for."""
    word, inside, rest = match["word"] or "", match["inside"], match["rest"] or ""
    if inside is None:
        return " ", "omission", -1
    if _REMARK.fullmatch(inside.strip()):
        return f"{word} {rest}", "insertion", 0
    if not word and inside.isalpha() and rest:
        return f"{inside}{rest}", None, 0  # [T]he, [un]happy
    if word and inside.isalpha() and inside.islower():
        return f" {rest}", "insertion", 1  # want[ed]
    return f"{word} {rest}", "insertion", _MAX_REPLACED
