"""A Statement -> its YAML file as a person would write it: a text block, folded excerpts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from quotecli.model import Quote, Source, Speaker, Statement, Topic, collapse_space
from quotecli.store.tree import write_decimal
from quotecli.text.escape import visible, visible_line

_WIDTH = 100
# Text that begins and ends like words and has no sign that YAML could read; all other text is put
# in quotation marks.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .;/()&%+'’“”«»„‘—–…€$-]|,(?! )|, |:(?=\S))*(?<=[\w.)%’”»…+])")
_PLAIN_ITEM = re.compile(r"[^\W_](?:[\w ./()&%+'’“”—–…-])*(?<=[\w.)%’”+])")
_WORDLIKE = frozenset(["null", "yes", "no", "true", "false", "on", "off", "y", "n"])


def write(
    statement: Statement,
    comments: Mapping[str, Sequence[str]] | None = None,
    head: Sequence[str] = (),
) -> str:
    """Return the content of a statement's file; reading it gives the same statement.

    Nothing in it can move a cursor or hide: what a terminal would obey is written as YAML's escape.
    `comments` holds lines to put above quotes, by quote id; `head` are lines to put at the top.
    """
    notes = comments or {}
    lines = [f"# {visible_line(line)}" for line in head]
    lines += ["# yaml-language-server: $schema=statement.schema.json"] if not head else []
    lines.append(f"title: {write_scalar(statement.title)}")
    if statement.speaker:
        lines.append(f"speaker: {write_id(statement.speaker.id)}")
    lines += _pairs(statement, ("occasion", "coder", "memo"), "")
    if any(statement.source):
        lines += ["source:", *_pairs(statement.source, Source._fields, "  ")]
    lines += _records("speakers", statement.speakers, Speaker._fields[1:])
    lines += _records("topics", statement.topics, Topic._fields[1:])
    lines += ["", *_text(statement.text), "quotes:" if statement.quotes else "quotes: []"]

    for number, quote in enumerate(statement.quotes):
        remarks = [f"  # {visible_line(line)}" for line in notes.get(quote.id, ())]
        lines += [""] * bool(number) + remarks
        lines += _quote(quote, statement)
    return "\n".join(lines) + "\n"


def write_codebook(
    topics: Mapping[str, Topic], speakers: Mapping[str, Speaker] = MappingProxyType({})
) -> str:
    """Return the content of a codebook with these topics and speakers."""
    lines = [*_records("speakers", speakers, Speaker._fields[1:])]
    lines += _records("topics", topics, Topic._fields[1:])
    lines[:1] = ["# yaml-language-server: $schema=codebook.schema.json"]
    return "\n".join(lines) + "\n"


def write_scalar(text: str) -> str:
    """Return text as a YAML value on one line, in quotation marks only if it needs them."""
    text = collapse_space(text)
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDLIKE:
        return text
    return quote_text(text)


def write_id(name: str) -> str:
    """Return an id as a value: all ids are plain words to YAML, except null."""
    return f'"{name}"' if name == "null" else name


def quote_text(text: str) -> str:
    """Return text as a YAML value in quotation marks, on one line, with every character kept."""
    return f'"{_escape(text)}"'


def _escape(text: str) -> str:
    """Return text as it stands between quotation marks: our escapes are also YAML's."""
    return visible_line(text.replace("\\", "\\\\").replace('"', '\\"'))


def write_list(items: Iterable[str]) -> str:
    """Return texts as a YAML list on one line."""
    plain = [collapse_space(item) for item in items]
    safe = [
        item if _PLAIN_ITEM.fullmatch(item) and item.lower() not in _WORDLIKE else quote_text(item)
        for item in plain
    ]
    return f"[{', '.join(safe)}]"


def _records(key: str, records: Mapping[str, object], names: Iterable[str]) -> Iterator[str]:
    if records:
        yield from ("", f"{key}:")
    for name, record in records.items():
        yield f"  {name}:"
        yield from _pairs(record, names, "    ")


def _pairs(record: object, names: Iterable[str], indent: str) -> Iterator[str]:
    for name in names:
        value = getattr(record, name)
        if name == "memo" and value:
            yield from write_note(f"{indent}memo:", value, len(indent) + 2)
        elif name == "attributes" and value:
            yield f"{indent}attributes:"
            for key, text in value:
                yield f"{indent}  {write_id(key)}: {write_scalar(text)}"
        elif value:
            text = write_scalar(value) if isinstance(value, str) else write_list(value)
            yield f"{indent}{name}: {text}"


def _text(text: str) -> list[str]:
    """Return the lines of the source: a literal block if that keeps every character."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    if visible(text) != text or not body.strip(" \n\t"):
        return [*_quoted_lines(text), ""]
    # YAML would take the indentation from a first line that begins with a space or is empty.
    indicator = "2" if body[0] in " \n\t" else ""
    chomping = "-" if not ends else "" if ends == 1 else "+"
    lines = [f"  {line}" if line else "" for line in body.split("\n")]
    # An empty line follows the block, unless the text itself ends with some: YAML would add it.
    return [f"text: |{indicator}{chomping}", *lines, *[""] * (ends - 1 if ends > 1 else 1)]


def _quoted_lines(text: str) -> Iterator[str]:
    """Yield the lines of the source in quotation marks, a line of the text on each."""
    *lines, last = [_escape(line) for line in text.splitlines(keepends=True)]
    if not lines:
        yield f'text: "{last}"'
        return
    # YAML joins lines that end in a backslash, and drops the spaces that begin the next one unless
    # they are escaped, too.
    yield 'text: "\\'
    for line, end in [*((line, "\\") for line in lines), (last, '"')]:
        yield "  " + re.sub("^ ", r"\\ ", line) + end


def _quote(quote: Quote, statement: Statement) -> Iterator[str]:
    yield f"  - id: {write_id(quote.id)}"
    if quote.topics:
        yield f"    topics: [{', '.join(write_id(topic.id) for topic in quote.topics)}]"
    yield f"    kind: {quote.kind}"
    if quote.polarity != "positive":
        yield f"    polarity: {quote.polarity}"
    if quote.speaker and quote.speaker != statement.speaker:
        yield f"    speaker: {write_id(quote.speaker.id)}"
    if quote.reported_by:
        yield f"    reported_by: {write_id(quote.reported_by.id)}"
    if len(quote.parts) == 1:
        yield from write_excerpt("    excerpt:", quote.parts[0], 6)
    else:
        yield "    excerpt:"
        for part in quote.parts:
            yield from write_excerpt("      -", part, 8)
    yield from _pairs(quote, ("cue", "prefix", "suffix"), "    ")
    yield from _marks(quote, statement)


def _marks(quote: Quote, statement: Statement) -> Iterator[str]:
    """Yield the lines of what the annotator says of a quote."""
    if quote.confidence is not None:
        yield f"    confidence: {_number(quote.confidence)}"
    if quote.status:
        yield f"    status: {quote.status}"
    if quote.important:
        yield "    important: true"
    if quote.coder and quote.coder != statement.coder:
        yield f"    coder: {write_scalar(quote.coder)}"
    if quote.note:
        yield from write_note("    note:", quote.note, 6)


def _number(value: float) -> str:
    """Return a number from 0 to 1 with two decimals, or with all that it has if it has more."""
    short = f"{value:.2f}"
    return short if float(short) == value else write_decimal(value)


def write_note(key: str, note: str, indent: int) -> list[str]:
    """Return the lines of a key and a note with all its white space.

    A note of several lines is a literal block, indented by so many spaces.
    """
    if note == collapse_space(note):
        return [f"{key} {write_scalar(note)}"]
    lines = note.split("\n")
    if len(lines) == 1 or note != note.strip() or visible(note) != note:
        return [f"{key} {quote_text(note)}"]
    return [f"{key} |-", *(f"{' ' * indent}{line}" if line else "" for line in lines)]


def write_excerpt(key: str, part: str, indent: int) -> list[str]:
    """Return the lines of a key and an excerpt: one if it is short, else folded.

    Folded lines are indented by so many spaces.
    """
    text = collapse_space(part)
    if len(text) <= _WIDTH - indent or visible_line(text) != text:
        return [f"{key} {write_scalar(text)}"]
    lines = textwrap.wrap(text, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    # textwrap breaks lines at any white space, but YAML folds a line end to a space only.
    if " ".join(lines) != text:
        return [f"{key} {write_scalar(text)}"]
    return [f"{key} >-", *[" " * indent + line for line in lines]]
