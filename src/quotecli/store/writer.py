"""A Statement -> its file, as a person would write it: block text, folded excerpts, comments."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quotecli.model import Quote, Source, Speaker, Statement, Topic, one_line

_WIDTH = 100
# What YAML can carry only as an escape: what it does not print, and what it would read as the end
# of a line.
_ESCAPED = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]"
)
# Begins and ends like words, and holds no mark that YAML could read; the rest goes into quotation
# marks.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .;/()&%+'’“”«»„‘—–…€$-]|,(?! )|, |:(?=\S))*(?<=[\w.)%’”»…+])")
_LISTED = re.compile(r"[^\W_](?:[\w ./()&%+'’“”—–…-])*(?<=[\w.)%’”+])")
_WORDLIKE = frozenset(["null", "yes", "no", "true", "false", "on", "off", "y", "n"])


def write(
    statement: Statement,
    comments: Mapping[str, Sequence[str]] | None = None,
    head: Sequence[str] = (),
) -> str:
    """The text of a statement's file; reading it gives the same statement.

    `comments` holds lines to set above quotes, by their ids, `head` lines to set above everything.
    """
    notes = comments or {}
    lines = [f"# {line}" for line in head]
    lines += ["# yaml-language-server: $schema=statement.schema.json"] if not head else []
    lines.append(f"title: {scalar(statement.title)}")
    if statement.speaker:
        lines.append(f"speaker: {_id(statement.speaker.id)}")
    if statement.occasion:
        lines.append(f"occasion: {scalar(statement.occasion)}")
    if any(statement.source):
        lines += ["source:", *_pairs(statement.source, Source._fields, "  ")]
    if statement.speakers:
        lines += ["", "speakers:"]
        for key, who in statement.speakers.items():
            lines += [f"  {key}:", *_pairs(who, Speaker._fields[1:], "    ")]
    if statement.topics:
        lines += ["", "topics:"]
        for key, topic in statement.topics.items():
            lines += [f"  {key}:", *_pairs(topic, Topic._fields[1:], "    ")]
    lines += ["", *_text(statement.text), "quotes:" if statement.quotes else "quotes: []"]
    for number, quote in enumerate(statement.quotes):
        lines += [""] * bool(number) + [f"  # {line}" for line in notes.get(quote.id, ())]
        lines += _quote(quote, statement)
    return "\n".join(lines) + "\n"


def scalar(text: str) -> str:
    """A text as a YAML value on one line: as it is where that is safe, else in quotation marks."""
    text = one_line(text)
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDLIKE:
        return text
    return quoted(text)


def _id(name: str) -> str:
    """An id as a value: all are words, but one that YAML takes for none."""
    return f'"{name}"' if name == "null" else name


def quoted(text: str) -> str:
    """A text as a YAML value in quotation marks, on one line and character for character."""
    marked = (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
    )
    return f'"{_ESCAPED.sub(lambda match: _escape(match.group()), marked)}"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _listed(items: Iterable[str]) -> str:
    """Texts as a list on one line."""
    plain = [one_line(item) for item in items]
    safe = [
        item if _LISTED.fullmatch(item) and item.lower() not in _WORDLIKE else quoted(item)
        for item in plain
    ]
    return f"[{', '.join(safe)}]"


def _pairs(record: object, names: Iterable[str], indent: str) -> Iterator[str]:
    for name in names:
        value = getattr(record, name)
        if value:
            yield f"{indent}{name}: {scalar(value) if isinstance(value, str) else _listed(value)}"


def _text(text: str) -> list[str]:
    """The source as a literal block, where YAML can hold it so without changing a character, and
    what sets it apart.
    """
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    if _ESCAPED.search(text) or "\r" in text or not body.strip(" \n\t"):
        return [f"text: {quoted(text)}", ""]
    # A first line that begins with a space or is empty would mislead YAML about the indentation.
    indicator = "2" if body[0] in " \n\t" else ""
    chomping = "-" if not ends else "" if ends == 1 else "+"
    lines = [f"  {line}" if line else "" for line in body.split("\n")]
    # Empty lines after a text that keeps its own would be taken for its own; elsewhere one sets it
    # apart.
    return [f"text: |{indicator}{chomping}", *lines, *[""] * (ends - 1 if ends > 1 else 1)]


def _quote(quote: Quote, statement: Statement) -> Iterator[str]:
    yield f"  - id: {_id(quote.id)}"
    if quote.topics:
        yield f"    topics: [{', '.join(_id(topic.id) for topic in quote.topics)}]"
    yield f"    kind: {quote.kind}"
    if quote.speaker and quote.speaker != statement.speaker:
        yield f"    speaker: {_id(quote.speaker.id)}"
    if quote.reported_by:
        yield f"    reported_by: {_id(quote.reported_by.id)}"
    if len(quote.parts) == 1:
        yield from _excerpt("    excerpt:", quote.parts[0], 6)
    else:
        yield "    excerpt:"
        for part in quote.parts:
            yield from _excerpt("      -", part, 8)
    for name in ("cue", "prefix", "suffix"):
        if value := getattr(quote, name):
            yield f"    {name}: {scalar(value)}"
    if quote.confidence is not None:
        yield f"    confidence: {quote.confidence:.2f}"
    if quote.status:
        yield f"    status: {quote.status}"
    if quote.note:
        yield f"    note: {scalar(quote.note)}"


def _excerpt(key: str, part: str, indent: int) -> list[str]:
    """An excerpt after its key: on one line where it is short, folded where it is long."""
    text = one_line(part)
    if len(text) <= _WIDTH - indent or _ESCAPED.search(text) or "\t" in text:
        return [f"{key} {scalar(text)}"]
    lines = textwrap.wrap(text, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    # textwrap breaks at any white space; YAML folds a line end to a space and nothing else.
    if " ".join(lines) != text:
        return [f"{key} {scalar(text)}"]
    return [f"{key} >-", *[" " * indent + line for line in lines]]
