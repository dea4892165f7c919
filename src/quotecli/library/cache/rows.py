"""A quote as the database holds it, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from quotecli.model import GAP, Anchor, FoundAnchoring, Quote, Span, Speaker, Topic, collapse_space
from quotecli.objects import encode, encode_members, quote_members

_decode = json.JSONDecoder().decode


def store_quote(quote: Quote) -> tuple[str, str | None]:
    """Return the JSON of what a row does not hold in columns of its own.

    That are the members of the quote's object after its id, its statement and its people, and an
    object of what these leave out, if anything.
    """
    parts = [collapse_space(part) for part in quote.parts]
    rest: dict[str, Any] = {}
    if quote.prefix or quote.suffix:
        rest = {"prefix": quote.prefix, "suffix": quote.suffix}
    if tuple(parts) != quote.parts:
        rest["parts"] = quote.parts
    if any(join != GAP for join in quote.joins):
        rest["joins"] = quote.joins
    if not quote.anchor.context:
        rest["context"] = False
    return encode_members(quote_members(quote, parts)), encode(rest) if rest else None


def make_line(key: str, statement: str, speaker: str, reporter: str, members: str) -> str:
    """Return the JSON of quotecli.objects.quote_object() on one line.

    `speaker` and `reporter` are JSON; ids have nothing that JSON would escape.
    """
    who = f'"speaker": {speaker}, "reported_by": {reporter}'
    return f'{{"id": "{key}", "statement": "{statement}", {who}, {members}}}'


def read_members(members: str) -> dict[str, Any]:
    """Return the members of a stored quote."""
    values: dict[str, Any] = _decode(f"{{{members}}}")
    return values


def restore_quote(
    key: str,
    statement: str,
    people: tuple[Speaker | None, Speaker | None],
    topics: Mapping[str, Topic],
    stored: tuple[str, str | None],
) -> Quote:
    """Return the quote that store_quote() stored; `people` are its speaker and its reporter."""
    values = read_members(stored[0])
    rest = _decode(stored[1]) if stored[1] else {}
    spans = tuple(map(Span._make, values["spans"]))
    anchor = Anchor(values["tier"], spans, values["occurrences"], rest.get("context", True))
    words = (
        tuple(rest.get("parts", values["parts"])),
        rest.get("prefix", ""),
        rest.get("suffix", ""),
    )
    return Quote(
        id=key,
        statement=statement,
        kind=values["kind"],
        polarity=values["polarity"],
        parts=words[0],
        topics=tuple([topics[topic] for topic in values["topics"]]),
        speaker=people[0],
        reported_by=people[1],
        cue=values["cue"] or "",
        prefix=words[1],
        suffix=words[2],
        status=values["status"],
        important=values["important"],
        coder=values["coder"] or "",
        note=values["note"] or "",
        confidence=values["confidence"],
        anchoring=FoundAnchoring(
            anchor, values["paragraph"] or 0, words, tuple(rest.get("joins", ()))
        ),
    )
