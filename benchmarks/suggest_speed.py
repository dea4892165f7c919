"""Time and memory that suggestions take, held against writing the same quotes as JSON Lines.

    python benchmarks/suggest_speed.py [--quotes 25000 1000000] [--times 3]

Generates folders of 25 quotes a file (benchmarks/synthetic.py) and indexes them; then each command
runs as a whole process, some times, and the fastest counts. Topics are suggested with SciPy and,
as if it were not installed, without; quotes are suggested for a topic that a quarter of them have,
all others with the words that speak for it, which takes longest. The index is in a cache of its
own. Limits: 10 s and 500 MB for 25,000 quotes, 10 minutes for a million.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from typing import NamedTuple

from synthetic import collection

_WITHOUT = "import sys; sys.modules['scipy'] = None; from quotecli.__main__ import run; run()"


class Run(NamedTuple):
    """How long a process took, its seconds on the processor, and the most memory it held, in MB."""

    seconds: float
    cpu: float
    memory: float


def run(*args: str, scipy: bool = True) -> Run:
    """Run a command of quotecli, with SciPy or as if it were not installed."""
    began = time.perf_counter()
    start = ("-m", "quotecli") if scipy else ("-c", _WITHOUT)
    process = subprocess.Popen([sys.executable, *start, *args], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"quotecli {' '.join(args)}: exit status {process.returncode}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    taken = time.perf_counter() - began
    return Run(taken, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def main() -> None:
    """Print a row for each command and number of quotes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quotes", type=int, nargs="*", default=[25_000, 1_000_000])
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    every = ("--at-least", "0", "-f", "jsonl")
    commands: list[tuple[str, tuple[str, ...], bool]]
    commands = [("suggest topics, without SciPy", ("suggest", "topics"), False)]
    if find_spec("sklearn"):
        commands += [
            ("suggest topics, with SciPy", ("suggest", "topics"), True),
            ("suggest quotes", ("suggest", "quotes", "--topic", "topic-0", *every), True),
        ]

    print("| quotes | command | time | CPU | ratio to quotes -f jsonl | memory |")
    print("|---|---|---|---|---|---|")
    for number in options.quotes:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CACHE_HOME"] = os.path.join(folder, "cache")
            data = ("-d", os.path.join(folder, "all"))
            collection(data[1], number)
            run("topics", *data)
            floor = min(run("quotes", "-f", "jsonl", *data).cpu for _ in range(options.times))
            for what, command, scipy in commands:
                runs = [run(*command, *data, scipy=scipy) for _ in range(options.times)]
                best = min(runs, key=lambda one: one.cpu)
                print(
                    f"| {number:,} | {what} | {best.seconds:.1f} s | {best.cpu:.1f} s "
                    f"| {best.cpu / floor:.1f} × | {best.memory:.0f} MB |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
