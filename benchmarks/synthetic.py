"""Statements made up for measuring: sentences of realistic lengths over a vocabulary in Zipf's proportions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate, islice

_ONSETS = ["b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "pl", "gr"]
_RIMES = ["a", "e", "i", "o", "u", "ai", "ea", "ou", "an", "er", "in", "ol"]
_SIZE = 30_000


def sentences(seed: int) -> Iterator[str]:
    """Sentences without end: 3 to 60 words each, 20 on average."""
    chance = random.Random(seed)
    syllables = [onset + rime for onset in _ONSETS for rime in _RIMES]
    words = ["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(_SIZE)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(_SIZE)))
    while True:
        length = max(3, min(60, round(chance.lognormvariate(2.9, 0.5))))
        yield " ".join(chance.choices(words, cum_weights=weights, k=length)).capitalize() + "."


def statement(quotes: int, seed: int = 1) -> str:
    """A statement file with so many quotes: two to a paragraph, by 40 speakers, on 12 topics."""
    source = sentences(seed)
    chance = random.Random(seed)
    said = list(islice(source, quotes))
    lines = ["title: A made-up debate", "speakers:"]
    lines += [f"  speaker-{n}: {{name: Speaker Number {n}}}" for n in range(40)]
    lines += ["topics:", *(f"  topic-{n}: {{label: Topic {n}}}" for n in range(12)), "text: |-"]
    for at in range(0, quotes, 2):
        lines += [f"  “{' '.join(said[at : at + 2])}” said speaker {at % 40}. {next(source)}", ""]
    lines.append("quotes:")
    for n, excerpt in enumerate(said):
        lines += [
            f"  - id: quote-{n}",
            f"    topics: [topic-{chance.randrange(12)}]",
            "    kind: direct",
            f"    speaker: speaker-{n // 2 * 2 % 40}",
            f"    excerpt: {excerpt}",
            f"    cue: said speaker {n // 2 * 2 % 40}",
        ]
    return "\n".join(lines) + "\n"
