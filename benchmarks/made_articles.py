"""Articles of our own making, as lines of JSON, a few of which cannot be drafted."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

_GIVEN = "Ada Bo Carla Doran Ines Jorun Kasimir Lida Mirko Nell Orla Piet Runa Tomas Vesna".split()
_FAMILY = "Marlow Reyl Okoro Dalen Quist Brandt Osei Varga Lindo Tamm Ferro Halloran Sund".split()
_ROLES = [
    *("mayor of Port Ellery", "head of the port office", "chief engineer", "a fisherman"),
    *("minister of harbours", "a teacher", "chair of the council", "spokeswoman for the union"),
]
_SAID = "said told warned insisted added argued replied promised".split()
_WHAT = [
    *("the harbour would open in {} days", "nobody had asked for {} cranes"),
    *("the wall will hold for {} years", "the town needs {} boats and not another plan"),
    *("{} families have left the quay since spring", "we have waited long enough"),
    *("the cost has risen by {} per cent", "there is no danger to the old bridge"),
]
_PLAIN = [
    "Fishermen on the quay were less sure, and some laughed when they heard of the plan.",
    "The council meets again in spring to look at the cost of the new wall.",
    "Two boats were lost in the storm of that winter, and the lights went out for {} hours.",
    "Nobody answered the telephone at the port office on that day.",
]


def make_lines(articles: int, paragraphs: int = 8, spoilt: int = 100) -> Iterator[bytes]:
    """Yield lines of JSON with the id, the text and the head of an article, always the same.

    An article has about 170 characters a paragraph. Of every `spoilt` lines one cannot be drafted:
    in turn it is not JSON, not an object, or has no text, no id or half a character.
    """
    chance = random.Random(15)
    for number in range(articles):
        row = {"id": f"a{number:07}", **_make_article(chance, paragraphs)}
        line = json.dumps(row, ensure_ascii=False)
        if number % spoilt == spoilt - 1:
            line = _spoil(row, line, number // spoilt)
        yield f"{line}\n".encode()


def _make_article(chance: random.Random, paragraphs: int) -> dict[str, str]:
    names = [f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}" for _ in range(3)]
    parts = [f"Harbour of {names[0].split()[1]} opens"]
    for number in range(paragraphs):
        name, role = chance.choice(names), chance.choice(_ROLES)
        verb, what, more = chance.choice(_SAID), chance.choice(_WHAT), chance.choice(_WHAT)
        what, more = what.format(chance.randint(2, 90)), more.format(chance.randint(2, 90))
        says = {
            0: f"{name}, {role}, said that {what}.",
            1: f"“{what.capitalize()},” {verb} {name.split()[1]}. “And {more}.”",
            2: f"According to {name}, {what}, but “{more}”.",
        }
        plain = chance.choice(_PLAIN).format(chance.randint(2, 90))
        parts.append(f"{says[number % 3]} {plain}")
    day = f"2031-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return {"text": "\n\n".join(parts) + "\n", "title": parts[0], "published": day}


def _spoil(row: dict[str, str], line: str, kind: int) -> str:
    spoilt = [
        line[:-9],
        json.dumps([row["id"]]),
        json.dumps({**row, "text": None}),
        json.dumps({**row, "id": None}),
        json.dumps({**row, "text": "half \ud800"}),
    ]
    return spoilt[kind % len(spoilt)]
