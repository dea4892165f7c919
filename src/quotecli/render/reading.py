"""A whole statement, its quotes marked by topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from quotecli.model import Quote, Statement
from quotecli.render.layout import Line, Piece
from quotecli.render.view import View

_LINE_END = re.compile(r"\r\n?|\n")


def reading(statement: Statement, quotes: Sequence[Quote], view: View) -> Iterator[Line]:
    """Yield the title, a legend, and the text line by line.

    A quote stands between brackets in its topic's colour, its id after the first one. Without these
    marks it is the text.
    """
    yield Line([Piece(statement.title, "heading")])
    if legend := _legend(quotes, view):
        yield Line(legend)
    if lost := ", ".join(quote.id for quote in quotes if not quote.proved):
        yield Line([Piece(f"{view.glyphs.warning} not proved: {lost}", "warning")])
    yield Line()
    yield from _lines(statement.text, quotes, view)


def _legend(quotes: Sequence[Quote], view: View) -> list[Piece]:
    """Return the topics of the quotes, each with the number of its quotes."""
    counts = Counter(topic for quote in quotes for topic in quote.topics)
    pieces: list[Piece] = []
    for topic, count in sorted(counts.items(), key=lambda pair: view.topics[pair[0].id]):
        pieces += [
            Piece(f"  {view.glyphs.dot}  ", "dim"),
            *view.topic(topic.id, f"{topic.label} {count}"),
        ]
    return pieces[1:]


def _lines(text: str, quotes: Sequence[Quote], view: View) -> Iterator[Line]:
    cuts = _cuts(quotes)
    breaks = {match.start(): match.end() for match in _LINE_END.finditer(text)}
    opened: list[Quote] = []
    pieces: list[Piece] = []
    at = 0

    for cut in sorted({*cuts, *breaks, len(text)}):
        if cut > at:
            pieces.append(Piece(text[at:cut], "excerpt" if opened else "dim"))
            at = cut
        for begins, quote in cuts.get(cut, ()):
            if begins:
                opened.append(quote)
                pieces += _opening(quote, view)
            else:
                pieces.append(Piece(view.glyphs.end, _style(opened[-1], view)))
                # From the end, where the innermost one is; equal quotes are still different ones.
                del opened[next(n for n in reversed(range(len(opened))) if opened[n] is quote)]
        if cut in breaks:
            yield Line(pieces)
            pieces, at = [], breaks[cut]

    if pieces:
        yield Line(pieces)


def _cuts(quotes: Sequence[Quote]) -> dict[int, list[tuple[bool, Quote]]]:
    """Return which quotes begin (True) or end where, ends first, by their offsets in the text."""
    spans = [(span, quote) for quote in quotes for span in quote.anchor.spans]
    cuts: dict[int, list[tuple[bool, Quote]]] = {}
    for span, quote in sorted(spans, key=lambda pair: (pair[0].start, -pair[0].end)):
        cuts.setdefault(span.start, []).append((True, quote))
        cuts.setdefault(span.end, []).insert(0, (False, quote))
    return cuts


def _opening(quote: Quote, view: View) -> list[Piece]:
    """Return the bracket that opens a quote, the signs of its topics, and its id."""
    style = _style(quote, view)
    signs = [piece for topic in quote.topics for piece in view.sign(topic.id)]
    return [Piece(view.glyphs.begin, style), *signs, Piece(f"{view.quote_id(quote)}: ", style)]


def _style(quote: Quote, view: View) -> str:
    """Return the style of a quote's brackets and id: the colour of its first topic."""
    return f"id+{view.topic_style(quote.topics[0].id)}" if quote.topics else "id"
