"""One quote in its context, with the evidence for its attribution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotecli.anchoring.anchor import Anchorer
from quotecli.citing.citation import citation, link
from quotecli.model import Quote, Span, Statement, one_line
from quotecli.render.human import Style, name, said_by, topics, words
from quotecli.render.layout import Line, Piece

_LINE_END = re.compile(r"[\r\n]+[ \t]*")
_FOUND = {
    "exact": "found exactly",
    "typographic": "found but for typography",
    "loose": "found but for case or punctuation",
    "missing": "not found",
}
_KINDS = {
    "direct": "direct: the speaker's words",
    "indirect": "indirect: a paraphrase in the writer's words",
    "mixed": "mixed: reported speech with marked words in it",
}


def detail(
    quote: Quote, statement: Statement, around: tuple[Quote | None, Quote | None], style: Style
) -> Iterator[Line]:
    """Everything about a quote, its paragraphs first."""
    glyphs = style.glyphs
    yield Line([Piece(name(quote, style), "id"), Piece(f"  {statement.title}", "dim")])
    yield Line()
    anchorer = Anchorer(statement.text)
    cue = cue_span(quote, anchorer)
    if quote.anchor.spans:
        yield from _context(quote, anchorer, cue, style)
    else:
        yield Line(words(quote, style), indent=2)
        yield Line()
    if not quote.proved:
        yield Line([Piece(f"{glyphs.warning} {quote.doubt}", "warning")])
        yield Line([Piece("  'quotecli check' shows where", "dim")])
        yield Line()

    def row(label: str, *pieces: Piece) -> Line:
        return Line(pieces, label=label)

    yield row("Speaker", *said_by(quote))
    if quote.speaker and quote.speaker.aliases:
        yield row("Named as", Piece("; ".join(quote.speaker.aliases)))
    if quote.cue:
        where = (
            f"  ({glyphs.paragraph} {anchorer.paragraph(cue.start)})"
            if cue
            else "  (not in the source)"
        )
        yield row("Cue", Piece(one_line(quote.cue)), Piece(where, "dim"))
    if quote.reported_by:
        told_by = quote.reported_by
        yield row(
            "Reported by",
            Piece(told_by.name, "speaker"),
            Piece(f", {told_by.role}" if told_by.role else ""),
        )
    ids = ", ".join(topic.id for topic in quote.topics)
    yield row("Topics", *topics(quote, style), Piece(f"  ({ids})" if ids else "", "dim"))
    yield row("Kind", Piece(_KINDS[quote.kind]))
    spans = quote.anchor.spans
    places = ", ".join(f"{start}-{end}" for start, end in spans)
    place = f"{glyphs.paragraph} {quote.paragraph}, characters {places}, " if spans else ""
    yield row(
        "Place", Piece(place), Piece(_FOUND[quote.anchor.tier], "" if quote.proved else "warning")
    )
    if quote.status:
        yield row("Status", Piece(quote.status))
    if quote.note:
        yield row("Note", Piece(one_line(quote.note)))
    before, after = around
    for label, other in (("Before it", before), ("After it", after)):
        if other:
            yield row(
                label, Piece(name(other, style), "id"), Piece(f"  {_short(other.excerpt)}", "dim")
            )
    yield row("Citation", Piece(citation(statement, quote)))
    address = link(statement, quote)
    if address:
        yield row("Link", Piece(address))


def cue_span(quote: Quote, anchorer: Anchorer) -> Span | None:
    """Where the cue stands in the text: the place nearest to the quote; None where it does not
    stand there.
    """
    spans = quote.anchor.spans
    view = anchorer.view("exact")
    cue = one_line(quote.cue)
    found = [view.folded.span(start, start + len(cue)) for start in view.occurrences(cue)]
    if not found:
        return None
    return min(found, key=lambda span: _distance(span, spans)) if spans else found[0]


def _distance(span: Span, spans: tuple[Span, ...]) -> int:
    return min(max(span.start - end, start - span.end, 0) for start, end in spans)


def _context(quote: Quote, anchorer: Anchorer, cue: Span | None, style: Style) -> Iterator[Line]:
    """The paragraphs of the quote and of its cue, the excerpt and the cue marked."""
    text, paragraphs = anchorer.text, anchorer.paragraphs
    numbers = {
        paragraphs.number(offset)
        for span in quote.anchor.spans
        for offset in (span.start, span.end - 1)
    }
    numbers = set(range(min(numbers), max(numbers) + 1)) | (
        {paragraphs.number(cue.start)} if cue else set()
    )
    begin, end = style.glyphs.begin, style.glyphs.end
    last = 0
    for number in sorted(numbers):
        if last and number > last + 1:
            yield Line([Piece(style.glyphs.gap, "dim")], indent=2)
            yield Line()
        last = number
        area = paragraphs.span(number)
        marks = [(span, "excerpt+hit") for span in quote.anchor.spans] + (
            [(cue, "underline")] if cue else []
        )
        pieces, at = [], area.start
        for span, mark in sorted(marks):
            start, stop = max(span.start, at), min(span.end, area.end)
            if start >= stop:
                continue
            pieces.append(Piece(text[at:start], "dim"))
            words_here = text[start:stop]
            if mark == "underline":
                pieces.append(Piece(words_here, mark))
            else:
                opened = begin if start == span.start else ""
                pieces.append(Piece(f"{opened}{words_here}{end if stop == span.end else ''}", mark))
            at = stop
        pieces.append(Piece(text[at : area.end], "dim"))
        yield Line(
            [Piece(_LINE_END.sub(" ", piece.text), piece.style) for piece in pieces], indent=2
        )
        yield Line()


def _short(text: str, size: int = 60) -> str:
    return text if len(text) <= size else f"{text[:size].rsplit(' ', 1)[0]} …"
