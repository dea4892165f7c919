"""The topics and speakers that files define and use, and ids that mean different things in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from quotecli.errors import Place, Problem
from quotecli.model import Speaker, Statement, Topic
from quotecli.store.codebook import Codebook
from quotecli.store.yaml_events import place_of
from quotecli.topic_tree import TopicTree

DefinedKind = Literal["topic", "speaker"]

# The longest name that a message quotes in full, in code points.
_MAX_NAME = 80
_HINTS: dict[DefinedKind, str] = {
    "topic": "same id, different labels: the first definition is used; give each topic its own id",
    "speaker": "same id, different names: treated as two people; give one person one name",
}
_PARENT_HINT = "give it the same parent everywhere: the first definition is used"


class Definition(NamedTuple):
    """The meaning of an id in one file: a topic's label and parent, or a speaker's name."""

    kind: DefinedKind
    id: str
    name: str
    parent: str
    place: Place


class Uses(NamedTuple):
    """The ids of the topics and speakers that quotes need."""

    topics: frozenset[str]
    speakers: frozenset[str]


def list_codebook_definitions(book: Codebook) -> Iterator[Definition]:
    """Yield what a codebook defines; places need a book that was read with its lines."""
    return _list_definitions(book.topics, book.speakers, book.file)


def list_own_definitions(statement: Statement, book: Codebook | None) -> Iterator[Definition]:
    """Yield what a statement's own file defines, not what it takes from its codebook."""
    return _list_definitions(*select_own(statement, book), statement.file)


def select_own(
    statement: Statement, book: Codebook | None
) -> tuple[dict[str, Topic], dict[str, Speaker]]:
    """Return the topics and the speakers that a statement's own file defines, by id."""
    if book is None:
        return statement.topics, statement.speakers
    topics = {
        key: topic for key, topic in statement.topics.items() if topic is not book.topics.get(key)
    }
    speakers = {
        key: speaker
        for key, speaker in statement.speakers.items()
        if speaker is not book.speakers.get(key)
    }
    return topics, speakers


def find_uses(statement: Statement) -> Uses:
    """Return what a statement uses: its quotes' topics, their ancestors, and all its speakers."""
    named = {topic.id for quote in statement.quotes for topic in quote.topics}
    topics = TopicTree(statement.topics).with_ancestors(named)
    speakers = {
        who.id for quote in statement.quotes for who in (quote.speaker, quote.reported_by) if who
    }
    if statement.speaker:
        speakers.add(statement.speaker.id)
    # Plain text: an id that knows its line would keep it.
    return Uses(frozenset(map(str, topics)), frozenset(map(str, speakers)))


def find_conflicts(
    mine: Iterable[Definition], others: Mapping[tuple[DefinedKind, str], Definition]
) -> Iterator[Problem]:
    """Yield a problem for each definition that another contradicts; `others` is by kind and id."""
    for definition in mine:
        other = others.get((definition.kind, definition.id))
        if other and (problem := compare(definition, other)):
            yield problem


def compare(mine: Definition, other: Definition) -> Problem | None:
    """Return the problem, at the place of `mine`, if two definitions of one id disagree."""
    subject = f"the {mine.kind} '{mine.id}'"
    if mine.name != other.name:
        message = (
            f"{subject} is “{_shorten(mine.name)}” here and “{_shorten(other.name)}”"
            f" in {other.place}"
        )
        return Problem("conflict", message, mine.place, _HINTS[mine.kind], "warning")
    if mine.parent != other.parent:
        message = f"{subject} {_describe_parent(mine)} here and {_describe_parent(other)}"
        message = f"{message} in {other.place}"
        return Problem("conflict", message, mine.place, _PARENT_HINT, "warning")
    return None


def _list_definitions(
    topics: Mapping[str, Topic], speakers: Mapping[str, Speaker], file: str
) -> Iterator[Definition]:
    for topic in topics.values():
        place = place_of(topic.id, file)
        yield Definition("topic", str(topic.id), topic.label, str(topic.parent), place)
    for speaker in speakers.values():
        place = place_of(speaker.id, file)
        yield Definition("speaker", str(speaker.id), speaker.name, "", place)


def _describe_parent(definition: Definition) -> str:
    return f"is under '{definition.parent}'" if definition.parent else "has no parent"


def _shorten(name: str) -> str:
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"
