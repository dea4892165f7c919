"""The tags of a Taguette project: those of our own export, as they are now, and topics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from quotecli.exporting.refi_words import Header, read_header
from quotecli.exporting.tags import HEADER, Key, Tag, describe_topic
from quotecli.importing.topics import TopicMaker
from quotecli.model import Speaker, Topic, collapse_space
from quotecli.store.fields import COLOUR, SLUG
from quotecli.topic_tree import MAX_TOPIC_LEVELS

ROLES = ("speaker", "reported by")
"""The kinds of tags that stand for people."""


class OwnTag(NamedTuple):
    """What a tag of ours says now: its key, and the topic or the person."""

    key: Key
    topic: Topic | None = None
    person: Speaker | None = None


def read_tag(tag: Tag) -> OwnTag | None:
    """Return what a tag of ours says, or None for any other."""
    header, rest = read_header(tag.description, HEADER)
    kind, key, path = (header.get(name, [""])[0] for name in ("quotecli", "id", "path"))
    if not SLUG.fullmatch(key):
        return None
    if kind == "topic":
        label = _read_name(tag.path, path, header.get("label", [""])[0])
        topic = _read_topic(key, label, header, rest)
        return OwnTag(("topic", key), topic=topic)
    if kind in ROLES:
        was = header.get("name", [""])[0]
        aliases = tuple(filter(None, map(collapse_space, header.get("alias", ()))))
        person = Speaker(key, _read_name(tag.path, path, was), aliases=aliases)
        return OwnTag((kind, key, was), person=person)
    return OwnTag((kind, key)) if kind in ("kind", "polarity", "status", "doubt") else None


def _read_name(now: str, path: str, name: str) -> str:
    """Return a name as a tag has it now; `path` was that of the tag, and `name` the name."""
    if now == path:
        return name
    at = max(path.rfind(name), 0)
    found = now.removeprefix(path[:at]).removesuffix(path[at + len(name) :])
    return collapse_space(found) or name


def _read_topic(key: str, label: str, header: Header, description: str) -> Topic:
    colour = header.get("colour", [""])[0]
    parent = header.get("parent", [""])[0]
    return Topic(
        key,
        label or key,
        collapse_space(description),
        tuple(filter(None, map(collapse_space, header.get("alias", ())))),
        tuple(filter(None, map(collapse_space, header.get("keyword", ())))),
        parent if SLUG.fullmatch(parent) else "",
        colour if re.fullmatch(COLOUR, colour) else "",
        header.get("memo", [""])[0],
    )


def change_topic(topic: Topic, merged: Topic, now: Tag) -> Topic:
    """Return a topic with what was changed in its tag.

    `merged` is the topic that the tag was made of: that of all statements with this id.
    """
    header, _ = read_header(now.description, HEADER)
    path = header.get("path", [""])[0]
    was = read_tag(Tag(path, describe_topic(merged, path)))
    found = read_tag(now)
    if not was or not found or not was.topic or not found.topic:
        return topic
    changed: dict[str, Any] = {
        name: value
        for name, value, before in zip(Topic._fields, found.topic, was.topic)
        if value != before and name != "parent"
    }
    return topic._replace(**changed)


class Paths:
    """The topics of tags that are not ours; those of one path and description are one topic."""

    def __init__(self, maker: TopicMaker) -> None:
        self._maker = maker
        self._known: dict[tuple[str, str, str], str] = {}

    def add(self, tags: Mapping[int, Tag]) -> dict[int, str]:
        """Return the ids of the topics of one project's tags, by the numbers of the tags.

        A dot divides levels if there is a tag of the level above.
        """
        ids: dict[str, str] = {}
        levels: dict[str, int] = {}
        found: dict[int, str] = {}
        for number, tag in sorted(tags.items(), key=lambda one: (one[1].path.count("."), one[0])):
            above = tag.path.rpartition(".")[0]
            while above and levels.get(above, MAX_TOPIC_LEVELS) >= MAX_TOPIC_LEVELS:
                above = above.rpartition(".")[0]
            label = tag.path.removeprefix(f"{above}.") if above else tag.path
            wanted = (collapse_space(label), collapse_space(tag.description), ids.get(above, ""))
            if wanted not in self._known:
                self._known[wanted] = self._maker.add(*wanted)
            ids[tag.path] = found[number] = self._known[wanted]
            levels[tag.path] = levels.get(above, 0) + 1
        return found
