"""What import makes of the selections in real REFI-QDA projects, checked against their own names.

    python benchmarks/projects.py FOLDER [--reasons]

Every .qdpx file in the folder and below is imported as `quotecli import --from qdpx` does, after
each selection was numbered in its description, which becomes the note of a quote. The table shows
how many selections were kept and left out, and of those kept, how many contradict their own name
(the name is words of the text, and not those of the passage) and how many cut a word. None may: the
exit status is then 1. --reasons lists why selections were left out. Nothing is written.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from quotecli.errors import QuotecliError
from quotecli.exporting.refi import NAMESPACE
from quotecli.importing.qdpx import read
from quotecli.model import Statement
from quotecli.text.scripts import is_unspaced

TAG = f"{{{NAMESPACE}}}"
MIN_NAME = 4
"""A name of fewer words may be in the text by chance; those of QualCoder are always the words."""


class Selections(NamedTuple):
    """The names of the selections in a project by their numbers, and the program that made it."""

    origin: str
    names: list[str]


class Counts(NamedTuple):
    """Selections of a project, and how many of those kept are wrong."""

    selections: int
    kept: int
    contradicting: int
    cutting: int


def number_selections(data: bytes) -> tuple[bytes, Selections]:
    """Return a project whose selections are numbered in their descriptions, and their names."""
    old = zipfile.ZipFile(io.BytesIO(data))
    new = io.BytesIO()
    found = Selections("", [])
    with zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            content = old.read(name)
            if name.lower().endswith(".qde"):
                root = ElementTree.fromstring(content)
                found = Selections(root.get("origin") or "", list(_number(root)))
                content = ElementTree.tostring(root, "utf-8")
            archive.writestr(name, content)
    return new.getvalue(), found


def _number(root: ElementTree.Element) -> Iterator[str]:
    parents = [
        node for node in root.iter() if node.tag in (f"{TAG}TextSource", f"{TAG}Representation")
    ]
    selections = [one for node in parents for one in node.findall(f"{TAG}PlainTextSelection")]
    for number, selection in enumerate(selections):
        description = selection.find(f"{TAG}Description")
        if description is None:
            description = ElementTree.Element(f"{TAG}Description")
            selection.insert(0, description)
        description.text = f"{description.text or ''} [selection {number}]"
        yield selection.get("name") or ""


def check(selections: Selections, statements: Sequence[Statement]) -> Counts:
    """Count what became of the selections in the statements of their project."""
    kept: set[int] = set()
    contradicting = cutting = 0
    for statement in statements:
        letters = find_letters(statement.text)
        for quote in statement.quotes:
            numbers = [int(number) for number in re.findall(r"\[selection (\d+)\]", quote.note)]
            kept.update(numbers)
            words = find_letters(" ".join(quote.parts))
            contradicting += sum(
                contradicts(selections.names[number], words, letters, selections.origin)
                for number in numbers
            )
            cutting += any(
                cuts(statement.text, edge) for span in quote.anchor.spans for edge in span
            )
    return Counts(len(selections.names), len(kept), contradicting, cutting)


def contradicts(name: str, words: str, text: str, origin: str) -> bool:
    """Return whether a name is words of the text, and not those of the passage."""
    name = name.strip().removesuffix("...").removesuffix("…")
    wanted = find_letters(name)
    is_whole = "qualcoder" in origin.lower()
    if not wanted or (words == wanted if is_whole else words.startswith(wanted)):
        return False
    return is_whole or (len(name.split()) >= MIN_NAME and wanted in text)


def find_letters(text: str) -> str:
    """Return the letters and digits of a text, in small letters."""
    return "".join(filter(str.isalnum, text)).casefold()


def cuts(text: str, offset: int) -> bool:
    """Return whether an offset is within a word of a script that has spaces."""
    sides = text[max(0, offset - 1) : offset + 1]
    return len(sides) == 2 and offset > 0 and sides.isalnum() and not any(map(is_unspaced, sides))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reasons", action="store_true")
    args = parser.parse_args()

    print("| project | made by | texts | selections | kept | left out | contradict | cut a word |")
    print("|---|---|---|---|---|---|---|---|")
    wrong = 0
    reasons: Counter[str] = Counter()
    for path in sorted(args.folder.rglob("*.qdpx")):
        try:
            data, selections = number_selections(path.read_bytes())
            found = read(data, str(path), None)
        except (QuotecliError, zipfile.BadZipFile, ElementTree.ParseError) as error:
            print(f"| {path.name} | not imported: {error} | | | | | | |")
            continue

        counts = check(selections, found.statements)
        wrong += counts.contradicting + counts.cutting
        reasons.update(
            re.sub(r".*?the selection “.*?”(: |, )|“.*”|\d+", "", line, flags=re.DOTALL)
            for line in found.skipped
            if "the selection “" in line
        )
        print(
            f"| {path.name} | {selections.origin} | {len(found.statements):,} |"
            f" {counts.selections:,} | {counts.kept:,} | {counts.selections - counts.kept:,} |"
            f" {counts.contradicting:,} | {counts.cutting:,} |"
        )

    if args.reasons:
        print(*(f"{number:6,}  {line}" for line, number in reasons.most_common()), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
