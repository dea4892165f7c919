"""Speed of `quotecli compare`, beside reading the folders that it compares.

    python benchmarks/compare.py [STATEMENTS]

Makes statements with 25 quotes each, 1,000 unless told otherwise, and a second annotation of all of
them: one quote in ten is missing, one has another topic, one another speaker, and one fewer words.
Everything is measured in one process, as processor time with that of its workers.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from synthetic import collection

from quotecli import Quote, Statement, load
from quotecli.comparing.coding import name_coders, put_side_by_side
from quotecli.comparing.compare import compare
from quotecli.comparing.differences import find_differences
from quotecli.criteria import Criteria
from quotecli.library.library import Library
from quotecli.store import reader
from quotecli.store.writer import write


def make(folder: str, statements: int) -> tuple[str, str]:
    """Write the folders of two coders, and return them."""
    ada, ben = (os.path.join(folder, name) for name in ("ada", "ben"))
    collection(ada, statements * 25)
    chance = random.Random(1)
    for path in sorted(Path(ada).rglob("*.yaml")):
        statement = reader.load(str(path))
        for coder, target in (("Ada Ash", path), ("Ben Oak", ben / path.relative_to(ada))):
            quotes = statement.quotes
            if coder == "Ben Oak":
                quotes = tuple(change_some(statement, chance))
            quotes = tuple(replace(quote, coder="") for quote in quotes)
            target.parent.mkdir(parents=True, exist_ok=True)
            content = write(statement._replace(coder=coder, quotes=quotes))
            target.write_text(content, encoding="utf-8")
    return ada, ben


def change_some(statement: Statement, chance: random.Random) -> Iterator[Quote]:
    """Yield the quotes of a statement as another coder has them."""
    topics, people = [*statement.topics.values()], [*statement.speakers.values()]
    for quote in statement.quotes:
        what = chance.randrange(10)
        if what == 1:
            quote = replace(quote, topics=(chance.choice(topics),))
        elif what == 2:
            quote = replace(quote, speaker=chance.choice(people))
        elif what == 3:
            words = quote.parts[0].split()
            shorter = " ".join(words[: max(2, len(words) * 3 // 4)])
            quote = replace(quote, parts=(shorter,), anchoring=None)
        if what:
            yield quote


@contextmanager
def measure(what: str, seconds: dict[str, float]) -> Iterator[None]:
    """Note the processor time of a block, with that of the processes that ended in it."""
    before, began = os.times(), time.perf_counter()
    yield
    after, took = os.times(), time.perf_counter() - began
    seconds[what] = sum(after[:4]) - sum(before[:4])
    print(f"{what:<12} {seconds[what]:6.2f} s of processor time, {took:6.2f} s")


def main() -> None:
    statements = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUOTECLI_CACHE"] = os.path.join(folder, "cache")
        paths = make(os.path.join(folder, "study"), statements)
        libraries: list[Library] = []
        with measure("reading", seconds):
            libraries += [load(path) for path in paths]
        with measure("reading again", seconds):
            libraries = [load(path) for path in paths]
        with measure("comparing", seconds):
            coders = name_coders(libraries, paths)
            found = compare(coders, put_side_by_side(libraries, Criteria()))
            differences = find_differences(found)
    ratio = (seconds["reading"] + seconds["comparing"]) / seconds["reading"]
    counts = (f"{len(found.agreements):,} rows", f"{len(differences):,} differences")
    print(f"{statements:,} statements, {', '.join(counts)}")
    print(f"compare takes {ratio:.1f} x reading both folders")


if __name__ == "__main__":
    main()
