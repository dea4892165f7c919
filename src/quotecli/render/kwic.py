"""Hits as people read them: one line each, aligned on the keyword."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from quotecli.citing.attribution import attribution_parts
from quotecli.model import SPACES, Quote
from quotecli.render.escape import visible_line
from quotecli.render.layout import ASCII, Glyphs, Line, Piece
from quotecli.render.view import View
from quotecli.render.width import NARROW, width
from quotecli.text.concordance import Hit, is_inseparable

PIPED = 40
"""The context on each side, in columns, where no terminal says what fits."""
_BATCH = 200
_BETWEEN = "  "
_LEAST_NAMED = 24
"""The columns that a screen of any width leaves to the place and the name."""
_LEAST_NAME = 8
_MARKS = {"direct": "", "indirect": "paraphrase", "mixed": "partly paraphrase"}
# An invisible letter, written from left to right (UAX #9). Between two columns, it keeps each where
# it is, though both are written from right to left: a terminal that turns them would turn them as
# one. Isolates would do more, but what opens one leaves it open where a line is cut; and no data
# may hold them, so that none in the output is a promise.
_LEFT_TO_RIGHT = "\u200e"


class _Columns(NamedTuple):
    """How wide the columns are: what is before a keyword; it and what is after, that at most
    `after`; and the rest.
    """

    left: int
    right: int
    after: int
    statement: int
    paragraph: int
    who: int
    screen: bool


class _Row(NamedTuple):
    """The texts of a line, safe to show, but for the context."""

    hit: Hit
    keyword: str
    statement: str
    paragraph: str
    who: tuple[str, str, str]
    """Name, marks, and who tells of it."""


def lines(
    hits: Iterable[Hit], view: View, *, screen: int = 0, context: int | None = None
) -> Iterator[Line]:
    """A line for each hit: its context, the keyword in one column of all, the statement, the
    paragraph, the speaker.

    `screen` is how many columns a terminal has; without it nothing is cut but the context.
    `context` is how many columns of it stand on each side, by default what fits. Widths are those
    of the first hits; what is wider further down moves what follows it, or is cut on a screen, with
    a sign that it is: never the keyword or that the words are a paraphrase.
    """
    rows = (_row(hit, view) for hit in hits)
    first = list(islice(rows, _BATCH))
    columns = _columns(first, view.glyphs, screen, context)
    for row in chain(first, rows):
        yield _line(row, columns, view.glyphs)


def reach(screen: int = 0, context: int | None = None) -> int:
    """How many code points of context lines() may need on each side, for white space is shown as
    one space.
    """
    return 2 * (context if context is not None else screen or PIPED) + 100


def _row(hit: Hit, view: View) -> _Row:
    statement = visible_line(hit.statement) if view.names_statement else ""
    return _Row(
        hit,
        visible_line(_shown(hit.keyword)),
        statement,
        f"{view.glyphs.paragraph} {hit.paragraph}",
        _who(hit.quote),
    )


def _who(quote: Quote | None) -> tuple[str, str, str]:
    if quote is None:
        return "", "narration", ""
    parts = attribution_parts(quote, manner=False, role=False)
    name, *reporter = [visible_line(part.text) for part in parts]
    status = quote.status if quote.status in ("draft", "unresolved") else ""
    marks = ", ".join(filter(None, (_MARKS[quote.kind], status)))
    return name, f" ({marks})" if marks else "", "".join(reporter)


def _columns(rows: list[_Row], glyphs: Glyphs, screen: int, context: int | None) -> _Columns:
    keyword, statement, paragraph, who = (
        max((width(text) for text in texts), default=0)
        for texts in (
            [row.keyword for row in rows],
            [row.statement for row in rows],
            [row.paragraph for row in rows],
            ["".join(row.who) for row in rows],
        )
    )
    if not screen:
        side = PIPED if context is None else context
        return _Columns(side, side + keyword, side, statement, paragraph, who, False)
    named = max(screen * 2 // 5, _LEAST_NAMED)
    statement = min(statement, named // 2)
    place = paragraph + len(_BETWEEN) + (statement + len(_BETWEEN) if statement else 0)
    least = max((width("".join(_fitted(row.who, 0, glyphs.cut))) for row in rows), default=0)
    who = min(who, max(named - place, least))
    room = screen - place - who - len(_BETWEEN)
    side = max((room - min(keyword, room // 2)) // 2, 1) if context is None else context
    if context is not None:
        return _Columns(side, side + keyword, side, statement, paragraph, who, True)
    return _Columns(side, room - side, room, statement, paragraph, who, True)


def _line(row: _Row, columns: _Columns, glyphs: Glyphs) -> Line:
    hit = row.hit
    statement, who, room = row.statement, row.who, columns.right - width(row.keyword)
    if columns.screen:
        statement, who = (
            _first(statement, columns.statement, False, glyphs.cut),
            _fitted(who, columns.who, glyphs.cut),
        )
        room -= max(width("".join(who)) - columns.who, 0)
    left = _last(_shown(hit.left), columns.left, len(hit.left) < hit.span.start, glyphs.cut)
    right = _first(_shown(hit.right), min(room, columns.after), hit.after > 0, glyphs.cut)
    blank = " " * max(columns.left - width(left), 0)
    rest = " " * max(room - width(right), 0)
    pieces = [Piece(blank + left), Piece(row.keyword, "hit"), Piece(right + rest + _BETWEEN)]
    if statement:
        pieces.append(Piece(_padded(statement, columns.statement) + _BETWEEN, "dim"))
    pieces.append(Piece(_padded(row.paragraph, columns.paragraph) + _BETWEEN, "dim"))
    pieces += [
        Piece(who[0], "speaker"),
        Piece(who[1], "dim" if hit.quote is None else ""),
        Piece(who[2]),
    ]
    if columns.screen and glyphs != ASCII and any(_turns(piece.text) for piece in pieces):
        pieces = [Piece(_LEFT_TO_RIGHT + piece.text, piece.style) for piece in pieces if piece.text]
    return Line(pieces, wraps=False)


def _shown(text: str) -> str:
    """Text on one line: white space as one space, at its ends too."""
    return text if text.isprintable() and "  " not in text else SPACES.sub(" ", text)


def _padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def _first(text: str, room: int, more: bool, cut: str) -> str:
    """What fits of the beginning of a text, with the sign `cut` where that is not all or there is
    `more`.
    """
    if NARROW.fullmatch(text):
        if len(text) <= room and not more:
            return text
        return text[: max(room - len(cut), 0)] + cut if room >= len(cut) else ""
    return "".join(_fitting(_signs(text), room, more, cut))


def _last(text: str, room: int, more: bool, cut: str) -> str:
    """What fits of the end of a text, with the sign `cut` where that is not all or there is `more`."""
    if NARROW.fullmatch(text):
        if len(text) <= room and not more:
            return text
        return cut + text[max(len(text) - room + len(cut), 0) :] if room >= len(cut) else ""
    return "".join(reversed(_fitting(_signs_backwards(text), room, more, cut)))


def _fitting(signs: Iterator[str], room: int, more: bool, cut: str) -> list[str]:
    kept: list[str] = []
    for sign in signs:
        room -= width(sign)
        kept.append(sign)
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


def _signs(text: str) -> Iterator[str]:
    """The signs of a text, each with its marks and safe to show."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not is_inseparable(text[at - 1], text[at]):
            yield visible_line(text[start:at])
            start = at


def _signs_backwards(text: str) -> Iterator[str]:
    end = len(text)
    for at in range(len(text) - 1, -1, -1):
        if at == 0 or not is_inseparable(text[at - 1], text[at]):
            yield visible_line(text[at:end])
            end = at


def _fitted(who: tuple[str, str, str], room: int, cut: str) -> tuple[str, str, str]:
    """A name, its marks, and who tells of it, cut to what fits: first the last, then the first,
    never the marks.
    """
    name, marks, told = who
    room -= width(marks)
    if width(name) + width(told) <= room:
        return who
    if width(name) + width(cut) <= room:
        return name, marks, _first(told, room - width(name), False, cut)
    told = cut if told else ""
    return _first(name, max(room - width(told), _LEAST_NAME), False, cut), marks, told


def _turns(text: str) -> bool:
    """Whether a text has letters that are written from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text
    )
