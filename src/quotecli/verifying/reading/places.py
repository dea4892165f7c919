"""Where a passage of an article stands in its file."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator

from quotecli.intake.document import Document
from quotecli.model import Span

_PROBE = 30  # code points by which a passage is found in the source of a page
_PIECE = re.compile(
    r"(?P<hidden><!--|<(?:script|style)\b[^<>]*>)|<[^<>]*>|\s+"
    r"|(?P<written>&#?\w{1,31};|[^<&\s]+|.)",
    re.IGNORECASE,
)
_ENDS = {"<!": re.compile("-->"), "<s": re.compile("</(?:script|style)", re.IGNORECASE)}


class Places:
    """Lines and columns in an article's file.

    Of a page they are those of the words in its source; of PDF and Word files, which have no lines,
    those of the text that is read.
    """

    def __init__(self, document: Document, raw: str, is_page: bool) -> None:
        self._text = document.text
        self._raw = raw or document.text
        self._page = _Page(raw) if is_page else None
        # A text may lose its front matter.
        self._shift = -1 if is_page else self._raw.find(self._text)
        if self._shift < 0 and not is_page:
            self._raw, self._shift = self._text, 0
        self._starts = [0]
        at = self._raw.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = self._raw.find("\n", at + 1)

    def find(self, span: Span) -> tuple[int, int]:
        """Return the line and the column of a passage; those of a page are asked for in order."""
        offset = span.start + self._shift
        if self._page:
            offset = self._page.find(self._text[span.start : min(span.end, span.start + _PROBE)])
            if offset < 0:
                return 1, 1
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _Page:
    """The letters and signs of a page without tags and white space, and where each stands in it."""

    def __init__(self, raw: str) -> None:
        self._starts: list[int] = []  # of pieces, in the letters
        self._places: list[int] = []  # of the same, in the source
        pieces: list[str] = []
        length = 0
        for place, letters in _read_pieces(raw):
            self._starts.append(length)
            self._places.append(place)
            pieces.append(letters)
            length += len(letters)
        self._letters = "".join(pieces)
        self._reached = 0

    def find(self, words: str) -> int:
        """Return where words stand next in the source; -1 if they do not."""
        at = self._letters.find("".join(words.split()), self._reached)
        if at < 0:
            return -1
        self._reached = at
        number = bisect_right(self._starts, at) - 1
        return self._places[number] + at - self._starts[number]


def _read_pieces(raw: str) -> Iterator[tuple[int, str]]:
    """Yield what is written on a page, each piece with its place in the source."""
    match = _PIECE.match(raw)
    while match:
        end = match.end()
        if match["hidden"]:
            close = _ENDS[match["hidden"][:2].lower()].search(raw, end)
            end = close.end() if close else len(raw)
        elif match["written"]:
            letters = "".join(html.unescape(match["written"]).split())
            yield match.start(), letters.replace("\xad", "")
        match = _PIECE.match(raw, end)
