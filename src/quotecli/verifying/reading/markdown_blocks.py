"""The block quotations of a text in Markdown: lines that begin with >, and <blockquote>."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from quotecli.drafting.language import lexicon
from quotecli.model import Span

_QUOTED = re.compile(r"([ \t]*)((?:>[ \t]?)+)")
_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
_NO_PROSE = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]|\||!\[|</?(?:table|pre|img|figure|iframe|video|audio|details)\b)",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?i)<(/?)blockquote\b([^<>]{0,500})>")
_ASIDE = re.compile(r"(?i)type=.?cite\b|gmail_quote|\b(?:note|tip|info|warning|callout|alert)\b")
_CALLOUT = re.compile(r"[ \t]*\[!([\w-]+)\]")
_QUOTATIONS = ("quote", "cite")  # callouts that are quotations
_LABEL = re.compile(r"[\W_]*([^\W\d_]+)[*_]*(?::|[ \t]*$)")
# A line under the words that says whose they are; behind a hyphen, which may begin an item of a
# list, two words with capitals.
_SIGNED = re.compile(
    r"[ \t]*(?:(?:[–—―]|--|<(?:cite|footer)\b[^<>]{0,100}>)\W{0,9}(?![a-zß-öø-ÿ])\w"
    r"|-[ \t]*\W{0,3}[A-ZÀ-Þ][\w.’'-]*\s[A-ZÀ-Þ]).{0,250}(?<![.?!…])"
)
# (Marlow 2024: 12), behind a sentence.
_REFERENCE = re.compile(
    r"(?<=[.?!…”\"])\s{0,9}\((?:[^()]{0,100}\b(?:1[5-9]|20)\d\d\b[^()]{0,60}|pp?\.\s?\d[^()]{0,20})\)$"
)
# What an e-mail program writes above the message that is answered.
_MAIL = re.compile(r"<[^\s<>@]{1,100}@[^\s<>@]{1,100}>")
_SENT = (re.compile(r"\bOn\b"), re.compile(r"\b\d{4}\b"), re.compile(r"\d:\d\d"))
_MAX_ABOVE = 200  # code points above a block quotation that are looked at
_WORD = re.compile(r"[^\W\d_]{2}")
_LINK = re.compile(
    r"!?\[(?!…|\.)([^\[\]]{1,500})\](?:\([^()\s]{0,2000}(?:\s\"[^\"]{0,200}\")?\)|\[[^\[\]]{0,200}\])"
)
_DROPPED = re.compile(
    r"\[\^[^\[\]\s]{1,100}\]"
    r"|</?(?:a|b|blockquote|br|cite|code|div|em|footer|i|mark|p|q|small|span|strong|su[bp]|u)\b"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_EMPHASIS = str.maketrans("*_\n", "   ")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Block(NamedTuple):
    """A block quotation: where its paragraphs stand, and the line below that says whose it is.

    `signed` are the words of this line, which a page may have though the text has not.
    """

    paragraphs: tuple[Span, ...]
    signature: Span | None = None
    signed: str = ""


class Blocks(NamedTuple):
    """The block quotations of a text, in order.

    `text` is the text, as long as before, with spaces for the signs that mark them. `unread` are
    the lines on which something begins that is not read: code, a table, a picture, a heading.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    unread: tuple[int, ...] = ()


class _Line(NamedTuple):
    """A line of a block quotation: its number, where it begins, and its words behind the marks."""

    number: int
    begin: int
    start: int
    depth: int
    words: str


def find_blocks(text: str) -> Blocks:
    """Return the block quotations of a text in Markdown.

    Messages that an e-mail answers are none, nor are callouts and notes in the shape of one.
    """
    if ">" not in text:
        return Blocks(text)
    blocks: list[Block] = []
    unread: list[int] = []
    pieces: list[str] = []
    at = 0
    for group in _group(text):
        lines = _leave_callout(group)
        for line in lines:
            pieces += (text[at : line.begin], " " * (line.start - line.begin))
            at = line.start
        for _, some in groupby(lines, key=lambda line: line.depth):
            block = _read(list(some), unread)
            if block.paragraphs:
                blocks.append(block)
    return Blocks("".join([*pieces, text[at:]]), tuple(blocks), tuple(unread))


def strip_markup(words: str) -> str:
    """Return words without the links, notes, tags and backslashes of Markdown."""
    return _ESCAPED.sub(r"\1", _DROPPED.sub(" ", _LINK.sub(r"\1", words)))


def read_signature(words: str) -> str:
    """Return the line below a block quotation without markup, and of the same length."""
    bare = _LINK.sub(lambda match: f" {match[1]}".ljust(len(match[0])), words)
    return _DROPPED.sub(lambda match: " " * len(match[0]), bare).translate(_EMPHASIS)


def is_aside(attributes: str) -> bool:
    """Return True for a <blockquote> that quotes an e-mail, or is a note of the author's."""
    return _ASIDE.search(attributes) is not None


def _group(text: str) -> Iterator[list[_Line]]:
    """Yield the lines of each block quotation; in an answer to an e-mail there are none."""
    walk = _Walk()
    group: list[_Line] = []
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        found = walk.read(number, offset, line, group[-1] if group else None)
        if found:
            if not group and _is_answered(walk.above):
                return
            group.append(found)
        elif group:
            yield group
            group = []
        offset += len(line) + 1
    if group:
        yield group


class _Walk:
    """A walk through the lines of a text that knows what is above, in front of block quotations."""

    def __init__(self) -> None:
        self.above = ""
        self._fence = ""
        self._is_tagged = False
        self._indent = 0

    def read(self, number: int, offset: int, line: str, last: _Line | None) -> _Line | None:
        """Return a line of a block quotation, of which `last` is the line before; None for others.

        A paragraph may go on without a mark.
        """
        if self._fence:
            self._pass(line)
            return None
        tags = _TAG.findall(line)
        opens = tags and not tags[0][0] and line.lstrip().startswith("<")
        if self._is_tagged or opens:
            self._is_tagged = not tags[-1][0] if tags else True
            return _Line(number, offset, offset, 1, line)

        quoted = _QUOTED.match(line)
        if quoted and len(quoted[1].expandtabs(4)) <= self._indent + 3:
            end = quoted.end()
            return _Line(number, offset, offset + end, quoted[2].count(">"), line[end:])
        if last and _goes_on(last.words, line):
            return _Line(number, offset, offset, last.depth, line)
        self._pass(line)
        return None

    def _pass(self, line: str) -> None:
        self.above = f"{self.above} {line}"[-_MAX_ABOVE:].rstrip()
        self._fence = _follow_fence(self._fence, line)
        self._indent = _find_indent(line, self._indent)


def _is_answered(above: str) -> bool:
    """Return True for what an e-mail program writes above the message that is answered."""
    dated = all(one.search(above) for one in _SENT)
    return above.endswith(":") and (dated or _MAIL.search(above) is not None)


def _goes_on(above: str, line: str) -> bool:
    """Return True for a line without a mark of its own that goes on with the paragraph above."""
    begins = any(one.match(line) for one in (_NO_PROSE, _FENCE, _ITEM, _RULE))
    ended = any(one.match(above) for one in (_NO_PROSE, _FENCE, _TAG))
    return bool(line.strip() and above.strip()) and not begins and not ended


def _follow_fence(fence: str, line: str) -> str:
    """Return the fence of the code that a line is in or begins; "" for none."""
    match = _FENCE.match(line)
    if not fence:
        return match[1] if match else ""
    closes = match is not None and match[1].startswith(fence) and not line[match.end() :].strip()
    return "" if closes else fence


def _find_indent(line: str, indent: int) -> int:
    """Return how far the lines of a list's item are indented, below one that they may belong to."""
    item = _ITEM.match(line)
    if item:
        return item.end()
    return 0 if line.strip() and len(line) - len(line.lstrip()) < indent else indent


def _leave_callout(lines: list[_Line]) -> list[_Line]:
    """Return the lines that are quoted: none of a note, and not the first one of [!quote]."""
    first = next((line.words for line in lines if line.words.strip()), "")
    tag = _TAG.search(first)
    if tag and is_aside(tag[2]):
        return []
    callout = _CALLOUT.match(first)
    if callout:
        at = next(number for number, line in enumerate(lines) if line.words == first)
        return lines[at + 1 :] if callout[1].lower() in _QUOTATIONS else []
    label = _LABEL.match(first)
    labelled = label and label[1].lower() in lexicon.words("small_words", "aside")
    return [] if labelled else lines


def _read(lines: list[_Line], unread: list[int]) -> Block:
    """Return the block of some lines; what is no prose in them is added to `unread`."""
    paragraphs = _part(lines, unread)
    last = paragraphs[-1].pop() if sum(map(len, paragraphs)) > 1 else None
    words = last.words.rstrip() if last else ""
    signature = Span(last.start, last.start + len(words)) if last and is_signature(words) else None
    if last and not signature:
        paragraphs[-1].append(last)
    spans = [_find_span(some) for some in paragraphs if some]
    found = tuple([span for span in spans if span.end > span.start])
    return Block(found, signature, read_signature(words) if signature else "")


def _part(lines: list[_Line], unread: list[int]) -> list[list[_Line]]:
    """Return the lines of each paragraph of prose."""
    paragraphs: list[list[_Line]] = []
    fence, is_new, is_prose = "", True, True
    for line in lines:
        words = _TAG.sub("", line.words)
        was_code, fence = bool(fence), _follow_fence(fence, words)
        if was_code or fence or _NO_PROSE.match(words):
            unread += [line.number] * is_prose
            is_new, is_prose = True, False
            continue
        is_prose = True
        if not _DROPPED.sub("", words).strip() or _RULE.fullmatch(words):
            is_new = True
            continue
        if is_new or _ITEM.match(words):
            paragraphs.append([])
        paragraphs[-1].append(line)
        is_new = False
    return paragraphs


def is_signature(words: str) -> bool:
    """Return True for a line that only says whose the words above it are."""
    return _SIGNED.fullmatch(words) is not None


def _find_span(lines: list[_Line]) -> Span:
    """Return where the words of a paragraph stand, without a reference; empty if it has none."""
    first, last = lines[0], lines[-1]
    item = _ITEM.match(first.words)
    start = first.start + (item.end() if item else len(first.words) - len(first.words.lstrip()))
    end = last.start + len(_REFERENCE.sub("", last.words.rstrip()))
    return Span(start, end if any(has_words(line.words) for line in lines) else start)


def has_words(line: str) -> bool:
    """Return True if there is a word in a line."""
    return _WORD.search(line) is not None
