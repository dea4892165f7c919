"""What is said of quotes as labels of programs that annotate texts, and the record beside them.

A label is called as a tag of Taguette is: `Trade.Ports`, `kind.direct`, `speaker.Ann Lee`. What
labels cannot say is in the record of each text, which the reader takes it from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quotecli.exporting.tags import Key, list_keys, make_tags
from quotecli.library.identity import add_people, collect_topics
from quotecli.model import KINDS, STATUSES, Quote, Speaker, Statement
from quotecli.store.tree import quote_tree, statement_tree

RECORD = "quotecli"
"""The name under which a text carries its record."""

Labels = Mapping[Key, str]


def name_labels(statements: Sequence[Statement]) -> dict[Key, str]:
    """Return the labels of all that may be said of the quotes of statements."""
    people: dict[tuple[str, str], Speaker] = {}
    for statement in statements:
        add_people(people, statement.speakers.values())
    keys: list[Key] = [("kind", kind) for kind in KINDS]
    keys += [(role, *who) for role in ("speaker", "reported by") for who in people]
    keys += [("polarity", "negative"), *(("status", one) for one in STATUSES)]
    keys.append(("doubt", "unproved"))
    tags = make_tags(collect_topics(statements), people, keys)
    return {key: tag.path for key, tag in tags.items()}


def list_labels(quote: Quote, labels: Labels) -> list[str]:
    """Return the labels of a quote; that it was reviewed is none."""
    return list(dict.fromkeys(labels[key] for key in list_keys(quote) if key in labels))


def make_record(statement: Statement, labels: Labels) -> dict[str, Any]:
    """Return the record of a statement: its file without the text, and what its labels mean."""
    tree = statement_tree(statement)
    del tree["text"]
    people = {(who.id, who.name) for who in statement.speakers.values()}
    said = {
        path: list(key)
        for key, path in labels.items()
        if (key[1] in statement.topics if key[0] == "topic" else key[1:] in people or len(key) == 2)
    }
    quotes = [quote_tree(quote, statement) for quote in statement.quotes]
    return {"id": statement.id, **tree, "quotes": quotes, "labels": said}


def place_parts(quote: Quote) -> Iterable[tuple[str, int, int]]:
    """Yield an id, the start and the end, in code points, for each part of a quote in its text."""
    for number, (start, end) in enumerate(quote.anchor.spans, 1):
        yield (quote.id if number == 1 else f"{quote.id}:{number}"), start, end
