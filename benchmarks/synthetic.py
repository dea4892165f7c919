"""Generates statements to measure: sentences of realistic lengths, words in Zipf's proportions."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import accumulate, islice

_ONSETS = "b c d f g h k l m n p r s t v w st tr pl gr".split()
_RIMES = "a e i o u ai ea ou an er in ol".split()
_VOCABULARY = 30_000
_GIVEN = "Ann Bo Carla Dan Eva Fay Gus Hana Ivo Jo Kim Lea Max Nia Oto Pia".split()
_FAMILY = "Lee Chan Diaz Roth Okoro Novak Silva Khan Berg Costa Duval Evans".split()


def sentences(seed: int) -> Iterator[str]:
    """Yield sentences without end, of 3 to 60 words each, 20 on average."""
    chance = random.Random(seed)
    syllables = [onset + rime for onset in _ONSETS for rime in _RIMES]
    words = [
        "".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4))))
        for _ in range(_VOCABULARY)
    ]
    weights = list(accumulate(1 / (rank + 3) for rank in range(_VOCABULARY)))
    while True:
        length = max(3, min(60, round(chance.lognormvariate(2.9, 0.5))))
        yield " ".join(chance.choices(words, cum_weights=weights, k=length)).capitalize() + "."


def collection(folder: str, quotes: int, seed: int = 1) -> None:
    """Write a folder of statements with so many quotes, 25 a file.

    They have 60 topics and 3,000 speakers, and are spread over thirty years.
    """
    source = sentences(seed)
    chance = random.Random(seed)
    names = [f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}{n}" for n in range(3000)]
    topics = [f"  topic-{n}: {{label: Topic {n}}}" for n in range(60)]
    for number in range(quotes // 25):
        below = os.path.join(folder, f"{number // 500:03}")
        os.makedirs(below, exist_ok=True)
        year, month = 1995 + number * 30 * 25 // max(quotes, 1), chance.randrange(1, 13)
        day = f"{year}-{month:02}-{chance.randrange(1, 29):02}"
        people = sorted(chance.sample(range(len(names)), 6))
        lines = [
            f"title: Debate {number}",
            f"source: {{publisher: The Record, published: {day}}}",
            "speakers:",
        ]
        lines += [f"  speaker-{n}: {{name: {names[n]}, role: member}}" for n in people]
        lines += ["topics:", *topics[: 12 + number % 48], "text: |-"]
        said = list(islice(source, 25))
        who = [chance.choice(people) for _ in said]
        for excerpt, n in zip(said, who):
            lines += [f"  “{excerpt}” said {names[n]}. {next(source)}", ""]
        lines.append("quotes:")
        for n, excerpt in enumerate(said):
            lines += [
                f"  - id: {'-'.join(excerpt.lower().strip('.').split()[:2])}-d{number}-{n}",
                f"    topics: [topic-{int(12 * chance.random() ** 2)}]",
                f"    kind: {chance.choice(('direct', 'direct', 'mixed', 'indirect'))}",
                f"    speaker: speaker-{who[n]}",
                f"    excerpt: {excerpt}",
                f"    cue: said {names[who[n]]}",
            ]
        with open(os.path.join(below, f"debate-{number:06}.yaml"), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


def statement(quotes: int, seed: int = 1) -> str:
    """Return a statement file of so many quotes, two a paragraph, 40 speakers and 12 topics."""
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
