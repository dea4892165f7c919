"""The topics and the people that texts define, merged as those of statement files are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quotecli.library.identity import add_people
from quotecli.library.parquet.database import Database
from quotecli.model import Speaker, Topic
from quotecli.topic_tree import TopicTree

# Up to so many different lists of topics are read one by one; more, in one pass over all texts.
_FEW = 16

_FIRST = "SELECT min(nth) FROM statement GROUP BY topics_key ORDER BY 1"
_ONE = "SELECT topics FROM statement WHERE file_index = ? AND file_row_number = ? LIMIT 1"
_PEOPLE = (
    "SELECT one.id, one.name, one.role, one.aliases, one.attributes, min((nth, place)) AS first"
    " FROM (SELECT nth, unnest(speakers) AS one, generate_subscripts(speakers, 1) AS place"
    " FROM statement) GROUP BY ALL ORDER BY first"
)


def read_glossaries(db: Database) -> list[list[Topic]]:
    """Return the different lists of topics that texts have, in the order of the first texts."""
    firsts = [nth for (nth,) in db.define(_FIRST)]
    if len(firsts) <= _FEW:
        rows = [row for nth in firsts for row in db.define(_ONE, (nth >> 40, nth & (1 << 40) - 1))]
    else:
        marks = ", ".join("?" * len(firsts))
        rows = db.define(f"SELECT topics FROM statement WHERE nth IN ({marks})", firsts)
    return [[_make_topic(one) for one in topics] for (topics,) in rows]


def is_uneven(tree: TopicTree, glossaries: Iterable[Sequence[Topic]]) -> bool:
    """Return True if a topic has other ancestors in its text than it has among all topics."""
    for topics in glossaries:
        own = TopicTree({topic.id: topic for topic in topics})
        if any(own.path(topic.id) != tree.path(topic.id) for topic in topics):
            return True
    return False


def read_people(db: Database) -> dict[tuple[str, str], Speaker]:
    """Return the people of all texts by id and name, merged in order."""
    people: dict[tuple[str, str], Speaker] = {}
    add_people(people, (_make_person(*row) for row in db.define(_PEOPLE)))
    return people


def _make_person(
    key: str, name: str, role: str | None, aliases: list[str], attributes: list[Any] | None, _: Any
) -> Speaker:
    pairs = tuple((pair["name"], pair["value"]) for pair in attributes or ())
    return Speaker(key, name, role or "", tuple(aliases), pairs)


def _make_topic(record: dict[str, Any]) -> Topic:
    return Topic._make(
        tuple(value) if isinstance(value, list) else value or ""
        for value in map(record.__getitem__, Topic._fields)
    )
