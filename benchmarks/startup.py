"""Time taken by the commands as whole processes, compared with baselines.

    python benchmarks/startup.py [--runs 15] [--quotes 25000]

The baseline of the small commands is a Python that imports the libraries they use; that of a large
statement is a bare pass over its YAML events. Every round runs each command once; the table gives
medians, and ratios of medians. Byte code is compiled before the first round.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

from synthetic import statement

import quotecli

IMPORTS = "import click, yaml, rich.console, rich.table"
EVENTS = """
import sys, yaml
loader = yaml.CSafeLoader(open(sys.argv[1], "rb"))
while loader.get_event() is not None: pass
"""


class Case(NamedTuple):
    """A command to measure, with the limits of its ratio to the baseline and of its memory."""

    name: str
    command: list[str]
    limit: float | None = None
    megabytes: int | None = None


def measure(cases: list[Case], runs: int) -> None:
    """Print a table; the first case is the baseline of the others."""
    seconds: dict[str, list[float]] = {case.name: [] for case in cases}
    peaks: dict[str, float] = {}
    for round_number in range(runs + 1):
        for case in cases:
            took, peak = run(case.command)
            if round_number:
                seconds[case.name].append(took)
                peaks[case.name] = max(peaks.get(case.name, 0), peak)
    baseline = statistics.median(seconds[cases[0].name])
    print(f"| {runs} runs in turn | median | ratio | at most | peak memory | at most |")
    print("|---|---|---|---|---|---|")
    for case in cases:
        median = statistics.median(seconds[case.name])
        limit = f"{case.limit:.2f} ×" if case.limit else ""
        megabytes = f"{case.megabytes} MB" if case.megabytes else ""
        print(
            f"| `{case.name}` | {median * 1000:,.0f} ms | {median / baseline:.2f} × | {limit} |"
            f" {peaks[case.name]:.0f} MB | {megabytes} |"
        )
    print()


def run(command: list[str]) -> tuple[float, float]:
    """Run a process, read its output from a pipe; return its seconds and peak memory in MB."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONUNBUFFERED", "FORCE_COLOR")
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env=environment, cwd=tempfile.gettempdir()
    )
    assert process.stdout is not None
    while process.stdout.read(1 << 20):
        pass
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    return took, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def main() -> None:
    """Measure the small commands, then two sizes of a large statement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--quotes", type=int, default=25_000)
    options = parser.parse_args()
    python, tool = [sys.executable], [sys.executable, "-m", "quotecli"]
    subprocess.run(
        [*python, "-m", "compileall", "-q", os.path.dirname(str(quotecli.__file__))], check=True
    )
    measure(
        [
            Case(f"python -c '{IMPORTS}'", [*python, "-c", IMPORTS]),
            Case("quotecli --version", [*tool, "--version"], 0.75),
            Case("quotecli topics", [*tool, "topics"], 1.35),
            Case(
                "quotecli quotes --topic military", [*tool, "quotes", "--topic", "military"], 1.35
            ),
            Case("quotecli quotes -f json", [*tool, "quotes", "-f", "json"], 1.0),
        ],
        options.runs,
    )
    with tempfile.TemporaryDirectory() as folder:
        for quotes in (options.quotes // 4, options.quotes):
            path = os.path.join(folder, f"debate-{quotes}.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(statement(quotes))
            print(f"{quotes:,} quotes, {os.path.getsize(path) / 1e6:.1f} MB\n")
            data = ["-d", path]
            cases = [
                Case("bare pass over the YAML events", [*python, "-c", EVENTS, path]),
                Case("quotecli topics", [*tool, "topics", *data], 3.5, 150),
                Case("quotecli quotes", [*tool, "quotes", *data], 6.0),
                Case("quotecli quotes -f jsonl", [*tool, "quotes", "-f", "jsonl", *data]),
                Case("quotecli check", [*tool, "check", *data]),
            ]
            measure(cases, max(3, options.runs // 3))


if __name__ == "__main__":
    main()
