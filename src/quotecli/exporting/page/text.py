"""Text as HTML: paragraphs with their quotes marked, and characters that must not be hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from quotecli.model import Span
from quotecli.text.escape import visible_line, with_escapes
from quotecli.text.paragraphs import Paragraphs

# How deep marks are nested: browsers flatten deeper nesting, and overlaps would multiply.
_MAX_NESTED = 16
_CARRIAGE_RETURN = '<span data-u="d"></span>'


class Highlight(NamedTuple):
    """The mark of a quote at a stretch of the text.

    `begin` is its opening tag, repeated after another mark or a paragraph interrupts it; `sign` is
    the link before its first character.
    """

    span: Span
    begin: str
    sign: str


def to_attribute(text: str) -> str:
    """Return text as the value of an attribute in quotation marks: on one line, nothing hidden."""
    return escape(visible_line(text))


def to_html(text: str) -> str:
    """Return text as HTML that hides nothing.

    A dangerous character is shown as its escape, in an element with its number in `data-u`: put the
    characters in the place of these elements, and you have the exact text.
    """
    if text.isprintable():
        return escape(text)
    # To the reader, a line end of two characters is one.
    lines = [with_escapes(escape(line), _coded) for line in text.split("\r\n")]
    return f"{_CARRIAGE_RETURN}\n".join(lines)


def _coded(character: str, written: str) -> str:
    return f'<span class="u" data-u="{ord(character):x}">{written}</span>'


def mark_paragraphs(text: str, marks: Sequence[Highlight]) -> Iterator[str]:
    """Yield the paragraphs as HTML, each with the white space after it.

    Together they hold the exact text and no more.
    """
    ordered = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
    starts = [0, *Paragraphs(text).starts[1:], len(text)]
    opened: list[Highlight] = []
    at = 0

    for start, end in pairwise(starts):
        pieces = ['<p dir="auto">', *[mark.begin for mark in opened]]
        position = start
        while True:
            ends = min([mark.span.end for mark in opened]) if opened else end
            begins = ordered[at].span.start if at < len(ordered) else end
            cut = min(ends, begins, end)
            if cut > position:
                pieces.append(to_html(text[position:cut]))
                position = cut
            if opened and ends == cut:
                _close(opened, cut, pieces)
            elif begins == cut < end:
                _open(opened, ordered[at], pieces)
                at += 1
            else:
                break
        yield "".join([*pieces, "</mark>" * len(opened), "</p>"])


def _open(opened: list[Highlight], mark: Highlight, pieces: list[str]) -> None:
    if len(opened) < _MAX_NESTED:
        opened.append(mark)
        pieces.append(mark.begin)
    pieces.append(mark.sign)


def _close(opened: list[Highlight], at: int, pieces: list[str]) -> None:
    """Close the marks that end at `at`.

    Those that were opened later and continue are closed too, and opened again.
    """
    first = next(n for n, mark in enumerate(opened) if mark.span.end <= at)
    pieces += ["</mark>"] * (len(opened) - first)
    continuing = [mark for mark in opened[first:] if mark.span.end > at]
    opened[first:] = continuing
    pieces += [mark.begin for mark in continuing]
