"""A quote where it stands in its text, its neighbours dimmed; and what is said above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from quotecli.model import Quote, Span, collapse_space
from quotecli.render.excerpt import head, mark_hits, said_by, words
from quotecli.render.layout import Line, Piece
from quotecli.render.view import View

_LINE_END = re.compile(r"\r\n?|\n")
_REACH = 20_000  # code points before and after a quote that are laid out; […] stands for more
_NEAR_CUE = 2_000  # code points on each side of a quote that are searched for its cue


class PassageLines(NamedTuple):
    """Lines, the number of the one in which the quote begins, and what stands before it there."""

    lines: list[Line]
    focus: int
    before: Line


def describe(quote: Quote, view: View) -> list[Line]:
    """Return what stands above a text: what the quote is, who said it, and what is in doubt."""
    lines = [head(quote, view), Line([Piece(f"{view.glyphs.dash} "), *said_by(quote)])]
    if quote.doubt:
        lines.append(Line([Piece(f"{view.glyphs.warning} {quote.doubt}", "warning")]))
    if quote.note:
        lines.append(Line([Piece(collapse_space(quote.note), "dim")]))
    return lines


def find_area(quote: Quote, text: str) -> Span:
    """Return the stretch of a text that is laid out around a quote, whole lines if they are short.

    If the excerpt is not in the text, it is the beginning of the text.
    """
    spans = quote.anchor.spans or (Span(0, 0),)
    first, last = max(0, spans[0].start - _REACH), min(len(text), spans[-1].end + _REACH)
    if first:
        first = max(first, text.find("\n", first, spans[0].start) + 1)
    if last < len(text):
        end = text.rfind("\n", spans[-1].end, last)
        last = end if end >= 0 else last
    return Span(first, last)


def make_passage(
    quote: Quote,
    near: Iterable[Quote],
    text: str,
    view: View,
    word_spans: Sequence[Span] = (),
    marked: Span | None = None,
) -> PassageLines:
    """Return the text around a quote: the quote marked, `near` quotes between brackets and dimmed.

    If the excerpt is not in the text, its words come first. With `word_spans`, a screen knows which
    word the mouse is at, and those that are `marked` are marked instead of the quote.
    """
    area = find_area(quote, text)
    lines: list[Line] = []
    if not quote.anchor.spans:
        lines += [Line(words(quote, view)), Line()]
    gap = Line([Piece(view.glyphs.gap, "dim")])
    lines += [gap] * (area.start > 0)

    start = quote.anchor.spans[0].start if quote.anchor.spans else -1
    start = marked.start if marked else start
    focus, before = 0, Line()
    others = [other for other in near if other.id != quote.id]
    marks = _make_marks(quote, others, text, view, marked)
    marks.words = word_spans
    for line, begin, end in _split_lines(text, area):
        if begin <= start <= end:
            focus = len(lines)
            before = Line(list(_cut_line(line[: start - begin], begin, marks, view)))
        lines.append(Line(list(_cut_line(line, begin, marks, view))))
    lines += [gap] * (area.end < len(text))
    return PassageLines(lines, focus, before)


def _split_lines(text: str, area: Span) -> Iterator[tuple[str, int, int]]:
    """Yield the lines of an area, each with its first offset and the one behind it."""
    at = area.start
    for match in _LINE_END.finditer(text, *area):
        yield text[at : match.start()], at, match.start()
        at = match.end()
    yield text[at : area.end], at, area.end


class _Marks:
    """Where the style of a text changes, and what is put there."""

    def __init__(self) -> None:
        self.signs: dict[int, list[Piece]] = {}
        self.styled: list[tuple[Span, str]] = []
        self.words: Sequence[Span] = ()

    def put(self, at: int, piece: Piece, *, first: bool = False) -> None:
        pieces = self.signs.setdefault(at, [])
        pieces.insert(0 if first else len(pieces), piece)

    def style_at(self, offset: int) -> str:
        return next(
            (style for span, style in self.styled if span.start <= offset < span.end), "dim"
        )


def _make_marks(
    quote: Quote, others: Sequence[Quote], text: str, view: View, marked: Span | None
) -> _Marks:
    marks = _Marks()
    chosen = "excerpt" if view.queries or marked else "excerpt+hit"
    if marked:
        marks.styled.append((marked, "hit"))
    for span in quote.anchor.spans:
        marks.styled.append((span, chosen))
    if cue := _find_cue(quote, text):
        marks.styled.append((cue, "underline"))
    ordered = sorted(
        ((span, other) for other in (*others, quote) for span in other.anchor.spans),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    for span, other in ordered:
        style = chosen if other is quote else _find_bracket_style(other, view)
        signs = [] if other is quote else [*_list_signs(other, view)]
        for piece in (Piece(view.glyphs.begin, style), *signs):
            marks.put(span.start, piece)
        marks.put(span.end, Piece(view.glyphs.end, style), first=True)
    return marks


def _find_bracket_style(quote: Quote, view: View) -> str:
    return f"dim+{view.topic_style(quote.topics[0].id)}" if quote.topics else "dim"


def _list_signs(quote: Quote, view: View) -> Iterator[Piece]:
    for topic in quote.topics:
        yield from view.sign(topic.id)


def _find_cue(quote: Quote, text: str) -> Span | None:
    """Return the cue that is nearest to a quote; None if none is near."""
    cue, spans = collapse_space(quote.cue), quote.anchor.spans
    if not (cue and spans):
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, cue.split(" "))))
    first, last = spans[0].start, spans[-1].end
    found = pattern.finditer(text, max(0, first - _NEAR_CUE), last + _NEAR_CUE)
    places = [Span(*match.span()) for match in found]
    return min(places, default=None, key=lambda place: max(first - place.end, place.start - last))


def _cut_line(line: str, begin: int, marks: _Marks, view: View) -> Iterator[Piece]:
    """Yield a line that begins at an offset of the text, cut where its style changes."""
    end = begin + len(line)
    edges = {begin, end}
    edges |= {at for span, _ in marks.styled for at in span if begin < at < end}
    edges |= {at for at in marks.signs if begin <= at <= end}
    edges |= {at for word in marks.words for at in word if begin < at < end}
    ordered = sorted(edges)
    for at, following in zip(ordered, [*ordered[1:], end]):
        yield from marks.signs.get(at, ())
        if following > at:
            style, words = marks.style_at(at), line[at - begin : following - begin]
            if marks.words:
                yield Piece(words, f"{style}@{at}")
                continue
            hits = style.startswith("excerpt") and view.queries
            yield from mark_hits(words, style, view) if hits else [Piece(words, style)]
