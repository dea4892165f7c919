"""Topics and speakers: a codebook's, and a statement's own merged with those of its codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from quotecli.errors import Place, Problem, StatementError
from quotecli.model import Speaker, Topic, collapse_space
from quotecli.store import fields as fmt
from quotecli.store.files import read_bytes
from quotecli.store.records import RecordReader
from quotecli.store.yaml_events import parse, place_of
from quotecli.topic_tree import MAX_TOPIC_LEVELS, TopicTree


class Codebook(NamedTuple):
    """Topics and speakers that statements share, from a file that defines nothing else."""

    file: str
    topics: dict[str, Topic]
    speakers: dict[str, Speaker]


def read_topics(path: str) -> dict[str, Topic]:
    """Return the topics of a codebook or of a statement file, by id.

    Raises UnreadableError if the file is unreadable, and StatementError if its topics break the
    file format.
    """
    reader = _CodebookReader(path)
    topics = reader.topics_alone(parse(read_bytes(path), path))
    if reader.problems:
        raise StatementError(reader.problems)
    return topics


def read_codebook(path: str, *, placed: bool = False) -> Codebook:
    """Return the codebook in a file; if `placed`, its ids know their lines.

    Raises UnreadableError if the file is unreadable, and StatementError if it breaks the file
    format.
    """
    data = read_bytes(path)
    if not placed:
        book, problems = examine_codebook(data, path, placed=False)
        if not problems:
            return book
    # Problems are reported with their lines, which only a placed tree knows.
    book, problems = examine_codebook(data, path)
    if problems:
        raise StatementError(problems)
    return book


def examine_codebook(
    data: bytes, file: str, *, placed: bool = True
) -> tuple[Codebook, list[Problem]]:
    """Return the readable part of a codebook and its problems, in file order."""
    reader = _CodebookReader(file)
    try:
        book = reader.codebook(parse(data, file, placed=placed))
    except StatementError as error:
        return Codebook(file, {}, {}), list(error.problems)
    return book, reader.sorted_problems()


def find_shared_speakers(known: Iterable[Mapping[str, Speaker]]) -> dict[str, Speaker]:
    """Return the speakers that several statements have, by id, if all that do have the same.

    `known` are the speakers of each statement.
    """
    first: dict[str, Speaker] = {}
    again: dict[str, bool] = {}
    for speakers in known:
        for key, who in speakers.items():
            if key in first:
                again[key] = again.get(key, True) and first[key] == who
            else:
                first[key] = who
    return {key: who for key, who in first.items() if again.get(key)}


class DefinitionReader(RecordReader):
    """Reads the topics and speakers that one file defines, over those of its codebook.

    A definition of the file wins over the codebook's of the same id. If both mean the same one, by
    its name or label, the codebook fills in what the file leaves out.
    """

    def __init__(self, file: str, book: Codebook | None = None) -> None:
        super().__init__(file)
        self.book = book or Codebook("", {}, {})

    def read_speakers(self, values: dict[str, Any]) -> dict[str, Speaker]:
        """Return the speakers by id: the codebook's and those defined in `values`."""
        speakers = dict(self.book.speakers)
        for key, value in values.get("speakers", {}).items():
            speaker = Speaker(id=key, **{"name": key, **_to_model(value)})
            known = speakers.get(key)
            if known and known.name == speaker.name:
                aliases = _merge(known.aliases, speaker.aliases)
                speaker = speaker._replace(
                    role=speaker.role or known.role,
                    aliases=aliases,
                    attributes=merge_attributes(speaker.attributes, known.attributes),
                )
            speakers[key] = speaker
        return speakers

    def read_topics(self, values: dict[str, Any]) -> dict[str, Topic]:
        """Return the topics by id: the codebook's and those defined in `values`."""
        entries = values.get("topics", {})
        topics = dict(self.book.topics)
        for key, value in entries.items():
            topic = Topic(id=key, **{"label": key, **_to_model(value)})
            known = topics.get(key)
            if known and known.label == topic.label:
                topic = _complete(topic, known)
            topics[key] = topic

        tree = TopicTree(topics, MAX_TOPIC_LEVELS)
        for key, value in entries.items():
            parent = value.get("parent")
            if parent is None or self.find(parent, topics, "topic") is None:
                continue
            if tree.is_cyclic(key):
                message = f"the topic '{key}' is its own ancestor"
                self.report("topic-cycle", message, parent, "remove a parent")
            elif tree.depth(key) >= MAX_TOPIC_LEVELS:
                message = f"the topic '{key}' is more than {MAX_TOPIC_LEVELS} levels deep"
                self.report("topic-depth", message, parent, "remove a parent")
        return topics

    def find(self, key: str | None, known: dict[str, Any], what: str) -> Any:
        """Return the topic or speaker of an id, None without an id; an unknown id is a problem."""
        if key is None:
            return None
        found = known.get(key)
        if found is None:
            hint = self.suggest(key, known, what) or (
                f"define it in {what}s, here or in a codebook.yaml for this file"
            )
            self.report(f"unknown-{what}", f"unknown {what} '{key}'", key, hint)
        return found


class _CodebookReader(DefinitionReader):
    """Reads the tree of a codebook."""

    def topics_alone(self, tree: Any) -> dict[str, Topic]:
        """Return the topics of a tree, whatever else it holds."""
        if not isinstance(tree, dict) or "topics" not in tree:
            place = place_of(tree, self.file) if tree is not None else Place(self.file)
            hint = "define them as in a statement file"
            self.report("missing-key", "no topics", place, hint)
            return {}
        fields = fmt.Fields({"topics": fmt.STATEMENT["topics"]})
        return self.read_topics(self.record({"topics": tree["topics"]}, fields, "the codebook"))

    def codebook(self, tree: Any) -> Codebook:
        """Return the codebook of a tree."""
        if not isinstance(tree, dict):
            hint = "write a mapping of topics and speakers"
            if tree is None:
                self.report("empty", "the codebook is empty", Place(self.file, 1, 1), hint)
            else:
                what = "a list" if isinstance(tree, list) else "text"
                self.report("shape", f"the codebook is {what}, not a mapping", tree, hint)
            return Codebook(self.file, {}, {})
        values = self.record(tree, fmt.CODEBOOK, "the codebook")
        return Codebook(self.file, self.read_topics(values), self.read_speakers(values))


def _complete(topic: Topic, known: Topic) -> Topic:
    """Return a topic with what only another definition of it has."""
    return topic._replace(
        description=topic.description or known.description,
        aliases=_merge(known.aliases, topic.aliases),
        keywords=_merge(known.keywords, topic.keywords),
        parent=topic.parent or known.parent,
        colour=topic.colour or known.colour,
        memo=topic.memo or known.memo,
    )


def merge_attributes(
    first: tuple[tuple[str, str], ...], others: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Return the attributes of a person with those that only another definition has."""
    if not others or others == first:
        return first
    return tuple({**dict(others), **dict(first)}.items())


def _merge(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def _to_model(values: dict[str, Any]) -> dict[str, Any]:
    """Return field values as the model has them: lists as tuples, text on one line, memos whole."""
    return {key: _model_value(key, value) for key, value in values.items()}


def _model_value(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(collapse_space, value))
    if isinstance(value, dict):
        return tuple((name, collapse_space(text)) for name, text in value.items())
    return value if key == "memo" else collapse_space(value)
