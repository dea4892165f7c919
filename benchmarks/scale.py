"""What a text costs: in one bare process, in processes, and in Spark; docs/scale.md has figures.

Takes the number of texts (default: 20,000), and words of the ways to measure. Each way runs twice,
with a quarter of the texts and with all of them: the difference is what the texts cost, and the
rest is the start. Costs are processor time of all processes that take part. Spark's are told apart:
Python drafts and converts rows; Java reads, passes on, and writes, and compiles what it runs, which
it has done after some ten thousand texts.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from made_articles import make_lines
from spark_cluster import Cluster, run_cluster

from quotecli.processes import count_processors

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
    """Seconds of processors: in Python, in Java, and in Java's compilers of what it runs."""

    python: float
    java: float
    compilers: float

    @property
    def whole(self) -> float:
        """All of them."""
        return sum(self)

    def share(self, other: Cost, texts: int) -> Cost:
        """Return what each of so many texts cost that another run did not have."""
        return Cost(*((mine - its) / texts for mine, its in zip(self, other)))


class Meter(threading.Thread):
    """Adds up the processor time of the processes of some sessions, while it runs."""

    def __init__(self, sessions: set[int]) -> None:
        super().__init__(daemon=True)
        self.sessions = sessions
        self._spent: dict[tuple[str, str], float] = {}
        self._ended = threading.Event()
        self._look()
        self._began = dict(self._spent)

    def run(self) -> None:
        """Look until stop() is called: of what ends, the last look counts."""
        while not self._ended.wait(0.05):
            self._look()

    def stop(self) -> Cost:
        """Return what was spent since the meter was made."""
        self._look()
        self._ended.set()
        self.join()
        sums = dict.fromkeys(["python", "java", "compilers"], 0.0)
        for (kind, path), spent in self._spent.items():
            sums[kind] += spent - self._began.get((kind, path), 0)
        sums["java"] -= sums["compilers"]
        return Cost(**sums)

    def _look(self) -> None:
        for entry in os.scandir("/proc"):
            if entry.name.isdigit() and self._note(Path(entry.path)) == "java":
                with suppress(OSError):
                    for thread in os.scandir(f"{entry.path}/task"):
                        self._note(Path(thread.path))

    def _note(self, path: Path) -> str:
        """Note what a process or a thread has spent, and return its name, if it is of a session."""
        with suppress(OSError):
            start, _, rest = (path / "stat").read_text().rpartition(")")
            name, fields = start.partition("(")[2], rest.split()
            if int(fields[3]) not in self.sessions:
                return ""
            is_compiler = re.match("C[12] Compiler", name) is not None
            if path.parent.name != "task" or is_compiler:
                kind = "compilers" if is_compiler else "java" if name == "java" else "python"
                self._spent[kind, str(path)] = (int(fields[11]) + int(fields[12])) / _TICKS
            return name
        return ""


def measure(start: Callable[[], subprocess.Popen[Any]], workers: set[int]) -> Cost:
    """Return what a program costs, with the sessions of the workers that it uses."""
    meter = Meter(set(workers))
    process = start()
    meter.sessions.add(process.pid)
    meter.start()
    _, told = process.communicate()
    if process.returncode:
        raise SystemExit(told)
    return meter.stop()


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
    texts = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    words = sys.argv[2:] or [""]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = folder / "few.jsonl", folder / "many.jsonl"
        few.write_bytes(b"".join(make_lines(texts // 4, spoilt=texts + 1)))
        many.write_bytes(b"".join(make_lines(texts, spoilt=texts + 1)))
        print(f"{texts:,} texts, {many.stat().st_size / texts:,.0f} bytes each\n")
        print("| | start, s | ms a text: Python | Java | compilers | a second and core | of bare |")
        print("|---|---|---|---|---|---|---|")
        bare = 0.0
        with run_cluster(folder, 2, _DEFAULTS, java="") as cluster:
            workers = {worker.pid for worker in cluster.workers}
            for way, start in list_ways(cluster, folder).items():
                if any(word in way for word in words):
                    used = workers if way == "Spark, two workers" else set()
                    began = measure(partial(start, few), used)
                    whole = measure(partial(start, many), used)
                    a_text = whole.share(began, texts - texts // 4)
                    bare = bare or a_text.whole
                    print_row(way, whole.whole - texts * a_text.whole, a_text, bare)


def print_row(way: str, start: float, a_text: Cost, bare: float) -> None:
    """Print what a start and a text cost; rates with Java's compilers, and without them."""
    parts = " | ".join(f"{1000 * part:.2f}" for part in a_text)
    costs = dict.fromkeys([a_text.whole, a_text.whole - a_text.compilers])
    rates = ", ".join(f"{1 / cost:,.0f}" for cost in costs)
    shares = ", ".join(f"{bare / cost:.0%}" for cost in costs)
    print(f"| {way} | {start:.1f} | {parts} | {rates} | {shares} |", flush=True)


if __name__ == "__main__":
    main()
