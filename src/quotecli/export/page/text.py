"""A statement's text as paragraphs of HTML, its quotes marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from quotecli.model import Span
from quotecli.render.escape import visible_line, with_escapes
from quotecli.text.paragraphs import Paragraphs

_DEEPEST = 16
"""How many marks may stand in each other: browsers flatten what is nested much deeper, and overlaps
would multiply.
"""
_CARRIAGE_RETURN = '<span data-u="d"></span>'


class Mark(NamedTuple):
    """A stretch of the text that belongs to a quote, and HTML.

    `begin` is the tag that opens it, which is written again where another mark or a paragraph
    interrupts it; `sign` is the link that stands where it begins.
    """

    span: Span
    begin: str
    sign: str


def attribute(text: str) -> str:
    """Text as the value of an attribute between quotation marks, on one line and with nothing
    hidden in it.
    """
    return escape(visible_line(text))


def shown(text: str) -> str:
    """Text as HTML, each dangerous character as its escape in an element that holds its number in
    `data-u`.

    The very text is that of the elements, with such an element replaced by the character it names.
    """
    if text.isprintable():
        return escape(text)
    # A line end of two characters is one to the reader.
    lines = [with_escapes(escape(line), _coded) for line in text.split("\r\n")]
    return f"{_CARRIAGE_RETURN}\n".join(lines)


def _coded(character: str, written: str) -> str:
    return f'<span class="u" data-u="{ord(character):x}">{written}</span>'


def paragraphs(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """The paragraphs as HTML, each with the white space that follows it: together they hold the
    text and no more.
    """
    ordered = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
    starts = [0, *Paragraphs(text).starts[1:], len(text)]
    opened: list[Mark] = []
    at = 0
    for start, end in pairwise(starts):
        pieces = ['<p dir="auto">', *[mark.begin for mark in opened]]
        position = start
        while True:
            ends = min([mark.span.end for mark in opened]) if opened else end
            begins = ordered[at].span.start if at < len(ordered) else end
            cut = min(ends, begins, end)
            if cut > position:
                pieces.append(shown(text[position:cut]))
                position = cut
            if opened and ends == cut:
                _close(opened, cut, pieces)
            elif begins == cut < end:
                _open(opened, ordered[at], pieces)
                at += 1
            else:
                break
        yield "".join([*pieces, "</mark>" * len(opened), "</p>"])


def _open(opened: list[Mark], mark: Mark, pieces: list[str]) -> None:
    if len(opened) < _DEEPEST:
        opened.append(mark)
        pieces.append(mark.begin)
    pieces.append(mark.sign)


def _close(opened: list[Mark], at: int, pieces: list[str]) -> None:
    """End the marks that end at `at`; those that began later and go on are ended with them, and
    begun again.
    """
    first = next(n for n, mark in enumerate(opened) if mark.span.end <= at)
    pieces += ["</mark>"] * (len(opened) - first)
    going_on = [mark for mark in opened[first:] if mark.span.end > at]
    opened[first:] = going_on
    pieces += [mark.begin for mark in going_on]
