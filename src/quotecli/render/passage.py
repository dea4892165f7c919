"""The paragraphs that a quote is in, with its excerpt marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from quotecli.model import Quote, Span, Statement, collapse_space
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


class Context:
    """The paragraphs of quotes with `around` paragraphs on each side.

    A text is taken apart once for all quotes of one statement that follow each other.
    """

    def __init__(self, statement_of: Callable[[Quote], Statement], around: int) -> None:
        self._statement_of = statement_of
        self._around = around
        self._key = ""
        self._text = ""
        self._paragraphs = Paragraphs("")

    def text(self, quote: Quote) -> str | None:
        """Return the paragraphs as the source has them; None if the excerpt is not in the text."""
        numbers = self._numbers(quote)
        if not numbers:
            return None
        first, last = self._paragraphs.span(numbers[0]), self._paragraphs.span(numbers[-1])
        return self._text[first.start : last.end]

    def lines(self, quote: Quote, view: View) -> list[Line]:
        """Return a line for each paragraph, the excerpt marked, with blank lines between; none if
        the excerpt is not in the text.
        """
        numbers = self._numbers(quote)
        marks = [(span, "excerpt") for span in quote.anchor.spans]
        return list(passage_lines(self._text, self._paragraphs, numbers, marks, view))

    def _numbers(self, quote: Quote) -> range:
        if quote.statement != self._key:
            self._key, self._text = quote.statement, self._statement_of(quote).text
            self._paragraphs = Paragraphs(self._text)
        # A file of a stranger may claim a place that has other words.
        stretches = [self._text[start:end] for start, end in quote.anchor.spans]
        exact = quote.anchor.tier == "exact"
        if exact and [*map(collapse_space, stretches)] != [*map(collapse_space, quote.parts)]:
            return range(0)
        return paragraph_numbers(quote, self._paragraphs, self._around)


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
    """Yield one paragraph, what is not marked dimmed; of marks that overlap the first counts."""
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
    yield from mark_hits(words, base, view)
    if ends:
        yield Piece(glyphs.end, base)


def _on_one_line(text: str) -> str:
    return _LINE_END.sub(" ", text)
