"""The tables of the library over rows: each is a common table expression over Parquet files.

Files are parameters, never part of the SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from quotecli.library.sql import Condition, Dialect, Since, Until
from quotecli.rows.schema import QUOTES, TEXTS, Column, ListOf

DIALECT = Dialect(
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

Types = Mapping[str, Any]
"""The columns of files, with their types in DuckDB."""

NULL = "null in the column"
"""How an error of this SQL begins, which ends in the name of the file."""

_PLACE = {"file_index": "files", "file_row_number": "rows"}
_NTH = "(file_index::BIGINT << 40) + file_row_number"


def split_number(number: int) -> tuple[int, int]:
    """Return the file_index and the file_row_number of a row with a number `n` or `nth`."""
    return number >> 40, number & (1 << 40) - 1


# Folders such as date=2024-05 choose files; what is known of a row is in its file.
READ = "read_parquet(?, hive_partitioning = false)"
"""Parquet files, as a parameter."""

LEAVES = "SELECT name, num_children, logical_type FROM parquet_schema(?)"
"""The columns of a file, and what they have inside, in the order of a tree."""

_RENAMED = ("text_id", "speaker", "about", "first_day", "last_day")
_KEPT = ", ".join([f"q.{one.name}" for one in QUOTES if one.name not in _RENAMED])
_UNGUARDED = ("id", "text_id")
"""Columns that rows are looked for by, which is fast only if nothing is asked of their values."""
_TYPES = {"text": "VARCHAR", "whole": "BIGINT", "decimal": "DOUBLE", "flag": "BOOLEAN"}
_INTEGERS = {
    *("tinyint", "smallint", "integer", "bigint"),
    *("utinyint", "usmallint", "uinteger", "ubigint"),
}
_FITTING = {
    "text": {"varchar"},
    "whole": _INTEGERS,
    "decimal": {"float", "double", "decimal", *_INTEGERS},
    "flag": {"boolean"},
}
"""The types of DuckDB that values of the schema may have in files."""

CONTENT_NAMES = (
    *("text_id", "id", "kind", "polarity", "parts", "joins", "prefix", "suffix", "topics"),
    *("topic_labels", "cue", "status", "note", "confidence", "important", "coder", "spans"),
    *("tier", "occurrences", "context", "paragraph"),
    *("speaker_id", "speaker", "speaker_role", "speaker_aliases", "speaker_attributes"),
    *("reporter_id", "reporter", "reporter_role", "reporter_aliases"),
    "reporter_attributes",
)
CONTENT = tuple([{column.name: column for column in QUOTES}[name] for name in CONTENT_NAMES])
"""The columns that a quote is made of."""
COLUMNS = ", ".join(
    [{"text_id": "statement", "speaker": "quote.name"}.get(name, name) for name in CONTENT_NAMES]
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
        f"WITH quote AS (SELECT {_NTH} AS n, file_index, file_row_number, filename,"
        " q.text_id AS statement,"
        f" {speaker} AS speaker, q.speaker AS name, q.first_day AS first, q.last_day AS last,"
        f" {about} AS about, {_KEPT} FROM {_read(QUOTES, quotes)} AS q{joined}),"
        f" statement AS (SELECT {_NTH} AS nth, q.id AS number, q.first_day AS first,"
        f" q.last_day AS last, q.* FROM {_read(TEXTS, texts)} AS q)"
    )


def _read(columns: Iterable[Column], types: Types) -> str:
    """Return a table of rows as they are in files; it takes one parameter, their paths."""
    place = "file_index, file_row_number, filename"
    if types:
        values = [f"{_find_column(column, types)} AS {column.name}" for column in columns]
        return f"(SELECT {place}, {', '.join(values)} FROM {READ} AS q)"
    values = [f"NULL::{find_type(column.type)} AS {column.name}" for column in columns]
    values += ["0 AS file_index", "0 AS file_row_number", "'' AS filename"]
    return f"(SELECT {', '.join(values)} WHERE len(?::VARCHAR[]) > 0)"


def _find_column(column: Column, types: Types) -> str:
    """Return the values of a column in its type; a null that it must not have is an error.

    Of a column that files of an earlier version lack, all values are unknown.
    """
    name, kind = column.name, find_type(column.type)
    if name not in types:
        if column.optional:
            return f"NULL::{kind}"
        return f"[]::{kind}" if isinstance(column.type, ListOf) else f"q.{name}"
    value = f"q.{name}" if str(types[name]) == kind else f"q.{name}::{kind}"
    if column.optional or name in _UNGUARDED:
        return value
    return f"coalesce({value}, error('{NULL} ''{name}'' of ' || chr(39) || filename || chr(39)))"


def check_types(columns: Iterable[Column], types: Types, blank: Collection[str] = ()) -> None:
    """Raise ValueError for the first column that has values of another type in files.

    Of `blank` columns some values are all null, which DuckDB takes for integers before 2.0. Nor
    may a column take the place of what DuckDB knows of a row: where it is.
    """
    for name in _PLACE.keys() & types.keys():
        raise ValueError(f"DuckDB counts {_PLACE[name]} in a column '{name}'")
    for column in columns:
        name, found = column.name, types.get(column.name)
        if found is not None and not _fits(column.type, found, name in blank):
            raise ValueError(f"the column '{name}' is {found}, not {find_type(column.type)}")


def _fits(kind: object, found: Any, is_blank: bool) -> bool:
    """Return True if values of a type of DuckDB can be those of a type of the schema."""
    # A column of nulls, as pandas writes it.
    if found.id == "null" or (is_blank and found.id == "integer"):
        return True
    if isinstance(kind, ListOf):
        return found.id == "list" and _fits(kind.item, found.children[0][1], is_blank)
    if isinstance(kind, tuple):
        # A struct may lack some of its fields, too.
        there = dict(found.children) if found.id == "struct" else None
        return there is not None and all(
            _fits(one.type, there[one.name], is_blank) for one in kind if one.name in there
        )
    return found.id in _FITTING[str(kind)]


def find_blank(leaves: Iterable[tuple[str, int | None, str | None]]) -> set[str]:
    """Return the columns that are null or have nulls alone inside; takes the rows of LEAVES."""
    blank, column, left = set(), "", 0
    for name, children, kind in list(leaves)[1:]:
        if not left:
            column, left = name, 1
        left += (children or 0) - 1
        if kind == "NullType()":
            blank.add(column)
    return blank


def within(parameters: Sequence[str]) -> Condition:
    """Return the condition on quotes, or on texts, that they are of the days in parameters."""
    days = [day for day in parameters if isinstance(day, (Since, Until))]
    each = ["first >= ?" if isinstance(day, Since) else "last <= ?" for day in days]
    return Condition(" AND ".join(each) or "1", tuple(days))


def find_type(kind: object) -> str:
    """Return the type of a column in DuckDB."""
    if isinstance(kind, ListOf):
        return f"{find_type(kind.item)}[]"
    if isinstance(kind, tuple):
        fields = [f'"{one.name}" {find_type(one.type)}' for one in kind]
        return f"STRUCT({', '.join(fields)})"
    return _TYPES[str(kind)]
