"""The tree of topics: which topics include a topic, how deep it is, and the order of them all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from quotecli.model import Topic

MAX_TOPIC_LEVELS = 8
"""The most topics from a root to a leaf in one file; readers refuse a deeper tree.

The trees of several files can join to a deeper one.
"""


class TopicTree:
    """Topics, each under its parent; topics that are added to the mapping later belong to it too.

    A parent that is not among the topics counts as none. A path ends after `max_parents` parents
    and before a topic that it already has, so that a mistake in the tree cannot trap a caller.
    """

    def __init__(self, topics: Mapping[str, Topic], max_parents: int = sys.maxsize) -> None:
        self._topics = topics
        self._max_parents = max_parents
        self._paths: dict[str, tuple[str, ...]] = {}

    def path(self, key: str) -> tuple[str, ...]:
        """Return the id of a topic and those of its ancestors, from its parent up to the root."""
        path = self._paths.get(key)
        if path is None:
            ids = [key]
            while len(ids) <= self._max_parents and self._parent(ids[-1]) not in (*ids, ""):
                ids.append(self._parent(ids[-1]))
            path = self._paths[key] = tuple(ids)
        return path

    def depth(self, key: str) -> int:
        """Return how many topics include a topic."""
        return len(self.path(key)) - 1

    def is_cyclic(self, key: str) -> bool:
        """Return True if a topic is its own ancestor."""
        return self._parent(self.path(key)[-1]) == key

    def with_ancestors(self, keys: Iterable[str]) -> Iterable[str]:
        """Return the ids of topics and of all their ancestors, each once."""
        found: dict[str, None] = {}
        for key in keys:
            # What is found already has its ancestors there, too: no topic is visited twice.
            while key and key not in found:
                found[key] = None
                key = self._parent(key)
        return found

    def children(self) -> dict[str, list[str]]:
        """Return the ids of the topics right under each topic, and of the roots under ""."""
        children: dict[str, list[str]] = {}
        for key in self._topics:
            children.setdefault(self._parent(key), []).append(key)
        return children

    def list_ids(self) -> list[str]:
        """Return the ids of all topics, subtopics right after their parents."""
        children = self.children()
        ids, stack = list[str](), children.get("", [])[::-1]
        while stack:
            ids.append(stack.pop())
            stack += children.get(ids[-1], [])[::-1]
        return ids

    def _parent(self, key: str) -> str:
        """Return the id of the parent of a topic, or "" if the topics do not have it."""
        parent = self._topics[key].parent
        return parent if parent in self._topics else ""
