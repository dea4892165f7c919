"""Quotes as statistics see them: one row a quote, with the values of every variable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from quotecli.library.shelf import Base
from quotecli.library.sql import MONTH
from quotecli.model import Quote
from quotecli.text.words import count_words
from quotecli.topic_tree import TopicTree


class Features(NamedTuple):
    """A quote with its variables.

    `speaker` is the id that the library uses, `month` the month or year of publication, and
    `topics` holds the ids of the quote's topics and of all their ancestors.
    """

    quote: Quote
    speaker: str | None
    month: str | None
    words: int
    topics: frozenset[str]


def describe(
    quotes: Iterable[Quote],
    db: Base,
    tree: TopicTree,
    keys: Mapping[tuple[str, str], str],
) -> Iterator[Features]:
    """Yield the features of quotes.

    `keys` has the ids that the library uses for people who share an id, by that id and the name.
    """
    months = dict(db.execute(f"SELECT id, {MONTH} FROM statement"))
    for quote in quotes:
        who = quote.speaker
        yield Features(
            quote,
            keys.get((who.id, who.name), who.id) if who else None,
            months[quote.statement],
            sum(map(count_words, quote.parts)),
            frozenset(tree.with_ancestors([topic.id for topic in quote.topics])),
        )
