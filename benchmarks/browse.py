"""Time taken by the first screen of `quotecli browse`, and by its answer to a key.

    python benchmarks/browse.py [--quotes 0 25000] [--runs 5]
    python benchmarks/browse.py FOLDER …

0 quotes stands for the statement that comes with quotecli; other numbers are collections that are
generated (benchmarks/synthetic.py), a million with --quotes 1000000. The first screen is timed on a
terminal of 120 x 40 from the start of the process until the first quote stands in its text,
alternating with `quotecli topics` and with a program that shows one line with Textual: the limit is
1.5 times the former plus the latter. An answer is timed from the key until the rows that it asks
for are handed to the screen; the limit is 100 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from typing import Any

from synthetic import collection

from quotecli.criteria import Criteria
from quotecli.library.loading import load
from quotecli.tui.browse import Browse
from quotecli.tui.quote_list import QuoteList

TOOL = [sys.executable, "-m", "quotecli"]
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("q", "quit", "")]
    def compose(self): yield Static("ready")
Bare().run()
"""
LIMIT = 100  # milliseconds for an answer
# Keys, and what they stand for.
KEYS = {
    "first letter": ["slash", "t"],
    "second letter": ["r"],
    "third letter": ["a"],
    "second word": ["space", "b", "e"],
    "all taken back": ["enter", "x"],
    "page down": ["pagedown", "pagedown", "pagedown", "pagedown"],
    "last quote": ["end"],
    "first quote": ["home"],
    "a filter chosen": ["f", "down", "enter"],
}


def time_screen(command: Sequence[str], sight: bytes) -> float:
    """Return the seconds until a command shows something on a terminal; then it is left with q."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    began = time.perf_counter()
    child = subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, start_new_session=True, close_fds=True
    )
    os.close(its)
    shown, took = b"", 0.0
    while select.select([ours], [], [], 600)[0]:
        try:
            shown += os.read(ours, 1 << 16)
        except OSError:
            break
        if not took and sight in shown:
            took = time.perf_counter() - began
            os.write(ours, b"q")
    child.wait()
    os.close(ours)
    assert took, f"{sight!r} was not shown"
    return took


def time_command(command: Sequence[str]) -> float:
    """Return the seconds that a command takes, its output on a pipe."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - began


async def time_keys(paths: Sequence[str]) -> dict[str, float]:
    """Return the milliseconds of the slowest key of each kind."""
    answered: list[float] = []

    class Timed(Browse):
        def _show_first(self, found: Any) -> None:
            super()._show_first(found)
            answered.append(time.perf_counter())

    add_page = QuoteList.add_page

    def timed_page(self: QuoteList, page: int, quotes: Any) -> None:
        add_page(self, page, quotes)
        answered.append(time.perf_counter())

    QuoteList.add_page = timed_page  # type: ignore[method-assign]  # to take its time
    library = load(*paths)
    app = Timed(lambda: library, library, Criteria())
    slowest: dict[str, float] = {}
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(app, pilot)
        for kind, keys in KEYS.items():
            for key in keys:
                answered.clear()
                began = time.perf_counter()
                await pilot.press(key)
                await settle(app, pilot)
                took = (answered[0] - began) * 1000 if answered else 0.0
                slowest[kind] = max(slowest.get(kind, 0.0), took)
    QuoteList.add_page = add_page  # type: ignore[method-assign]  # put back
    return slowest


async def settle(app: Browse, pilot: Any) -> None:
    """Wait until every question is answered."""
    for _ in range(3):  # an answer may ask for more
        await pilot.pause(0.05)
        while app.explorer.busy:
            await pilot.pause(0.01)


def measure(name: str, paths: Sequence[str], runs: int) -> None:
    """Print the tables of a library."""
    data = [part for path in paths for part in ("-d", path)]
    time_command([*TOOL, "topics", *data])
    topics, bare, browse = [], [], []
    for _ in range(runs):
        topics.append(time_command([*TOOL, "topics", *data]))
        bare.append(time_screen([sys.executable, "-c", BARE], b"ready"))
        browse.append(time_screen([*TOOL, "browse", *data], "⟦".encode()))
    one, two, mine = (statistics.median(times) * 1000 for times in (topics, bare, browse))
    limit = 1.5 * one + two
    print(f"## {name}\n")
    print("| `topics` | Textual alone | limit | first screen | |")
    print("|---|---|---|---|---|")
    verdict = "within" if mine <= limit else "OVER"
    print(f"| {one:,.0f} ms | {two:,.0f} ms | {limit:,.0f} ms | {mine:,.0f} ms | {verdict} |\n")
    print(f"| key | answered in | at most {LIMIT} ms |")
    print("|---|---|---|")
    for kind, took in asyncio.run(time_keys(paths)).items():
        print(f"| {kind} | {took:,.0f} ms | {'within' if took <= LIMIT else 'OVER'} |")
    print(flush=True)


def main() -> None:
    """Measure the shipped statement and collections, generated or given."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="*", help="collections to measure")
    parser.add_argument("--quotes", type=int, nargs="*", default=[0, 25_000])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    os.environ.pop("QUOTECLI_DATA", None)
    os.environ.setdefault("TERM", "xterm-256color")
    for folder in options.folders:
        measure(folder, [folder], options.runs)
    with tempfile.TemporaryDirectory() as work:
        for quotes in options.quotes if not options.folders else ():
            if not quotes:
                measure("the shipped statement", [], options.runs)
                continue
            os.environ["QUOTECLI_CACHE"] = os.path.join(work, "cache")
            folder = os.path.join(work, str(quotes))
            collection(folder, quotes)
            measure(f"{quotes:,} quotes", [folder], options.runs)


if __name__ == "__main__":
    main()
