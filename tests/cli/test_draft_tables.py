"""quotecli draft INPUT OUTPUT."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from made_articles import make_lines

from tests.cli.conftest import Run

pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def lines(tmp_path: Path) -> str:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"".join(make_lines(6, paragraphs=3, spoilt=6)))
    return str(path)


def test_a_table_is_drafted_to_a_folder(run: Run, lines: str, tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").write_text("topics: {port: {label: Port, keywords: [harbour]}}\n")
    output = str(tmp_path / "out")
    ran = run("draft", lines, output, "--jobs", "1", "--source.publisher", "The Post")
    assert ran.out == ""
    quotes = pq.read_table(f"{output}/quotes").to_pylist()
    assert ran.err.splitlines() == [
        f"note: topics and speakers are those of {tmp_path / 'codebook.yaml'}",
        f"{len(quotes)} quotes drafted from 5 texts",
        f"1 not drafted; {os.path.join(output, 'rejected')} has the reason of each",
    ]
    assert {quote["publisher"] for quote in quotes} == {"The Post"}
    assert ["port"] in [quote["topics"] for quote in quotes]

    assert "already exists" in run("draft", lines, output, status=2).err
    folder = tmp_path / "in"
    folder.mkdir()
    os.rename(lines, folder / "a.jsonl")
    run("draft", str(folder), output, "--force", "--jobs", "1")
    assert {row["publisher"] for row in pq.read_table(f"{output}/quotes").to_pylist()} == {None}


def test_a_table_without_quotes_is_nothing_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("[]\n")
    ran = run("draft", str(tmp_path / "a.jsonl"), str(tmp_path / "out"), status=1)
    assert ran.err.startswith("0 quotes drafted from 0 texts\n1 not drafted; ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("a.txt b.txt", "several SOURCEs; use -o FOLDER"),
        ("a.jsonl b --master local", "--master goes with --engine spark"),
        ("a.jsonl --engine spark", "--engine takes two arguments, INPUT and OUTPUT, and no -o"),
        ("a.jsonl b -o c --engine spark", "--engine takes two arguments, INPUT and OUTPUT"),
        ("a.jsonl b --jobs 2 --engine spark", "--jobs does not go with --engine"),
        ("a.jsonl b --from text", "--from does not go with a table of texts"),
        ("a.parquet b --show-text", "--show-text does not go with a table of texts"),
    ],
)
def test_arguments_that_do_not_go_together(run: Run, arguments: str, message: str) -> None:
    assert message in run("draft", *arguments.split(), status=2).err


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="PySpark is installed")
def test_pyspark_is_named_where_it_is_missing(run: Run) -> None:
    arguments = ("s3a://store/a.parquet", "s3a://store/b", "--engine", "spark")
    ran = run("draft", *arguments, status=2)
    assert ran.err.splitlines() == [
        "quotecli: --engine spark needs pyarrow and pyspark",
        "  run: pip install 'pyarrow>=17' 'pyspark[sql]>=4'",
    ]
