"""Time taken to index and query collections, and how it grows with their size.

    python benchmarks/collection.py [--quotes 1000 25000 250000 1000000] [--runs 7]
                                    [--svg docs/pictures/growth.svg]
    python benchmarks/collection.py FOLDER …

Generates collections of 25 quotes a file (benchmarks/synthetic.py), or takes real ones. Each
command runs as a whole process, alternating with `quotecli topics` on the statement that comes with
quotecli; its ratio is to that, after the time is subtracted in which the system gives the
fingerprints of all files (stat). Building is compared with a bare pass over the YAML events of all
files, writing everything with json.dumps of the same objects. Memory is that of all processes
together (proportional set size, Linux only). Byte code is compiled before the first round.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from growth import Series, plot
from startup import run
from synthetic import collection

import quotecli
from quotecli.store.discovery import scan

TOOL = [sys.executable, "-m", "quotecli"]
BARE = """
import sys, yaml
for path in sys.stdin.read().splitlines():
    with open(path, "rb") as stream:
        loader = yaml.CSafeLoader(stream.read())
    while loader.get_event() is not None: pass
"""
STAT = """
import os, sys
def visit(folder):
    for entry in os.scandir(folder):
        visit(entry.path) if entry.is_dir(follow_symlinks=False) else entry.stat()
visit(sys.argv[1])
"""
DUMPS = """
import json, sys, time
objects = map(json.loads, open(sys.argv[1], encoding="utf-8"))
took = 0.0
with open("/dev/null", "w", encoding="utf-8") as out:
    for item in objects:
        began = time.perf_counter()
        out.write(json.dumps(item, ensure_ascii=False) + "\\n")
        took += time.perf_counter() - began
print(took)
"""
# For the two sizes with limits: times beyond stat as multiples of the baseline, that of building as
# a multiple of a bare pass.
LIMITS = {
    25_000: {"build": 3.0, "warm": 1.3, "edited": 1.5},
    1_000_000: {"build": 3.0, "warm": 2.0, "edited": 2.5},
}
MEGABYTES = {25_000: 150, 1_000_000: 300}


class Case(NamedTuple):
    """A command line on a collection, what to do before each run, and the name of its limit."""

    name: str
    args: list[str]
    limit: str
    before: Callable[[], None] = lambda: None


def measure(folder: str, runs: int) -> dict[str, float]:
    """Print the table of a collection, and return the seconds of each case."""
    found = scan([folder])
    # A process counts the memory of the one that started it as its own, so what is written is not
    # kept here.
    written = os.path.join(os.path.dirname(folder), "all.jsonl")
    with open(written, "wb") as stream:
        subprocess.run([*TOOL, "quotes", "-d", folder, "-f", "jsonl"], stdout=stream, check=True)
    with open(written, encoding="utf-8") as stream:
        quotes = sum(1 for _ in stream)
    with open(written, encoding="utf-8") as stream:
        some = json.loads(next(islice(stream, quotes // 2, None)))
    # Files written moments ago are compared again, since they could still change unnoticed.
    time.sleep(3)
    subprocess.run([*TOOL, "topics", "-d", folder], stdout=subprocess.DEVNULL, check=True)
    limits = LIMITS.get(quotes, {})
    size = sum(fingerprint[0] for fingerprint in found.fingerprints) / 1e6
    print(f"## {quotes:,} quotes in {len(found.paths):,} files, {size:,.1f} MB\n")
    print("| | median | beyond stat | ratio | at most | peak memory | at most |")
    print("|---|---|---|---|---|---|---|")
    baseline = [*TOOL, "topics"]
    stat = statistics.median(run([sys.executable, "-c", STAT, folder])[0] for _ in range(runs))
    stat -= statistics.median(run([sys.executable, "-c", "import os, sys"])[0] for _ in range(runs))
    seconds = {}
    for case in cases(folder, found.paths, some):
        mine, baselines, peak = [], [], 0.0
        for number in range(runs + 1):
            case.before()
            took, memory = run([*TOOL, *case.args])
            once, _ = run(baseline)
            if number:
                mine.append(took)
                baselines.append(once)
                peak = max(peak, memory)
        median, base = statistics.median(mine), statistics.median(baselines)
        seconds[case.name] = median
        limit = limits.get(case.limit)
        shown = f"{limit:.1f} ×" if limit else ""
        print(
            f"| `{case.name}` | {median * 1000:,.0f} ms | {(median - stat) * 1000:,.0f} ms |"
            f" {(median - stat) / base:.2f} × topics | {shown} | {peak:.0f} MB | |",
            flush=True,
        )
    seconds |= everything(folder, written, runs)
    seconds |= building(
        folder, found.paths, min(runs, 3), limits.get("build"), MEGABYTES.get(quotes)
    )
    print(f"\nstat of all files: {stat * 1000:,.0f} ms\n", flush=True)
    return seconds


def cases(folder: str, paths: list[str], some: dict[str, Any]) -> Iterator[Case]:
    """Yield the commands that have to answer as fast as on one statement."""
    chance = random.Random(1)
    phrase = " ".join(some["excerpt"].split()[:3])
    data = ["-d", folder]
    yield Case("topics", ["topics", *data], "warm")
    yield Case(
        "quotes -t TOPIC -n 20", ["quotes", "-t", some["topics"][0], "-n", "20", *data], "warm"
    )
    yield Case('quotes -q "rare phrase"', ["quotes", "-q", f'"{phrase}"', *data], "warm")
    yield Case("show ID", ["show", f"{some['statement']}/{some['id']}", *data], "warm")
    yield Case("show BEGINNING", ["show", some["id"].rpartition("-")[0], *data], "warm")

    def edit() -> None:
        path = Path(chance.choice(paths))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.rstrip("\n") + f"\n# {chance.random()}\n", encoding="utf-8")

    yield Case("one file edited, then topics", ["topics", *data], "edited", edit)


def everything(folder: str, written: str, runs: int) -> dict[str, float]:
    """Compare writing all quotes as JSON Lines with json.dumps of the same objects."""
    baselines, mine, peak = [], [], 0.0
    for _ in range(min(runs, 3)):
        done = subprocess.run(
            [sys.executable, "-c", DUMPS, written], capture_output=True, text=True, check=True
        )
        baselines.append(float(done.stdout))
        took, memory = run([*TOOL, "quotes", "-d", folder, "-f", "jsonl"])
        mine.append(took)
        peak = max(peak, memory)
    median, base = statistics.median(mine), statistics.median(baselines)
    print(
        f"| `quotes -f jsonl` of everything | {median * 1000:,.0f} ms |"
        f" | {median / base:.2f} × json.dumps | 3.0 × | {peak:.0f} MB | |",
        flush=True,
    )
    return {"quotes -f jsonl": median}


def building(
    folder: str, paths: list[str], runs: int, limit: float | None, megabytes: int | None
) -> dict[str, float]:
    """Compare building the index with a bare pass over the YAML events of all files."""
    bare, mine = [], []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", BARE], input="\n".join(paths), text=True, check=True)
        bare.append(time.perf_counter() - began)
        shutil.rmtree(os.environ["QUOTECLI_CACHE"], ignore_errors=True)
        mine.append(run([*TOOL, "topics", "-d", folder])[0])
    # Once more, since measuring the memory of processes takes time of its own.
    shutil.rmtree(os.environ["QUOTECLI_CACHE"], ignore_errors=True)
    with peak_memory() as seen:
        run([*TOOL, "topics", "-d", folder])
    peak = seen[0]
    median, base = statistics.median(mine), statistics.median(bare)
    shown = f"{limit:.1f} ×" if limit else ""
    most = f"{megabytes} MB" if megabytes else ""
    print(
        f"| build | {median * 1000:,.0f} ms |"
        f" | {median / base:.2f} × a bare pass ({base * 1000:,.0f} ms) | {shown}"
        f" | {peak:.0f} MB | {most} |",
        flush=True,
    )
    return {"build": median}


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """Measure, ten times a second, the memory of all processes that this one starts, in MB.

    Yields a list with the highest sum so far.
    """
    peak = [0.0]
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            peak[0] = max(peak[0], sum(map(_proportional_set, _descendants(os.getpid()))) / 1024)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _descendants(process: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in map(int, children):
        yield child
        yield from _descendants(child)


def _proportional_set(process: int) -> float:
    """Return the memory of a process in KB, with shared pages divided by the number of users."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(float(row.split()[1]) for row in rows if row.startswith("Pss:"))


def main() -> None:
    """Measure collections, generated or given, and draw how the time of each command grows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="*", help="real collections, of which copies are measured")
    parser.add_argument(
        "--quotes", type=int, nargs="*", default=[1_000, 25_000, 250_000, 1_000_000]
    )
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--svg", help="write a picture of the growth to this file")
    options = parser.parse_args()
    package = os.path.dirname(str(quotecli.__file__))
    subprocess.run([sys.executable, "-m", "compileall", "-q", package], check=True)
    grown: dict[str, Series] = {}
    with tempfile.TemporaryDirectory() as work:
        os.environ["QUOTECLI_CACHE"] = os.path.join(work, "cache")
        os.environ.pop("QUOTECLI_DATA", None)
        for quotes in options.quotes if not options.folders else ():
            folder = os.path.join(work, "generated")
            collection(folder, quotes)
            for name, seconds in measure(folder, options.runs).items():
                grown.setdefault(name, []).append((quotes, seconds))
            shutil.rmtree(folder)
        for given in options.folders:
            folder = os.path.join(work, "given")
            shutil.copytree(given, folder)
            measure(folder, options.runs)
            shutil.rmtree(folder)
    if options.svg:
        Path(options.svg).write_text(plot(grown), encoding="utf-8")


if __name__ == "__main__":
    main()
