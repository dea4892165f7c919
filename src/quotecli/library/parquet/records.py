"""What a row of a quote must hold, and the topics of its quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from quotecli.model import KINDS, POLARITIES, STATUSES, TIERS, Quote, Statement, Topic

_ALLOWED = {
    "kind": KINDS,
    "polarity": POLARITIES,
    "tier": TIERS,
    "status": (None, *STATUSES),
}
UNEXPECTED = (TypeError, ValueError, KeyError, AttributeError, IndexError)
"""What values that no writer of ours makes may raise."""


def name_topics(row: Mapping[str, Any], known: Mapping[str, Topic]) -> dict[str, Topic]:
    """Return the topics of a quote's row, each with the label that its text gives it."""
    topics: dict[str, Topic] = {}
    for key, label in zip(row["topics"], row["topic_labels"]):
        topic = known.get(key)
        topics[key] = topic if topic and topic.label == label else Topic(key, label)
    return topics


def define(quote: Quote, statement: Statement) -> Quote:
    """Return a quote with the topics that its text defines.

    Raises KeyError if the text lacks one of them, or one of the quote's people.
    """
    for who in (quote.speaker, quote.reported_by):
        if who is not None and who.id not in statement.speakers:
            raise KeyError(who.id)
    return replace(quote, topics=tuple([statement.topics[topic.id] for topic in quote.topics]))


def check_row(row: Mapping[str, Any]) -> None:
    """Raise ValueError if a quote's row has a value that no quote has."""
    for name, allowed in _ALLOWED.items():
        if row[name] not in allowed:
            raise ValueError(f"{name} is {row[name]!r}")
