"""Rows as Apache Arrow, for Spark, Ray and Parquet; needs pyarrow.

`df.mapInArrow(quotecli.arrow.draft_batches, …)` drafts in Spark, and
`ds.map_batches(quotecli.arrow.draft_table, batch_format="pyarrow")` in Ray. Both functions are
pickled by their names; functools.partial() gives them settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from quotecli.drafting.rows import draft_text
from quotecli.rows.making import Row
from quotecli.rows.schema import DRAFTS, QUOTES, REJECTED, TEXTS, Column, ListOf
from quotecli.store.head import KEYS

_PLAIN = {"text": pa.string(), "whole": pa.int64(), "decimal": pa.float64(), "flag": pa.bool_()}
# What is gathered for one batch: Arrow's strings hold 2 GiB at most.
_MAX_ROWS = 1_000
_MAX_CHARACTERS = 20_000_000


def _to_type(kind: Any) -> pa.DataType:
    if isinstance(kind, ListOf):
        return pa.list_(pa.field("element", _to_type(kind.item)))
    if isinstance(kind, tuple):
        return pa.struct(list(map(_to_field, kind)))
    return _PLAIN[kind]


def _to_field(column: Column) -> pa.Field:
    # All are nullable for Arrow, since those of the files that Spark writes are.
    return pa.field(column.name, _to_type(column.type))


def make_schema(columns: Iterable[Column]) -> pa.Schema:
    """Return columns as a schema of Arrow."""
    return pa.schema(list(map(_to_field, columns)))


QUOTES_SCHEMA = make_schema(QUOTES)
"""The schema of quotes."""
TEXTS_SCHEMA = make_schema(TEXTS)
"""The schema of texts."""
REJECTED_SCHEMA = make_schema(REJECTED)
"""The schema of texts that could not be drafted."""
SCHEMA = make_schema(DRAFTS)
"""The schema of what draft_batches() yields: a row for each text that it is given."""


def draft_batches(batches: Iterable[pa.RecordBatch], **settings: Any) -> Iterator[pa.RecordBatch]:
    """Yield the drafts of texts, a row of SCHEMA for each row of the batches, in order.

    Batches have the columns `id` and `text`, and may have those of a head: title, speaker,
    occasion, author, publisher, url, published, accessed, language. Others are ignored. `settings`
    are arguments of draft(), such as topics. A text that cannot be drafted has the reason in its
    row.
    """
    return gather(draft_text(given, settings) for batch in batches for given in _read_rows(batch))


def gather(drafts: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    """Yield rows of SCHEMA in batches, in order."""
    rows: list[Row] = []
    size = 0
    for draft in drafts:
        rows.append(draft)
        size += _measure(draft)
        if len(rows) >= _MAX_ROWS or size >= _MAX_CHARACTERS:
            yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)
            rows, size = [], 0
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def draft_table(table: pa.Table, **settings: Any) -> pa.Table:
    """Return the drafts of the texts in a table; takes and gives what draft_batches() does."""
    return pa.Table.from_batches(draft_batches(table.to_batches(), **settings), schema=SCHEMA)


def _measure(row: Row) -> int:
    """Return how many characters the long columns of a draft have."""
    quotes = sum(len(quote["excerpt"]) for quote in row["quotes"])
    return quotes + (len(row["text"]["text"]) if row["text"] else 0)


def _read_rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """Yield what each row of a batch says of a text."""
    names = [name for name in ("id", "text", *KEYS) if name in batch.schema.names]
    columns = [batch.column(name) for name in names]
    for at in range(batch.num_rows):
        yield {name: _read(column[at]) for name, column in zip(names, columns)}


def _read(value: pa.Scalar) -> Any:
    """Return a value in Python; bytes that are not UTF-8 stay bytes, which are not a text."""
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return b""
