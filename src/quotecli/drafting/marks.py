"""Quotation marks to the stretches they mark: every style, nested, left open, turned the wrong way."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from quotecli.drafting.english.lexicon import words

# An apostrophe with a letter or digit on both sides is left out here already, for speed.
_MARK = re.compile(r"[\"“”„‟«»「」『』'’‘‹›`](?!(?<=\w['’])\w)")
_WORD = re.compile(r"[^\W\d_]+")
_OPENS = {
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
_UNTURNED = frozenset(("''", '"', "’’", "‘‘"))
_FEET = re.compile(r"\d['’]\s?\d+$")
_DEEPEST = 4
_DOUBLE = '"'
_SINGLE = "'"


_Mark = tuple[int, int, str]


class Stretch(NamedTuple):
    """A marked stretch: `start` to `end` with its marks, `first` to `last` without, in code points.

    `closed` is false where its paragraph ended first; `depth` counts the stretches around it.
    """

    start: int
    first: int
    last: int
    end: int
    closed: bool
    depth: int


@cache
def _elisions() -> frozenset[str]:
    return words("elisions")


def _family(mark: str) -> str:
    if mark in ("'", "‘", "’", "‹", "›"):
        return _SINGLE
    if mark in "「」":
        return "「"
    if mark in "『』":
        return "『"
    if mark in "«»":
        return "«"
    return _DOUBLE


def _opens_here(text: str, start: int, end: int) -> bool:
    """Whether a mark stands where only an opening one can: after a space or bracket, before a word."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before in " \n([{—–-/“\"‘'¿¡" or before.isspace()) and not after.isspace()


def _closes_here(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isspace() and (after.isspace() or not after.isalnum())


def _is_measure(text: str, start: int) -> bool:
    """Whether a mark right after a digit is a foot, an inch, a minute: 6'2", 40"."""
    return start > 0 and text[start - 1].isdigit()


def _elided(text: str, end: int) -> bool:
    """Whether the word after an apostrophe is one that is written with it: 'em, '90s."""
    if end < len(text) and text[end].isdigit():
        return re.match(r"\d0s\b|\d\d\b", text[end : end + 4]) is not None
    word = _WORD.match(text, end, end + 10)
    return word is not None and word.group().lower() in _elisions()


def stretches(text: str) -> list[Stretch]:
    """Every marked stretch of a text, in order of its start, an outer one before those within it.

    Takes the text with a line feed at each paragraph's end and nowhere else. A double mark left
    open runs to its paragraph's end; a single one left open was an apostrophe.
    """
    found: list[Stretch] = []
    marks: list[_Mark] = []
    passed = 0
    finish = -1
    for match in _MARK.finditer(text):
        start = match.start()
        if start < passed:
            continue
        if start > finish:
            if marks:
                _paragraph(text, finish, marks, found)
                marks = []
            finish = text.find("\n", start)
            if finish < 0:
                finish = len(text)
        mark = text[start]
        if mark not in "'’`":
            marks.append((start, start + 1, mark))
        elif text[start + 1 : start + 2] == mark:
            passed = start + 2
            marks.append((start, passed, mark + mark))
        elif mark != "`":
            marks.append((start, start + 1, mark))
    if marks:
        _paragraph(text, finish, marks, found)
    found.sort(key=lambda stretch: (stretch.start, -stretch.end))
    return found


def _paragraph(text: str, finish: int, marks: list[_Mark], found: list[Stretch]) -> None:
    """Pair the marks of one paragraph, which ends at `finish`, and add its stretches to `found`."""
    if _pairs(text, marks, found):
        return
    while text[finish - 1].isspace():
        finish -= 1
    pairing = _Pairing(text, finish, found)
    following = _next_singles(text, marks)
    attribute = False
    for (start, end, mark), after in zip(marks, following, strict=True):
        family = _family(mark)
        if attribute:
            attribute = False
        elif family == _SINGLE:
            pairing.single(start, end, mark, after)
        elif text[start - 1 : start] == "=" and not pairing.holds(family):
            attribute = True  # as in markup: name="value"
        else:
            pairing.double(start, end, mark, family)
    pairing.leave_open()


def _pairs(text: str, marks: list[_Mark], found: list[Stretch]) -> bool:
    """Add the stretches of a paragraph that has only pairs of “ and ”, or of ", one after another.

    Tells whether it has, each mark where only one of its direction can be. It is the common case,
    made quick.
    """
    paired: list[Stretch] = []
    opened = -1
    shape = marks[0][2]
    closing = "”" if shape == "“" else '"'
    if len(marks) % 2 or shape not in '“"':
        return False
    for start, end, mark in marks:
        if opened < 0:
            if mark != shape or not _opens_here(text, start, end):
                return False
            opened = start
        else:
            if (
                mark != closing
                or not _closes_here(text, start, end)
                or (mark == '"' and _is_measure(text, start))
            ):
                return False
            if text[opened + 1 : start].strip():
                paired.append(Stretch(opened, opened + 1, start, end, True, 0))
            opened = -1
    found.extend(paired)
    return True


class _Pairing:
    """The marks of one paragraph that are open, the outermost first."""

    def __init__(self, text: str, finish: int, found: list[Stretch]) -> None:
        self._text = text
        self._finish = finish
        self._found = found
        self._open: list[tuple[int, int, str, str]] = []

    def holds(self, family: str) -> int | None:
        """Which of the open marks is the innermost of a family."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][3] == family:
                return index
        return None

    def _close(self, index: int, start: int, end: int) -> None:
        """Close the open mark `index`, and with it those inside that nothing closed."""
        opened = self._open[index]
        del self._open[index:]
        if self._text[opened[1] : start].strip():
            self._found.append(Stretch(opened[0], opened[1], start, end, True, index))

    def single(self, start: int, end: int, mark: str, following: str) -> None:
        """Take a single mark: an opening one, a closing one, or an apostrophe."""
        text = self._text
        inner = self.holds(_SINGLE)
        if mark in ("'", "‘", "‹") and _opens_here(text, start, end):
            if inner is None and not (mark == "'" and _elided(text, end)):
                self._open.append((start, end, mark, _SINGLE))
            return
        if inner is None or (_is_measure(text, start) and text[end : end + 1].isdigit()):
            return
        possessive = (
            text[start - 1] in "sS"
            and text[end : end + 1] == " "
            and text[end + 1 : end + 2].isalnum()
        )
        if not possessive or following != "closes":
            self._close(inner, start, end)

    def double(self, start: int, end: int, mark: str, family: str) -> None:
        """Take a mark of any other kind: by its shape where that fits, by its place where it does
        not.
        """
        text = self._text
        inner = self.holds(family)
        if inner is None:
            if mark in ('"', "''") and _is_measure(text, start):
                return
            inward = (
                end < self._finish
                and not text[end].isspace()
                and not _closes_here(text, start, end)
            )
            if inward or _opens_here(text, start, end) or (mark in _OPENS and end < self._finish):
                self._open.append((start, end, mark, family))
        elif (
            mark == '"'
            and _is_measure(text, start)
            and _FEET.search(text, max(0, start - 6), start)
        ):
            return
        elif self._closes(mark, self._open[inner][2], start, end):
            self._close(inner, start, end)
        elif len(self._open) < _DEEPEST and _opens_here(text, start, end):
            self._open.append((start, end, mark, family))

    def _closes(self, mark: str, opened: str, start: int, end: int) -> bool:
        """Whether a mark closes one that is open: by shape, or because it stands where only a
        closing one can.
        """
        if mark == _OPENS.get(opened) or (
            mark in _UNTURNED and not _reopens(self._text, start, end)
        ):
            return True
        return _closes_here(self._text, start, end) and not _opens_here(self._text, start, end)

    def leave_open(self) -> None:
        """End the outermost stretch that nothing closed at the paragraph's end; a single mark was
        an apostrophe.
        """
        for index, (start, end, _, family) in enumerate(self._open):
            if family != _SINGLE and self._text[end : self._finish].strip():
                self._found.append(Stretch(start, end, self._finish, self._finish, False, index))
                return


def _next_singles(text: str, marks: list[_Mark]) -> list[str]:
    """For each mark, what the next single mark of its paragraph may do: "opens", "closes", or ""
    for none.
    """
    following: list[str] = []
    nearest = ""
    for start, end, mark in reversed(marks):
        following.append(nearest)
        if _family(mark) == _SINGLE:
            nearest = "opens" if _opens_here(text, start, end) else "closes"
    following.reverse()
    return following


def _reopens(text: str, start: int, end: int) -> bool:
    """Whether a mark without direction can only open: a space before it, a word right after."""
    return _opens_here(text, start, end) and text[start - 1].isspace()
