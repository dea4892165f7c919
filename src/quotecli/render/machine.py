"""Quotes, topics, speakers for programs: json, jsonl, csv, and md for documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from quotecli.library import SpeakerCount, TopicCount
from quotecli.model import Quote, Speaker, Statement, one_line
from quotecli.render.escape import json_safe, visible

if TYPE_CHECKING:
    from quotecli.render.layout import Table

Row = dict[str, Any]

Item = TypeVar("Item")

_RUNS = ("=", "+", "-", "@", "\t", "\r")
_FULLWIDTH_RUNS = ("＝", "＋", "－", "＠")
_QUOTE = '"'
_QUOTED = re.compile('[",\r\n]|^ | $')
# What CommonMark or GitHub's tables would take for markup, anywhere or at the beginning.
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$^]|^[#+=:-]")
_ENUMERATION = re.compile(r"^(\d{1,9})(?=[.)])")


def speaker_reference(speaker: Speaker | None) -> Row | None:
    """Who a speaker is."""
    if speaker is None:
        return None
    return {"id": speaker.id, "name": speaker.name, "role": speaker.role or None, "aliases": speaker.aliases}


def quote_object(quote: Quote) -> Row:
    """Everything that is known of a quote; docs/commands.md lists the keys."""
    anchor = quote.anchor
    return {
        "id": quote.id,
        "statement": quote.statement,
        "speaker": speaker_reference(quote.speaker),
        "reported_by": speaker_reference(quote.reported_by),
        "kind": quote.kind,
        "topics": [topic.id for topic in quote.topics],
        "excerpt": quote.excerpt,
        "parts": [one_line(part) for part in quote.parts],
        "spans": anchor.spans,
        "paragraph": quote.paragraph or None,
        "tier": anchor.tier,
        "proved": quote.proved,
        "occurrences": anchor.occurrences,
        "cue": quote.cue or None,
        "status": quote.status,
        "confidence": quote.confidence,
        "note": quote.note or None,
    }


def detail_object(quote: Quote, statement: Statement) -> Row:
    """A quote with what is derived from its statement: its title, a citation, the link to its place."""
    from quotecli.cite import citation, link

    return {
        **quote_object(quote),
        "title": statement.title,
        "citation": citation(statement, quote),
        "link": link(statement, quote) or None,
    }


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
        "topics": ";".join(topic.id for topic in quote.topics),
        "excerpt": quote.excerpt,
        "cue": quote.cue,
        "paragraph": quote.paragraph or "",
        "start": spans[0].start if spans else "",
        "end": spans[-1].end if spans else "",
        "tier": quote.anchor.tier,
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
    }


def speaker_object(count: SpeakerCount) -> Row:
    """What is known of a speaker, and the counts; "id" is null for quotes that name no speaker."""
    who = speaker_reference(count.speaker) or {"id": None, "name": None, "role": None, "aliases": []}
    return {**who, "quotes": count.quotes, "words": count.words, "topics": count.topics}


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
    }


class Shape(Generic[Item]):
    """How one kind of item is written: as an object, as a row of `columns`, and as Markdown, by default a table."""

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


def chunks(items: Iterable[Item], shape: Shape[Item], form: str, *, raw: bool = False) -> Iterator[str]:
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
    encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
    for item in objects:
        yield json_safe(encode(item)) + "\n"


def json_array(objects: Iterable[Row]) -> Iterator[str]:
    """An array, one object a line."""
    start = "[\n"
    for line in json_lines(objects):
        yield start + line[:-1]
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"


def csv_lines(rows: Iterable[Row], columns: Iterable[str], *, raw: bool) -> Iterator[str]:
    """A header and a row each, with CRLF line ends.

    Unless `raw`, control characters are escaped, and a cell that a spreadsheet would run gets an apostrophe first.
    """
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line(row.values() if raw else [defused(value) for value in row.values()])


def _csv_line(cells: Iterable[Any]) -> str:
    """A row as RFC 4180 has it. The csv module raises for a NUL in some versions of Python, and does the same else."""
    texts = ["" if cell is None else str(cell) for cell in cells]
    line = ",".join([f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTED.search(text) else text for text in texts])
    return f"{line or _QUOTE * 2}\r\n"


def defused(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula and no terminal for a command."""
    if not isinstance(value, str):
        return value
    runs = value.lstrip(" ").startswith((*_RUNS, *_FULLWIDTH_RUNS))
    return f"'{visible(value)}" if runs else visible(value)


def markdown(quotes: Iterable[Quote]) -> Iterator[str]:
    """Each quote as an attributed block quote, in CommonMark that shows the very words."""
    from quotecli.cite import attribution

    gap = ""
    for quote in quotes:
        open_mark, close_mark = ("“", "”") if quote.kind == "direct" else ("", "")
        said = {"direct": "", "indirect": "paraphrase of ", "mixed": "partly a paraphrase of "}[quote.kind]
        about = ", ".join(topic.label for topic in quote.topics)
        place = f", ¶ {quote.paragraph}" if quote.paragraph else ""
        yield f"{gap}> {open_mark}{_plain(quote.excerpt)}{close_mark}\n>\n"
        yield f"> — {said}{_plain(attribution(quote))}{place}{f' ({_plain(about)})' if about else ''}\n"
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


def _markdown_lines(headings: Iterable[str], rows: Iterable[Iterable[Any]], sides: Sequence[str] = ()) -> Iterator[str]:
    heads = [_plain(heading) for heading in headings]
    yield f"| {' | '.join(heads)} |\n| {' | '.join(sides or ['---'] * len(heads))} |\n"
    for row in rows:
        cells = ["" if value is None else _plain(value) if isinstance(value, str) else str(value) for value in row]
        yield f"| {' | '.join(cells)} |\n"


def _plain(text: str) -> str:
    """Text as CommonMark shows it: what would be markup is escaped."""
    escaped = _MARKUP.sub(lambda match: f"\\{match.group()}", visible(one_line(text)))
    return _ENUMERATION.sub(r"\1\\", escaped)


QUOTES = Shape(
    quote_object,
    quote_row,
    (
        *("id", "statement", "speaker", "role", "reported_by", "kind", "topics", "excerpt"),
        *("cue", "paragraph", "start", "end", "tier", "status", "note"),
    ),
    markdown,
)
TOPICS = Shape(topic_object, topic_row, ("id", "label", "parent", "quotes", "words", "share"))
SPEAKERS = Shape(speaker_object, speaker_row, ("id", "name", "role", "quotes", "words", "topics"))
