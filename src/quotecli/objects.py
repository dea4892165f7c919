"""Quotes and speakers as the JSON objects that the command line prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from quotecli.model import Quote, Speaker, collapse_space

Row = dict[str, Any]

encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
"""Return an object as JSON on one line."""


def encode_members(values: Row) -> str:
    """Return the JSON of an object's members, without the braces, to which others can be added."""
    return encode(values)[1:-1]


def stream_list(items: Iterable[str]) -> Iterator[str]:
    """Yield the JSON of a list, one item a line; `items` are JSON already."""
    gap = "[\n"
    for item in items:
        yield gap + item
        gap = ",\n"
    yield "[]" if gap == "[\n" else "\n]"


def stream_object(head: Row, name: str, value: Iterable[str]) -> Iterator[str]:
    """Yield the JSON of an object that ends with a member too long to be held.

    `head` holds the members before it; `value` is the JSON of the last one, in pieces.
    """
    yield f"{{{encode_members(head)}, {encode(name)}: "
    yield from value
    yield "}"


def quote_object(quote: Quote) -> Row:
    """Return everything that is known of a quote; docs/commands.md lists the keys."""
    return {
        "id": quote.id,
        "statement": quote.statement,
        "speaker": speaker_reference(quote.speaker),
        "reported_by": speaker_reference(quote.reported_by),
        **quote_members(quote, [collapse_space(part) for part in quote.parts]),
    }


def speaker_reference(speaker: Speaker | None) -> Row | None:
    """Return everything that is known of a speaker, or none without one."""
    if speaker is None:
        return None
    return {
        "id": speaker.id,
        "name": speaker.name,
        "role": speaker.role or None,
        "aliases": speaker.aliases,
        "attributes": dict(speaker.attributes),
    }


def quote_members(quote: Quote, parts: list[str]) -> Row:
    """Return the members of a quote's object after its id, its statement and its people.

    `parts` are the parts of the quote, each on one line.
    """
    anchor = quote.anchor
    paragraph = (
        quote.anchoring.paragraph(anchor.spans[0].start)
        if quote.anchoring and anchor.spans
        else None
    )
    return {
        "kind": quote.kind,
        "polarity": quote.polarity,
        "topics": [topic.id for topic in quote.topics],
        "excerpt": quote.excerpt if len(parts) > 1 else parts[0],
        "parts": parts,
        "spans": anchor.spans,
        "paragraph": paragraph,
        "tier": anchor.tier,
        "proved": anchor.proved,
        "occurrences": anchor.occurrences,
        "cue": quote.cue or None,
        "status": quote.status,
        "confidence": quote.confidence,
        "important": quote.important,
        "coder": quote.coder or None,
        "note": quote.note or None,
    }
