"""The paragraphs in which a quote stands, with its excerpt marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from quotecli.model import Quote, Span
from quotecli.render.excerpt import mark_hits
from quotecli.render.layout import Line, Piece
from quotecli.render.view import View
from quotecli.text.paragraphs import Paragraphs

_LINE_END = re.compile(r"[\r\n]+[ \t]*")

Mark = tuple[Span, str]
"""A stretch of a text and its style: "excerpt" or another."""


def paragraph_numbers(quote: Quote, paragraphs: Paragraphs, around: int = 0) -> range:
    """Return the numbers of a quote's paragraphs, from its first to its last, and `around` on
    each side; none if the excerpt is not in the text.
    """
    spans = quote.anchor.spans
    if not spans:
        return range(0)
    first = min(paragraphs.number(span.start) for span in spans)
    last = max(paragraphs.number(span.end - 1) for span in spans)
    return range(max(first - around, 1), min(last + around, len(paragraphs)) + 1)


def context_text(quote: Quote, text: str, around: int) -> str | None:
    """Return the text of a quote's paragraphs and `around` on each side, as the source has it.

    None if the excerpt is not in the text.
    """
    paragraphs = Paragraphs(text)
    numbers = paragraph_numbers(quote, paragraphs, around)
    if not numbers:
        return None
    return text[paragraphs.span(numbers[0]).start : paragraphs.span(numbers[-1]).end]


def context_lines(quote: Quote, text: str, around: int, view: View) -> list[Line]:
    """Return the lines of a quote's paragraphs and `around` on each side, the excerpt marked."""
    paragraphs = Paragraphs(text)
    marks = [(span, "excerpt") for span in quote.anchor.spans]
    numbers = paragraph_numbers(quote, paragraphs, around)
    return list(passage_lines(text, paragraphs, numbers, marks, view))


def passage_lines(
    text: str, paragraphs: Paragraphs, numbers: Iterable[int], marks: Sequence[Mark], view: View
) -> Iterator[Line]:
    """Yield a line for each of some paragraphs, with a blank line between two; [...] stands for
    what is left out between them.
    """
    last = 0
    for number in sorted(numbers):
        if last:
            yield Line()
        if last and number > last + 1:
            yield Line([Piece(view.glyphs.gap, "dim")], indent=2)
            yield Line()
        last = number
        yield Line(list(_pieces(text, paragraphs.span(number), marks, view)), indent=2)


def _pieces(text: str, area: Span, marks: Sequence[Mark], view: View) -> Iterator[Piece]:
    """Yield one paragraph, what is not marked dimmed; where marks overlap the first one counts."""
    at = area.start
    for span, style in sorted(marks):
        start, end = max(span.start, at), min(span.end, area.end)
        if start >= end:
            continue
        yield Piece(_on_one_line(text[at:start]), "dim")
        words = _on_one_line(text[start:end])
        if style == "excerpt":
            yield from _excerpt_pieces(words, start == span.start, end == span.end, view)
        else:
            yield Piece(words, style)
        at = end
    yield Piece(_on_one_line(text[at : area.end]), "dim")


def _excerpt_pieces(words: str, begins: bool, ends: bool, view: View) -> Iterator[Piece]:
    """Yield marked words between brackets; without a search they are highlighted as a whole."""
    glyphs = view.glyphs
    base = "excerpt" if view.queries else "excerpt+hit"
    if begins:
        yield Piece(glyphs.begin, base)
    yield from mark_hits(words, base, view.queries)
    if ends:
        yield Piece(glyphs.end, base)


def _on_one_line(text: str) -> str:
    return _LINE_END.sub(" ", text)
