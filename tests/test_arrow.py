"""Rows as Arrow: the same rows, picklable functions, usable from a zip."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import quotecli
from quotecli.drafting.rows import draft_text

pa = pytest.importorskip("pyarrow")
arrow = pytest.importorskip("quotecli.arrow")

TEXT = "“It will rain,” said Ann Lee. “And soon,” she said.\n"


def make_batches(rows: list[dict[str, Any]], size: int) -> Iterator[Any]:
    return iter(pa.Table.from_pylist(rows).to_batches(max_chunksize=size))


def test_each_text_has_a_row_in_order() -> None:
    topics = {"rain": quotecli.Topic("rain", "Rain", keywords=("rain",))}
    given: list[dict[str, Any]] = [
        {"id": "a", "text": TEXT, "title": "Rain", "url": "https://paper.example", "more": 1},
        {"id": None, "text": TEXT},
        {"id": "c", "text": None},
        {"id": "d", "text": ""},
        {"id": "e", "text": TEXT * 3, "title": None},
    ]
    found = list(arrow.draft_batches(make_batches(given, 2), topics=topics))
    assert {batch.schema for batch in found} == {arrow.SCHEMA}
    rows = pa.Table.from_batches(found).to_pylist()
    assert rows == [draft_text(row, {"topics": topics}) for row in given]
    assert rows[0]["quotes"][0]["topics"] == ["rain"]
    assert [row["reason"] for row in rows[:3]] == [None, "it has no id", "it has no text"]


def test_what_is_not_a_text_of_utf8_is_rejected_alone() -> None:
    strings = pa.array([TEXT.encode(), b"caf\xe9"], pa.binary()).view(pa.string())
    table = pa.table({"id": [1, 2], "text": strings})
    assert arrow.draft_table(table).column("reason").to_pylist() == [None, "its text is not a text"]
    assert arrow.draft_table(table.slice(0, 0)).schema == arrow.SCHEMA
    numbers = pa.table({"id": ["a"], "text": [7]})
    assert arrow.draft_table(numbers).column("reason").to_pylist() == ["its text is not a text"]
    without = pa.table({"id": ["a"]})
    assert arrow.draft_table(without).column("reason").to_pylist() == ["it has no text"]


def test_large_texts_are_in_batches_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "_MAX_CHARACTERS", 100)
    given = [{"id": str(number), "text": TEXT * 3} for number in range(4)]
    sizes = [batch.num_rows for batch in arrow.draft_batches(make_batches(given, 4))]
    assert sizes == [1, 1, 1, 1]


def test_the_functions_are_pickled_by_name_and_drafts_are_the_same_elsewhere() -> None:
    topics = {"rain": quotecli.Topic("rain", "Rain", keywords=("rain",))}
    for function in (arrow.draft_batches, arrow.draft_table):
        assert b"quotecli.arrow" in pickle.dumps(function)
        assert len(pickle.dumps(function)) < 100
    work = pickle.dumps(partial(arrow.draft_table, topics=topics))
    table = pa.table({"id": ["a"], "text": [TEXT]})
    script = (
        "import pickle, sys\nwork, table = pickle.load(sys.stdin.buffer)\n"
        "sys.stdout.buffer.write(pickle.dumps(pickle.loads(work)(table).to_pylist()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps((work, table)),
        check=True,
        capture_output=True,
    )
    assert pickle.loads(done.stdout) == arrow.draft_table(table, topics=topics).to_pylist()


def test_a_zip_of_the_package_drafts_the_same(tmp_path: Path) -> None:
    """As Spark's workers have it: --py-files puts the wheel itself on the path."""
    wheel = tmp_path / "quotecli.whl"
    home = Path(quotecli.__file__).parent
    with zipfile.ZipFile(wheel, "w") as file:
        for path in sorted(home.rglob("*")):
            if "__pycache__" not in path.parts:
                file.write(path, f"quotecli/{path.relative_to(home).as_posix()}")
    script = (
        "import json, sys, quotecli\nfrom quotecli import arrow\nimport pyarrow as pa\n"
        "text = sys.stdin.read()\n"
        "table = arrow.draft_table(pa.table({'id': ['a'], 'text': [text]}))\n"
        "print(json.dumps([quotecli.__file__, arrow.__file__, quotecli.draft_rows('a', text),"
        " table.to_pylist()[0]['quotes']]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=TEXT,
        env={**os.environ, "PYTHONPATH": str(wheel), "PYTHONUTF8": "1"},
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
    )
    package, module, *rows = json.loads(done.stdout)
    assert package.startswith(str(wheel))
    assert module.startswith(str(wheel))
    assert rows == [quotecli.draft_rows("a", TEXT)] * 2


def test_json_lines_of_rows_are_read_as_the_same_table() -> None:
    reading = pytest.importorskip("pyarrow.json")
    rows = quotecli.draft_rows("a", TEXT)
    data = "\n".join(map(json.dumps, rows)).encode()
    options = reading.ParseOptions(explicit_schema=arrow.QUOTES_SCHEMA)
    table = reading.read_json(pa.BufferReader(data), parse_options=options)
    assert table.schema == arrow.QUOTES_SCHEMA
    assert table.to_pylist() == rows


@pytest.mark.stress
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_ray_drafts_the_same_rows(tmp_path: Path) -> None:
    """As docs/scale.md has it, on this machine alone."""
    ray = pytest.importorskip("ray")
    reading = pytest.importorskip("ray.data")
    pq = pytest.importorskip("pyarrow.parquet")
    given: list[dict[str, Any]] = [
        {"id": f"a-{number:03}", "text": f"{TEXT}No. {number}.", "published": "2024-05-01"}
        for number in range(200)
    ]
    given[7]["text"] = None
    given[9]["id"] = None
    topics = {"rain": quotecli.Topic("rain", "Rain", keywords=("rain",))}
    pq.write_table(pa.Table.from_pylist(given), tmp_path / "articles.parquet")

    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    try:
        texts = reading.read_parquet(str(tmp_path / "articles.parquet"))
        drafts = texts.map_batches(
            arrow.draft_table,
            batch_format="pyarrow",
            batch_size=64,
            fn_kwargs={"topics": topics},
        )
        found = drafts.take_all()
    finally:
        ray.shutdown()

    expected = [draft_text(row, {"topics": topics}) for row in given]
    assert sorted(found, key=lambda row: str(row["id"])) == sorted(
        expected, key=lambda row: str(row["id"])
    )
