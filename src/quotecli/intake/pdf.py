"""PDF files: the text in reading order, with paragraphs put together and running heads left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from quotecli.drafting.transcripts.labels import read_label
from quotecli.errors import Place, UnreadableError
from quotecli.extras import load_module
from quotecli.intake.document import Document
from quotecli.intake.pdf_lines import CHINESE, UNKNOWN, PdfLine, find_links, read_lines

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page |p\. ?)?(?:\d{1,4}|[ivxl]{1,6})(?: ?(?:of|/) ?\d{1,4})?[\W_]*", re.I
)
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ENDED = re.compile(r"(?:[.!?:;…][\"”’')\]]*|[。！？：；][」』”’）]*)$")
_BULLET = re.compile(r"[•‣◦▪●■○∙➢✓]\s")
_ENTRY = re.compile(r"(?:[•‣◦▪●■○∙➢✓*–-]|[(\[]?\w{1,3}[.)\]])\s")
_NOTE = re.compile(r"(?:\d{1,3}|[*∗†‡§¶]{1,3}) ?[^\W\d]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]*[-/._=&?#%]$")
_ADDRESS_GOES_ON = re.compile(r"[a-z0-9/?#%&=_~-]")
_WITHOUT_SPACE = re.compile(f"[{CHINESE}]{{2}}")
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_NO_TITLE = re.compile(r"(?:Microsoft \w+ - .*|.*\.(?:docx?|pdf|indd|tex|qxd)|untitled.*)", re.I)
_MIN_REPEATED = 3  # pages that have a running head
_SHORT = 0.85  # of the width of a column: a line that ends before it may end a paragraph

_LEADING = 1.3  # of the usual distance of lines: paragraphs are farther apart
_TAIL = 80  # code points that are looked at from the end of a line
_INDENT = 6.0  # points by which the first line of a paragraph is moved in
_LARGER = 1.25  # times the size of the letters of a line: it is a heading
_SAME_SIZE = 0.07  # of the size of letters, by which those of one text differ
_MAX_BETWEEN = 12  # paragraphs that may stand between the parts of another

_Box = list[PdfLine]
"""Lines that stand together."""


def read_pdf(data: bytes, file: str) -> Document:
    """Return the text of a PDF file, and its head.

    Raises UnreadableError if pdfminer.six is not installed, or if the file is damaged, encrypted,
    or has no text, as scanned pages have.
    """
    interpreter: Any = load_module("pdfminer.pdfinterp", Place(file))
    lines: list[PdfLine] = []
    links: dict[str, None] = {}
    try:
        for number, page in enumerate(_lay_out(data, interpreter, links)):
            lines += read_lines(page, number)
        title, author, published = _read_head(data)
    except RecursionError:
        raise UnreadableError("damaged PDF file", place=Place(file)) from None
    except Exception as error:  # pdfminer raises whatever its parser meets in a damaged file
        raise _explain(error, file) from None

    letters = sum(len(line.text) for line in lines)
    if 2 * sum(line.text.count(UNKNOWN) for line in lines) > letters:
        raise UnreadableError(
            "a PDF file that does not tell which characters its letters are",
            place=Place(file),
            hint="run OCR on it first",
        )
    paragraphs = _join_paragraphs(_drop_running_heads(_find_boxes(lines)))
    if not paragraphs:
        raise UnreadableError(
            "no text in this PDF file",
            place=Place(file),
            hint="run OCR on it first, if it is scanned",
        )
    text = "\n\n".join(paragraphs) + "\n"
    return Document(text, title, author, published=published, links=tuple(links))


def _explain(error: Exception, file: str) -> UnreadableError:
    """Return what an error of pdfminer means to somebody who has the file."""
    from pdfminer.pdfdocument import PDFEncryptionError

    if isinstance(error, PDFEncryptionError):
        return UnreadableError(
            "an encrypted PDF file",
            place=Place(file),
            hint="open it with its password, and save or print it as a PDF file without one",
        )
    reason = str(error).partition("\n")[0][:100] or type(error).__name__
    return UnreadableError(f"damaged PDF file: {reason}", place=Place(file))


def _lay_out(data: bytes, interpreter: Any, links: dict[str, None]) -> Iterator[Any]:
    """Yield the pages of a file, each with its letters in the order in which they were set.

    Where their links lead to is added to `links`.

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
        links |= dict.fromkeys(find_links(page.annots))
        yield device.get_result()


def _find_boxes(lines: list[PdfLine]) -> list[_Box]:
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
            and (before.page, before.edge, before.turn) == (line.page, line.edge, line.turn)
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
    """Return the boxes without page numbers and running heads.

    A running head is what many pages have at their edge, or some at the same place, and whatever
    else stands at a place where most of what stands there is one.
    """
    edges = [box for box in boxes if box[0].edge]
    often = max(_MIN_REPEATED, len({box[0].page for box in boxes}) // 4)
    anywhere = _count_pages(edges, _find_words)
    here = _count_pages(edges, _find_key)
    heads = [
        box
        for box in edges
        if anywhere[_find_words(box)] >= often
        or here[_find_key(box)] >= _MIN_REPEATED
        or all(_PAGE_NUMBER.fullmatch(line.text) for line in box)
    ]

    places, all_places = _count_pages(heads, _find_place), _count_pages(edges, _find_place)
    dropped = {id(box) for box in heads}
    return [
        box
        for box in boxes
        if id(box) not in dropped
        and not (
            box[0].edge
            and 2 * places[_find_place(box)] > max(all_places[_find_place(box)], _MIN_REPEATED)
        )
    ]


def _count_pages(boxes: list[_Box], key: Callable[[_Box], Hashable]) -> Counter[Hashable]:
    """Return on how many pages the keys of boxes are."""
    return Counter(found for _, found in {(box[0].page, key(box)) for box in boxes})


def _find_words(box: _Box) -> str:
    return _DIGITS.sub("0", " ".join(line.text for line in box))


def _find_place(box: _Box) -> tuple[int, int]:
    return box[0].turn, round(box[0].base)


def _find_key(box: _Box) -> tuple[str, tuple[int, int]]:
    return _find_words(box), _find_place(box)


class _Paragraph(NamedTuple):
    """A paragraph, its last line, and if it reaches the end of that."""

    text: str
    line: PdfLine
    full: bool


def _join_paragraphs(boxes: list[_Box]) -> list[str]:
    """Return the paragraphs: lines put together, hyphens at their ends undone."""
    words = Counter(
        word.lower() for box in boxes for line in box for word in _WORD.findall(line.text)
    )
    paragraphs: list[_Paragraph] = []
    for box in boxes:
        left, right = min(line.left for line in box), max(line.right for line in box)
        at = _find_beginning(paragraphs, box[0])
        for number, line in enumerate(box):
            if number and _begins_paragraph(box[number - 1 : number + 2], left, right):
                at = None
            full = len(box) > 1 and line.right - left >= _SHORT * (right - left)
            if at is None:
                at = len(paragraphs)
                paragraphs.append(_Paragraph(line.text, line, full))
            else:
                text = _join(paragraphs[at].text, line.text, words)
                paragraphs[at] = _Paragraph(text, line, full)
    return [paragraph.text for paragraph in paragraphs]


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
    return (
        (indented and not _ENTRY.match(before.text))
        or (short and (ended or _differ(before, line)))
        or _begins_anew(line.text)
        or _begins_note(before, line)
    )


def _begins_note(before: PdfLine, line: PdfLine) -> bool:
    """Return True if a line begins a note at the foot of a column."""
    smaller = line.size < (1 - _SAME_SIZE) * before.size
    return _NOTE.match(line.text) is not None and (smaller or _NOTE.match(before.text) is not None)


def _differ(heading: PdfLine, line: PdfLine) -> bool:
    """Return True if two lines have nothing in common in their fonts, or are of unlike sizes."""
    if not heading.fonts or not line.fonts:
        return False
    larger, smaller = max(heading.size, line.size), min(heading.size, line.size)
    return heading.fonts.isdisjoint(line.fonts) or larger > _LARGER * smaller


def _find_beginning(paragraphs: list[_Paragraph], line: PdfLine) -> int | None:
    """Return which paragraph goes on in the next column or on the next page with a line.

    Notes and captions, which are of another size, may stand between them.
    """
    for at in range(len(paragraphs) - 1, max(-1, len(paragraphs) - _MAX_BETWEEN), -1):
        text, last, full = paragraphs[at]
        if abs(last.size - line.size) > _SAME_SIZE * line.size:
            continue
        goes_on = not _ENDED.search(text, max(0, len(text) - _TAIL)) and not _begins_anew(line.text)
        near = line.page - last.page <= 1 and last.turn == line.turn
        return at if near and goes_on and (line.text[0].islower() or full) else None
    return None


def _begins_anew(line: str) -> bool:
    """Return True if a line begins with a bullet, or with the label of a turn."""
    label = read_label(line, 0, len(line))
    return _BULLET.match(line) is not None or (label is not None and not label.alone)


def _join(before: str, after: str, words: Counter[str]) -> str:
    """Return two lines as one. A hyphen between them stays if the text has it within a line."""
    tail = before[-_TAIL:]
    if _ADDRESS.search(tail) and _ADDRESS_GOES_ON.match(after):
        return f"{before}{after}"
    broken = _HYPHENATED.search(tail)
    rest = _FIRST_WORD.match(after)
    if not broken or not rest or not rest.group()[0].islower():
        closed = before.endswith(("-", "\u2010", "—", "–")) and rest
        separator = "" if closed or _WITHOUT_SPACE.fullmatch(before[-1] + after[0]) else " "
        return f"{before}{separator}{after}"
    whole, compound = (f"{broken[1]}{sign}{rest[0]}".lower() for sign in ("", "-"))
    if words[compound] > words[whole]:
        return f"{before}{after}"
    return f"{before[:-1]}{after}"
