"""Time and memory that suggested topics take, held against writing the same quotes as JSON Lines.

    python benchmarks/suggest_speed.py [--quotes 25000 1000000]

Generates folders of 25 quotes a file (benchmarks/synthetic.py) and indexes them; then each command
runs as a whole process. Limits: 10 s and 500 MB for 25,000 quotes, 10 minutes for a million.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

from synthetic import collection


def run(*args: str) -> tuple[float, float]:
    """Run a command of quotecli, and return its seconds and those of its processor."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "quotecli", *args]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu


def main() -> None:
    """Print a row for each size, smallest first: the peak of memory is of all so far."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quotes", type=int, nargs="*", default=[25_000, 1_000_000])
    print("| quotes | suggest topics | CPU | ratio to quotes -f jsonl | peak memory |")
    print("|---|---|---|---|---|")
    for number in sorted(parser.parse_args().quotes):
        with tempfile.TemporaryDirectory() as folder:
            collection(os.path.join(folder, "all"), number)
            data = ("-d", os.path.join(folder, "all"))
            run("topics", *data)
            _, floor = run("quotes", "-f", "jsonl", *data)
            seconds, cpu = run("suggest", "topics", *data)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"| {number:,} | {seconds:.1f} s | {cpu:.1f} s | {cpu / floor:.1f} × | {peak:.0f} MB |"
        )


if __name__ == "__main__":
    main()
