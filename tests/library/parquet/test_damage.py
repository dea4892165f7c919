"""Rows that do not follow the schema, and damaged files, are one error that says where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quotecli.errors import QuotecliError
from quotecli.library.library import Library
from quotecli.library.loading import load
from tests.library.answers import answers
from tests.library.parquet.make import in_order, write_rows

pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def quotes(library: Library, tmp_path: Path) -> Path:
    """The file of quotes in a folder of rows."""
    write_rows(tmp_path, in_order(library.statements.values()))
    return tmp_path / "quotes" / "part-00000.parquet"


def ask(quotes: Path) -> Any:
    """Return all answers of the folder."""
    return answers(load(str(quotes.parent.parent)))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: b"PAR1" + b"junk" * 100 + b"PAR1",
        lambda data: data[:-200],
        lambda data: data[: len(data) // 3] + bytes(200) + data[len(data) // 3 + 200 :],
    ],
    ids=["empty", "junk", "truncated", "overwritten"],
)
def test_damaged_files_are_refused(quotes: Path, change: Callable[[bytes], bytes]) -> None:
    quotes.write_bytes(change(quotes.read_bytes()))
    with pytest.raises(QuotecliError) as caught:
        ask(quotes)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("folded", ..., "no column 'folded'"),
        ("about", [1], "quotes refer to 1, which is in no row of a text"),
        ("topics", None, "does not follow the schema"),
        ("kind", "spoken", "kind is 'spoken'"),
        ("tier", "perfect", "tier is 'perfect'"),
        ("status", "done", "status is 'done'"),
        ("parts", [], "does not follow the schema"),
        ("spans", None, "does not follow the schema"),
        ("topics", ["zz"], "'zz'"),
        ("speaker_id", "zz", "'zz'"),
        ("text_id", "zz", "quotes refer to 'zz', which is in no row of a text"),
    ],
)
def test_rows_that_break_the_schema_are_refused(
    quotes: Path, column: str, value: Any, said: str
) -> None:
    table = pq.read_table(quotes)
    at = table.column_names.index(column)
    table = table.remove_column(at)
    if value is not ...:
        table = table.append_column(column, pa.array([value] * len(table)))
    pq.write_table(table, quotes)
    with pytest.raises(QuotecliError) as caught:
        ask(quotes)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
