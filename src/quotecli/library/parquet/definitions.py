"""The topics and the people that texts define, merged as those of statement files are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from quotecli.library.identity import add_people
from quotecli.library.parquet.database import ParquetDatabase
from quotecli.library.parquet.records import check_nulls
from quotecli.library.parquet.tables import split_number
from quotecli.library.sql import list_marks
from quotecli.model import Speaker, Topic
from quotecli.rows.restoring import make_speaker, make_topic
from quotecli.rows.schema import SPEAKER, TOPIC, Column
from quotecli.topic_tree import TopicTree

# Up to so many different lists of topics are read one by one; more, in one pass over all texts.
_FEW = 16

_FIRST = "SELECT min(nth) FROM statement GROUP BY topics_key ORDER BY 1"
_ONE = "SELECT topics FROM statement WHERE file_index = ? AND file_row_number = ? LIMIT 1"
_EVERYBODY = (
    "(SELECT nth, unnest(speakers) AS one, generate_subscripts(speakers, 1) AS place"
    " FROM statement)"
)
_PEOPLE = (
    f"SELECT one, min((nth, place)) AS first FROM {_EVERYBODY}"
    " WHERE {chosen} GROUP BY one ORDER BY first"
)
_SHARED = f"SELECT one.id FROM {_EVERYBODY} GROUP BY 1 HAVING min(one.name) <> max(one.name)"


def read_glossaries(db: ParquetDatabase) -> list[list[Topic]]:
    """Return the different lists of topics that texts have, in the order of the first texts."""
    firsts = [nth for (nth,) in db.define(_FIRST)]
    if len(firsts) <= _FEW:
        rows = [row for nth in firsts for row in db.define(_ONE, split_number(nth))]
    else:
        chosen = f"nth IN ({list_marks(firsts)})"
        rows = db.define(f"SELECT topics FROM statement WHERE {chosen}", firsts)
    return [[make_topic(_checked(one, TOPIC)) for one in topics] for (topics,) in rows]


def is_uneven(tree: TopicTree, glossaries: Iterable[Sequence[Topic]]) -> bool:
    """Return True if a topic has other ancestors in its text than it has among all topics."""
    for topics in glossaries:
        own = TopicTree({topic.id: topic for topic in topics})
        if any(own.path(topic.id) != tree.path(topic.id) for topic in topics):
            return True
    return False


def read_people(
    db: ParquetDatabase, keys: Collection[str] | None = None
) -> dict[tuple[str, str], Speaker]:
    """Return the people of all texts by id and name, merged in order; or those with some ids."""
    chosen = "true" if keys is None else f"one.id IN ({list_marks(keys)})"
    people: dict[tuple[str, str], Speaker] = {}
    rows = db.define(_PEOPLE.format(chosen=chosen), tuple(keys or ()))
    add_people(people, (make_speaker(_checked(one, SPEAKER)) for one, _ in rows))
    return people


def find_shared(db: ParquetDatabase) -> list[str]:
    """Return the ids that several people have."""
    return [key for (key,) in db.define(_SHARED)]


def _checked(record: Any, columns: Iterable[Column]) -> dict[str, Any]:
    """Return the struct of a speaker or a topic, which must not have a null too many."""
    if record is None:
        raise ValueError("a null among speakers or topics")
    check_nulls(record, columns, "speaker or topic: ")
    known: dict[str, Any] = record
    return known
