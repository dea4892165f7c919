"""Quotes as W3C Web Annotations (the Recommendation of 23 February 2017), in JSON-LD.

A statement is an AnnotationCollection whose one page is embedded; several statements are an array
of them. What the model has no place for stands in two terms of our own, `statement` and `quote`:
JSON literals, which every JSON-LD 1.1 processor carries along untouched and quotecli.importing.w3c
reads back.

Positions count code points from 0, the end excluded, as the Recommendation demands ("in terms of
unicode code points"); `exact` and its context are the text's own characters, white space and all. A
reader that finds several places for prefix, exact and suffix has to take them all, so the context
grows until there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from quotecli.anchoring.context import Contexts
from quotecli.citing.attribution import attribution
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.objects import encode, stream_list, stream_object
from quotecli.render.escape import json_safe
from quotecli.store.tree import quote_tree, statement_tree

Node = dict[str, Any]

_SHORTEST_CONTEXT, _LONGEST_CONTEXT = 48, 768
"""How much stands before and after an excerpt, in code points: where the most does not tell two
places apart, nothing near them does.
"""
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:quotecli:terms:"
_JSON_LITERAL = {
    name: {"@id": f"{TERMS}{name}", "@type": "@json"} for name in ("statement", "quote")
}
_SOFTWARE = {"id": "urn:quotecli:software", "type": "Software", "name": "quotecli"}
# What an IRI may hold, and no more: a page that cannot be named is not named.
_PAGE = re.compile(
    r"https?://[^\s/?#<>\"{}|\\^`\x00-\x20\x7f-\x9f]+[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]*"
)


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """One collection a statement, one annotation a line."""
    return (json_safe(piece).encode() for piece in _document(statements))


def _document(statements: Iterable[Statement]) -> Iterator[str]:
    remaining = iter(statements)
    first, second = next(remaining, None), next(remaining, None)
    if first and not second:
        yield from _collection(first)
        yield "\n"
        return

    gap = "[\n"
    for statement in chain(filter(None, (first, second)), remaining):
        yield gap
        yield from _collection(statement)
        gap = ",\n"
    yield "\n]\n" if first else "[]\n"


def _collection(statement: Statement) -> Iterator[str]:
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
    items = stream_list(map(encode, _annotations(statement)))
    return stream_object(head, "first", stream_object(page, "items", items))


def _name(statement: Statement) -> str:
    return f"urn:quotecli:{statement.id}"


def _annotations(statement: Statement) -> Iterator[Node]:
    name, url = _name(statement), statement.source.url
    place = {"source": f"{name}:text", **({"scope": url} if _PAGE.fullmatch(url) else {})}
    contexts = Contexts(statement.text)
    tags = {topic: _tag(name, topic) for topic in statement.topics.values()}
    people = {who: _identity(name, who) for who in statement.speakers.values()}
    for quote in statement.quotes:
        targets = [
            {"type": "SpecificResource", **place, "selector": _}
            for _ in _selectors(quote, contexts)
        ]
        bodies: list[Node] = [_text("describing", _told(quote)), _text("classifying", quote.kind)]
        if quote.speaker:
            bodies.append(people.get(quote.speaker) or _identity(name, quote.speaker))
        bodies += [tags.get(topic) or _tag(name, topic) for topic in quote.topics]
        if quote.note:
            bodies.append(_text("commenting", quote.note))
        yield {
            "id": f"{name}:quote:{quote.id}",
            "type": "Annotation",
            "motivation": "classifying",
            "creator": _SOFTWARE["id"],
            "body": bodies,
            "target": targets if len(targets) > 1 else targets[0],
            "quote": _rest(quote, statement),
        }


def _selectors(quote: Quote, contexts: Contexts) -> Iterator[list[Node]]:
    """For each part the ways to find it: by its words with what stands around them, and by its
    position.
    """
    spans = quote.anchor.spans
    for span in spans:
        before, after = contexts.around(span, _SHORTEST_CONTEXT, _LONGEST_CONTEXT)
        exact = contexts.text[span.start : span.end]
        yield [
            {"type": "TextQuoteSelector", "exact": exact, "prefix": before, "suffix": after},
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ]
    if not spans:
        # Words that are not in the text have no place, and no reader will find one.
        for part in quote.parts:
            yield [{"type": "TextQuoteSelector", "exact": part}]


def _told(quote: Quote) -> str:
    """Who said it, for people: the one thing that every viewer of annotations shows."""
    return f"{attribution(quote)} ({quote.doubt})" if quote.doubt else attribution(quote)


def _text(purpose: str, value: str) -> Node:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _tag(name: str, topic: Topic) -> Node:
    return {"id": f"{name}:topic:{topic.id}", **_text("tagging", topic.label)}


def _identity(name: str, who: Speaker) -> Node:
    agent = {"id": f"{name}:speaker:{who.id}", "name": who.name}
    return {"type": "SpecificResource", "purpose": "identifying", "source": agent}


def _rest(quote: Quote, statement: Statement) -> Node:
    """What the bodies and targets do not say."""
    rest = quote_tree(quote, statement)
    del rest["kind"]
    rest.pop("topics", None)
    spans = quote.anchor.spans
    if spans and quote.parts == tuple(statement.text[start:end] for start, end in spans):
        del rest["excerpt"]
    return rest
