"""The time and memory of each export format, against `quotes -f jsonl` on the same data.

    python benchmarks/export.py [--runs 3] [--quotes 25000] [--to FORMAT …]

The data are one statement with so many quotes, and a folder of statements of 25 quotes each with as
many, indexed beforehand. Each round runs the floor and every format once, as processes; the tables
show medians, ratios of medians and peak memory. A format whose library is not installed is skipped
and named.
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
from quotecli.exporting.formats import FORMATS

TOOL = [sys.executable, "-m", "quotecli"]
QUOTES_PER_FILE = 25
MAX_RATIO, MAX_MEGABYTES = 5.0, 200
MAX_RATIOS = {"xlsx": 15.0, "qdpx": 15.0, "taguette": 15.0, "parquet": 25.0}
"""The limits of formats that take longer: they are compressed, and a library writes each cell."""
MAX_MEGABYTES_OF = {"parquet": 400}
"""A statement is in one part, which is held until it is written."""
MAKE = """
import os, sys
from synthetic import statement
folder, files, quotes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for number in range(files):
    with open(os.path.join(folder, f"debate-{number}.yaml"), "w", encoding="utf-8") as file:
        file.write(statement(quotes, seed=number + 1))
"""


def make_folder(folder: str, files: int, quotes: int) -> str:
    """Write so many statements of so many quotes to a new folder, and index them."""
    os.mkdir(folder)
    # In a process of its own: the memory of this one would count as that of those it starts.
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run(
        [sys.executable, "-c", MAKE, folder, str(files), str(quotes)], check=True, cwd=here
    )
    # Files just written would be read again, because they could still change unnoticed.
    time.sleep(3)
    subprocess.run([*TOOL, "topics", "-d", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def target(name: str, folder: str) -> list[str]:
    """Return the options of a format that cannot be written to standard output."""
    return [] if FORMATS[name].module else ["-o", folder, "--force"]


def cases(data: str, formats: list[str]) -> list[Case]:
    """Return the floor and each format."""
    exports = [
        Case(
            f"export --to {name}",
            [*TOOL, "export", "--to", name, "-d", data, *target(name, f"{data}.out")],
            MAX_RATIOS.get(name, MAX_RATIO),
            MAX_MEGABYTES_OF.get(name, MAX_MEGABYTES),
        )
        for name in formats
    ]
    return [Case("quotes -f jsonl", [*TOOL, "quotes", "-f", "jsonl", "-d", data]), *exports]


def installed(names: list[str]) -> list[str]:
    """Return the formats that can be written here; name the others on standard error."""
    found = []
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            command = [*TOOL, "export", "--to", name, *target(name, folder)]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode:
            print(f"skipped: {done.stderr.decode()}", file=sys.stderr, end="")
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
        one = os.path.join(
            make_folder(os.path.join(folder, "one"), 1, options.quotes), "debate-0.yaml"
        )
        print(f"One statement of {options.quotes:,} quotes\n")
        measure(cases(one, formats), options.runs)
        files = max(1, options.quotes // QUOTES_PER_FILE)
        many = make_folder(os.path.join(folder, "many"), files, QUOTES_PER_FILE)
        print(f"{files:,} statements of {QUOTES_PER_FILE} quotes each, indexed beforehand\n")
        measure(cases(many, formats), options.runs)


if __name__ == "__main__":
    main()
