"""Parquet: read by DuckDB, pandas, polars and Arrow, and given back whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import quotecli
from quotecli.exporting import parquet as exporting
from quotecli.importing import parquet as importing
from quotecli.model import Statement
from quotecli.rows.making import make_quote_rows, make_text_row
from quotecli.rows.schema import QUOTES, TEXTS
from quotecli.store.reader import read
from tests.conftest import HARBOUR, STORM
from tests.generated import statements
from tests.importing.test_round_trip import compared

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

MADE = [read(HARBOUR.encode(), "harbour.yaml"), read(STORM.encode(), "storm.yaml")]
QUOTE_ROWS = [row for item in MADE for row in make_quote_rows(item)]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A folder of rows of two statements."""
    quotecli.export(MADE, "parquet", str(tmp_path / "rows"))
    return tmp_path / "rows"


def write_table(path: Path, rows: list[dict[str, Any]], schema: Any = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


@settings(max_examples=settings().max_examples // 6)
@given(made=statements())
def test_everything_comes_back(tmp_path_factory: pytest.TempPathFactory, made: Statement) -> None:
    folder = str(tmp_path_factory.mktemp("rows") / "rows")
    quotecli.export([made], "parquet", folder)
    found = quotecli.import_from(folder)
    assert [compared(item) for item in found.statements] == [compared(made)]
    assert (list(found.skipped), list(found.remarks)) == ([], [])


def test_duckdb_reads_the_same_rows_and_filters_without_a_join(rows: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as db:
        found = db.sql(f"SELECT * FROM '{rows}/quotes/*.parquet'")
        assert [dict(zip(found.columns, row)) for row in found.fetchall()] == QUOTE_ROWS
        texts = db.sql(f"SELECT * FROM '{rows}/texts/*.parquet'")
        assert [dict(zip(texts.columns, row)) for row in texts.fetchall()] == [
            make_text_row(item) for item in MADE
        ]
        asked = "list_contains(about, 'trade') AND speaker = 'Ann Lee' AND folded LIKE '% feeds %'"
        assert db.sql(f"SELECT id FROM found WHERE {asked}").fetchall() == [("harbour-grows",)]


def test_pandas_polars_and_arrow_read_the_same_rows(rows: Path) -> None:
    quotes = rows / "quotes"
    assert pq.read_table(quotes).to_pylist() == QUOTE_ROWS
    polars = pytest.importorskip("polars")
    assert polars.read_parquet(quotes / "*.parquet").to_dicts() == QUOTE_ROWS
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(quotes)
    assert list(frame.columns) == [column.name for column in QUOTES]
    assert list(frame["excerpt"]) == [row["excerpt"] for row in QUOTE_ROWS]


def test_what_polars_wrote_again_is_read(rows: Path) -> None:
    polars = pytest.importorskip("polars")
    for table in ("quotes", "texts"):
        path = rows / table / "part-00000.parquet"
        polars.read_parquet(path).write_parquet(path)
    found = quotecli.import_from(str(rows))
    assert [compared(item) for item in found.statements] == [compared(item) for item in MADE]


def test_many_statements_are_in_parts_of_a_bounded_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MAX_PART", 1)
    monkeypatch.setattr("quotecli.parquet._MAX_ROWS", 1)
    held = 0

    def stream() -> Any:
        nonlocal held
        for number in range(5):
            held += 1
            yield MADE[0]._replace(id=f"harbour-{number}")

    names = []
    for name, _ in exporting.export(stream()):
        names.append(name)
        assert held <= len(names) // 2 + 1  # a part is written before the next is gathered
    assert names == [
        f"{table}/part-0000{number}.parquet" for number in range(5) for table in ("quotes", "texts")
    ]
    assert [name for name, _ in exporting.export([])] == [
        *("quotes/part-00000.parquet", "texts/part-00000.parquet"),
    ]


def test_few_rows_are_held_if_the_tables_are_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [MADE[number % 2]._replace(id=f"made-{number}") for number in range(200)]
    folder = tmp_path / "rows"
    quotecli.export(made, "parquet", str(folder))
    most = 0
    take = importing._Groups.take

    def watch(self: Any, text: str, count: int) -> Any:
        nonlocal most
        found = take(self, text, count)
        most = max(most, sum(map(len, self._kept.values())))
        return found

    monkeypatch.setattr(importing._Groups, "take", watch)
    found = quotecli.import_from(str(folder))
    assert len(list(found.statements)) == len(found.statements) == 200
    assert most == 0
    # In any other order, they are still those of their texts.
    path = folder / "quotes" / "part-00000.parquet"
    pq.write_table(pq.read_table(path).sort_by([("id", "descending")]), path)
    assert [[quote.id for quote in one.quotes] for one in found.statements] == [
        [quote.id for quote in one.quotes] for one in made
    ]
    assert most > 0


def test_ids_of_articles_become_ids_of_statements(tmp_path: Path) -> None:
    ids = ["https://paper.example/1?a=b", "b", "B", "b", "codebook"]
    made = [MADE[0]._replace(id=key) for key in ids]
    quotecli.export(made, "parquet", str(tmp_path / "rows"))
    found = quotecli.import_from(str(tmp_path / "rows"))
    keys = [item.id for item in found.statements]
    assert keys == list(found.ids)
    assert keys == ["https-paper-example-1-a-b", "b", "b-2", "b-3", "codebook"]
    assert {quote.statement for quote in found.statements[2].quotes} == {"b-2"}
    assert list(found.remarks) == [
        "3 ids of texts cannot be ids of statements, such as 'https://paper.example/1?a=b', now"
        " 'https-paper-example-1-a-b'"
    ]


def test_topics_of_all_texts_are_shared(tmp_path: Path) -> None:
    quotecli.export(MADE, "parquet", str(tmp_path / "rows"))
    shared = set(MADE[0].topics.items()) & set(MADE[1].topics.items())
    assert set(quotecli.import_from(str(tmp_path / "rows")).codebook.items()) <= shared
    twice = [MADE[0], MADE[0]._replace(id="again")]
    quotecli.export(twice, "parquet", str(tmp_path / "twice"))
    assert quotecli.import_from(str(tmp_path / "twice")).codebook == MADE[0].topics


def test_what_is_missing_or_wrong_is_listed_and_the_rest_imported(rows: Path) -> None:
    texts, quotes = [make_text_row(item) for item in MADE], [dict(row) for row in QUOTE_ROWS]
    texts[1]["topics"][0]["id"] = "Not An Id"
    quotes.append({**quotes[0], "text_id": "lost\x1b[31m"})
    del quotes[1]
    write_table(rows / "texts" / "part-00000.parquet", texts)
    write_table(rows / "quotes" / "part-00000.parquet", quotes)
    found = quotecli.import_from(str(rows))
    assert [item.id for item in found.statements] == ["harbour"]
    assert [line.partition(": ")[0] for line in found.skipped] == [
        *(
            "text 'harbour'",
            "text 'storm'",
            r"1 quote of the text 'lost\x1b[31m', which is missing",
        ),
    ]
    assert found.skipped[0] == "text 'harbour': 1 quote of 3 missing"
    assert "not a valid id" in found.skipped[1]


def damage(rows: Path, column: str, value: Any) -> None:
    changed: list[dict[str, Any]] = [{**row, column: value} for row in QUOTE_ROWS]
    write_table(rows / "quotes" / "part-00000.parquet", changed)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("parts", None, "null in the column 'parts'"),
        ("parts", ["a", None], "null in the column 'parts'"),
        ("text_id", None, "null in the column 'text_id'"),
        ("rank", "first", "not rows: "),
        ("kind", [1], "not rows: "),
    ],
)
def test_columns_of_another_kind_are_refused(
    rows: Path, column: str, value: Any, message: str
) -> None:
    damage(rows, column, value)
    with pytest.raises(quotecli.UnreadableError, match=message) as refused:
        list(quotecli.import_from(str(rows)).statements)
    assert refused.value.place
    assert refused.value.place.file.endswith("part-00000.parquet")


def test_damaged_and_missing_files_are_refused(rows: Path, tmp_path: Path) -> None:
    with pytest.raises(quotecli.UnreadableError, match="unreadable: No such file"):
        quotecli.import_from(str(tmp_path / "nothing"), "parquet")
    path = rows / "texts" / "part-00000.parquet"
    data = path.read_bytes()
    for content in (b"", b"PAR1", data[:-100], b"x" * 100):
        path.write_bytes(content)
        with pytest.raises(quotecli.UnreadableError, match=r"not rows|not a Parquet file"):
            quotecli.import_from(str(rows))
    write_table(path, [{"id": "a"}])
    with pytest.raises(quotecli.UnreadableError, match="no column 'title'"):
        list(quotecli.import_from(str(rows)).statements)
    path.unlink()
    with pytest.raises(quotecli.UnreadableError, match="no Parquet file in it"):
        quotecli.import_from(str(rows))


def test_a_folder_of_rows_is_replaced_as_a_whole(rows: Path) -> None:
    (rows / "quotes" / "part-00009.parquet").write_bytes(b"old")
    (rows / "_SUCCESS").write_bytes(b"")
    with pytest.raises(quotecli.QuotecliError, match="already exists"):
        quotecli.export(MADE[:1], "parquet", str(rows))
    quotecli.export(MADE[:1], "parquet", str(rows), force=True)
    assert sorted(os.listdir(rows)) == ["quotes", "texts"]
    assert os.listdir(rows / "quotes") == ["part-00000.parquet"]
    (rows / "quotes" / "mine.txt").write_bytes(b"mine")
    with pytest.raises(quotecli.QuotecliError, match="has other files"):
        quotecli.export(MADE, "parquet", str(rows), force=True)
    assert (rows / "quotes" / "mine.txt").read_bytes() == b"mine"
    assert len(TEXTS) == len(pq.read_table(rows / "texts").schema)


def test_text_that_sql_engines_stumble_over_is_kept(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    text = "NUL \x00, \ufffe, \U0001f30a, e\u0301, \r\n\u2028“It rains,” said Ann Lee."
    made = quotecli.draft(text)
    quotecli.export([made], "parquet", str(tmp_path / "rows"))
    with duckdb.connect() as db:
        (found,) = db.sql(f"SELECT text FROM '{tmp_path}/rows/texts/*.parquet'").fetchall()
    assert found == (text,)


@pytest.mark.parametrize("aside", ["texts/_staging/part.parquet", "texts/.part.parquet"])
def test_what_a_program_has_not_finished_is_not_of_the_table(rows: Path, aside: str) -> None:
    (file,) = (rows / "texts").glob("*.parquet")
    (rows / aside).parent.mkdir(exist_ok=True)
    (rows / aside).write_bytes(file.read_bytes())
    found = quotecli.import_from(str(rows))
    assert [item.id for item in found.statements] == ["harbour", "storm"]
