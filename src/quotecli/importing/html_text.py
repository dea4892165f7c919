"""HTML as Taguette stores it -> its text, and the offsets of its text content in it.

The text content has no line end where a paragraph or a line of HTML ends, so that words of two
paragraphs would be one; the text has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html.parser import HTMLParser

from quotecli.text.counting import Utf8Counting

_LINES = frozenset("br li dt dd tr caption td th".split())
# A reference to a control character, which Python drops and parsers of HTML keep.
_REFERENCE = re.compile("&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")
_TAG = re.compile("<[a-zA-Z/!?]")
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl table div section".split())


class HtmlText:
    """A document of HTML: its text content, and its `text` with the ends of its paragraphs."""

    def __init__(self, html: str) -> None:
        parser = _Parser(convert_charrefs=True)
        # As all parsers of HTML do first.
        parser.feed(_REFERENCE.sub(_keep_control, re.sub("\r\n?", "\n", html)))
        # A tag that never ends is none, and what follows is in it. To find that out, Python before
        # 3.13.6 would look for the end again from each "<".
        parser.rawdata = _TAG.split(parser.rawdata, maxsplit=1)[0]
        parser.close()
        self.content = "".join(parser.content)
        self._at, self._shifts = [0], [0]
        pieces: list[str] = []
        last = 0
        for at, ends in parser.breaks:
            pieces.append(self.content[last:at])
            last = at
            missing = ends - _count_ends(self.content, at)
            if 0 < at < len(self.content) and missing > 0 and self._at[-1] != at:
                pieces.append("\n" * missing)
                self._at.append(at)
                self._shifts.append(self._shifts[-1] + missing)
        self.text = "".join(pieces) + self.content[last:]
        self._counting = Utf8Counting(self.content)

    def content_offset(self, position: int) -> int | None:
        """Return the offset in code points of the text content of a position in bytes."""
        return self._counting.offset(position)

    def offset(self, position: int) -> int | None:
        """Return the offset in `text` of a position in bytes of the text content."""
        at = self._counting.offset(position)
        return None if at is None else at + self._shifts[bisect_right(self._at, at) - 1]


def _keep_control(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    is_kept = 0 < number < 0x20 or number == 0x7F or 0xFDD0 <= number <= 0xFDEF
    is_kept |= number & 0xFFFE == 0xFFFE and number <= 0x10FFFF
    return chr(number) if is_kept else match.group()


def _count_ends(text: str, at: int) -> int:
    """Return how many line ends are beside an offset, with nothing but spaces between."""
    before = re.search(r"[ \t\r\n]*\Z", text[max(0, at - 100) : at])
    after = re.compile(r"[ \t\r\n]*").match(text, at)
    assert before
    assert after
    return before.group().count("\n") + after.group().count("\n")


class _Parser(HTMLParser):
    """Collects the text content, and where lines (1) and paragraphs (2) end in it."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.content: list[str] = []
        self.breaks: list[tuple[int, int]] = []
        self._length = 0
        self._after_pre = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._break(tag)
        self._after_pre = tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)

    def handle_data(self, data: str) -> None:
        # A line end right after <pre> is none.
        data = data[1:] if self._after_pre and data.startswith("\n") else data
        self._after_pre = False
        data = data.replace("\0", "")
        self.content.append(data)
        self._length += len(data)

    def _break(self, tag: str) -> None:
        ends = 1 if tag in _LINES else 2 if tag in _BLOCKS else 0
        if ends and self.breaks and self.breaks[-1][0] == self._length:
            self.breaks[-1] = (self._length, max(ends, self.breaks[-1][1]))
        elif ends:
            self.breaks.append((self._length, ends))
