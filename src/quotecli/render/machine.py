"""Quotes, topics, speakers and hits for programs: json, jsonl, csv, and md for documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from quotecli.library.counts import SpeakerCount, TopicCount
from quotecli.model import SPACES, Quote, Statement, one_line
from quotecli.objects import encode, quote_object, speaker_reference
from quotecli.render.escape import json_safe, visible

if TYPE_CHECKING:
    from quotecli.citing.styles import CitationStyle
    from quotecli.render.layout import Table
    from quotecli.text.concordance import Hit

Row = dict[str, Any]

Item = TypeVar("Item")

_RUNS = "=+-@\t\r＝＋－＠"
_QUOTE = '"'
_QUOTED = re.compile('[",\r\n]|^ | $')
# What CommonMark or GitHub's tables would take for markup, anywhere or at the beginning.
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$^]|^[#+=:-]")
_ENUMERATION = re.compile(r"^(\d{1,9})(?=[.)])")


def detail_object(quote: Quote, statement: Statement) -> Row:
    """A quote with what is derived from its statement: its title, a citation, the link to its
    place.
    """
    from quotecli.citing.citation import citation, link

    return {
        **quote_object(quote),
        "title": statement.title,
        "citation": citation(statement, quote),
        "link": link(statement, quote) or None,
    }


def cited_object(statement: Statement, quote: Quote, style: CitationStyle | None) -> Row:
    """A quote in a style: its words with their attribution, and the reference; without one, with
    its citation.
    """
    from quotecli.citing.citation import citation
    from quotecli.citing.styles import Citation, cite

    cited = (
        cite(statement, quote, style)
        if style
        else Citation(_words_of(quote), citation(statement, quote))
    )
    return {
        "id": quote.id,
        "statement": quote.statement,
        "style": style,
        "text": cited.text or None,
        "reference": cited.reference or None,
        "proved": quote.proved,
    }


def _words_of(quote: Quote) -> str:
    """The words, and who said them; not in quotation marks where they are a paraphrase."""
    from quotecli.citing.attribution import attribution

    words = f"“{quote.excerpt}”" if quote.kind == "direct" else quote.excerpt
    doubt = f" [{quote.doubt}]" if quote.doubt else ""
    return f"{words} — {attribution(quote, manner=True)}{doubt}"


def quote_row(quote: Quote) -> Row:
    """A quote as a row of text and numbers."""
    spans = quote.anchor.spans
    speaker = quote.speaker
    return {
        "id": quote.id,
        "statement": quote.statement,
        "speaker": speaker.name if speaker else "",
        "role": speaker.role if speaker else "",
        "reported_by": quote.reported_by.name if quote.reported_by else "",
        "kind": quote.kind,
        "topics": ";".join([topic.id for topic in quote.topics]),
        "excerpt": quote.excerpt,
        "cue": quote.cue,
        "paragraph": quote.paragraph or "",
        "start": spans[0].start if spans else "",
        "end": spans[-1].end if spans else "",
        "tier": quote.anchor.tier,
        "doubt": quote.doubt,
        "status": quote.status or "",
        "note": quote.note,
    }


def topic_object(count: TopicCount) -> Row:
    """What is known of a topic, and its counts."""
    topic = count.topic
    return {
        "id": topic.id,
        "label": topic.label,
        "description": topic.description or None,
        "aliases": topic.aliases,
        "keywords": topic.keywords,
        "parent": topic.parent or None,
        "quotes": count.quotes,
        "words": count.words,
        "share": round(count.share, 6),
        "statements": count.statements,
        "statement": count.statement,
    }


def topic_row(count: TopicCount) -> Row:
    """A topic as a row of text and numbers."""
    topic = count.topic
    return {
        "id": topic.id,
        "label": topic.label,
        "parent": topic.parent,
        "quotes": count.quotes,
        "words": count.words,
        "share": round(count.share, 6),
        "statements": count.statements,
        "statement": count.statement or "",
    }


def speaker_object(count: SpeakerCount) -> Row:
    """What is known of a speaker, and the counts; "id" is null for quotes that name no speaker."""
    who = speaker_reference(count.speaker) or {
        "id": None,
        "name": None,
        "role": None,
        "aliases": [],
    }
    return {
        **who,
        "quotes": count.quotes,
        "words": count.words,
        "topics": count.topics,
        "statements": count.statements,
        "statement": count.statement,
    }


def speaker_row(count: SpeakerCount) -> Row:
    """A speaker as a row of text and numbers."""
    who = count.speaker
    return {
        "id": who.id if who else "",
        "name": who.name if who else "",
        "role": who.role if who else "",
        "quotes": count.quotes,
        "words": count.words,
        "topics": ";".join(f"{topic}={quotes}" for topic, quotes in count.topics.items()),
        "statements": count.statements,
        "statement": count.statement or "",
    }


def hit_object(hit: Hit) -> Row:
    """A hit, and the quote that it stands in."""
    quote = hit.quote
    return {
        "statement": hit.statement,
        "paragraph": hit.paragraph,
        "start": hit.span.start,
        "end": hit.span.end,
        "left": hit.left,
        "keyword": hit.keyword,
        "right": hit.right,
        "quote": quote.id if quote else None,
        "kind": quote.kind if quote else None,
        "speaker": speaker_reference(quote.speaker) if quote else None,
        "reported_by": speaker_reference(quote.reported_by) if quote else None,
    }


def hit_row(hit: Hit) -> Row:
    """A hit as a row of text and numbers, its context on one line."""
    quote = hit.quote
    speaker = quote.speaker if quote else None
    return {
        "statement": hit.statement,
        "paragraph": hit.paragraph,
        "start": hit.span.start,
        "end": hit.span.end,
        "left": SPACES.sub(" ", hit.left),
        "keyword": SPACES.sub(" ", hit.keyword),
        "right": SPACES.sub(" ", hit.right),
        "quote": quote.id if quote else "",
        "kind": quote.kind if quote else "",
        "speaker": speaker.name if speaker else "",
        "role": speaker.role if speaker else "",
        "reported_by": quote.reported_by.name if quote and quote.reported_by else "",
    }


class Shape(Generic[Item]):
    """How one kind of item is written: as an object, as a row of `columns`, and as Markdown, by
    default a table.
    """

    def __init__(
        self,
        as_object: Callable[[Item], Row],
        as_row: Callable[[Item], Row],
        columns: tuple[str, ...],
        as_markdown: Callable[[Iterable[Item]], Iterator[str]] | None = None,
    ) -> None:
        self.as_object = as_object
        self.as_row = as_row
        self.columns = columns
        self.as_markdown = as_markdown


def chunks(
    items: Iterable[Item], shape: Shape[Item], form: str, *, raw: bool = False
) -> Iterator[str]:
    """Items in a format: json, jsonl, csv or md."""
    if form == "json":
        return json_array(map(shape.as_object, items))
    if form == "jsonl":
        return json_lines(map(shape.as_object, items))
    if form == "csv":
        return csv_lines(map(shape.as_row, items), shape.columns, raw=raw)
    if shape.as_markdown:
        return shape.as_markdown(items)
    return markdown_table(map(shape.as_row, items), shape.columns)


def json_lines(objects: Iterable[Row]) -> Iterator[str]:
    """One object a line."""
    return lines_of(map(encode, objects))


def json_array(objects: Iterable[Row]) -> Iterator[str]:
    """An array, one object a line."""
    return array_of(map(encode, objects))


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    """Objects that are JSON already, one a line."""
    return (f"{json_safe(text)}\n" for text in texts)


def array_of(texts: Iterable[str]) -> Iterator[str]:
    """Objects that are JSON already as an array, one a line."""
    start = "[\n"
    for text in texts:
        yield start + json_safe(text)
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"


def csv_lines(rows: Iterable[Row], columns: Iterable[str], *, raw: bool) -> Iterator[str]:
    """A header and a row each, with CRLF line ends.

    Unless `raw`, control characters are escaped, and a cell that a spreadsheet would run gets an
    apostrophe first.
    """
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line(row.values() if raw else [defused(value) for value in row.values()])


def _csv_line(cells: Iterable[Any]) -> str:
    """A row as RFC 4180 has it. The csv module raises for a NUL in some versions of Python, and
    does the same else.
    """
    texts = ["" if cell is None else str(cell) for cell in cells]
    line = ",".join(
        [
            f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if text and _QUOTED.search(text) else text
            for text in texts
        ]
    )
    return f"{line or _QUOTE * 2}\r\n"


def defused(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula and no terminal for a command."""
    if not value or not isinstance(value, str):
        return value
    first = value.lstrip(" ")[:1] if value[0] == " " else value[0]
    return f"'{visible(value)}" if first and first in _RUNS else visible(value)


def markdown(quotes: Iterable[Quote]) -> Iterator[str]:
    """Each quote as an attributed block quote, in CommonMark that shows the very words."""
    from quotecli.citing.attribution import attribution

    gap = ""
    for quote in quotes:
        open_mark, close_mark = ("“", "”") if quote.kind == "direct" else ("", "")
        about = ", ".join(topic.label for topic in quote.topics)
        place = f", ¶ {quote.paragraph}" if quote.paragraph else ""
        yield f"{gap}> {open_mark}{markdown_text(quote.excerpt)}{close_mark}\n>\n"
        said = markdown_text(attribution(quote, manner=True))
        yield f"> — {said}{place}{f' ({markdown_text(about)})' if about else ''}\n"
        if not quote.proved:
            yield f">\n> **{quote.doubt}**\n"
        gap = "\n"


def markdown_table(rows: Iterable[Row], columns: Iterable[str]) -> Iterator[str]:
    """A table in GitHub's Markdown."""
    yield from _markdown_lines(columns, (row.values() for row in rows))


def markdown_layout(table: Table) -> Iterator[str]:
    """A table that people see in GitHub's Markdown, without the bars, which have no heading."""
    from quotecli.render.layout import plain_text

    headed = [number for number, column in enumerate(table.columns) if column.heading]
    rows = ([plain_text(row[number]) for number in headed] for row in table.rows)
    sides = ["---:" if table.columns[number].right else "---" for number in headed]
    yield from _markdown_lines([table.columns[number].heading for number in headed], rows, sides)


def _markdown_lines(
    headings: Iterable[str], rows: Iterable[Iterable[Any]], sides: Sequence[str] = ()
) -> Iterator[str]:
    heads = [markdown_text(heading) for heading in headings]
    yield f"| {' | '.join(heads)} |\n| {' | '.join(sides or ['---'] * len(heads))} |\n"
    for row in rows:
        cells = [
            "" if value is None else markdown_text(value) if isinstance(value, str) else str(value)
            for value in row
        ]
        yield f"| {' | '.join(cells)} |\n"


def markdown_text(text: str) -> str:
    """Text as CommonMark shows it: what would be markup is escaped."""
    escaped = _MARKUP.sub(lambda match: f"\\{match.group()}", visible(one_line(text)))
    return _ENUMERATION.sub(r"\1\\", escaped)


QUOTES = Shape(
    quote_object,
    quote_row,
    (
        *("id", "statement", "speaker", "role", "reported_by", "kind", "topics", "excerpt"),
        *("cue", "paragraph", "start", "end", "tier", "doubt", "status", "note"),
    ),
    markdown,
)
TOPICS = Shape(
    topic_object,
    topic_row,
    ("id", "label", "parent", "quotes", "words", "share", "statements", "statement"),
)
SPEAKERS = Shape(
    speaker_object,
    speaker_row,
    ("id", "name", "role", "quotes", "words", "topics", "statements", "statement"),
)
HITS = Shape(
    hit_object,
    hit_row,
    (
        *("statement", "paragraph", "start", "end", "left", "keyword", "right"),
        *("quote", "kind", "speaker", "role", "reported_by"),
    ),
)
