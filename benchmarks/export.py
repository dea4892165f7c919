"""How long the formats of export take as whole processes, against `quotes -f jsonl` on the same data.

    python benchmarks/export.py [--runs 3] [--quotes 25000] [--to FORMAT …]

One statement with so many quotes, and a folder of statements of 25 each with as many. Every round runs each format
once, in turn with the floor; the tables give medians, ratios of medians and peak memory. Every registered format is
measured; one whose extra is not installed is left out and named.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

from startup import Case, measure
from synthetic import statement

import quotecli
from quotecli.errors import QuotecliError
from quotecli.export import FORMATS, exporter

EACH = 25
LIMIT, MEGABYTES = 5.0, 200
SLOW = {"xlsx": 30.0}
"""Formats that may take longer: a library writes them cell by cell."""


def cases(data: str, formats: list[str]) -> list[Case]:
    """The floor, and each format."""
    tool = [sys.executable, "-m", "quotecli"]
    floor = Case("quotes -f jsonl", [*tool, "quotes", "-f", "jsonl", "-d", data])
    return [
        floor,
        *[
            Case(f"export --to {name}", [*tool, "export", "--to", name, "-d", data], SLOW.get(name, LIMIT), MEGABYTES)
            for name in formats
        ],
    ]


def installed(names: list[str]) -> list[str]:
    """The formats that can be written here; the others are named on stderr."""
    found = []
    for name in names:
        try:
            exporter(name)
        except QuotecliError as error:
            print(f"left out: {error}", file=sys.stderr)
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
    subprocess.run([sys.executable, "-m", "compileall", "-q", os.path.dirname(str(quotecli.__file__))], check=True)
    formats = installed(options.to)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "debate.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(statement(options.quotes))
        print(f"One statement, {options.quotes:,} quotes\n")
        measure(cases(path, formats), options.runs)
        many = os.path.join(folder, "many")
        os.mkdir(many)
        for number in range(max(1, options.quotes // EACH)):
            with open(os.path.join(many, f"debate-{number}.yaml"), "w", encoding="utf-8") as file:
                file.write(statement(EACH, seed=number))
        print(f"{len(os.listdir(many)):,} statements, {EACH} quotes each\n")
        measure(cases(many, formats), options.runs)


if __name__ == "__main__":
    main()
