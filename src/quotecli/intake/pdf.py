"""PDF files: the text in reading order, with paragraphs put together and running heads left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from quotecli.drafting.labels import read_label
from quotecli.errors import Place, UnreadableError
from quotecli.intake.document import Document
from quotecli.intake.libraries import load

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page |p\. ?)?(?:\d{1,4}|[ivxl]{1,6})(?: ?(?:of|/) ?\d{1,4})?[\W_]*", re.I
)
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ENDED = re.compile(r"[.!?:;…][\"”’')\]]*$")
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_NO_TITLE = re.compile(r"(?:Microsoft \w+ - .*|.*\.(?:docx?|pdf|indd|tex|qxd)|untitled.*)", re.I)
_MARGIN = 0.12  # of the height of a page, in which running heads stand
_MIN_REPEATED = 3  # pages that have a running head
_SHORT = 0.85  # of the width of a column: a line that ends before it may end a paragraph

_SPACE, _MAX_GAP = 0.15, 5.0  # of the size of letters: gaps between words, and between cells
_LEADING = 1.3  # of the usual distance of lines: paragraphs are farther apart
_TAIL = 80  # code points that are looked at from the end of a line
_INDENT = 6.0  # points by which the first line of a paragraph is moved in


class _Line(NamedTuple):
    """A line of text: where it begins, ends and stands, in points, and the size of its letters.

    `edge` is true near the top or the bottom of the page.
    """

    text: str
    left: float
    right: float
    base: float = 0.0
    size: float = 10.0
    page: int = 0
    edge: bool = False


_Box = list[_Line]
"""Lines that stand together."""


def read_pdf(data: bytes, file: str) -> Document:
    """Return the text of a PDF file, and its head.

    Raises UnreadableError if pdfminer.six is not installed, or if the file is damaged, encrypted,
    or has no text, as scanned pages have.
    """
    interpreter: Any = load("pdfminer.pdfinterp", "a PDF file", file)
    lines: list[_Line] = []
    try:
        for number, page in enumerate(_lay_out(data, interpreter)):
            lines += _read_lines(page, number)
        title, author, published = _read_head(data)
    except RecursionError:
        raise UnreadableError("damaged PDF file", place=Place(file)) from None
    except Exception as error:  # pdfminer raises whatever its parser meets in a damaged file
        reason = str(error).partition("\n")[0][:100] or type(error).__name__
        raise UnreadableError(
            f"damaged or encrypted PDF file: {reason}", place=Place(file)
        ) from None

    paragraphs = _join_paragraphs(_drop_running_heads(_find_boxes(lines)))
    if not paragraphs:
        raise UnreadableError(
            "no text in this PDF file",
            place=Place(file),
            hint="run OCR on it first, if it is scanned",
        )
    return Document("\n\n".join(paragraphs) + "\n", title=title, author=author, published=published)


def _lay_out(data: bytes, interpreter: Any) -> Iterator[Any]:
    """Yield the pages of a file, each with its letters in the order in which they were set.

    That is the order of reading in what programs for writing make. Columns that are guessed by
    where letters stand are mixed up where they are close, or where words are far apart.
    """
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfpage import PDFPage

    resources = interpreter.PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    process = interpreter.PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        process.process_page(page)
        yield device.get_result()


def _read_lines(page: Any, number: int) -> Iterator[_Line]:
    """Yield the lines of a page."""
    top, bottom = page.y1 - _MARGIN * page.height, page.y0 + _MARGIN * page.height
    pieces: list[str] = []
    left = right = base = size = 0.0

    def make() -> Iterator[_Line]:
        if text := " ".join("".join(pieces).split()):
            edge = base > top or base < bottom
            yield _Line(text, left, right, base, size, number, edge)

    for letter in _find_letters(page):
        text, gap, height = letter.get_text(), letter.x0 - right, letter.matrix[5]
        goes_on = abs(height - base) < size / 2 and -size < gap < _MAX_GAP * size
        if not pieces or not goes_on:
            yield from make()
            pieces, left, base, size = [], letter.x0, height, letter.size
        elif gap > _SPACE * size:
            pieces.append(" ")
        pieces.append(text)
        right = letter.x1
    yield from make()


def _find_letters(parent: Any) -> Iterator[Any]:
    """Yield the upright letters in an element of a page, in order."""
    for element in parent:
        if hasattr(element, "upright"):
            if element.upright:
                yield element
        elif hasattr(element, "__iter__"):
            yield from _find_letters(element)


def _find_boxes(lines: list[_Line]) -> list[_Box]:
    """Return the lines that stand together, by the distance that most lines have."""
    steps = Counter(
        round(one.base - other.base)
        for one, other in pairwise(lines)
        if one.page == other.page and 0 < one.base - other.base < 4 * one.size
    )
    usual = steps.most_common(1)[0][0] if steps else 0
    boxes: list[_Box] = []
    for line in lines:
        before = boxes[-1][-1] if boxes else None
        if (
            before is not None
            and (before.page, before.edge) == (line.page, line.edge)
            and 0 < before.base - line.base <= _LEADING * usual
            and line.left < before.right
            and before.left < line.right
        ):
            boxes[-1].append(line)
        else:
            boxes.append([line])
    return boxes


def _read_head(data: bytes) -> tuple[str, str, str]:
    """Return the title, the author and the day of a file as its properties tell them."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.utils import decode_text

    known: dict[str, str] = {}
    for info in PDFDocument(PDFParser(io.BytesIO(data))).info:
        for key in ("Title", "Author", "CreationDate"):
            value = info.get(key)
            if isinstance(value, bytes):
                known[key] = decode_text(value).strip("\0 ")
    title, day = known.get("Title", ""), _DATE.match(known.get("CreationDate", ""))
    return (
        "" if _NO_TITLE.fullmatch(title) else title,
        known.get("Author", ""),
        "-".join(day.groups()) if day else "",
    )


def _drop_running_heads(boxes: list[_Box]) -> list[_Box]:
    """Return the boxes without page numbers, and without what many pages have at their edge."""
    pages = len({box[0].page for box in boxes})
    often = max(_MIN_REPEATED, pages // 4)
    repeated = Counter(key for _, key in {(box[0].page, _key(box)) for box in boxes if box[0].edge})
    return [
        box
        for box in boxes
        if not box[0].edge
        or not (
            repeated[_key(box)] >= often or all(_PAGE_NUMBER.fullmatch(line.text) for line in box)
        )
    ]


def _key(box: _Box) -> str:
    return _DIGITS.sub("0", " ".join(line.text for line in box))


def _join_paragraphs(boxes: list[_Box]) -> list[str]:
    """Return the paragraphs: lines put together, hyphens at their ends undone."""
    words = Counter(
        word.lower() for box in boxes for line in box for word in _WORD.findall(line.text)
    )
    paragraphs: list[str] = []
    for box in boxes:
        left, right = min(line.left for line in box), max(line.right for line in box)
        for number, line in enumerate(box):
            if number:
                begins = _begins_paragraph(box[number - 1 : number + 2], left, right)
            else:
                begins = not paragraphs or not _goes_on(paragraphs[-1], line.text)
            if begins:
                paragraphs.append(line.text)
            else:
                paragraphs[-1] = _join(paragraphs[-1], line.text, words)
    return paragraphs


def _begins_paragraph(lines: _Box, left: float, right: float) -> bool:
    """Return True if the second of up to three lines begins a paragraph.

    `left` and `right` are where the lines around them begin and end.
    """
    before, line, *rest = lines
    ended = _ENDED.search(before.text) is not None
    # Where the lines after it are moved in as well, an entry of a list goes on.
    indented = line.left - max(left, before.left) > _INDENT and (
        rest[0].left < line.left - _INDENT if rest else ended
    )
    short = before.right - left < _SHORT * (right - left)
    return indented or (short and ended) or _has_label(line.text)


def _goes_on(before: str, after: str) -> bool:
    """Return True if a paragraph goes on in the next column or on the next page."""
    return after[0].islower() and not _ENDED.search(before, max(0, len(before) - _TAIL))


def _has_label(line: str) -> bool:
    label = read_label(line, 0, len(line))
    return label is not None and not label.alone


def _join(before: str, after: str, words: Counter[str]) -> str:
    """Return two lines as one. A hyphen between them stays if the text has it within a line."""
    broken = _HYPHENATED.search(before, max(0, len(before) - _TAIL))
    rest = _FIRST_WORD.match(after)
    if not broken or not rest or not rest.group()[0].islower():
        separator = "" if before.endswith(("-", "\u2010", "—", "–")) and rest else " "
        return f"{before}{separator}{after}"
    whole, compound = (f"{broken[1]}{sign}{rest[0]}".lower() for sign in ("", "-"))
    if words[compound] > words[whole]:
        return f"{before}{after}"
    return f"{before[:-1]}{after}"
