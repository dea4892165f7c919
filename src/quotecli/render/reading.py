"""A whole statement, its quotes marked by topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from quotecli.model import Quote, Statement
from quotecli.render.human import Style, name
from quotecli.render.layout import Line, Piece

_LINE_END = re.compile(r"\r\n?|\n")


def reading(statement: Statement, quotes: Sequence[Quote], style: Style) -> Iterator[Line]:
    """The title, a legend, and the text line by line.

    A quote stands between brackets, its id after the first; what is left without these marks is the
    text.
    """
    glyphs = style.glyphs
    yield Line([Piece(statement.title, "heading")])
    legend: list[Piece] = []
    topics = Counter(topic for quote in quotes for topic in quote.topics)
    for topic, count in sorted(topics.items(), key=lambda pair: style.colours[pair[0].id]):
        legend += [
            Piece(f"  {glyphs.dot}  ", "dim"),
            Piece(f"{topic.label} {count}", style.topic(topic.id)),
        ]
    if legend:
        yield Line(legend[1:])
    lost = [quote for quote in quotes if not quote.proved]
    if lost:
        names = ", ".join(quote.id for quote in lost)
        yield Line([Piece(f"{glyphs.warning} not proved: {names}", "warning")])
    yield Line()
    yield from _lines(statement.text, quotes, style)


def _lines(text: str, quotes: Sequence[Quote], style: Style) -> Iterator[Line]:
    begin, end = style.glyphs.begin, style.glyphs.end
    spans = sorted(
        ((span, quote) for quote in quotes for span in quote.anchor.spans),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    # Where the text is to be cut: at each line end, and where a quote begins or ends.
    cuts: dict[int, list[tuple[str, Quote]]] = {}
    for span, quote in spans:
        cuts.setdefault(span.start, []).append((begin, quote))
        cuts.setdefault(span.end, []).insert(0, (end, quote))
    breaks = {match.start(): match.end() for match in _LINE_END.finditer(text)}
    opened: list[Quote] = []
    pieces: list[Piece] = []
    at = 0
    for cut in sorted({*cuts, *breaks, len(text)}):
        if cut > at:
            pieces.append(Piece(text[at:cut], _style(opened, style)))
            at = cut
        for bracket, quote in cuts.get(cut, ()):
            if bracket == end:
                pieces.append(Piece(end, f"id+{_style(opened, style)}"))
                # From the end, where the innermost one is; equal quotes are still different ones.
                del opened[next(n for n in reversed(range(len(opened))) if opened[n] is quote)]
            else:
                opened.append(quote)
                pieces.append(
                    Piece(f"{begin}{name(quote, style)}: ", f"id+{_style(opened, style)}")
                )
        if cut in breaks:
            yield Line(pieces)
            pieces, at = [], breaks[cut]
    if pieces:
        yield Line(pieces)


def _style(opened: Sequence[Quote], style: Style) -> str:
    """The style of the innermost open quote's first topic; narration is dimmed."""
    if not opened:
        return "dim"
    of = opened[-1].topics
    return style.topic(of[0].id) if of else "excerpt"
