"""What a text costs: in one bare process, in processes, and in Spark; docs/scale.md has figures.

Takes the number of texts (default: 10,000), and words of the ways to measure. Each way runs twice,
with a few texts and with all of them: the difference is what the texts cost, the rest is the start.
Costs are processor time of all processes that take part, and do not depend on what else the machine
does. Spark's are told apart: Python drafts and converts rows; Java reads, passes on, and writes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from made_articles import make_lines
from spark_cluster import Cluster, run_cluster

from quotecli.processes import count_processors

_FEW = 8
_TICKS = os.sysconf("SC_CLK_TCK")
# As many parts as a worker needs to be busy to the end, of sizes as a large input has them.
_DEFAULTS = """\
spark.sql.files.maxPartitionBytes 1000000
spark.sql.files.openCostInBytes 1000000
"""
_BARE = """
import json, sys
import quotecli
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    quotecli.draft_rows(row.pop("id"), row.pop("text"), **row)
"""


class Cost(NamedTuple):
    """Seconds of a run: those that passed, and those of processors in Python and in Java."""

    passed: float
    python: float
    java: float

    def minus(self, other: Cost) -> Cost:
        """Return the difference to another run."""
        return Cost(*(mine - its for mine, its in zip(self, other)))


class Meter(threading.Thread):
    """Adds up the processor time of the processes of some sessions, while it runs."""

    def __init__(self, sessions: set[int]) -> None:
        super().__init__(daemon=True)
        self.sessions = sessions
        self._began = {pid: spent for pid, (_, spent) in self._look().items()}
        self._spent: dict[int, tuple[str, float]] = {}
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until stop() is called: of a process that ends, the last look counts."""
        while not self._ended.wait(0.05):
            self._spent |= self._look()

    def stop(self) -> dict[str, float]:
        """Return seconds by "java" and "python"."""
        self._spent |= self._look()
        self._ended.set()
        self.join()
        sums = {"java": 0.0, "python": 0.0}
        for pid, (name, spent) in self._spent.items():
            sums["java" if name == "java" else "python"] += spent - self._began.get(pid, 0)
        return sums

    def _look(self) -> dict[int, tuple[str, float]]:
        found = {}
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                with suppress(OSError):
                    name, _, rest = Path(entry.path, "stat").read_text().rpartition(")")
                    fields = rest.split()
                    if int(fields[3]) in self.sessions:
                        spent = (int(fields[11]) + int(fields[12])) / _TICKS
                        found[int(entry.name)] = name.partition("(")[2], spent
        return found


def measure(start: Callable[[], subprocess.Popen[Any]], workers: set[int]) -> Cost:
    """Return what a program costs, with the sessions of the workers that it uses."""
    meter = Meter(set(workers))
    began = time.perf_counter()
    process = start()
    meter.sessions.add(process.pid)
    meter.start()
    _, told = process.communicate()
    passed = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(told)
    return Cost(passed, **meter.stop())


def run(*arguments: str) -> subprocess.Popen[Any]:
    """Start Python in a session of its own."""
    return subprocess.Popen(
        [sys.executable, *arguments], stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def list_ways(cluster: Cluster, folder: Path) -> dict[str, Callable[[Path], Any]]:
    """Return what starts a run over a file, by its name."""

    def output() -> Path:
        return Path(tempfile.mkdtemp(dir=folder)) / "out"

    def draft_here(jobs: int) -> Callable[[Path], Any]:
        return lambda source: run(
            *("-m", "quotecli", "draft", str(source), str(output()), "--jobs", str(jobs))
        )

    cores = count_processors()
    return {
        "bare process, draft_rows": lambda source: run("-c", _BARE, str(source)),
        "quotecli draft, 1 process": draft_here(1),
        f"quotecli draft, {cores} processes": draft_here(cores),
        "Spark, local[1]": lambda source: cluster.draft(source, output(), "local[1]"),
        f"Spark, local[{cores}]": lambda source: cluster.draft(source, output(), f"local[{cores}]"),
        "Spark, two workers": lambda source: cluster.draft(source, output()),
    }


def main() -> None:
    texts = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    words = sys.argv[2:] or [""]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = folder / "few.jsonl", folder / "many.jsonl"
        few.write_bytes(b"".join(make_lines(_FEW, spoilt=texts + 1)))
        many.write_bytes(b"".join(make_lines(texts, spoilt=texts + 1)))
        print(f"{texts:,} texts, {many.stat().st_size / texts:,.0f} bytes each\n")
        print("| | start, s | ms a text: Python | Java | texts a second and core | of bare |")
        print("|---|---|---|---|---|---|")
        with run_cluster(folder, 2, _DEFAULTS, java="") as cluster:
            workers = {worker.pid for worker in cluster.workers}
            bare = 0.0
            for way, start in list_ways(cluster, folder).items():
                if not any(word in way for word in words):
                    continue
                used = workers if way == "Spark, two workers" else set()
                began = measure(partial(start, few), used)
                whole = measure(partial(start, many), used)
                cost = whole.minus(began)
                a_text = (cost.python + cost.java) / (texts - _FEW)
                bare = bare or a_text
                shown = [1000 * part / (texts - _FEW) for part in (cost.python, cost.java)]
                print(
                    f"| {way} | {began.python + began.java:.1f} | {shown[0]:.2f} | {shown[1]:.2f} |"
                    f" {1 / a_text:,.0f} | {bare / a_text:.0%} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
