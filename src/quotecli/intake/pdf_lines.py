"""What is on a page of a PDF file: lines, put together from letters in the order they were set in,
and links.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

_MARGIN = 0.12  # of the height of a page, in which running heads stand
_SPACE, _MAX_GAP = 0.1, 5.0  # of the size of letters: gaps between words, and between cells
_WIDE_SPACE = 0.6  # the gap between words of scripts that have none, where lines are spread
_FLAT = 0.2  # the most that a line rises, of its length

UNKNOWN = "\ufffd"
"""A letter whose character the file does not tell."""

_ACCENTS = dict(
    zip(
        "`´ˆ^˜~¨¯˘˙˚ˇ˝¸˛",
        "\u0300\u0301\u0302\u0302\u0303\u0303\u0308\u0304\u0306\u0307\u030a\u030c\u030b\u0327\u0328",
    )
)
_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")
_UNCLEAR = re.compile(r"\(cid:\d+\)|[\0-\x08\x0e-\x1f\x7f]")
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•"})
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
CHINESE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
"""Characters of Chinese and Japanese, which have no spaces between words, for a pattern."""
_CHINESE = re.compile(f"[{CHINESE}]")


class PdfLine(NamedTuple):
    """A line of text: where it begins, ends and stands, in points, and the size of its letters.

    `edge` is true near the top or the bottom of the page; `turn` is by how many right angles the
    line is turned against the clock.
    """

    text: str
    left: float
    right: float
    base: float = 0.0
    size: float = 10.0
    page: int = 0
    edge: bool = False
    turn: int = 0
    fonts: frozenset[str] = frozenset()


class _Letter(NamedTuple):
    """A letter, where it begins, ends and stands along its line, and its size in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    turn: int
    font: str


_Run = list[_Letter]


def read_lines(page: Any, number: int) -> Iterator[PdfLine]:
    """Yield the lines of a page; text that runs aslant, as across a draft, is left out."""
    run: _Run = []
    for letter in _find_letters(page):
        if run and not _goes_on(run, letter):
            yield from _make_line(run, page, number)
            run = []
        run.append(letter)
    if run:
        yield from _make_line(run, page, number)


def _find_letters(parent: Any) -> Iterator[_Letter]:
    """Yield the letters in an element of a page, in order."""
    for element in parent:
        if hasattr(element, "upright"):
            yield from _read_letter(element)
        elif hasattr(element, "__iter__"):
            yield from _find_letters(element)


def _read_letter(element: Any) -> Iterator[_Letter]:
    """Yield a letter as if the page were turned so that its line is level."""
    along, up, _, _, x, y = element.matrix
    text = element.get_text()
    if not text.isalnum() or not text.isascii():
        text = _UNCLEAR.sub(UNKNOWN, text).translate(_BULLETS)
        text = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form.group()), text)
    if abs(up) <= _FLAT * abs(along):
        size = element.y1 - element.y0
        if along > 0:
            yield _Letter(text, element.x0, element.x1, y, size, 0, element.fontname)
        else:
            yield _Letter(text, -element.x1, -element.x0, -y, size, 2, element.fontname)
    elif abs(along) <= _FLAT * abs(up):
        size = element.x1 - element.x0
        if up > 0:
            yield _Letter(text, element.y0, element.y1, -x, size, 1, element.fontname)
        else:
            yield _Letter(text, -element.y1, -element.y0, x, size, 3, element.fontname)


def _goes_on(run: _Run, letter: _Letter) -> bool:
    """Return True if a letter stands on the line of those before it, beside the last."""
    first, last = run[0], run[-1]
    size = max(first.size, letter.size)
    if first.turn != letter.turn or abs(letter.base - first.base) >= size / 2:
        return False
    if -size < letter.left - last.right < _MAX_GAP * size:
        return True
    return bool(_LEFTWARD.search(last.text + letter.text)) and (
        -size < last.left - letter.right < _MAX_GAP * size
    )


def _make_line(run: _Run, page: Any, number: int) -> Iterator[PdfLine]:
    """Yield the line that letters make, if there are any but spaces."""
    run = _set_accents(run)
    leftward = any(_LEFTWARD.search(letter.text) for letter in run)
    pieces = _reorder(_space(_sort(run))) if leftward else _space(run)
    text = " ".join("".join(pieces).split())
    if not text:
        return
    first = run[0]
    low, high = (
        (page.y0, page.y1),
        (-page.x1, -page.x0),
        (-page.y1, -page.y0),
        (page.x0, page.x1),
    )[first.turn]
    margin = _MARGIN * (high - low)
    yield PdfLine(
        text,
        min(letter.left for letter in run),
        max(letter.right for letter in run),
        first.base,
        sorted(letter.size for letter in run)[len(run) // 2],
        number,
        not low + margin <= first.base <= high - margin,
        first.turn,
        frozenset(letter.font for letter in run if not letter.text.isspace()),
    )


def _space(run: _Run) -> list[str]:
    """Return letters with spaces where they stand apart."""
    pieces = [run[0].text]
    for at in range(1, len(run)):
        last, letter = run[at - 1], run[at]
        gap = letter.left - last.right
        if gap > _SPACE * letter.size:
            close = _CHINESE.search(last.text) and _CHINESE.search(letter.text)
            if not close or gap > _WIDE_SPACE * letter.size:
                pieces.append(" ")
        elif at <= 2 and _is_mark(run[:at], letter):
            pieces.append(" ")
        pieces.append(letter.text)
    return pieces


def _is_mark(run: _Run, letter: _Letter) -> bool:
    """Return True if letters are the raised number of a note that begins with `letter`."""
    return all(
        mark.text.isdigit() and mark.size < 0.85 * letter.size and mark.base > letter.base + 1
        for mark in run
    )


def _set_accents(run: _Run) -> _Run:
    """Return letters with the accents that were set over or under them."""
    made: _Run = []
    accent: _Letter | None = None
    for letter in run:
        if accent is not None:
            made.append(_put(accent, letter) or accent)
            if made[-1] is accent:
                made.append(letter)
            accent = None
        elif letter.text in _ACCENTS:
            over = _put(letter, made[-1]) if made else None
            if over is not None:
                made[-1] = over
            else:
                accent = letter
        else:
            made.append(letter)
    return [*made, accent] if accent is not None else made


def _put(accent: _Letter, letter: _Letter) -> _Letter | None:
    """Return a letter with an accent, or None if the accent does not stand over or under it."""
    if not letter.left <= (accent.left + accent.right) / 2 <= letter.right:
        return None
    plain = {"ı": "i", "ȷ": "j"}.get(letter.text, letter.text)
    made = unicodedata.normalize("NFC", plain + _ACCENTS[accent.text])
    return letter._replace(text=made) if len(made) == 1 else None


def _sort(run: _Run) -> _Run:
    """Return letters from left to right, with marks behind the letters that they belong to."""
    groups: list[_Run] = []
    for letter in run:
        if groups and unicodedata.combining(letter.text[:1] or " "):
            groups[-1].append(letter)
        else:
            groups.append([letter])
    groups.sort(key=lambda group: group[0].left)
    return [group[0]._replace(text="".join(one.text for one in group)) for group in groups]


def _reorder(pieces: list[str]) -> list[str]:
    """Return the letters of a line with Hebrew or Arabic, from left to right, as they are read."""
    sides = [bool(_LEFTWARD.search(piece)) for piece in pieces]
    strong = [side or any(map(str.isalnum, piece)) for side, piece in zip(sides, pieces)]
    if 2 * sum(sides) <= sum(strong):
        return _turn_runs(pieces, sides, strong)
    rightward = [is_strong and not side for side, is_strong in zip(sides, strong)]
    return _turn_runs(pieces[::-1], rightward[::-1], strong[::-1])


def _turn_runs(pieces: list[str], chosen: list[bool], strong: list[bool]) -> list[str]:
    """Return pieces with each run of chosen ones, and of signs between them, turned round."""
    made: list[str] = []
    start = end = 0  # of the run
    for at, piece in enumerate(pieces):
        if chosen[at]:
            start, end = (at if end == start else start), at + 1
        elif strong[at]:
            made += [*pieces[start:end][::-1], *pieces[end:at], piece]
            start = end = at + 1
        elif end == start:
            made.append(piece)
            start = end = at + 1
    return [*made, *pieces[start:end][::-1], *pieces[end:]]


def find_links(annotations: object) -> Iterator[str]:
    """Yield the addresses that the annotations of a page lead to, those that are whole."""
    from pdfminer.pdftypes import resolve1

    listed = resolve1(annotations)
    for one in listed if isinstance(listed, list) else []:
        found = resolve1(one)
        action = resolve1(found.get("A")) if isinstance(found, dict) else None
        address = resolve1(action.get("URI")) if isinstance(action, dict) else None
        if isinstance(address, bytes):
            yield address.decode("utf-8", "replace")
