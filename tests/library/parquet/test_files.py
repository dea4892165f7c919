"""Of the files of a folder only those are read that a question is about, and no other files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from quotecli.criteria import Criteria
from quotecli.errors import UnreadableError
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.model import Statement
from tests.library.parquet.make import write_rows
from tests.make import made, quote

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")


def published(name: str, date: str) -> Statement:
    """Return a statement of a quote, with a date."""
    return made("One two.", quote("two"), file=f"{name}.yaml", source={"published": date})


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """Rows in a folder for each of three months, of which the first and the last are damaged."""
    for month in ("2024-01", "2024-02", "2024-03"):
        write_rows(tmp_path, [published(f"in-{month}", f"{month}-05")], f"date={month}")
    for month in ("2024-01", "2024-03"):
        for table in ("quotes", "texts"):
            (tmp_path / table / f"date={month}" / "part-00000.parquet").write_bytes(b"PAR1 junk")
    return tmp_path


def test_a_partition_that_is_not_asked_for_is_not_read(months: Path) -> None:
    asked = Criteria(since="2024-02", until="2024-02-28", search=("two",))
    library = load(str(months))
    assert [one.statement for one in library.quotes(asked)] == ["in-2024-02"]
    assert library.count(asked) == library.summary(asked).quotes == 1
    assert [one.id for one in library.select(asked)] == ["in-2024-02"]
    assert [one.id for one in library.texts(asked, lambda text: True)] == ["in-2024-02"]
    with pytest.raises(UnreadableError, match="unreadable: "):
        library.count(asked._replace(since="2024-01"))


def test_dates_without_a_partition_give_nothing(months: Path) -> None:
    library = load(str(months))
    assert list(library.quotes(Criteria(since="2025"))) == []
    assert library.summary(Criteria(until="2023")).statements == 0


@pytest.mark.parametrize("name", ["date=2024-02", "published=2024", "day=2024-02-05", "part=x"])
def test_a_date_in_a_folder_is_that_of_its_texts(tmp_path: Path, name: str) -> None:
    folder = write_rows(tmp_path, [published("a", "2024-02-05")], name)
    assert load(str(folder)).count(Criteria(since="2024-02-05", until="2024-02")) == 1
    assert load(str(folder)).count(Criteria(since="2024-03")) == 0
    assert load(str(folder)).statement_of("a").source.published == "2024-02-05"


def test_names_of_files_are_names_alone(tmp_path: Path) -> None:
    folder = write_rows(tmp_path, [published("a", "2024")])
    write_rows(folder, [published("b", "2024")], "it's [a-z]*?")
    write_rows(folder, [published("c", "2024")], "it's az")
    for table in ("quotes", "texts"):
        place = folder / table
        os.rename(place / "part-00000.parquet", place / "'; DROP TABLE x; --.parquet")
        (place / "_writing.parquet").write_bytes(b"half")
        (place / ".hidden.parquet").write_bytes(b"half")
    library = load(str(folder))
    assert sorted(one.statement for one in library.quotes()) == ["a", "b", "c"]
    assert len(library.statements) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="names are UTF-8 elsewhere")
def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = write_rows(tmp_path, [published("a", "2024")])
    (folder / "quotes" / "part-00000.parquet").rename(
        folder / "quotes" / os.fsdecode(b"\xff.parquet")
    )
    with pytest.raises(UnreadableError, match="a name that is not UTF-8") as caught:
        load(str(folder))
    assert caught.value.hint


def test_nothing_but_the_files_is_open_to_queries(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    library = load(str(write_rows(tmp_path / "rows", [published("a", "2024")])))
    other, here = tmp_path / "other.csv", tmp_path / "rows" / "quotes"
    for sql in (
        f"SELECT * FROM read_csv('{other}')",
        f"SELECT * FROM '{other}'",
        f"COPY (SELECT 1) TO '{here / 'new.parquet'}'",
        f"ATTACH '{tmp_path / 'new.db'}'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_parquet('https://example.org/a.parquet')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '99GB'",
    ):
        with pytest.raises(duckdb.Error):
            library._shelf.db._db.cursor().execute(sql).fetchall()  # type: ignore[attr-defined]


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    write_rows(tmp_path, [published("a", "2024")])
    (tmp_path / "texts" / "part-00000.parquet").unlink()
    with pytest.raises(UnreadableError, match="no Parquet files of texts"):
        load(str(tmp_path))
    with pytest.raises(UnreadableError, match="cannot be combined"):
        load(str(tmp_path), str(tmp_path))


def test_a_library_that_is_pickled_reads_the_files_again(tmp_path: Path) -> None:
    import pickle

    library = load(str(write_rows(tmp_path, [published("a", "2024")])))
    again: Library = pickle.loads(pickle.dumps(library))
    assert list(again.lines()) == list(library.lines())
    assert not again.notes
