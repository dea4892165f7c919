"""The processor time of edits of one statement file, of renaming a topic in a folder, and of
moving the speakers that two files share to their codebook.

    python benchmarks/editing.py [--quotes 1000] [--files 1000] [--speakers 4000]

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
from quotecli.store.editing.lifting import find_shared, lift
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


def share(number: int) -> float:
    """Return the processor time in which speakers of two files go to the codebook that serves them.

    The codebook has a speaker already.
    """
    people = "".join(f"  p{n}: {{name: Person {n}}}\n" for n in range(number))
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (
            ("codebook", "speakers:\n  other: {name: Somebody else}\n"),
            *((name, f"title: {name}\nspeakers:\n{people}text: x\nquotes: []\n") for name in "ab"),
        ):
            with open(os.path.join(folder, f"{name}.yaml"), "w", encoding="utf-8") as file:
                file.write(content)
        began = time.process_time()
        collection = Collection([folder])
        book = collection.find_book(os.path.join(folder, "codebook.yaml"))
        lift(find_shared(collection, book), book)
        assert len(collection.save()) == 3
        return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quotes", type=int, default=1000)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--speakers", type=int, default=4000)
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

    print(f"{options.speakers:,} speakers of two files")
    for number in (options.speakers // 10, options.speakers):
        print(f"  move {number:,} to the codebook: {min(share(number) for _ in range(3)):.3f} s")


if __name__ == "__main__":
    main()
