"""Hits as people read them: a line each, aligned on the keyword (KWIC)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from quotecli.citing.attribution import attribution_parts
from quotecli.model import SPACES, Quote
from quotecli.render.layout import ASCII, Glyphs, Line, Piece
from quotecli.render.view import View
from quotecli.render.width import NARROW, width
from quotecli.text.concordance import Hit, is_inseparable
from quotecli.text.escape import visible_line

PIPED = 40
"""Columns of context on each side without a terminal."""
_BATCH = 200  # hits by which the widths of the columns are chosen
_BETWEEN = "  "
_MIN_NAMED = 24  # columns of a screen of any width that are left for the place and the name
_MIN_NAME = 8  # columns of a name that are not cut
_MARKS = {"direct": "", "indirect": "paraphrase", "mixed": "partly paraphrase"}
# An invisible character that is written from left to right (UAX #9). Between two columns that are
# both written from right to left it keeps each in its place: a terminal would reorder them as one.
# Isolates would do more, but a line that is cut may leave one open; and since data cannot hold any,
# no output does.
_LEFT_TO_RIGHT = "\u200e"


class _Columns(NamedTuple):
    """The widths of the columns: `left` of the keyword; `right`, with the keyword; and the rest.

    The text after the keyword has at most `after` columns.
    """

    left: int
    right: int
    after: int
    statement: int
    paragraph: int
    who: int
    screen: bool


# A name, the marks of a paraphrase or a draft, and the reporter.
_Who = tuple[str, str, str]


class _Row(NamedTuple):
    """The texts of a line; but for the context they are safe to show."""

    hit: Hit
    keyword: str
    statement: str
    paragraph: str
    who: _Who


def lines(
    hits: Iterable[Hit], view: View, *, screen: int = 0, context: int | None = None
) -> Iterator[Line]:
    """Yield a line for each hit: its context, the keyword in one column of all, the statement, the
    paragraph, the speaker.

    `screen` is the number of a terminal's columns; without it only the context is cut. `context` is
    the number of columns on each side, by default what fits. Widths are those of the first hits. A
    wider text further down moves what follows it, or is cut on a screen, with an ellipsis: but
    never the keyword, nor the mark that the words are a paraphrase.
    """
    rows = (
        _Row(
            hit,
            visible_line(_one_line(hit.keyword)),
            visible_line(hit.statement) if view.names_statement else "",
            f"{view.glyphs.paragraph} {hit.paragraph}",
            _who(hit.quote),
        )
        for hit in hits
    )
    first = list(islice(rows, _BATCH))
    columns = _columns(first, view.glyphs, screen, context)
    for row in chain(first, rows):
        yield _line(row, columns, view.glyphs)


def reach(screen: int = 0, context: int | None = None) -> int:
    """Return how many code points of context lines() may need on each side.

    They are more than columns, since white space is shown as one space.
    """
    return 2 * (context if context is not None else screen or PIPED) + 100


def _who(quote: Quote | None) -> _Who:
    if quote is None:
        return "", "narration", ""
    parts = attribution_parts(quote, manner=False, role=False)
    name, *reporter = [visible_line(part.text) for part in parts if part.kind != "manner"]
    denied = "denied" if quote.polarity == "negative" else ""
    status = quote.status if quote.review and quote.status else ""
    marks = ", ".join(filter(None, (denied, _MARKS[quote.kind], status)))
    return name, f" ({marks})" if marks else "", "".join(reporter)


def _columns(rows: list[_Row], glyphs: Glyphs, screen: int, context: int | None) -> _Columns:
    keyword = _widest(row.keyword for row in rows)
    statement = _widest(row.statement for row in rows)
    paragraph = _widest(row.paragraph for row in rows)
    who = _widest("".join(row.who) for row in rows)
    if not screen:
        side = PIPED if context is None else context
        return _Columns(side, side + keyword, side, statement, paragraph, who, False)

    named = max(screen * 2 // 5, _MIN_NAMED)
    statement = min(statement, named // 2)
    place = paragraph + len(_BETWEEN) + (statement + len(_BETWEEN) if statement else 0)
    least = _widest("".join(_fit_name(row.who, 0, glyphs.cut)) for row in rows)
    who = min(who, max(named - place, least))

    room = screen - place - who - len(_BETWEEN)
    if context is not None:
        return _Columns(context, context + keyword, context, statement, paragraph, who, True)
    side = max((room - min(keyword, room // 2)) // 2, 1)
    return _Columns(side, room - side, room, statement, paragraph, who, True)


def _widest(texts: Iterable[str]) -> int:
    return max(map(width, texts), default=0)


def _line(row: _Row, columns: _Columns, glyphs: Glyphs) -> Line:
    statement, who, room = row.statement, row.who, columns.right - width(row.keyword)
    if columns.screen:
        statement = _cut_end(statement, columns.statement, False, glyphs.cut)
        who = _fit_name(who, columns.who, glyphs.cut)
        room -= max(width("".join(who)) - columns.who, 0)

    name, marks, reporter = who
    pieces = [
        *_context_pieces(row, columns, room, glyphs),
        Piece(_pad(statement, columns.statement) + _BETWEEN if statement else "", "dim"),
        Piece(_pad(row.paragraph, columns.paragraph) + _BETWEEN, "dim"),
        Piece(name, "speaker"),
        Piece(marks, "dim" if row.hit.quote is None else ""),
        Piece(reporter),
    ]
    if columns.screen and glyphs != ASCII and any(_has_right_to_left(text) for text, _ in pieces):
        pieces = [Piece(_LEFT_TO_RIGHT + piece.text, piece.style) for piece in pieces if piece.text]
    return Line(pieces, wraps=False)


def _context_pieces(row: _Row, columns: _Columns, room: int, glyphs: Glyphs) -> list[Piece]:
    """Return the keyword between its context; `room` is for what follows it, in columns."""
    hit = row.hit
    more_before, more_after = len(hit.left) < hit.span.start, hit.after > 0
    left = _cut_start(_one_line(hit.left), columns.left, more_before, glyphs.cut)
    right = _cut_end(_one_line(hit.right), min(room, columns.after), more_after, glyphs.cut)
    blank = " " * max(columns.left - width(left), 0)
    rest = " " * max(room - width(right), 0)
    return [Piece(blank + left), Piece(row.keyword, "hit"), Piece(right + rest + _BETWEEN)]


def _one_line(text: str) -> str:
    """Return text on one line: white space as one space, at its ends too."""
    return text if text.isprintable() and "  " not in text else SPACES.sub(" ", text)


def _pad(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def _cut_end(text: str, room: int, more: bool, cut: str) -> str:
    """Return what fits of the start of a text, and `cut` if that is not all or there is `more`."""
    if NARROW.fullmatch(text):
        if len(text) <= room and not more:
            return text
        return text[: max(room - len(cut), 0)] + cut if room >= len(cut) else ""
    return "".join(_fit(_characters(text), room, more, cut))


def _cut_start(text: str, room: int, more: bool, cut: str) -> str:
    """Return what fits of the end of a text, after `cut` if that is not all or there is `more`."""
    if NARROW.fullmatch(text):
        if len(text) <= room and not more:
            return text
        return cut + text[max(len(text) - room + len(cut), 0) :] if room >= len(cut) else ""
    return "".join(reversed(_fit(reversed([*_characters(text)]), room, more, cut)))


def _fit(characters: Iterator[str], room: int, more: bool, cut: str) -> list[str]:
    kept: list[str] = []
    for character in characters:
        room -= width(character)
        kept.append(character)
        if room < 0:
            more = True
            break
    if more:
        room -= width(cut)
        while kept and room < 0:
            room += width(kept.pop())
        if room >= 0:
            kept.append(cut)
    return kept


def _characters(text: str) -> Iterator[str]:
    """Yield the characters of a text, each with its marks and safe to show."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not is_inseparable(text[at - 1], text[at]):
            yield visible_line(text[start:at])
            start = at


def _fit_name(who: _Who, room: int, cut: str) -> _Who:
    """Return a name, its marks and the reporter, cut to what fits: first the reporter, then the
    name, never the marks.
    """
    name, marks, reporter = who
    room -= width(marks)
    if width(name) + width(reporter) <= room:
        return who
    if width(name) + width(cut) <= room:
        return name, marks, _cut_end(reporter, room - width(name), False, cut)
    reporter = cut if reporter else ""
    return _cut_end(name, max(room - width(reporter), _MIN_NAME), False, cut), marks, reporter


def _has_right_to_left(text: str) -> bool:
    """Return True if a text has letters that are written from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text
    )
