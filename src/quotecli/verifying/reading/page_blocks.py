"""The block quotations of a web page, found in the text that is read from it."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from typing import Any, NamedTuple

from quotecli.errors import Place
from quotecli.extras import load_module
from quotecli.model import Span, collapse_space
from quotecli.verifying.reading.markdown_blocks import (
    Block,
    Blocks,
    has_words,
    is_aside,
    is_signature,
)

_BREAKS = frozenset(["p", "div", "li", "ul", "ol", "section", "article", "dl", "dt", "dd", "br"])
_SIGNATURES = frozenset(["footer", "cite"])
_NO_PROSE = frozenset(["pre", "table", "figure", "h1", "h2", "h3", "h4", "h5", "h6"])


class _Paragraph(NamedTuple):
    """A paragraph of a block quotation as a page has it: its lines, and the line of the source.

    `tag` is "" for words, or the element that makes it a signature or no prose.
    """

    lines: list[str]
    line: int
    tag: str


def find_page_blocks(text: str, page: str, file: str) -> Blocks:
    """Return the block quotations of a page in the text that is read from it.

    What stands in one and is left out of the text is `unread`, by its line in the page.
    """
    if "<blockquote" not in page.lower():
        return Blocks(text)
    etree: Any = load_module("lxml.etree", Place(file))
    parser = etree.HTMLParser(encoding="utf-8")
    tree = etree.fromstring(page.encode("utf-8", "replace"), parser)
    lines = _Lines(text)
    blocks: list[Block] = []
    unread: list[int] = []
    for quote in () if tree is None else tree.xpath("//blockquote[not(ancestor::blockquote)]"):
        for paragraphs in _Reader().read(quote):
            block = _locate(paragraphs, lines, unread)
            blocks += [block] if block.paragraphs else []
    return Blocks(text, tuple(blocks), tuple(dict.fromkeys(unread)))


class _Lines:
    """The lines of a text, which are asked for in order."""

    def __init__(self, text: str) -> None:
        self._spans: list[Span] = []
        self._keys: list[str] = []
        self._numbers: dict[str, list[int]] = {}
        self._reached = 0
        start = 0
        for line in text.split("\n"):
            words = line[2:] if line.startswith("- ") else line  # an item of a list
            end = start + len(line)
            if key := _make_key(words):
                self._numbers.setdefault(key, []).append(len(self._keys))
                self._keys.append(key)
                self._spans.append(Span(end - len(words), end))
            start = end + 1

    def find(self, lines: list[str]) -> Span | None:
        """Return where some lines stand next, one below the other; None if they do not."""
        keys = list(map(_make_key, lines))
        numbers = self._numbers.get(keys[0], [])
        at = bisect_left(numbers, self._reached)
        first = numbers[at] if at < len(numbers) else len(self._keys)
        end = first + len(keys)
        if self._keys[first:end] != keys:
            return None
        self._reached = end
        return Span(self._spans[first].start, self._spans[end - 1].end)


def _make_key(line: str) -> str:
    return "".join(line.replace("\xad", "").split())


class _Reader:
    """Reads the paragraphs of a block quotation, apart from those of each one inside it."""

    def __init__(self) -> None:
        self._found: list[list[_Paragraph]] = []
        self._lines = [""]

    def read(self, quote: Any) -> list[list[_Paragraph]]:
        """Return the paragraphs of a <blockquote>, in groups that those inside it part."""
        self._found.append([])
        if not is_aside(" ".join(f"{key}={value}" for key, value in quote.attrib.items())):
            self._walk(quote, "", is_whole=False)
            self._end(quote, "")
        self._found.append([])
        return self._found

    def _walk(self, node: Any, tag: str, *, is_whole: bool) -> None:
        """Read what is in an element, which is one paragraph as a whole or several."""
        self._lines[-1] += node.text or ""
        for child in node:
            name = str(child.tag)
            own = name if name in _NO_PROSE or self._is_signature(child, name) else tag
            if name == "br":
                self._lines.append("")
            elif own != tag or name == "blockquote" or (name in _BREAKS and not is_whole):
                self._end(node, tag)
                self._read_apart(child, name, own)
            elif isinstance(child.tag, str):  # and no comment
                self._walk(child, tag, is_whole=is_whole)
            self._lines[-1] += child.tail or ""

    def _read_apart(self, node: Any, name: str, tag: str) -> None:
        if name == "blockquote":
            self.read(node)
            return
        self._walk(node, tag, is_whole=name in (tag, "li"))
        self._end(node, tag)

    def _is_signature(self, node: Any, name: str) -> bool:
        ends = node.getnext() is None and not (node.tail or "").strip()
        return name == "footer" or (name == "cite" and ends and not self._lines[-1].strip())

    def _end(self, node: Any, tag: str) -> None:
        """End a paragraph, or several that empty lines part."""
        for blank, some in groupby(self._lines, key=lambda line: not line.strip()):
            if not blank:
                lines = list(map(collapse_space, some))
                self._found[-1].append(_Paragraph(lines, node.sourceline or 1, tag))
        self._lines = [""]


def _locate(paragraphs: list[_Paragraph], lines: _Lines, unread: list[int]) -> Block:
    """Return a block quotation as it stands in a text; what is not read is added to `unread`."""
    spans: list[Span] = []
    signed = ""
    signature = None
    for number, one in enumerate(paragraphs):
        words = " ".join(one.lines)
        is_last = 0 < number == len(paragraphs) - 1
        if one.tag in _SIGNATURES or (is_last and not one.tag and is_signature(words)):
            signed, signature = words, lines.find(one.lines)
            continue
        span = None if one.tag else lines.find(one.lines)
        if span:
            spans.append(span)
        elif has_words(words):
            unread.append(one.line)
    return Block(tuple(spans), signature, signed)
