"""The processor time of edits of one statement file, and of renaming a topic in a folder.

    python benchmarks/editing.py [--quotes 1000] [--files 1000]

Each figure is the best of three, and includes reading, proving and writing the files.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable

from synthetic import statement

from quotecli.store.editing.collection import Collection
from quotecli.store.editing.renaming import Renaming
from quotecli.store.editing.statement_file import StatementFile, edit


def best_of_three(work: Callable[[int], object]) -> float:
    """Return the least processor time of three calls, in seconds."""
    times = []
    for number in range(3):
        began = time.process_time()
        work(number)
        times.append(time.process_time() - began)
    return min(times)


def write(path: str, quotes: int, seed: int) -> str:
    with open(path, "w", encoding="utf-8") as file:
        file.write(statement(quotes, seed=seed))
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quotes", type=int, default=1000)
    parser.add_argument("--files", type=int, default=1000)
    options = parser.parse_args()
    gc.disable()  # as commands do

    with tempfile.TemporaryDirectory() as folder:
        path = write(os.path.join(folder, "one.yaml"), options.quotes, 1)
        ids = [quote.id for quote in edit(path).statement.quotes]
        opened = edit(path)

        def decide(file: StatementFile, number: int, key: str) -> None:
            file.set_quote(key, note=f"seen {number}")
            file.save()

        def decide_all(number: int) -> None:
            file = edit(path)
            for key in ids:
                file.set_quote(key, note=f"all seen {number}")
            file.save()

        print(f"{options.quotes:,} quotes in one file")
        figure = best_of_three(lambda number: decide(edit(path), number, ids[number]))
        print(f"  open, edit one quote, save: {figure:.3f} s")
        figure = best_of_three(lambda number: decide(opened, number, ids[-1 - number]))
        print(f"  edit one quote of an open file, save: {figure:.3f} s")
        print(f"  edit all quotes, save: {best_of_three(decide_all):.3f} s")
        os.unlink(path)

        for number in range(options.files):
            write(os.path.join(folder, f"{number}.yaml"), 25, number)
        topic = next(iter(edit(os.path.join(folder, "0.yaml")).statement.topics))

        def rename(number: int) -> None:
            collection = Collection([folder])
            old = topic if number == 0 else f"renamed-{number - 1}"
            Renaming(collection, "topics").set_id(old, f"renamed-{number}")
            assert len(collection.save()) == options.files

        print(f"{options.files:,} files of 25 quotes")
        print(f"  rename a topic in all of them: {best_of_three(rename):.3f} s")


if __name__ == "__main__":
    main()
