"""How many turns of transcripts a draft finds, and gives to the right speaker.

    python benchmarks/transcripts.py FOLDER TABLE

TABLE is a CSV file made by hand, with a row for each turn in order: `file` (within FOLDER),
`speaker` (names that count as right, separated by "|"), `words`, the first words of the turn, and
`last`, its last ones (may be empty). A turn is found if a quote begins and ends with them. Prints
for each file, and for all, the turns, those found, those with the right speaker, and the quotes
that are no turns.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from quotecli.drafting.draft import draft
from quotecli.intake.kinds import read
from quotecli.model import Quote, collapse_space


class Row(NamedTuple):
    """A turn as a person sees it."""

    speakers: tuple[str, ...]
    words: str
    last: str


class Score(NamedTuple):
    """The turns of a text, those found and right, and the quotes that are no turns."""

    turns: int = 0
    found: int = 0
    right: int = 0
    false: int = 0

    def plus(self, other: Score) -> Score:
        """Return the sum of two scores."""
        return Score._make(map(sum, zip(self, other)))

    def __str__(self) -> str:
        share = [f"{part / (self.turns or 1):7.1%}" for part in (self.found, self.right)]
        return f"{self.turns:7,} turns  found{share[0]}  right{share[1]}  false {self.false:,}"


def read_table(path: Path) -> dict[str, list[Row]]:
    """Return the turns of each file, in order."""
    found: dict[str, list[Row]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            names = tuple(_plain(name) for name in row["speaker"].split("|"))
            words, last = _plain(row["words"]), _plain(row.get("last") or "")
            found.setdefault(row["file"], []).append(Row(names, words, last))
    return found


def score(quotes: Iterable[Quote], rows: list[Row]) -> Score:
    """Return how many of the turns are found, each by the next quote that has its words."""
    turns = [quote for quote in quotes if quote.kind == "direct" and not quote.reported_by]
    found = right = at = 0
    for row in rows:
        places = range(at, len(turns))
        hit = next((n for n in places if _is_whole(turns[n], row)), None)
        if hit is not None:
            speaker = turns[hit].speaker
            found += 1
            right += speaker is not None and _plain(speaker.name) in row.speakers
            at = hit + 1
    return Score(len(rows), found, right, len(turns) - found)


def _is_whole(quote: Quote, row: Row) -> bool:
    first, last = _plain(quote.parts[0]), _plain(quote.parts[-1])
    return first.startswith(row.words) and last.endswith(row.last)


def _plain(text: str) -> str:
    return collapse_space(text).casefold().strip(' "“”,.;:—-')


def main(folder: str, table: str) -> None:
    """Print the scores of a folder."""
    whole = Score()
    for file, rows in read_table(Path(table)).items():
        path = Path(folder, file)
        made = draft(read(path.read_bytes(), str(path)).text)
        one = score(made.quotes, rows)
        print(f"{one}  {file}")
        whole = whole.plus(one)
    print(f"{whole}  in all")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
