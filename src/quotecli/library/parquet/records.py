"""What a row of a quote must hold, and the topics of its quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from quotecli.anchoring.anchor import Anchorer
from quotecli.model import GAP, KINDS, POLARITIES, STATUSES, TIERS, Quote, Statement, Topic
from quotecli.rows.schema import Column, ListOf

_ALLOWED = {
    "kind": KINDS,
    "polarity": POLARITIES,
    "tier": TIERS,
    "status": (None, *STATUSES),
}
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


def check_nulls(row: Mapping[str, Any], columns: Iterable[Column], within: str = "") -> None:
    """Raise ValueError if a row, or a struct in it, has a null that the schema does not allow.

    A list in a struct may be null: those of an earlier version lack it.
    """
    for name, kind, _, optional in columns:
        value = row[name]
        if value is None:
            if not optional and not (within and isinstance(kind, ListOf)):
                raise ValueError(f"{within}{name} is null")
        elif isinstance(kind, ListOf):
            if None in value:
                raise ValueError(f"{within}{name} has a null in it")
            if isinstance(kind.item, tuple):
                for one in value:
                    check_nulls(one, kind.item, f"{name}.")


def check_row(row: Mapping[str, Any]) -> None:
    """Raise ValueError if a quote's row, which has no null too many, has a value that none has."""
    for name, allowed in _ALLOWED.items():
        if row[name] not in allowed:
            raise ValueError(f"{name} is {row[name]!r}")
    for who in ("speaker", "reporter"):
        if (row[f"{who}_id"] is None) != (row[who] is None):
            raise ValueError(f"{who} is {row[who]!r}")
    if not 0 <= (row["confidence"] or 0) <= 1:  # nor NaN
        raise ValueError(f"confidence is {row['confidence']!r}")
    if len(row["topics"]) != len(row["topic_labels"]):
        raise ValueError("not a label for each topic")
    _check_parts(row["parts"], row["joins"])
    _check_spans(row["spans"], 0 if row["tier"] == "missing" else len(row["parts"]))


def _check_parts(parts: Sequence[str], joins: Sequence[str]) -> None:
    if not parts:
        raise ValueError("parts is empty")
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
