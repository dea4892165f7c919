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


def ask_a_little(quotes: Path) -> Any:
    """Return answers that need every column of the folder."""
    library = load(str(quotes.parent.parent))
    return library.summary(), list(library.lines()), library.speakers, list(library.select())


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
        ("file_row_number", 7, "not rows: DuckDB counts rows in a column 'file_row_number'"),
        ("about", [1], "not rows: the column 'about' is BIGINT[], not VARCHAR[]"),
        ("topics", None, "null in the column 'topics'"),
        ("kind", "spoken", "kind is 'spoken'"),
        ("tier", "perfect", "tier is 'perfect'"),
        ("status", "done", "status is 'done'"),
        ("parts", [], "not rows: harbour/harbour-grows: parts is empty"),
        ("spans", None, "null in the column 'spans'"),
        ("topics", ["zz"], "not a label for each topic"),
        ("speaker_id", "zz", "'zz'"),
        ("text_id", "zz", "quotes refer to 'zz', which is in no row of a text"),
    ],
)
def test_rows_that_break_the_schema_are_refused(
    quotes: Path, column: str, value: Any, said: str
) -> None:
    table = pq.read_table(quotes)
    if column in table.column_names:
        table = table.drop_columns([column])
    if value is not ...:
        table = table.append_column(column, pa.array([value] * len(table)))
    pq.write_table(table, quotes)
    with pytest.raises(QuotecliError) as caught:
        ask(quotes)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("quotes", "words", None, "null in the column 'words'"),
        ("quotes", "words", pa.array(["9"]), "the column 'words' is VARCHAR, not BIGINT"),
        ("quotes", "paragraph", pa.array([True]), "the column 'paragraph' is BOOLEAN"),
        ("quotes", "cue", pa.array([["said"]]), "the column 'cue' is VARCHAR[], not VARCHAR"),
        ("quotes", "spans", pa.array([[{"start": "a"}]]), "the column 'spans' is STRUCT"),
        ("quotes", "spans", pa.array([[{"start": 1}]]), "spans.end is null"),
        ("quotes", "spans", [{"start": -4, "end": 2}], "spans are not in order"),
        ("quotes", "parts", [None], "parts has a null in it"),
        ("quotes", "speaker_attributes", [{"name": "party"}], "speaker_attributes.value is null"),
        ("quotes", "speaker_attributes", [None], "speaker_attributes has a null in it"),
        ("quotes", "reporter_aliases", [None], "reporter_aliases has a null in it"),
        ("quotes", "confidence", float("nan"), "confidence is nan"),
        ("texts", "text", None, "null in the column 'text'"),
        ("texts", "speakers", [{"id": "lee", "name": None}], "speakers.name is null"),
        ("texts", "topics", [None], "null among"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_values_that_no_row_has_are_refused(
    quotes: Path, table: str, column: str, value: Any, said: str
) -> None:
    path = quotes.parent.parent / table / quotes.name
    rows = pq.read_table(path)
    at = rows.column_names.index(column)
    other = value if isinstance(value, pa.Array) else pa.array([value], rows.schema.field(at).type)
    values = pa.concat_arrays([other] * len(rows))
    pq.write_table(rows.set_column(at, column, values), path)
    with pytest.raises(QuotecliError) as caught:
        ask_a_little(quotes)
    assert said in str(caught.value)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_columns_as_other_programs_write_them_are_read(quotes: Path) -> None:
    rows = pq.read_table(quotes)
    expected = ask_a_little(quotes)
    for name, kind in {
        "id": pa.large_string(),
        "title": pa.string_view(),
        "kind": pa.dictionary(pa.int32(), pa.string()),
        "words": pa.int32(),
        "mention": pa.null(),
    }.items():
        at = rows.column_names.index(name)
        values = pa.array(rows.column(at).to_pylist(), kind if name != "kind" else pa.string())
        values = values.dictionary_encode() if name == "kind" else values
        rows = rows.set_column(at, name, values)
    pq.write_table(rows, quotes)
    assert ask_a_little(quotes) == expected
