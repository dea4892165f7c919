"""What is said of a quote, as tags for programs that have nothing else, and documents of Taguette.

Taguette has documents of HTML, highlights in them, and tags with a description; offsets count the
bytes of the text content in UTF-8. Whatever else there is to say of a quote is a tag as well, such
as `kind.direct`, whose description begins with a header that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import NamedTuple

from quotecli.exporting.refi_words import write_header
from quotecli.library.identity import assign_ids, disambiguate
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.text.escape import visible, visible_line
from quotecli.topic_tree import TopicTree

RECORD = "quotecli-record.jsonl"
"""The filename of the document that holds statements as JSON Lines."""
HEADER = (
    *("quotecli", "id", "path", "label", "name", "parent", "alias", "keyword", "colour"),
    "memo",
)
"""The keys of the headers of tags; the first one is always there."""
MAX_NAME, MAX_PATH, MAX_DESCRIPTION = 50, 200, 102_400
"""How many characters Taguette takes: names of documents and projects, tags, descriptions."""

# What HTML can hold only as a reference; NUL it cannot hold at all.
_CONTROLS = re.compile("[\x01-\x08\x0b-\x1f]")
_PARAGRAPHS = re.compile(r"(?<=\n)[ \t\r]*\n\s*")

Key = tuple[str, ...]
"""The meaning of a tag: ("topic", id), ("speaker", id, name), ("kind", "direct") and so on."""


class Tag(NamedTuple):
    """A tag: its name, which may have dots between levels, and its description."""

    path: str
    description: str


def show_text(text: str) -> str:
    """Return a text as a document can hold it, with as many code points."""
    return text.replace("\0", "\ufffd")


def make_html(text: str) -> str:
    """Return a text as HTML whose text content is the very text, line ends included."""
    breaks = [match.end() for match in _PARAGRAPHS.finditer(text)]
    pieces = [text[start:end] for start, end in zip([0, *breaks], [*breaks, len(text)])]
    return "".join(f"<p>{_make_lines(piece)}</p>" for piece in pieces)


def _make_lines(text: str) -> str:
    body = text.rstrip()
    content = escape(body, quote=False).replace("\n", "<br>\n") + text[len(body) :]
    return _CONTROLS.sub(lambda match: f"&#{ord(match.group())};", content)


def shorten(text: str, length: int) -> str:
    """Return a name on one line that is no longer than so many characters."""
    line = visible_line(text)
    return line if len(line) <= length else f"{line[: length - 1]}…"


def name_file(number: int, statement: Statement) -> str:
    """Return the filename of the document of a statement, by which it is known again."""
    return f"{number}-{statement.id[:MAX_NAME]}.txt"


def read_number(filename: str) -> int | None:
    """Return the number of a statement in the record by the filename of its document, or None."""
    match = re.fullmatch(r"([0-9]{1,6})-[a-z0-9-]+\.txt", filename)
    return int(match[1]) if match else None


def list_keys(quote: Quote) -> Iterator[Key]:
    """Yield what the tags of a quote stand for."""
    for topic in quote.topics:
        yield "topic", topic.id
    yield "kind", quote.kind
    for role, who in (("speaker", quote.speaker), ("reported by", quote.reported_by)):
        if who:
            yield role, who.id, who.name
    if quote.polarity != "positive":
        yield "polarity", quote.polarity
    if quote.status:
        yield "status", quote.status
    if quote.doubt:
        yield "doubt", "unproved"


def make_tags(
    topics: Mapping[str, Topic], people: Mapping[tuple[str, str], Speaker], keys: Iterable[Key]
) -> dict[Key, Tag]:
    """Return the tags of topics, and those that stand for anything else, by their keys."""
    tags: dict[Key, Tag] = {}
    taken: set[str] = set()
    paths = {"": ""}
    # Parents first; what is its own ancestor has no root, and comes last.
    for name in dict.fromkeys([*TopicTree(topics).list_ids(), *topics]):
        topic = topics[name]
        above = paths.get(topic.parent, "")
        path = _make_path(f"{above}.{topic.label}" if above else topic.label, name, taken)
        paths[name] = path
        tags["topic", name] = Tag(path, describe_topic(topic, path))

    ids = assign_ids(people)
    names = disambiguate({ids[who]: person.name for who, person in people.items()})
    for key in keys:
        kind, *values = key
        person = people[values[0], values[1]] if len(values) > 1 else None
        shown = names[ids[values[0], values[1]]] if person else values[0]
        path = _make_path(f"{kind}.{shown}", values[0], taken)
        tags[key] = Tag(path, _describe(kind, values[0], path, person))
    return tags


def _make_path(wanted: str, key: str, taken: set[str]) -> str:
    path = shorten(wanted.strip(), MAX_PATH)
    number = 1
    while path in taken:
        end = f" ({key})" if number == 1 else f" ({key} {number})"
        path = shorten(wanted.strip(), MAX_PATH - len(end[:MAX_NAME])) + end[:MAX_NAME]
        number += 1
    taken.add(path)
    return path


def describe_topic(topic: Topic, path: str) -> str:
    """Return the description of the tag of a topic."""
    values = [
        ("quotecli", "topic"),
        ("id", topic.id),
        ("path", path),
        ("label", topic.label),
        ("parent", topic.parent),
        *(("alias", alias) for alias in topic.aliases),
        *(("keyword", word) for word in topic.keywords),
        ("colour", topic.colour),
        ("memo", topic.memo),
    ]
    return visible(write_header(values, topic.description))[:MAX_DESCRIPTION]


def _describe(kind: str, key: str, path: str, person: Speaker | None) -> str:
    values = [("quotecli", kind), ("id", key), ("path", path)]
    if person:
        values += [("name", person.name), *(("alias", alias) for alias in person.aliases)]
    return visible(write_header(values))[:MAX_DESCRIPTION]
