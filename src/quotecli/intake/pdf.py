"""PDF files: the text in reading order, with paragraphs put together and running heads left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
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
_INDENT = 6.0  # points by which the first line of a paragraph is moved in


class _Line(NamedTuple):
    text: str
    left: float
    right: float


class _Box(NamedTuple):
    """The lines that stand together on a page; `edge` is true near its top or bottom."""

    lines: list[_Line]
    page: int
    edge: bool


def read_pdf(data: bytes, file: str) -> Document:
    """Return the text of a PDF file, and its head.

    Raises UnreadableError if pdfminer.six is not installed, or if the file is damaged, encrypted,
    or has no text, as scanned pages have.
    """
    miner: Any = load("pdfminer.high_level", "a PDF file", file)
    layout: Any = load("pdfminer.layout", "a PDF file", file)
    boxes: list[_Box] = []
    try:
        for number, page in enumerate(miner.extract_pages(io.BytesIO(data))):
            boxes += _read_page(page, number, layout)
        title, author, published = _read_head(data)
    except RecursionError:
        raise UnreadableError("damaged PDF file", place=Place(file)) from None
    except Exception as error:  # pdfminer raises whatever its parser meets in a damaged file
        reason = str(error).partition("\n")[0][:100] or type(error).__name__
        raise UnreadableError(
            f"damaged or encrypted PDF file: {reason}", place=Place(file)
        ) from None

    paragraphs = _join_paragraphs(_drop_running_heads(boxes))
    if not paragraphs:
        raise UnreadableError(
            "no text in this PDF file",
            place=Place(file),
            hint="run OCR on it first, if it is scanned",
        )
    return Document("\n\n".join(paragraphs) + "\n", title=title, author=author, published=published)


def _read_page(page: Any, number: int, layout: Any) -> Iterator[_Box]:
    top, bottom = page.y1 - _MARGIN * page.height, page.y0 + _MARGIN * page.height
    for element in page:
        if isinstance(element, layout.LTTextBox):
            lines = [
                _Line(" ".join(line.get_text().split()), line.x0, line.x1)
                for line in element
                if line.get_text().strip()
            ]
            if lines:
                yield _Box(lines, number, element.y0 > top or element.y1 < bottom)


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
    pages = len({box.page for box in boxes})
    often = max(_MIN_REPEATED, pages // 4)
    repeated = Counter(key for _, key in {(box.page, _key(box)) for box in boxes if box.edge})
    return [
        box
        for box in boxes
        if not box.edge
        or not (
            repeated[_key(box)] >= often
            or all(_PAGE_NUMBER.fullmatch(line.text) for line in box.lines)
        )
    ]


def _key(box: _Box) -> str:
    return _DIGITS.sub("0", " ".join(line.text for line in box.lines))


def _join_paragraphs(boxes: list[_Box]) -> list[str]:
    """Return the paragraphs: lines put together, hyphens at their ends undone."""
    words = Counter(
        word.lower() for box in boxes for line in box.lines for word in _WORD.findall(line.text)
    )
    paragraphs: list[str] = []
    for box in boxes:
        left, right = min(line.left for line in box.lines), max(line.right for line in box.lines)
        before: _Line | None = None
        for line in box.lines:
            if before is None:
                begins = not paragraphs or not _goes_on(paragraphs[-1], line.text)
            else:
                short = before.right - left < _SHORT * (right - left)
                indented = line.left - max(left, before.left) > _INDENT
                begins = (
                    indented
                    or _has_label(line.text)
                    or (short and _ENDED.search(before.text) is not None)
                )
            if begins:
                paragraphs.append(line.text)
            else:
                paragraphs[-1] = _join(paragraphs[-1], line.text, words)
            before = line
    return paragraphs


def _goes_on(before: str, after: str) -> bool:
    """Return True if a paragraph goes on in the next column or on the next page."""
    return after[0].islower() and not _ENDED.search(before)


def _has_label(line: str) -> bool:
    label = read_label(line, 0, len(line))
    return label is not None and not label.alone


def _join(before: str, after: str, words: Counter[str]) -> str:
    """Return two lines as one. A hyphen between them stays if the text has it within a line."""
    broken, rest = _HYPHENATED.search(before), _FIRST_WORD.match(after)
    if not broken or not rest or not rest.group()[0].islower():
        separator = "" if before.endswith(("-", "\u2010", "—", "–")) and rest else " "
        return f"{before}{separator}{after}"
    whole, compound = (f"{broken[1]}{sign}{rest[0]}".lower() for sign in ("", "-"))
    if words[compound] > words[whole]:
        return f"{before}{after}"
    return f"{before[:-1]}{after}"
