"""Folders of Parquet files for tests, from statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from quotecli.arrow import QUOTES_SCHEMA, TEXTS_SCHEMA
from quotecli.library.library import Library
from quotecli.model import Statement
from quotecli.rows.making import make_quote_rows, make_text_row


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements with their quotes in the order of their texts, as rows are written."""
    return [one._replace(quotes=tuple(Library([one]).quotes())) for one in statements]


def write_table(path: Path, schema: pa.Schema, rows: Sequence[dict[str, Any]]) -> None:
    """Write one Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), path)


def write_rows(folder: Path, statements: Sequence[Statement], part: str = "part-0") -> Path:
    """Write the rows of statements to one file of each table."""
    quotes = [row for one in statements for row in make_quote_rows(one)]
    write_table(folder / "quotes" / f"{part}.parquet", QUOTES_SCHEMA, quotes)
    texts = [make_text_row(one) for one in statements]
    write_table(folder / "texts" / f"{part}.parquet", TEXTS_SCHEMA, texts)
    return folder
