"""The parts of a text that its quotes cover, and the quotation marks that none of them touches."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile

from quotecli.model import Span, Statement

_QUOTATION_MARK = re.compile("[“”„‟\"«»「」『』]|''|``")
# Marks that open a quotation where the letters and spaces around them do not say so.
_OPENING = frozenset("“„‟«「『") | {"``"}
# Two quotation marks further apart than this, in code points, are not taken for a pair.
_MAX_PASSAGE = 2000
# How much punctuation and space may separate a quotation mark from the quote, in code points.
_MAX_GAP = 6
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n[ \t\r]*")


class Coverage:
    """The parts of a statement's text that are inside quotes."""

    def __init__(self, statement: Statement) -> None:
        self._text = statement.text
        # Sorted spans that do not touch each other.
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(span for quote in statement.quotes for span in quote.anchor.spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, offset: int) -> bool:
        """Return True if the code point at `offset` of the text is inside a quote."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]

    def uncovered_passages(self) -> Iterator[Span]:
        """Yield the passages between quotation marks that no quote touches.

        A single untouched quotation mark is a passage of its own, or with the rest of its paragraph
        if the quotation goes on in another one.
        """
        opening: Span | None = None
        for match in _QUOTATION_MARK.finditer(self._text):
            if _is_measure(self._text, match):
                continue
            mark = Span(*match.span())
            if self._touches(mark):
                if opening:
                    yield opening
                opening = None
            elif opening is None:
                opening = mark
            elif self._begins_paragraph(mark):
                # It closes none: a quotation that goes on has an opening mark there again.
                yield self._cut_at_paragraph(opening, mark)
                opening = mark
            elif mark.end - opening.start <= _MAX_PASSAGE:
                yield Span(opening.start, mark.end)
                opening = None
            else:
                yield opening
                opening = mark
        if opening:
            yield opening

    def _begins_paragraph(self, mark: Span) -> bool:
        at = mark.start
        while at > 0 and self._text[at - 1].isspace():
            at -= 1
        return _BLANK_LINE.match(self._text, at, mark.start) is not None

    def _cut_at_paragraph(self, opening: Span, mark: Span) -> Span:
        """Return the passage from an opening mark to the end of its paragraph, before another."""
        end = _BLANK_LINE.search(self._text, opening.end, mark.start)
        is_short = end is not None and end.start() - opening.start <= _MAX_PASSAGE
        return Span(opening.start, end.start()) if end and is_short else opening

    def _touches(self, mark: Span) -> bool:
        """Return True if a quote begins or ends beside a quotation mark, or goes on over it."""
        if self.covers(mark.start):
            return True
        text = self._text
        # What another paragraph quotes is not beside the mark.
        left = _BLANK_LINE.split(text[max(mark.start - _MAX_GAP + 1, 0) : mark.start])[-1]
        right = _BLANK_LINE.split(text[mark.end : mark.end + _MAX_GAP])[0]
        before = mark.start - 1 - _count_signs(reversed(left))
        after = mark.end + _count_signs(right)
        # Nor is what stands beside it in marks of its own: “A.” “B.”
        is_left = self.covers(before) and not self._changes_sides(before + 1, mark.end)
        return is_left or (self.covers(after) and not self._changes_sides(mark.start, after))

    def _changes_sides(self, start: int, end: int) -> bool:
        """Return True if one quotation ends between two offsets, and then another one begins."""
        marks = _QUOTATION_MARK.finditer(self._text, start, end)
        opens = [_is_opening(self._text, mark) for mark in marks]
        return (False, True) in pairwise(opens)


def _count_signs(text: Iterable[str]) -> int:
    """Return how many characters come before the first letter or digit."""
    return sum(1 for _ in takewhile(lambda sign: not sign.isalnum(), text))


def _is_measure(text: str, match: re.Match[str]) -> bool:
    """Return True if a mark stands for inches or seconds, as in 6'2"."""
    return match.group() in ('"', "''") and match.start() > 0 and text[match.start() - 1].isdigit()


def _is_opening(text: str, mark: re.Match[str]) -> bool:
    """Return True if a quotation mark opens a quotation, by what stands around it, or by itself."""
    before, after = text[max(mark.start() - 1, 0) : mark.start()], text[mark.end() : mark.end() + 1]
    for looks_open, looks_closed in (
        (before.isspace() or before in "([", after.isspace() or after in ".,;:!?)]"),
        (after.isalnum(), before.isalnum()),
    ):
        if looks_open != looks_closed:
            return looks_open
    return mark.group() in _OPENING
