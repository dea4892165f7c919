"""Drafting a table of texts in Spark.

Spark reads, retries, and writes: of a task that ran twice one result counts, whichever worker was
lost. What is here says how the input is cut, so that it depends on the files alone, and gives the
files of the output names that are the same in every run.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotecli.arrow import SCHEMA
from quotecli.engines.inputs import COLUMNS, Kind, find_kind, refuse_without_columns
from quotecli.engines.outputs import DONE, TABLES, RowCounts, refuse_others, refuse_output
from quotecli.engines.work import WORK
from quotecli.errors import Place, QuotecliError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# How Spark cuts the input: by these numbers, and not by those of its processors, so that the same
# input always has the same parts. A part is a task, and at most a file of each table.
_SETTINGS = {
    "spark.sql.files.maxPartitionBytes": str(64 << 20),
    "spark.sql.files.openCostInBytes": str(1 << 20),
    "spark.sql.files.minPartitionNum": "256",
    "spark.sql.caseSensitive": "true",
    # Texts may be long: of thousands of them a batch would not fit into memory.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "128",
    "spark.sql.execution.arrow.maxBytesPerBatch": str(64 << 20),
    "spark.sql.inMemoryColumnarStorage.batchSize": "1000",
    "spark.sql.parquet.compression.codec": "zstd",
}
_STAGING = "_writing"
_RUN = re.compile(r"-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOVERS = 16  # files of a store that are renamed at a time


def draft_in_spark(
    source: str,
    output: str,
    settings: dict[str, Any],
    *,
    master: str | None = None,
    force: bool = False,
) -> RowCounts:
    """Write the drafts of all texts of `source` to the folder `output`, and count them.

    Takes and writes what quotecli.engines.local.draft_here() does, in any store that Spark reads;
    `master` is the URL of the cluster, by default that of Spark's own settings. Raises
    QuotecliError if Spark cannot start, or does not finish.
    """
    from pyspark import StorageLevel
    from pyspark.sql.pandas.types import from_arrow_schema

    with _start(master) as session, _report(source):
        folder = _Folder(session, output)
        folder.check(force)
        frame, kind = _read(session, source)
        work = partial(WORK[kind], **settings)
        # Kept on the workers' disks: the three tables are written from it, one after the other.
        drafts = frame.mapInArrow(work, from_arrow_schema(SCHEMA)).persist(StorageLevel.DISK_ONLY)
        tables = {
            "quotes": drafts.selectExpr("inline(quotes)"),
            "texts": drafts.where("text IS NOT NULL").select("text.*"),
            "rejected": drafts.where("reason IS NOT NULL").select("id", "reason"),
        }
        for name in TABLES:
            tables[name].write.mode("overwrite").parquet(folder.stage(name))
        folder.finish()
        return RowCounts(*(session.read.parquet(folder.name(table)).count() for table in TABLES))


def _read(session: SparkSession, source: str) -> tuple[DataFrame, Kind]:
    """Return the texts of the input, and what they are."""
    reader = session.read.option("recursiveFileLookup", "true")
    lines = reader.option("lineSep", "\n").text(source)
    if (kind := find_kind(lines.inputFiles(), source)) == "lines":
        return lines.select(lines["value"].cast("binary")), kind
    frame = reader.option("mergeSchema", "true").parquet(source)
    refuse_without_columns(frame.columns, source)
    return frame.select(*(name for name in COLUMNS if name in frame.columns)), kind


class _Folder:
    """The output, in the file system of Hadoop that its URL names."""

    def __init__(self, session: SparkSession, output: str) -> None:
        self.output = output
        self.path = session._jvm.org.apache.hadoop.fs.Path
        self.system = self.path(output).getFileSystem(session._jsc.hadoopConfiguration())

    def name(self, *names: str) -> str:
        """Return the name of something in the output."""
        return "/".join([self.output.rstrip("/"), *names])

    def stage(self, table: str) -> str:
        """Return the name of the folder to which Spark writes a table."""
        return self.name(_STAGING, table)

    def check(self, force: bool) -> None:
        """Raise QuotecliError if the output must not be written to; remove what a run left."""
        refuse_output(self._list(self.output), self.output, force)
        for table in TABLES:
            refuse_others(self._list(self.name(table)), self.name(table))
        self.system.delete(self.path(self.name(_STAGING)), True)

    def finish(self) -> None:
        """Put the tables that were written in the place of those that the output has."""
        for name in (DONE, *TABLES):
            self.system.delete(self.path(self.name(name)), True)
        moves = []
        for table in TABLES:
            self.system.mkdirs(self.path(self.name(table)))
            for name in self._list(self.stage(table)):
                if name.endswith(".parquet"):
                    target = self.name(table, _RUN.sub("", name))
                    moves.append((self.name(_STAGING, table, name), target))

        with ThreadPoolExecutor(_MOVERS) as movers:
            for _ in movers.map(self._rename, moves):
                pass
        self.system.delete(self.path(self.name(_STAGING)), True)
        self.system.create(self.path(self.name(DONE))).close()

    def _rename(self, move: tuple[str, str]) -> None:
        source, target = move
        if not self.system.rename(self.path(source), self.path(target)):
            raise QuotecliError("cannot write", place=Place(target))

    def _list(self, name: str) -> list[str]:
        """Return the names in a folder; none if it does not exist."""
        path = self.path(name)
        if not self.system.exists(path):
            return []
        return [status.getPath().getName() for status in self.system.listStatus(path)]


@contextmanager
def _start(master: str | None) -> Iterator[SparkSession]:
    """Start Spark, send the package to its workers, and stop it at the end."""
    from pyspark.sql import SparkSession

    _refuse_without_java()
    # PySpark warns of versions of pandas, which drafting does not use.
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
    if master is not None and master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("quotecli draft")
    builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    with _report("spark"):
        session = (builder.master(master) if master else builder).getOrCreate()

    try:
        for key, value in _SETTINGS.items():
            if session.conf.get(key, None) is None:
                session.conf.set(key, value)
        with tempfile.TemporaryDirectory() as folder:
            session.sparkContext.addPyFile(_pack(folder))
            yield session
    finally:
        session.stop()


def _refuse_without_java() -> None:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=os.path.join(home, "bin") if home else None)
    if found is None and "PYSPARK_GATEWAY_PORT" not in os.environ:  # started by spark-submit
        where = f"in JAVA_HOME, {home}" if home else "on the PATH"
        hint = "install Java 17 or later (Debian: apt install default-jre-headless)"
        raise QuotecliError(f"Spark needs Java, which is not {where}", hint=hint)


def _pack(folder: str) -> str:
    """Return the path of a zip of this package, from which workers import it."""
    home = Path(__file__).parent.parent
    path = os.path.join(folder, "quotecli.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for inner in sorted(home.rglob("*")):
            if inner.is_file() and inner.suffix != ".pyc":
                file.write(inner, f"{home.name}/{inner.relative_to(home).as_posix()}")
    return path


@contextmanager
def _report(what: str) -> Iterator[None]:
    """Raise QuotecliError, one line, for what Spark raises."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        java = getattr(error, "java_exception", None)
        told = str(java.getMessage() if java is not None else error).strip()
        line = told.partition("\n")[0]
        hint = "see Spark's log, above"
        raise QuotecliError(f"Spark: {line}", place=Place(what), hint=hint) from None
