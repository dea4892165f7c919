"""What is done with a batch of texts, the same in every engine.

Spark's workers have this module from the package that the engine sends them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from quotecli.arrow import QUOTES_SCHEMA, REJECTED_SCHEMA, TEXTS_SCHEMA, draft_batches, gather
from quotecli.drafting.batch import read_line
from quotecli.drafting.rows import draft_text, reject
from quotecli.engines.inputs import Kind
from quotecli.rows.making import Row

Work = Callable[..., Iterator[pa.RecordBatch]]

# Of a line that is not an article, so that it can be found.
_SHOWN = 80


def draft_line_batches(
    batches: Iterable[pa.RecordBatch], **settings: Any
) -> Iterator[pa.RecordBatch]:
    """Yield the drafts of lines of JSON, in order, as quotecli.arrow.draft_batches() does.

    Batches have one column of bytes, a line in each row. Empty lines are skipped.
    """
    lines = (line.as_py() for batch in batches for line in batch.column(0))
    return gather(_draft_line(line, settings) for line in lines if line.strip())


def _draft_line(line: bytes, settings: dict[str, Any]) -> Row:
    try:
        given = read_line(line)
    except ValueError as error:
        start = line[:_SHOWN].decode("utf-8", "replace").strip()
        more = "…" if len(line) > _SHOWN else ""
        return reject(None, f"{error}: {start}{more}")
    return draft_text(given, settings)


WORK: dict[Kind, Work] = {"parquet": draft_batches, "lines": draft_line_batches}
"""What drafts a table of texts, by its kind."""


def split_drafts(drafts: pa.RecordBatch) -> dict[str, pa.RecordBatch]:
    """Return the rows of the three tables that are in a batch of drafts, by the table's name."""
    texts = drafts.column("text")
    quotes = drafts.column("quotes").flatten()
    rejected = drafts.filter(drafts.column("reason").is_valid())
    return {
        "quotes": pa.RecordBatch.from_struct_array(quotes).cast(QUOTES_SCHEMA),
        "texts": pa.RecordBatch.from_struct_array(texts.drop_null()).cast(TEXTS_SCHEMA),
        "rejected": rejected.select(REJECTED_SCHEMA.names).cast(REJECTED_SCHEMA),
    }
