"""Quotes and speakers as the objects of JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from quotecli.model import GAP, Anchor, Quote, Span, Speaker, Topic, one_line

Row = dict[str, Any]

encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
"""An object as JSON on one line."""
_decode = json.JSONDecoder().raw_decode


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
    """Everything that is known of a quote; docs/commands.md lists the keys."""
    return {
        "id": quote.id,
        "statement": quote.statement,
        "speaker": speaker_reference(quote.speaker),
        "reported_by": speaker_reference(quote.reported_by),
        **_words(quote, [one_line(part) for part in quote.parts]),
    }


def speaker_reference(speaker: Speaker | None) -> Row | None:
    """What is known of a speaker."""
    if speaker is None:
        return None
    return {
        "id": speaker.id,
        "name": speaker.name,
        "role": speaker.role or None,
        "aliases": speaker.aliases,
    }


def _words(quote: Quote, parts: list[str]) -> Row:
    """The part of a quote's object that stands after who said it and where; `parts` are its parts
    on one line.
    """
    anchor = quote.anchor
    place = (
        quote.anchoring.paragraph(anchor.spans[0].start)
        if quote.anchoring and anchor.spans
        else None
    )
    return {
        "kind": quote.kind,
        "topics": [topic.id for topic in quote.topics],
        "excerpt": GAP.join(parts),
        "parts": parts,
        "spans": anchor.spans,
        "paragraph": place,
        "tier": anchor.tier,
        "proved": anchor.proved,
        "occurrences": anchor.occurrences,
        "cue": quote.cue or None,
        "status": quote.status,
        "confidence": quote.confidence,
        "note": quote.note or None,
    }


class Kept(NamedTuple):
    """A quote as a database keeps it: its object but for who said it, and what the object leaves
    out, both as JSON.
    """

    words: str
    rest: str | None


def kept(quote: Quote) -> Kept:
    """A quote for keeping; line() and quote() bring it back."""
    parts = [one_line(part) for part in quote.parts]
    rest: Row = {}
    if quote.prefix or quote.suffix:
        rest = {"prefix": quote.prefix, "suffix": quote.suffix}
    if tuple(parts) != quote.parts:
        rest["parts"] = quote.parts
    words = _words(quote, parts)
    if not quote.anchor.context:
        rest["context"] = False
    return Kept(encode(words)[1:], encode(rest) if rest else None)


def line(name: str, statement: str, speaker: str, reported_by: str, words: str) -> str:
    """The JSON of quote_object() from what was kept; speakers as JSON, ids as they are."""
    return f'{{"id": "{name}", "statement": "{statement}", "speaker": {speaker}, "reported_by": {reported_by}, {words}'


def quote(
    name: str,
    statement: str,
    speaker: Speaker | None,
    reported_by: Speaker | None,
    topics: Mapping[str, Topic],
    saved: Kept,
) -> Quote:
    """The quote that was kept."""
    words, _ = _decode(f"{{{saved.words}")
    rest = json.loads(saved.rest) if saved.rest else {}
    spans = tuple(map(Span._make, words["spans"]))
    place = Placed(
        Anchor(words["tier"], spans, words["occurrences"], rest.get("context", True)),
        words["paragraph"] or 0,
    )
    return Quote(
        id=name,
        statement=statement,
        kind=words["kind"],
        parts=tuple(rest.get("parts", words["parts"])),
        topics=tuple([topics[topic] for topic in words["topics"]]),
        speaker=speaker,
        reported_by=reported_by,
        cue=words["cue"] or "",
        prefix=rest.get("prefix", ""),
        suffix=rest.get("suffix", ""),
        status=words["status"],
        note=words["note"] or "",
        confidence=words["confidence"],
        anchoring=place,
    )


class Placed(NamedTuple):
    """Where one quote stands, as it was found before."""

    found: Anchor
    number: int

    def anchor(self, parts: tuple[str, ...], prefix: str = "", suffix: str = "") -> Anchor:
        """The anchor, whatever is asked: it is that of one quote."""
        return self.found

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph in which the quote begins."""
        return self.number
