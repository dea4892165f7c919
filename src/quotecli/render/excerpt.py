"""Quotes as people read them: what they are, their words, who said them; in full, or as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecli.citing.attribution import PhraseKind, attribution, attribution_parts, find_cue
from quotecli.model import GAP, Quote, collapse_space
from quotecli.render.layout import Line, Piece, Table, TableColumn, cell
from quotecli.render.view import View

_LEAST_EXCERPT = 30
_ATTRIBUTION: dict[PhraseKind, str] = {
    "manner": "dim",
    "speaker": "speaker",
    "role": "",
    "reporter": "speaker",
    "between": "",
}


def excerpt(quote: Quote, view: View, context: Sequence[Line] = ()) -> Iterator[Line]:
    """Yield the lines of a quote: a head, the words, the attribution and, if not proved, why.

    Lines of `context` stand in the place of the words.
    """
    yield head(quote, view)
    yield from context or [Line(words(quote, view), indent=2)]
    cue = [Piece(f" (cue: {told})", "dim")] if (told := find_cue(quote)) else []
    yield Line([Piece(f"{view.glyphs.dash} "), *said_by(quote), *cue], indent=2)
    if doubt := quote.doubt:
        yield Line([Piece(f"{view.glyphs.warning} {doubt}", "warning")], indent=2)


def quotes_table(quotes: Sequence[Quote], view: View) -> Table:
    """Return a row for each quote."""
    columns = [
        TableColumn("id", is_id=True),
        TableColumn("speaker", wraps=True),
        TableColumn("kind"),
        TableColumn("topics", wraps=True),
        TableColumn(view.glyphs.paragraph, right=True),
        TableColumn("excerpt", wraps=True, main=True, least=_LEAST_EXCERPT),
    ]
    return Table(columns, [_quote_cells(quote, view) for quote in quotes])


def _quote_cells(quote: Quote, view: View) -> list[Line]:
    caveats = "; ".join(quote.caveats)
    doubt = f"{view.glyphs.warning} {caveats}: " if caveats else ""
    return [
        cell(view.quote_id(quote), "id"),
        cell(attribution(quote, role=False)),
        cell(quote.kind),
        Line(topics(quote, view)),
        cell(str(quote.paragraph or "")),
        Line([Piece(doubt, "warning"), *words(quote, view)]),
    ]


def head(quote: Quote, view: View) -> Line:
    """Return what a quote is: its id, topics, kind, paragraph, and whether it is a draft."""
    dot = Piece(f" {view.glyphs.dot} ", "dim")
    pieces = [Piece(view.quote_id(quote), "id"), Piece("  "), *topics(quote, view)]
    pieces += [dot, Piece(quote.kind)]
    if paragraph := quote.paragraph:
        pieces += [dot, Piece(f"{view.glyphs.paragraph} {paragraph}", "dim")]
    if quote.review:
        pieces += [dot, Piece(quote.review, "warning")]
    return Line(pieces)


def topics(quote: Quote, view: View) -> list[Piece]:
    """Return the labels of a quote's topics."""
    pieces: list[Piece] = []
    for topic in quote.topics:
        pieces += [Piece(", ", "dim"), *view.topic(topic.id, topic.label)]
    return pieces[1:] or [Piece("no topic", "dim")]


def words(quote: Quote, view: View) -> list[Piece]:
    """Return the words of a quote, with the hits of a search marked.

    Only a direct quote gets quotation marks.
    """
    glyphs = view.glyphs
    base = "paraphrase" if quote.kind == "indirect" else "excerpt"
    pieces = [Piece(glyphs.open, base)] if quote.kind == "direct" else []
    for part, join in zip(quote.parts, ("", *quote.joins)):
        if join:
            pieces.append(Piece(f" {glyphs.gap} ", "dim") if join == GAP else Piece(join, base))
        pieces += mark_hits(collapse_space(part), base, view)
    return [*pieces, Piece(glyphs.close, base)] if quote.kind == "direct" else pieces


def said_by(quote: Quote) -> list[Piece]:
    """Return the attribution of a quote."""
    return [Piece(part.text, _ATTRIBUTION[part.kind]) for part in attribution_parts(quote)]


def mark_hits(text: str, base: str, view: View) -> list[Piece]:
    """Return text in the style `base`, with the hits of the view's searches marked."""
    pieces, at = [], 0
    for start, end in sorted(span for query in view.queries for span in query.find_spans(text)):
        if start >= at:  # hits of several searches may overlap
            pieces += [Piece(text[at:start], base), Piece(text[start:end], f"{base}+hit")]
            at = end
    return [*pieces, Piece(text[at:], base)]
