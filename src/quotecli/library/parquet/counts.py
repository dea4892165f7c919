"""The counts of all topics, each in one pass over a column."""

from __future__ import annotations

from quotecli.library.parquet.database import ParquetDatabase
from quotecli.library.shelf import Sums

_TOPICS_OF_TEXTS = (
    "SELECT topic, count(*) FROM statement CROSS JOIN unnest(about) AS each(topic) GROUP BY topic"
)
_TEXT_OF_TOPIC = "SELECT id FROM statement WHERE list_contains(about, ?) LIMIT 1"
_TOPICS_OF_QUOTES = (
    "SELECT topic, count(*), sum(words) FROM quote CROSS JOIN unnest(about) AS each(topic)"
    " GROUP BY topic"
)


def count_topics(db: ParquetDatabase) -> tuple[int, dict[str, Sums]]:
    """Return the words of all quotes and the sums of each topic."""
    ((words,),) = db.execute("SELECT sum(words) FROM quote")
    texts = dict(db.execute(_TOPICS_OF_TEXTS))
    only = {
        topic: db.execute(_TEXT_OF_TOPIC, (topic,))[0][0]
        for topic, number in texts.items()
        if number == 1
    }
    rows = db.execute(_TOPICS_OF_QUOTES)
    return words or 0, {
        topic: (*sums, texts.get(topic, 0), only.get(topic)) for topic, *sums in rows
    }
