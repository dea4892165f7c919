"""One quote in its context, with the evidence for its attribution."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotecli.anchoring.anchor import Anchorer
from quotecli.citing.citation import citation, link
from quotecli.model import Quote, Span, Statement, collapse_space
from quotecli.render.excerpt import said_by, topics, words
from quotecli.render.layout import Line, Piece
from quotecli.render.passage import paragraph_numbers, passage_lines
from quotecli.render.tables import attributes
from quotecli.render.view import View

if TYPE_CHECKING:
    from quotecli.store.places import QuotePlaces

Neighbours = tuple[Quote | None, Quote | None]
"""The quotes before and after one in the source."""
Fact = tuple[str, list[Piece]]
"""A label, and what is known under it; nothing if there is no text."""

_SHORT = 60  # characters of a neighbouring quote that are shown
_FOUND = {
    "exact": "found exactly",
    "typographic": "found, but the typography differs",
    "loose": "found, but case, accents or punctuation differ",
    "missing": "not found",
}
_KINDS = {
    "direct": "direct: the speaker's words",
    "indirect": "indirect: a paraphrase in the writer's words",
    "mixed": "mixed: reported speech with marked words in it",
}


def detail(
    quote: Quote, statement: Statement, around: Neighbours, places: QuotePlaces, view: View
) -> Iterator[Line]:
    """Yield everything about a quote: its paragraphs, then a line for each fact."""
    yield Line([Piece(view.quote_id(quote), "id"), Piece(f"  {statement.title}", "dim")])
    yield Line()

    anchorer = Anchorer(statement.text)
    cue = find_cue(quote, anchorer)
    yield from _passage(quote, anchorer, cue, view)
    yield Line()

    if doubt := quote.doubt:
        yield Line([Piece(f"{view.glyphs.warning} {doubt}", "warning")])
        yield Line([Piece("  'quotecli check' shows where", "dim")])
        yield Line()

    facts = [
        *_attribution(quote, anchorer, cue, view),
        *_description(quote, view),
        *_surroundings(quote, statement, around, places, view),
    ]
    for label, pieces in facts:
        if any(piece.text for piece in pieces):
            yield Line(pieces, label=label)


def find_cue(quote: Quote, anchorer: Anchorer) -> Span | None:
    """Return the span of the cue that is nearest to the quote; None if it is not in the text."""
    spans = quote.anchor.spans
    index = anchorer.index("exact")
    cue, text, find_source = collapse_space(quote.cue), index.folded.text, index.folded.span
    # Where the quote begins in the folded text, in which the cue is looked for beside it.
    offsets = [
        bisect_left(range(len(text)), start, key=lambda at: find_source(at, at + 1).start)
        for start, _ in spans or [Span(0, 0)]
    ]
    found = [
        find_source(start, start + len(cue))
        for offset in offsets
        for start in index.nearest(cue, offset)
    ]

    def distance(span: Span) -> int:
        return min((max(span.start - end, start - span.end, 0) for start, end in spans), default=0)

    return min(sorted(found), key=distance, default=None)


def _passage(quote: Quote, anchorer: Anchorer, cue: Span | None, view: View) -> Iterator[Line]:
    """Yield the paragraphs of a quote and of its cue, or its words if they are in none."""
    paragraphs = anchorer.paragraphs
    numbers = {*paragraph_numbers(quote, paragraphs)}
    if not numbers:
        yield Line(words(quote, view), indent=2)
        return
    marks = [(span, "excerpt") for span in quote.anchor.spans]
    if cue:
        numbers.add(paragraphs.number(cue.start))
        marks.append((cue, "underline"))
    yield from passage_lines(anchorer.text, paragraphs, numbers, marks, view)


def _attribution(quote: Quote, anchorer: Anchorer, cue: Span | None, view: View) -> Iterator[Fact]:
    yield "Speaker", said_by(quote)
    yield "Named as", [Piece("; ".join(quote.speaker.aliases if quote.speaker else ()))]
    yield "Attributes", attributes(quote.speaker) if quote.speaker else []
    if quote.cue:
        place = f"{view.glyphs.paragraph} {anchorer.paragraph(cue.start)}" if cue else ""
        where = f"  ({place or 'not in the source'})"
        yield "Cue", [Piece(collapse_space(quote.cue)), Piece(where, "dim")]
    if who := quote.reported_by:
        role = f", {who.role}" if who.role else ""
        yield "Reported by", [Piece(who.name, "speaker"), Piece(role)]


def _description(quote: Quote, view: View) -> Iterator[Fact]:
    ids = ", ".join(topic.id for topic in quote.topics)
    yield "Topics", [*topics(quote, view), Piece(f"  ({ids})" if ids else "", "dim")]
    yield "Kind", [Piece(_KINDS[quote.kind])]
    if quote.polarity == "negative":
        yield "Polarity", [Piece("negative: the speaker denies it", "warning")]

    spans = ", ".join(f"{start}-{end}" for start, end in quote.anchor.spans)
    place = f"{view.glyphs.paragraph} {quote.paragraph}, characters {spans}, " if spans else ""
    found = Piece(_FOUND[quote.anchor.tier], "" if quote.proved else "warning")
    yield "Place", [Piece(place), found]
    yield "Status", [Piece(quote.review or quote.status or "", "warning" if quote.review else "")]
    yield "Important", [Piece("yes" if quote.important else "")]
    yield "Coder", [Piece(quote.coder)]
    yield "Note", [Piece(collapse_space(quote.note))]
    for topic in quote.topics:
        if topic.memo:
            yield "Memo", [Piece(f"{topic.label}: ", "dim"), Piece(collapse_space(topic.memo))]


def _surroundings(
    quote: Quote, statement: Statement, around: Neighbours, places: QuotePlaces, view: View
) -> Iterator[Fact]:
    for label, place in (("Excerpt at", places.excerpt), ("Entry at", places.entry)):
        if place:
            yield label, [Piece(str(place._replace(column=None)))]

    for label, other in zip(("Before it", "After it"), around):
        if other:
            text = other.excerpt
            short = text if len(text) <= _SHORT else f"{text[:_SHORT].rsplit(' ', 1)[0]} …"
            yield label, [Piece(view.quote_id(other), "id"), Piece(f"  {short}", "dim")]
    yield "Memo", [Piece(collapse_space(statement.memo))]
    yield "Citation", [Piece(citation(statement, quote))]
    yield "Link", [Piece(link(statement, quote))]
