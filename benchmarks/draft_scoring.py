"""Scores of quotations against gold attributions: found by their words, with the right source.

An article's words are its runs of letters and digits. A gold and a predicted quote match if the
sets of their words overlap by half (Jaccard) or, for marked stretches, are equal; each is matched
once, the closest pairs first. The source is right if its words and the gold source's share one, or
if both have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
KINDS = {"direct+mixed": ("direct", "mixed"), "indirect": ("indirect",)}


@dataclass(slots=True)
class Item:
    """A quote as sets of word numbers; `row` is the annotation or prediction it comes from."""

    words: frozenset[int]
    source: frozenset[int]
    kind: str
    row: dict[str, Any]


@dataclass(slots=True)
class Score:
    """Counts of one group: gold quotes, predicted ones, matches, matches with the right source."""

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    right: int = 0
    pairs: list[tuple[Item, Item, bool]] = field(default_factory=list)

    def f1(self, count: int) -> float:
        """Return the F1, in percent, of a count of agreements."""
        return 200 * count / (self.gold + self.predicted) if self.gold + self.predicted else 0.0

    def percent(self) -> dict[str, float]:
        """Return precision, recall, F1 and end-to-end F1, in percent."""
        return {
            "P": 100 * self.matched / max(self.predicted, 1),
            "R": 100 * self.matched / max(self.gold, 1),
            "F1": self.f1(self.matched),
            "e2e": self.f1(self.right),
        }


class Article:
    """One gold article: its words, its marked stretches, and its attributions as items."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.text: str = row["text"]
        found = [match.span() for match in WORD.finditer(self.text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]
        self.stretches = [self.words([span]) for span in row.get("quoted", [])]
        self.marked = frozenset().union(*self.stretches)
        self.gold = self.items(row["attributions"], "source")

    def words(self, spans: Iterable[Iterable[int]]) -> frozenset[int]:
        """Return the numbers of the words that spans touch."""
        numbers: set[int] = set()
        for start, end in spans:
            numbers.update(range(bisect_right(self.ends, start), bisect_left(self.starts, end)))
        return frozenset(numbers)

    def items(
        self, rows: Iterable[dict[str, Any]], source: str, rekind: bool = False
    ) -> list[Item]:
        """Return the quotes of annotations or predictions that hold a word."""
        made = []
        for row in rows:
            words = self.words(row["content"])
            if words:
                kind = self._kind(words) if rekind else row["kind"]
                made.append(Item(words, self.words(row[source] or []), kind, row))
        return made

    def _kind(self, words: frozenset[int]) -> str:
        """Return the kind by the marked stretches alone; a leading "that" does not count."""
        first = min(words)
        if len(words) > 1 and self.text[self.starts[first] : self.ends[first]].lower() == "that":
            words = words - {first}
        inside = len(words & self.marked)
        return "indirect" if not inside else "direct" if inside == len(words) else "mixed"

    def segments(self, items: Iterable[Item]) -> list[Item]:
        """Return quotes cut to the marked stretches, each set of words once."""
        seen: dict[frozenset[int], Item] = {}
        for item in items:
            for stretch in self.stretches:
                cut = item.words & stretch
                if cut:
                    seen.setdefault(cut, Item(cut, item.source, "direct", item.row))
        return list(seen.values())


def pairs(gold: list[Item], predicted: list[Item], least: float) -> list[tuple[int, int]]:
    """Return one-to-one pairs with a Jaccard of `least` or more, the closest first."""
    holding: dict[int, list[int]] = {}
    for number, item in enumerate(predicted):
        for word in item.words:
            holding.setdefault(word, []).append(number)
    candidates = []
    for number, item in enumerate(gold):
        shared = Counter(other for word in item.words for other in holding.get(word, ()))
        for other, common in shared.items():
            closeness = common / (len(item.words) + len(predicted[other].words) - common)
            if closeness >= least:
                candidates.append(
                    (-closeness, min(item.words), min(predicted[other].words), number, other)
                )
    taken_gold: set[int] = set()
    taken: set[int] = set()
    chosen = []
    for *_, number, other in sorted(candidates):
        if number not in taken_gold and other not in taken:
            taken_gold.add(number)
            taken.add(other)
            chosen.append((number, other))
    return chosen


def count(score: Score, gold: list[Item], predicted: list[Item], least: float) -> set[int]:
    """Add one article to a score; return which predictions match and have the right source."""
    score.gold += len(gold)
    score.predicted += len(predicted)
    good = set()
    for number, other in pairs(gold, predicted, least):
        one, two = gold[number], predicted[other]
        right = (
            bool(one.source & two.source)
            if one.source
            else not (two.source or two.row.get("source"))
        )
        score.matched += 1
        score.right += right
        score.pairs.append((one, two, right))
        if right:
            good.add(other)
    return good
