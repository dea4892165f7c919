"""Topics as codes of REFI-QDA: those of a project, and a codebook of its own (.qdc).

A codebook has the schema "Codebook" 1.0 of the standard: codes inside of codes, each with a name, a
description and a colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quotecli.exporting.refi import ORIGINS, escape_attribute, escape_content, make_guid, name_code
from quotecli.exporting.refi_words import write_header
from quotecli.model import Topic
from quotecli.render.theme import COLOURS, topic_look
from quotecli.topic_tree import TopicTree

CODEBOOK = "urn:QDA-XML:codebook:1.0"
"""The namespace of codebooks; that of projects is another one."""


def write_codebook(topics: Mapping[str, Topic]) -> Iterator[bytes]:
    """Yield the codebook of some topics, of which there has to be one."""
    origin = ORIGINS["codepoints"]
    yield b'<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<CodeBook xmlns="{CODEBOOK}" origin="{origin}">\n<Codes>\n'.encode()
    yield from (piece.encode() for piece in write_codes(topics))
    yield b"</Codes>\n</CodeBook>\n"


def write_codes(topics: Mapping[str, Topic], taken: Iterable[str] = ()) -> Iterator[str]:
    """Yield the codes of topics, each inside its parent's; no two have one name, or one `taken`."""
    children = TopicTree(topics).children()
    numbers = {key: number for number, key in enumerate(topics)}
    names = set(taken)

    def code(topic: Topic) -> Iterator[str]:
        label, longer = name_code(topic)
        name = longer if label in names else label
        names.add(name)
        colour = topic.colour or COLOURS[topic_look(numbers[topic.id]).colour].sign
        yield open_code(make_guid("topic", topic.id), name, colour)
        yield write_description(_describe(topic, name))
        for child in children.get(topic.id, ()):
            yield from code(topics[child])
        yield "</Code>\n"

    for key in children.get("", ()):
        yield from code(topics[key])


def open_code(key: str, name: str, colour: str, *, is_codable: bool = True, end: str = ">") -> str:
    """Return the tag that begins a code."""
    codable = "true" if is_codable else "false"
    return (
        f'<Code guid="{key}" name="{escape_attribute(name)}" isCodable="{codable}"'
        f' color="{colour}"{end}\n'
    )


def write_description(text: str) -> str:
    """Return the description of an element."""
    return f"<Description>{escape_content(text)}</Description>\n"


def _describe(topic: Topic, name: str) -> str:
    """Return what a code says of its topic; `name` is that of the code."""
    values = [
        ("id", topic.id),
        ("label", topic.label if name != topic.label else ""),
        *(("alias", alias) for alias in topic.aliases),
        *(("keyword", word) for word in topic.keywords),
        ("colour", topic.colour),
        ("memo", topic.memo),
    ]
    return write_header(values, topic.description)
