"""A table of texts, drafted by a cluster of Spark's that loses a worker; needs PySpark and Java."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_articles import make_lines
from spark_cluster import Cluster, kill, run_cluster, wait_for

from quotecli.engines.outputs import TABLES
from tests.engines.test_local import read

if not os.environ.get("QUOTECLI_SPARK"):  # set by .ci/run, which must not skip this
    pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
local = pytest.importorskip("quotecli.engines.local")
_BARE = pa.schema([("id", pa.string()), ("text", pa.string())])
pytestmark = pytest.mark.stress

_TEXTS = 2_000
_PATIENCE = 600  # seconds after which a run is taken to be stuck
# Some twenty parts, so that a worker is lost in the middle.
_DEFAULTS = """\
spark.sql.files.maxPartitionBytes 100000
spark.sql.files.openCostInBytes 100000
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with run_cluster(tmp_path_factory.mktemp("cluster"), 2, _DEFAULTS) as cluster:
        yield cluster


def test_a_lost_worker_neither_loses_nor_doubles_a_row(cluster: Cluster, tmp_path: Path) -> None:
    source, output = tmp_path / "articles.jsonl", tmp_path / "out"
    source.write_bytes(b"".join(make_lines(_TEXTS, paragraphs=5)))
    draft = cluster.draft(source, output)
    wait_for("tasks", lambda: cluster.count_finished(0) >= 2 or draft.poll() is not None)
    kill(cluster.workers[0])
    _, told = draft.communicate(timeout=_PATIENCE)
    assert draft.returncode == 0, told
    assert "Lost executor" in told
    assert cluster.count_finished(1) > 2

    local.draft_here(str(source), str(tmp_path / "one"), {})
    assert read(output) == read(tmp_path / "one")
    assert len(read(output)["texts"]) == _TEXTS * 99 // 100
    assert sorted(os.listdir(output)) == ["._SUCCESS.crc", "_SUCCESS", *sorted(TABLES)]

    again = cluster.draft(source, tmp_path / "again")
    _, told = again.communicate(timeout=_PATIENCE)
    assert again.returncode == 0, told
    files = read_files(output)
    assert read_files(tmp_path / "again") == files
    assert len([name for name in files if name.startswith("texts/")]) > 8


def read_files(folder: Path) -> dict[str, Any]:
    """Return the rows of each file of a folder, by its path there.

    The bytes may differ in one thing: parquet-java lists the encodings of a column in any order.
    """
    found = folder.rglob("*.parquet")
    return {
        path.relative_to(folder).as_posix(): pq.ParquetFile(path).read().to_pylist()
        for path in found
    }


def test_files_of_different_columns_are_read_as_here(cluster: Cluster, tmp_path: Path) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    (source / "below").mkdir(parents=True)
    rows = [json.loads(line) for line in make_lines(40, paragraphs=2, spoilt=1_000)]
    numbers = [{"id": 7, "text": rows[0]["text"]}, {"id": None, "text": None}]
    pq.write_table(pa.Table.from_pylist(rows), source / "a.parquet", row_group_size=10)
    pq.write_table(pa.Table.from_pylist(numbers).cast(_BARE), source / "below" / "b.parquet")
    (source / "_SUCCESS").touch()
    draft = cluster.draft(source, output)
    _, told = draft.communicate(timeout=_PATIENCE)
    assert draft.returncode == 0, told

    local.draft_here(str(source), str(tmp_path / "one"), {})
    found, wanted = read(output), read(tmp_path / "one")
    assert {key: sort(found[key]) for key in TABLES} == {key: sort(wanted[key]) for key in TABLES}
    assert wanted["rejected"] == [{"id": None, "reason": "it has no id"}]
    assert len(wanted["texts"]) == 41


def sort(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort rows by the text and the quote; Spark takes large files first."""
    return sorted(rows, key=lambda row: (row.get("text_id", row["id"]) or "", row.get("rank", 0)))


def test_what_spark_cannot_do_is_told_in_one_line(cluster: Cluster, tmp_path: Path) -> None:
    draft = cluster.draft(tmp_path / "none.jsonl", tmp_path / "out")
    _, told = draft.communicate(timeout=_PATIENCE)
    assert draft.returncode == 2
    assert "none.jsonl: Spark: [PATH_NOT_FOUND]" in told
    assert "Traceback" not in told
