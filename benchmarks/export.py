"""How long the formats of export take as whole processes, against `quotes -f jsonl` on the same
data.

    python benchmarks/export.py [--runs 3] [--quotes 25000] [--to FORMAT …]

One statement with so many quotes, and a folder of statements of 25 each with as many, whose index
is made before. Every round runs each format once, in turn with the floor; the tables give medians,
ratios of medians and peak memory. Every registered format is measured; one whose extra is not
installed is left out and named.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time

from startup import Case, measure

import quotecli
from quotecli.export import FORMATS

TOOL = [sys.executable, "-m", "quotecli"]
EACH = 25
LIMIT, MEGABYTES = 5.0, 200
SLOW = {"xlsx": 15.0, "qdpx": 15.0}
"""Formats that may take longer: they are compressed."""
MAKE = """
import os, sys
from synthetic import statement
folder, files, quotes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for number in range(files):
    with open(os.path.join(folder, f"debate-{number}.yaml"), "w", encoding="utf-8") as file:
        file.write(statement(quotes, seed=number + 1))
"""


def made(folder: str, files: int, quotes: int) -> str:
    """Write so many statements of so many quotes into a new folder, and read them once."""
    os.mkdir(folder)
    # By a process of its own: what this one holds, those that it starts count as their memory.
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run(
        [sys.executable, "-c", MAKE, folder, str(files), str(quotes)], check=True, cwd=here
    )
    # Files that have just been made are looked at again, since they could still change unseen.
    time.sleep(3)
    subprocess.run([*TOOL, "topics", "-d", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def cases(data: str, formats: list[str]) -> list[Case]:
    """The floor, and each format."""
    exports = [
        Case(
            f"export --to {name}",
            [*TOOL, "export", "--to", name, "-d", data],
            SLOW.get(name, LIMIT),
            MEGABYTES,
        )
        for name in formats
    ]
    return [Case("quotes -f jsonl", [*TOOL, "quotes", "-f", "jsonl", "-d", data]), *exports]


def installed(names: list[str]) -> list[str]:
    """The formats that can be written here; the others are named on stderr."""
    found = []
    for name in names:
        done = subprocess.run(
            [*TOOL, "export", "--to", name], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        if done.returncode:
            print(f"left out: {done.stderr.decode()}", file=sys.stderr, end="")
        else:
            found.append(name)
    return found


def main() -> None:
    """Measure the formats on one large statement, then on many small ones."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quotes", type=int, default=25_000)
    parser.add_argument("--to", nargs="+", choices=list(FORMATS), default=list(FORMATS))
    options = parser.parse_args()
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", os.path.dirname(str(quotecli.__file__))],
        check=True,
    )
    formats = installed(options.to)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUOTECLI_CACHE"] = os.path.join(folder, "cache")
        one = os.path.join(made(os.path.join(folder, "one"), 1, options.quotes), "debate-0.yaml")
        print(f"One statement of {options.quotes:,} quotes\n")
        measure(cases(one, formats), options.runs)
        files = max(1, options.quotes // EACH)
        many = made(os.path.join(folder, "many"), files, EACH)
        print(f"{files:,} statements of {EACH} quotes each, their index made before\n")
        measure(cases(many, formats), options.runs)


if __name__ == "__main__":
    main()
