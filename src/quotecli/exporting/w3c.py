"""Quotes as W3C Web Annotations (the Recommendation of 23 February 2017), in JSON-LD.

A statement is an AnnotationCollection with its one page inside; several statements are an array.
What the model cannot represent is in two terms of our own, `statement` and `quote`: JSON literals,
which every JSON-LD 1.1 processor keeps untouched and quotecli.importing.w3c reads back.

Positions count code points from 0, the end excluded, as the Recommendation demands ("in terms of
unicode code points"), unless UTF-16 units are asked for, which browsers count. `exact` and its
context are the text's own characters, white space included. The context has 32 UTF-16 units at
most, since dom-anchor-text-quote finds nothing beside a longer one; if it does not tell two places
apart, the position does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import chain
from typing import Any

from quotecli.anchoring.context import around
from quotecli.citing.attribution import attribution
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.objects import encode, stream_list, stream_object
from quotecli.store.tree import quote_tree, statement_tree
from quotecli.text.counting import Counting
from quotecli.text.escape import json_safe

Node = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:quotecli:terms:"
_JSON_LITERAL = {
    name: {"@id": f"{TERMS}{name}", "@type": "@json"} for name in ("statement", "quote")
}
_SOFTWARE = {"id": "urn:quotecli:software", "type": "Software", "name": "quotecli"}
# An IRI with the characters that it may have: any other page is not named.
_PAGE = re.compile(
    r"https?://[^\s/?#<>\"{}|\\^`\x00-\x20\x7f-\x9f][^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]*"
)


def export(statements: Iterable[Statement], positions: str = "codepoints") -> Iterator[bytes]:
    """Yield a collection for each statement, with one annotation per line.

    `positions` are counted in code points or "utf16" units.
    """
    return (json_safe(piece).encode() for piece in _document(statements, positions == "utf16"))


def _document(statements: Iterable[Statement], utf16: bool) -> Iterator[str]:
    remaining = iter(statements)
    first, second = next(remaining, None), next(remaining, None)
    if first and not second:
        yield from _collection(first, utf16)
        yield "\n"
        return

    gap = "[\n"
    for statement in chain(filter(None, (first, second)), remaining):
        yield gap
        yield from _collection(statement, utf16)
        gap = ",\n"
    yield "\n]\n" if first else "[]\n"


def _collection(statement: Statement, utf16: bool) -> Iterator[str]:
    name = _name(statement)
    head = {
        "@context": [CONTEXT, {"@version": 1.1, **_JSON_LITERAL}],
        "id": name,
        "type": "AnnotationCollection",
        "label": statement.title,
        "generator": _SOFTWARE,
        "total": len(statement.quotes),
        "statement": {"id": statement.id, **statement_tree(statement)},
    }
    page = {"id": f"{name}:page", "type": "AnnotationPage", "startIndex": 0}
    items = stream_list(map(encode, _annotations(statement, utf16)))
    return stream_object(head, "first", stream_object(page, "items", items))


def _name(statement: Statement) -> str:
    return f"urn:quotecli:{statement.id}"


def _annotations(statement: Statement, utf16: bool) -> Iterator[Node]:
    name, url = _name(statement), statement.source.url
    place = {"source": f"{name}:text", **({"scope": url} if _PAGE.fullmatch(url) else {})}
    counting = Counting(statement.text, utf16=utf16)
    # Many quotes have the same topics and speakers.
    tag, identity = cache(partial(_tag, name)), cache(partial(_identity, name))

    for quote in statement.quotes:
        targets = [
            {"type": "SpecificResource", **place, "selector": selectors}
            for selectors in _selectors(quote, statement.text, counting)
        ]
        yield {
            "id": f"{name}:quote:{quote.id}",
            "type": "Annotation",
            "motivation": "classifying",
            "creator": _SOFTWARE["id"],
            "body": [
                _text("describing", _description(quote)),
                _text("classifying", quote.kind),
                *([identity(quote.speaker)] if quote.speaker else []),
                *map(tag, quote.topics),
                *([_text("commenting", quote.note)] if quote.note else []),
            ],
            "target": targets if len(targets) > 1 else targets[0],
            "quote": _record(quote, statement),
        }


def _selectors(quote: Quote, text: str, counting: Counting) -> Iterator[list[Node]]:
    """Yield two selectors for each part: its words in their context, and its position."""
    spans = quote.anchor.spans
    for span in spans:
        start, end = map(counting.position, span)
        before, after = around(text, span)
        words = {"exact": text[span.start : span.end], "prefix": before, "suffix": after}
        yield [
            {"type": "TextQuoteSelector", **{key: value for key, value in words.items() if value}},
            {"type": "TextPositionSelector", "start": start, "end": end},
        ]
    if not spans:
        # The words are not in the text: no reader will find a place for them.
        for part in quote.parts:
            yield [{"type": "TextQuoteSelector", "exact": part}]


def _description(quote: Quote) -> str:
    """Return who said it, for people: every viewer of annotations shows this body."""
    return attribution(quote) + "".join([f" ({caveat})" for caveat in quote.caveats])


def _text(purpose: str, value: str) -> Node:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _tag(name: str, topic: Topic) -> Node:
    return {"id": f"{name}:topic:{topic.id}", **_text("tagging", topic.label)}


def _identity(name: str, who: Speaker) -> Node:
    agent = {"id": f"{name}:speaker:{who.id}", "name": who.name}
    return {"type": "SpecificResource", "purpose": "identifying", "source": agent}


def _record(quote: Quote, statement: Statement) -> Node:
    """Return what the bodies and targets do not say."""
    record = quote_tree(quote, statement)
    del record["kind"]
    record.pop("topics", None)
    spans = quote.anchor.spans
    if spans and quote.parts == tuple(statement.text[start:end] for start, end in spans):
        del record["excerpt"]
    return record
