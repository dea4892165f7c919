"""Topics and ids made from what other tools name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotecli.model import Topic, collapse_space
from quotecli.text.slugs import add_unique, make_slug

# The longest id in characters: people type it, and it may become a file name.
_MAX_ID = 60


class TopicMaker:
    """The topics of one statement, to which new ones are added as tags and codes turn up."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self.topics = dict(topics)
        self._by_label = {topic.label: topic.id for topic in topics.values()}
        self._taken = set(topics)

    def reserve(self, ids: Iterable[str]) -> None:
        """Give these ids to no topic that is added without one."""
        self._taken.update(ids)

    def find_or_add(self, label: str) -> str:
        """Return the id of the topic with a label, which is added if there is none."""
        return self._by_label.get(collapse_space(label)) or self.add(label)

    def add(self, label: str, description: str = "", parent: str = "") -> str:
        """Add a topic, even if another one has its label, and return its id."""
        return self.add_topic(Topic("", label, description, parent=parent))

    def add_topic(self, topic: Topic) -> str:
        """Add a topic, with an id made of its label unless it has one, and return its id."""
        label = collapse_space(topic.label)
        key = add_unique(topic.id or make_short_id(label, "topic"), self._taken)
        description = collapse_space(topic.description)
        self.topics[key] = topic._replace(id=key, label=label or key, description=description)
        self._by_label.setdefault(label, key)
        return key


def make_short_id(name: str, fallback: str) -> str:
    """Return a name as an id, or `fallback` if nothing of it is left."""
    return make_slug(name, fallback)[:_MAX_ID].strip("-")
