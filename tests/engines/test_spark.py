"""What the engine for Spark does before Spark is asked; test_cluster.py has the rest."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError

spark = pytest.importorskip("quotecli.engines.spark")


def test_java_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(QuotecliError, match="Spark needs Java, which is not on the PATH") as no:
        spark._refuse_without_java()
    assert no.value.hint == "install Java 17 or later (Debian: apt install default-jre-headless)"
    monkeypatch.setenv("JAVA_HOME", "/no/java")
    with pytest.raises(QuotecliError, match="not in JAVA_HOME, /no/java"):
        spark._refuse_without_java()


def test_workers_are_sent_the_whole_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(spark._pack(str(tmp_path))) as package:
        names = package.namelist()
    assert {"quotecli/arrow.py", "quotecli/drafting/english/verbs.txt"} <= set(names)
    assert not [name for name in names if name.endswith(".pyc")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (
            "part-00007-0b1c2d3e-1234-4abc-9def-0123456789ab-c000.zstd.parquet",
            "part-00007-c000.zstd.parquet",
        ),
        ("part-00007-c000.zstd.parquet", "part-00007-c000.zstd.parquet"),
    ],
)
def test_the_name_of_a_file_loses_the_id_of_the_run(written: str, name: str) -> None:
    assert spark._RUN.sub("", written) == name
