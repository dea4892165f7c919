"""What a file calls its topics and speakers and which it uses, and where one id means two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from quotecli.errors import Place, Problem
from quotecli.model import Speaker, Statement, Topic
from quotecli.store.codebook import Codebook
from quotecli.store.yaml_events import place_of

What = Literal["topic", "speaker"]

_MOST_SHOWN = 80
_HINTS: dict[What, str] = {
    "topic": "two topics need two ids, one topic one label: the first definition stands",
    "speaker": "two people need two ids, one person one name: they are kept apart",
}
_PARENT_HINT = "give it one parent everywhere: the first definition stands"


class Definition(NamedTuple):
    """What an id means somewhere: the label and the parent of a topic, or the name of a speaker."""

    what: What
    key: str
    name: str
    parent: str
    place: Place


class Used(NamedTuple):
    """The ids of the topics and speakers that a statement's quotes need."""

    topics: frozenset[str]
    speakers: frozenset[str]


def of_codebook(book: Codebook) -> Iterator[Definition]:
    """What a codebook defines; places need a book that was read with its lines."""
    return _definitions(book.topics, book.speakers, book.file)


def of_statement(statement: Statement, book: Codebook | None) -> Iterator[Definition]:
    """What a statement defines itself, beyond what it has from its codebook as it is there."""
    return _definitions(*own(statement, book), statement.file)


def own(statement: Statement, book: Codebook | None) -> tuple[dict[str, Topic], dict[str, Speaker]]:
    """The topics and speakers that a statement's own file defines."""
    if book is None:
        return statement.topics, statement.speakers
    return (
        {
            key: topic
            for key, topic in statement.topics.items()
            if topic is not book.topics.get(key)
        },
        {
            key: speaker
            for key, speaker in statement.speakers.items()
            if speaker is not book.speakers.get(key)
        },
    )


def used(statement: Statement) -> Used:
    """What the quotes of a statement use, the topics that include theirs and the statement's own
    speaker with it.
    """
    topics = {topic.id for quote in statement.quotes for topic in quote.topics}
    for key in tuple(topics):
        # A parent may be unknown, or the topic its own ancestor: those are problems of their own.
        while (key := statement.topics[key].parent) in statement.topics and key not in topics:
            topics.add(key)
    speakers = {
        who.id for quote in statement.quotes for who in (quote.speaker, quote.reported_by) if who
    }
    if statement.speaker:
        speakers.add(statement.speaker.id)
    # Plain text: an id that knows its line would keep it.
    return Used(frozenset(map(str, topics)), frozenset(map(str, speakers)))


def conflicts(
    mine: Iterable[Definition], others: Mapping[tuple[What, str], Definition]
) -> Iterator[Problem]:
    """Where what one file defines means something else in another; `others` has definitions by kind
    and id.
    """
    for definition in mine:
        other = others.get((definition.what, definition.key))
        if other and (problem := conflict(definition, other)):
            yield problem


def conflict(mine: Definition, other: Definition) -> Problem | None:
    """What is wrong where two places define one id, told at the first of them; nothing where they
    agree.
    """
    subject = f"the {mine.what} '{mine.key}'"
    if mine.name != other.name:
        message = (
            f"{subject} is “{_shown(mine.name)}” here and “{_shown(other.name)}” in {other.place}"
        )
        return Problem("conflict", message, mine.place, _HINTS[mine.what], "warning")
    if mine.parent != other.parent:
        message = f"{subject} {_parent(mine)} here and {_parent(other)} in {other.place}"
        return Problem("conflict", message, mine.place, _PARENT_HINT, "warning")
    return None


def _definitions(
    topics: Mapping[str, Topic], speakers: Mapping[str, Speaker], file: str
) -> Iterator[Definition]:
    for topic in topics.values():
        yield Definition(
            "topic", str(topic.id), topic.label, str(topic.parent), place_of(topic.id, file)
        )
    for speaker in speakers.values():
        yield Definition("speaker", str(speaker.id), speaker.name, "", place_of(speaker.id, file))


def _parent(definition: Definition) -> str:
    return f"is under '{definition.parent}'" if definition.parent else "has no parent"


def _shown(name: str) -> str:
    return name if len(name) <= _MOST_SHOWN else f"{name[: _MOST_SHOWN - 1]}…"
