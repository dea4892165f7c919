"""A Statement -> the plain tree of its file, complete; reader.read_tree() is the way back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from quotecli.model import Quote, Source, Speaker, Statement, Topic

Tree = dict[str, Any]


def statement_tree(statement: Statement) -> Tree:
    """Return the mapping of a statement's file without its quotes; every scalar is text."""
    tree: Tree = {"title": statement.title}
    if statement.speaker:
        tree["speaker"] = statement.speaker.id
    for name in ("occasion", "coder", "memo"):
        if value := getattr(statement, name):
            tree[name] = value
    if any(statement.source):
        tree["source"] = _filled(statement.source, Source._fields)
    if statement.speakers:
        tree["speakers"] = {
            key: _filled(who, Speaker._fields[1:]) for key, who in statement.speakers.items()
        }
    if statement.topics:
        tree["topics"] = {key: topic_tree(topic) for key, topic in statement.topics.items()}
    tree["text"] = statement.text
    return tree


def topic_tree(topic: Topic) -> Tree:
    """Return the mapping of a topic in a file, under its id."""
    return _filled(topic, Topic._fields[1:])


def quote_tree(quote: Quote, statement: Statement) -> Tree:
    """Return the mapping of one quote in its statement's file."""
    speaker, reporter = quote.speaker, quote.reported_by
    tree: Tree = {
        "id": quote.id,
        "topics": [topic.id for topic in quote.topics],
        "kind": quote.kind,
        "polarity": quote.polarity if quote.polarity != "positive" else "",
        # What the statement says holds for its quotes.
        "speaker": speaker.id if speaker and speaker != statement.speaker else "",
        "reported_by": reporter.id if reporter else "",
        "excerpt": list(quote.parts),
        "important": "true" if quote.important else "",
        **{name: getattr(quote, name) for name in ("cue", "prefix", "suffix", "status", "note")},
        "coder": quote.coder if quote.coder != statement.coder else "",
        "confidence": "" if quote.confidence is None else write_decimal(quote.confidence),
    }
    return {key: value for key, value in tree.items() if value}


def write_decimal(number: float) -> str:
    """Return a number with all its decimals and no exponent, as files have it."""
    return format(Decimal(repr(float(number))), "f")


def _filled(record: object, names: tuple[str, ...]) -> Tree:
    values = ((name, getattr(record, name)) for name in names)
    return {name: _plain(name, value) for name, value in values if value}


def _plain(name: str, value: Any) -> Any:
    if name == "attributes":
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
