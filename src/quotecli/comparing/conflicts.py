"""What coders define in different ways, though it counts as one: topics and people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from quotecli.comparing.coding import Coding
from quotecli.model import Statement

Definitions = Callable[[Statement], Iterator[tuple[tuple[str, str], str]]]
"""Yields what a statement defines, such as the label of a topic, and its value."""


def list_topic_conflicts(coders: Sequence[str], codings: Sequence[Coding]) -> Iterator[str]:
    """Yield a line for each topic of one id whose label or parent coders define differently."""
    return _list_conflicts(coders, codings, _read_topics)


def list_people_conflicts(coders: Sequence[str], codings: Sequence[Coding]) -> Iterator[str]:
    """Yield a line for each role and attribute of a person that coders define differently."""
    return _list_conflicts(coders, codings, _read_people)


def _list_conflicts(
    coders: Sequence[str], codings: Sequence[Coding], read: Definitions
) -> Iterator[str]:
    # By what is defined and its value, which coders have it.
    found: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for coding in codings:
        for coder, statement in zip(coders, coding.statements):
            for key, value in read(statement) if statement else ():
                found.setdefault(key, {}).setdefault(value, {})[coder] = None

    for (what, field), values in found.items():
        if len({value.casefold() for value in values}) > 1:
            told = ", ".join(f"“{value}” ({', '.join(who)})" for value, who in values.items())
            yield f"{what}, {field}: {told}"


def _read_topics(statement: Statement) -> Iterator[tuple[tuple[str, str], str]]:
    for topic in statement.topics.values():
        yield (f"topic '{topic.id}'", "label"), topic.label
        if topic.parent:
            yield (f"topic '{topic.id}'", "parent"), topic.parent


def _read_people(statement: Statement) -> Iterator[tuple[tuple[str, str], str]]:
    for who in statement.speakers.values():
        for name, value in (("role", who.role), *who.attributes):
            if value:
                yield (who.name, name), value
