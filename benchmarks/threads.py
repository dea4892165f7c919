"""Measures how many questions a second one library answers in 1, 8 and 64 threads.

Every thread asks what a web page would: quotes on a topic, a search, counts, one quote. With
`--beside`, one more thread asks for cross-tables all the time, which take much longer. A line is a
process of its own, and each answer is compared with that of a single thread. An index is measured
with one connection behind a lock, with as many as the library opens, and with one a thread.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import synthetic

import quotecli
from quotecli.library import database

THREADS = (1, 8, 64)
CONNECTIONS = (1, database._MAX_CONNECTIONS, 64)
PAGE = 20  # quotes

Question = Callable[[], Any]


def make_questions(library: quotecli.Library) -> list[Question]:
    """Return questions with answers of about the same size in every library."""
    topics = list(islice(library.topics, 5))
    some = [quote.id for quote in library.quotes(limit=5)]
    words = [max(quote.excerpt.split(), key=len) for quote in library.quotes(limit=5)]

    def about(topic: str, word: str, key: str) -> list[Question]:
        on, said = quotecli.Criteria(topics=(topic,)), quotecli.Criteria(search=(word,))
        return [
            lambda: list(library.lines(on, limit=PAGE)),
            lambda: list(library.lines(said, "relevance", limit=PAGE)),
            lambda: library.count_speakers(said, limit=PAGE),
            lambda: library.quote(key),
        ]

    return [question for page in zip(topics, words, some) for question in about(*page)]


def measure(path: str, threads: int, seconds: float, beside: bool) -> None:
    """Print the answers a second, the slowest of them, what they take, and the wrong ones."""
    library = quotecli.load(path)
    questions = make_questions(library)
    expected = [question() for question in questions]
    waits: list[float] = []
    wrong, end = [0] * threads, [0.0]
    start = Barrier(threads + 1)

    def ask(number: int) -> None:
        start.wait()
        for at in islice(cycle(range(len(questions))), number, None):
            begun = time.perf_counter()
            if begun > end[0]:
                return
            wrong[number] += questions[at]() != expected[at]
            waits.append(time.perf_counter() - begun)

    def ask_for_more() -> None:
        while not end[0] or time.perf_counter() < end[0]:
            library.tally(("topic", "speaker"))

    workers = [Thread(target=ask, args=(number,)) for number in range(threads)]
    workers += [Thread(target=ask_for_more)] if beside else []
    for worker in workers:
        worker.start()
    cpu, begun = time.process_time(), time.perf_counter()
    end[0] = begun + seconds
    start.wait()
    for worker in workers:
        worker.join()

    rate = len(waits) / (time.perf_counter() - begun)
    slow = sorted(waits)[len(waits) * 95 // 100] * 1000
    cost = (time.process_time() - cpu) / len(waits) * 1000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    files = len(os.listdir("/proc/self/fd"))
    print(
        f"{rate:,.0f} | {slow:,.0f} ms | {cost:.1f} ms | {memory:.0f} MB | {files} | {sum(wrong)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--beside", action="store_true", help="ask for cross-tables as well")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        path, threads, connections = options.child
        database._MAX_CONNECTIONS = int(connections)
        measure(path, int(threads), options.seconds, options.beside)
        return

    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUOTECLI_CACHE"] = os.path.join(folder, "cache")
        one = Path(folder, "statement.yaml")
        one.write_text(synthetic.statement(6_250), encoding="utf-8")
        several = os.path.join(folder, "several")
        synthetic.collection(several, 25_000)
        quotecli.load(several)
        head = "library | connections | threads | answers a second | 95 % within | CPU an answer"
        print(f"| {head} | memory | open files | wrong |\n{'|---' * 9}|")
        cases = [("6,250 quotes, one file", str(one), 1)]
        cases += [("25,000 quotes, 1,000 files", several, number) for number in CONNECTIONS]
        for name, path, connections in cases:
            for threads in THREADS:
                command = [sys.executable, __file__, "--seconds", str(options.seconds)]
                command += ["--beside"] * options.beside
                command += ["--child", path, str(threads), str(connections)]
                found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                print(f"| {name} | {connections} | {threads} | {found.strip()} |", flush=True)


if __name__ == "__main__":
    main()
