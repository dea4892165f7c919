"""Quotation marks to the stretches they mark: every style, nested, left open, turned round."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from quotecli.drafting.language import lexicon, wording
from quotecli.model import Span

# An apostrophe with a letter or digit on both sides is left out here already, for speed.
_MARK = re.compile(r"[\"“”„‟«»「」『』'’‘‹›`](?!(?<=\w['’])\w)")
_TICKS = re.compile("`+")
_WORD = re.compile(r"[^\W\d_]+")
_CLOSING = {
    "“": "”",
    "„": "“",
    "‟": "”",
    "«": "»",
    "「": "」",
    "『": "』",
    "``": "''",
    "‘": "’",
    "‹": "›",
}
"""Opening marks, each with the one that closes it."""
_UNDIRECTED = frozenset(("''", '"', "’’", "‘‘"))
_FEET = re.compile(r"\d['’]\s?\d+$")
_MAX_DEPTH = 4
_SENTENCE_ENDS = frozenset(".?!")
_MAX_GAP = 4  # characters from a sentence to the mark after it
_MAX_MARKS_AHEAD = 40
_MAX_ELISION = 10  # letters of a word that is written with an apostrophe in front
_MAX_MEASURE = 6  # characters of feet and inches

# Families of marks: one of a family is closed by one of the same.
_DOUBLE = '"'
_SINGLE = "'"
_FAMILIES = {
    **dict.fromkeys("'‘’‹›", _SINGLE),
    **dict.fromkeys("「」", "「"),
    **dict.fromkeys("『』", "『"),
    **dict.fromkeys("«»", "«"),
}

_Mark = tuple[int, int, str]


class Stretch(NamedTuple):
    """A marked stretch: `start` to `end` with its marks, `first` to `last` without, in code points.

    `closed` is false if its paragraph ended first; `depth` counts the stretches around it.
    """

    start: int
    first: int
    last: int
    end: int
    closed: bool
    depth: int


def find_stretches(text: str) -> list[Stretch]:
    """Return every marked stretch of a text, in order of its start, an outer one before inner ones.

    Takes a text with a line feed at each paragraph's end and nowhere else. A double mark left open
    runs to its paragraph's end; a single one left open was an apostrophe.
    """
    stretches: list[Stretch] = []
    marks: list[_Mark] = []
    passed = 0
    finish = -1
    for match in _MARK.finditer(text):
        start = match.start()
        if start < passed:
            continue
        if start > finish:
            if marks:
                _pair_marks(text, finish, marks, stretches)
                marks = []
            finish = text.find("\n", start)
            if finish < 0:
                finish = len(text)

        mark = text[start]
        passed = start + 1
        if mark == "`":
            ticks = _TICKS.match(text, start)
            passed = ticks.end() if ticks else passed
            if passed - start != 2:  # one is an accent, three begin or end code
                continue
        elif mark in "'’" and text[passed : passed + 1] == mark:
            passed += 1
        marks.append((start, passed, text[start:passed]))
    if marks:
        _pair_marks(text, finish, marks, stretches)
    stretches.sort(key=lambda stretch: (stretch.start, -stretch.end))
    return stretches


def mark_blocks(stretches: list[Stretch], blocks: Sequence[Span]) -> list[Stretch]:
    """Return stretches with one for each block, whose marks are its place on the page.

    What is marked inside a block is part of it.
    """
    if not blocks:
        return stretches
    starts = [block.start for block in blocks]
    inside = [blocks[bisect_right(starts, one.start) - 1] for one in stretches]
    apart = [
        one for one, block in zip(stretches, inside) if not block.start <= one.start < block.end
    ]
    return sorted([*apart, *(Stretch(start, start, end, end, True, 0) for start, end in blocks)])


def _pair_marks(text: str, finish: int, marks: list[_Mark], stretches: list[Stretch]) -> None:
    """Add the stretches of one paragraph, which ends at `finish`."""
    while text[finish - 1].isspace():
        finish -= 1

    pairing = _Pairing(text, finish, marks, stretches)
    in_attribute = False
    for number, (start, _, mark) in enumerate(marks):
        family = _FAMILIES.get(mark, _DOUBLE)
        if in_attribute:
            in_attribute = False
        elif family == _SINGLE:
            pairing.take_single(number)
        elif text[start - 1 : start] == "=" and pairing.find_open(family) in (None, 0):
            in_attribute = True  # as in markup, name="value", also between the outermost marks
        else:
            pairing.take_double(number, family)
    pairing.leave_open()


class _Pairing:
    """The open marks of one paragraph, the outermost first."""

    def __init__(
        self, text: str, finish: int, marks: list[_Mark], stretches: list[Stretch]
    ) -> None:
        self._text = text
        self._finish = finish
        self._marks = marks
        self._stretches = stretches
        self._open: list[tuple[int, int, str, str]] = []

    def find_open(self, family: str) -> int | None:
        """Return the index of the innermost open mark of a family."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][3] == family:
                return index
        return None

    def _close(self, index: int, start: int, end: int) -> None:
        """Close the open mark `index`, and with it those inside that nothing closed."""
        opened = self._open[index]
        del self._open[index:]
        if self._text[opened[1] : start].strip():
            self._stretches.append(Stretch(opened[0], opened[1], start, end, True, index))

    def take_single(self, number: int) -> None:
        """Take a single mark: an opening one, a closing one, or an apostrophe."""
        start, end, mark = self._marks[number]
        text = self._text
        inner = self.find_open(_SINGLE)
        if mark in ("'", "‘", "‹") and _can_only_open(text, start, end):
            if inner is None and not (mark == "'" and _is_elision(text, end)):
                self._open.append((start, end, mark, _SINGLE))
            return

        if inner is None or (_is_after_digit(text, start) and text[end : end + 1].isdigit()):
            return
        if not _is_plural_possessive(text, start, end) or not self._next_may_close(number):
            self._close(inner, start, end)

    def _next_may_close(self, number: int) -> bool:
        """Return True if the next single mark after the `number`th may close."""
        for after in range(number + 1, len(self._marks)):
            start, end, mark = self._marks[after]
            if _FAMILIES.get(mark) == _SINGLE:
                return not _can_only_open(self._text, start, end)
        return False

    def take_double(self, number: int, family: str) -> None:
        """Take any other mark: by its shape if that fits, else by its place."""
        start, end, mark = self._marks[number]
        text = self._text
        inner = self.find_open(family)
        if inner is None:
            if self._may_open(start, end, mark):
                self._open.append((start, end, mark, family))
            return

        measure = mark == '"' and _is_after_digit(text, start)
        if measure and _FEET.search(text, max(0, start - _MAX_MEASURE), start):
            return
        if self._closes(mark, self._open[inner][2], start, end):
            self._close(inner, start, end)
        elif self._goes_on(number, family):
            return
        elif len(self._open) < _MAX_DEPTH and _can_only_open(text, start, end):
            self._open.append((start, end, mark, family))

    def _goes_on(self, number: int, family: str) -> bool:
        """Return True if a mark only repeats the open one: “We sail. “We row.”, closed once.

        It stands after a sentence, and the marks that follow do not close both.
        """
        start = self._marks[number][0]
        if self._text[max(0, start - _MAX_GAP) : start].rstrip()[-1:] not in _SENTENCE_ENDS:
            return False
        depth = 2
        for start, end, mark in self._marks[number + 1 : number + 1 + _MAX_MARKS_AHEAD]:
            if _FAMILIES.get(mark, _DOUBLE) != family:
                continue
            depth += 1 if _can_only_open(self._text, start, end) else -1
            if not depth:
                return False
        return True

    def _may_open(self, start: int, end: int, mark: str) -> bool:
        """Return True if a mark opens while none of its family is open."""
        text = self._text
        if mark in ('"', "''") and _is_after_digit(text, start):
            return False
        if _can_only_open(text, start, end):
            return True
        if end >= self._finish:
            return False
        return mark in _CLOSING or not (text[end].isspace() or _may_close(text, start, end))

    def _closes(self, mark: str, opened: str, start: int, end: int) -> bool:
        """Return True if a mark closes an open one, by its shape or by its place."""
        if mark == _CLOSING.get(opened):
            return True
        can_only_open = _can_only_open(self._text, start, end)
        # A mark without direction opens only after a space.
        if mark in _UNDIRECTED and not (can_only_open and self._text[start - 1].isspace()):
            return True
        return _may_close(self._text, start, end) and not can_only_open

    def leave_open(self) -> None:
        """End the outermost stretch that nothing closed at the paragraph's end."""
        for index, (start, end, _, family) in enumerate(self._open):
            if family != _SINGLE and self._text[end : self._finish].strip():
                stretch = Stretch(start, end, self._finish, self._finish, False, index)
                self._stretches.append(stretch)
                return


def _is_plural_possessive(text: str, start: int, end: int) -> bool:
    """Return True for an apostrophe as in “the voters’ anger”."""
    before, after, word = text[start - 1], text[end : end + 1], text[end + 1 : end + 2]
    return before in wording.PLURAL_ENDINGS and after == " " and word.isalnum()


def _can_only_open(text: str, start: int, end: int) -> bool:
    """Return True for a mark after a space or bracket and before a word."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before in " \n([{—–-/“\"‘'¿¡" or before.isspace()) and not after.isspace()


def _may_close(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isspace() and (after.isspace() or not after.isalnum())


def _is_after_digit(text: str, start: int) -> bool:
    """Return True for a mark that may be a foot, an inch, a minute: 6'2", 40"."""
    return start > 0 and text[start - 1].isdigit()


def _is_elision(text: str, end: int) -> bool:
    """Return True if the word after an apostrophe is written with it: 'em, '90s."""
    if end < len(text) and text[end].isdigit():
        return wording.DECADE.match(text[end : end + 4]) is not None
    word = _WORD.match(text, end, end + _MAX_ELISION)
    return word is not None and word.group().lower() in lexicon.words("elisions")
