"""The tables of the library over rows: each is a common table expression over Parquet files.

Files are parameters, never part of the SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quotecli.library.sql import Condition, Since, Until, Wording
from quotecli.rows.schema import QUOTES, TEXTS, Column, ListOf

WORDING = Wording(
    about="list_has_any(topics, list_value(?))",
    about_nothing="len(about) = 0",
    topics=" CROSS JOIN unnest(about) AS each(topic)",
    some_topics=(
        "CROSS JOIN LATERAL (SELECT DISTINCT {key} AS topic FROM unnest(about) AS every(topic)"
        "{chosen}) AS counted"
    ),
    counted_topics="chosen CROSS JOIN unnest(about) AS each(topic)",
    chosen=", first, last, about",
    dated="",
    dated_id="statement",
    statements="statement IN (?)",
    since="first >= (?)",
    until="last <= (?)",
    in_order="s.nth",
)
"""The SQL of this shelf: a quote has its topics and its dates in its own row."""

EVER = Condition("1", ())
"""The condition that quotes and texts of all days meet."""

NAMESAKES = "namesake"
PATHS = "path"
"""Tables in memory: the ids of people who share one, and the ancestors of topics."""

Types = Mapping[str, str]
"""The columns of files, with their types as DuckDB names them."""

_NTH = "(file_index::BIGINT << 40) + file_row_number"
_READ = "read_parquet(?, hive_partitioning = true, hive_types_autocast = false) AS q"
_LEFT_OUT = ("text_id", "speaker", "about", "first_day", "last_day")
_KEPT = tuple(column for column in QUOTES if column.name not in _LEFT_OUT)
_TYPES = {"text": "VARCHAR", "whole": "BIGINT", "decimal": "DOUBLE", "flag": "BOOLEAN"}

CONTENT = (
    *("text_id", "id", "kind", "polarity", "parts", "joins", "prefix", "suffix", "topics"),
    *("topic_labels", "cue", "status", "note", "confidence", "important", "coder", "spans"),
    *("tier", "occurrences", "context", "paragraph"),
    *("speaker_id", "speaker", "speaker_role", "speaker_aliases", "speaker_attributes"),
    *("reporter_id", "reporter", "reporter_role", "reporter_aliases"),
    "reporter_attributes",
)
"""The columns that a quote is made of."""
COLUMNS = ", ".join(
    [{"text_id": "statement", "speaker": "quote.name"}.get(name, name) for name in CONTENT]
)
"""The same, as the table `quote` calls them."""


def make_head(quotes: Types, texts: Types, *, shared: bool, uneven: bool) -> str:
    """Return the tables `quote` and `statement` as the beginning of a query.

    `quotes` and `texts` are the columns of the files; none if there are no files of them. People
    who have `shared` ids are told apart; with `uneven` trees of topics, the topics that include
    those of a quote are looked up.
    """
    speaker, joined = "q.speaker_id", ""
    if shared:
        speaker = f"coalesce({NAMESAKES}.key, q.speaker_id)"
        joined = (
            f" LEFT JOIN {NAMESAKES} ON {NAMESAKES}.id = q.speaker_id"
            f" AND {NAMESAKES}.name = q.speaker"
        )
    about = "q.about"
    if uneven:
        joined += f" CROSS JOIN (SELECT map(list(topic), list(every)) AS paths FROM {PATHS})"
        about = (
            "list_distinct(flatten(list_transform(q.topics,"
            " lambda one: flatten(map_extract(paths, one)))))"
        )
    return (
        f"WITH quote AS (SELECT {_NTH} AS n, q.text_id AS statement, {speaker} AS speaker,"
        f" q.speaker AS name, q.first_day AS first, q.last_day AS last, {about} AS about,"
        f" {_select(_KEPT, quotes)}"
        f" FROM {_READ if quotes else _none(QUOTES)}{joined}),"
        f" statement AS (SELECT {_NTH} AS nth, file_index, file_row_number, q.id AS number,"
        " q.first_day AS first, q.last_day AS last,"
        f" {_select(TEXTS, texts)}"
        f" FROM {_READ if texts else _none(TEXTS)})"
    )


def _select(columns: Iterable[Column], types: Types) -> str:
    """Return columns of files, with what those of an earlier version lack: it is unknown."""
    return ", ".join([_find_column(column, types) for column in columns])


def _find_column(column: Column, types: Types) -> str:
    name, kind = column.name, find_type(column.type)
    known = types.get(name)
    if known is None and types and (column.optional or isinstance(column.type, ListOf)):
        return f"{'NULL' if column.optional else '[]'}::{kind} AS {name}"
    # A struct may lack some of its fields, too.
    if known is not None and "STRUCT" in kind and known.count(" ") < kind.count(" "):
        return f"q.{name}::{kind} AS {name}"
    return f"q.{name}"


def within(parameters: Sequence[str]) -> Condition:
    """Return the condition on quotes, or on texts, that they are of the days in parameters."""
    days = [day for day in parameters if isinstance(day, (Since, Until))]
    each = ["first >= ?" if isinstance(day, Since) else "last <= ?" for day in days]
    return Condition(" AND ".join(each) or "1", tuple(days))


def _none(columns: Iterable[Column]) -> str:
    """Return a table without rows, which takes the parameter of one."""
    values = [f"NULL::{find_type(column.type)} AS {column.name}" for column in columns]
    values += ["0 AS file_index", "0 AS file_row_number"]
    return f"(SELECT {', '.join(values)} WHERE len(?::VARCHAR[]) > 0) AS q"


def find_type(kind: object) -> str:
    """Return the type of a column in DuckDB."""
    if isinstance(kind, ListOf):
        return f"{find_type(kind.item)}[]"
    if isinstance(kind, tuple):
        fields = [f'"{one.name}" {find_type(one.type)}' for one in kind]
        return f"STRUCT({', '.join(fields)})"
    return _TYPES[str(kind)]
