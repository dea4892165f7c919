"""What a row of a quote must hold, and the topics of its quote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from quotecli.anchoring.anchor import Anchorer
from quotecli.model import GAP, KINDS, POLARITIES, STATUSES, TIERS, Quote, Statement, Topic

_ALLOWED = {
    "kind": KINDS,
    "polarity": POLARITIES,
    "tier": TIERS,
    "status": (None, *STATUSES),
}
_KINDS = {"id": str, "text_id": str, "occurrences": int}
# A join is what the source has beside an attribution, such as ", ", or GAP: it has no word.
_HAS_WORD = re.compile(r"\w").search
UNEXPECTED = (TypeError, ValueError, KeyError, AttributeError, IndexError)
"""What values that no writer of ours makes may raise."""


def name_topics(row: Mapping[str, Any], known: Mapping[str, Topic]) -> dict[str, Topic]:
    """Return the topics of a quote's row, each with the label that its text gives it."""
    topics: dict[str, Topic] = {}
    for key, label in zip(row["topics"], row["topic_labels"]):
        topic = known.get(key)
        topics[key] = topic if topic and topic.label == label else Topic(key, label)
    return topics


def define(quote: Quote, statement: Statement, anchorer: Anchorer) -> Quote:
    """Return a quote with the topics that its text defines, to be proved in that text again.

    Raises KeyError if the text lacks one of them, or one of the quote's people.
    """
    for who in (quote.speaker, quote.reported_by):
        known = statement.speakers.get(who.id) if who else None
        if who is not None and (known is None or known.name != who.name):
            raise KeyError(who.id)
    topics = tuple([statement.topics[topic.id] for topic in quote.topics])
    return replace(quote, topics=topics, anchoring=anchorer)


def check_row(row: Mapping[str, Any]) -> None:
    """Raise ValueError if a quote's row has a value that no quote has."""
    for name, allowed in _ALLOWED.items():
        if row[name] not in allowed:
            raise ValueError(f"{name} is {row[name]!r}")
    for name, kind in _KINDS.items():
        if not isinstance(row[name], kind):
            raise ValueError(f"{name} is {row[name]!r}")
    for who in ("speaker", "reporter"):
        if (row[f"{who}_id"] is None) != (row[who] is None):
            raise ValueError(f"{who} is {row[who]!r}")
    _check_parts(row["parts"], row["joins"])
    _check_spans(row["spans"], 0 if row["tier"] == "missing" else len(row["parts"]))


def _check_parts(parts: Sequence[Any], joins: Sequence[str]) -> None:
    if not parts or not all(isinstance(part, str) for part in parts):
        raise ValueError(f"parts is {parts!r}")
    if len(joins) != len(parts) - 1 or any(join != GAP and _HAS_WORD(join) for join in joins):
        raise ValueError(f"joins is {joins!r}")


def _check_spans(spans: Sequence[Mapping[str, int]], count: int) -> None:
    at = 0
    for span in spans:
        if not at <= span["start"] <= span["end"]:
            raise ValueError("spans are not in order")
        at = span["end"]
    if len(spans) != count:
        raise ValueError("not a span for each part")
