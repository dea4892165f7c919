"""Quotes that may be about a topic, by those that are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from itertools import islice
from typing import NamedTuple

from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError
from quotecli.extras import explain_missing
from quotecli.library.library import Library
from quotecli.library.names import resolve
from quotecli.model import Quote, Topic
from quotecli.suggesting.likeness import Likeness
from quotecli.suggesting.words import Reader, choose_small_words

LEAST_EXAMPLES = 2

_MOST_EXAMPLES = 20_000  # without the topic: of more, some are taken, evenly spread
_MOST_WITH = 5_000
_TELLS_LANGUAGE = 2_000  # texts
_BATCH = 5_000  # quotes that are judged at once


class Likely(NamedTuple):
    """A quote without the topic, the chance that it is about it, and the words that say so."""

    quote: Quote
    probability: float
    words: tuple[str, ...]


def find_topic(library: Library, name: str) -> Topic:
    """Return the topic of an id, label or alias; raise UnknownNameError if there is none."""
    known = {key: (topic.label, *topic.aliases) for key, topic in library.topics.items()}
    return library.topics[name if name in known else resolve(name, known, "topic")]


def suggest_quotes(
    library: Library, topic: Topic, criteria: Criteria, least: float, limit: int | None = None
) -> list[Likely]:
    """Return quotes that meet the criteria and lack a topic, the likeliest first, up to a limit.

    Their probability is `least` or more. The quotes of its subtopics have the topic. Those that
    were reviewed with it are the examples, and those that were reviewed without it, when they have
    another one or say that they were reviewed. Raises QuotecliError if there are too few, or
    without scikit-learn.
    """
    if not find_spec("sklearn"):
        raise explain_missing("topics")
    having = Criteria(topics=(topic.id,), statuses=("reviewed",))
    lacking = Criteria(not_topics=(topic.id,), statuses=("reviewed",))
    with_it = _take(library, having, _MOST_WITH)[0]
    known, kept = _take(library, lacking, _MOST_EXAMPLES, decided=True)
    if len(known) < len(with_it):
        known, kept = _take(library, lacking, _MOST_EXAMPLES)
    for found, what in ((with_it, "with"), (known, "without")):
        if len(found) < LEAST_EXAMPLES:
            raise QuotecliError(
                f"too few reviewed quotes {what} the topic '{topic.id}': {len(found)}",
                hint="review some first: quotecli review PATH",
            )

    texts = [quote.excerpt for quote in (*with_it, *known)]
    reader = Reader(choose_small_words(texts[:: max(len(texts) // _TELLS_LANGUAGE, 1)]), ())
    read = [reader.read(text) for text in texts]
    likeness = Likeness(read[: len(with_it)], read[len(with_it) :], kept)
    # What taught the fit is judged by what the others taught.
    chances = {
        (quote.statement, quote.id): likeness.estimate(score)
        for quote, score in zip(known, likeness.scores[len(with_it) :])
    }
    candidates = library.quotes(criteria._replace(not_topics=(*criteria.not_topics, topic.id)))
    judged = _judge(candidates, likeness, reader, chances)
    likely = [(quote, chance) for quote, chance in judged if chance >= least]
    likely.sort(key=lambda one: -one[1])
    return [
        Likely(quote, chance, _explain(quote, likeness, reader)) for quote, chance in likely[:limit]
    ]


def _take(
    library: Library, criteria: Criteria, most: int, *, decided: bool = False
) -> tuple[list[Quote], float]:
    """Return quotes, `most` at most and evenly spread, and the share of all that they are.

    With `decided`, only those with a topic or with the status "reviewed".
    """
    taken: list[Quote] = []
    size, step = 0, 1
    for quote in library.quotes(criteria):
        if decided and not (quote.topics or quote.status == "reviewed"):
            continue
        if size % step == 0:
            taken.append(quote)
        size += 1
        if len(taken) > most:
            del taken[1::2]
            step *= 2
    return taken, len(taken) / max(size, 1)


def _judge(
    quotes: Iterable[Quote],
    likeness: Likeness,
    reader: Reader,
    known: Mapping[tuple[str, str], float],
) -> Iterator[tuple[Quote, float]]:
    """Yield quotes with their chances, some of which are known by statement and id."""
    rest = iter(quotes)
    while batch := list(islice(rest, _BATCH)):
        keys = [(quote.statement, quote.id) for quote in batch]
        new = [quote.excerpt for key, quote in zip(keys, batch) if key not in known]
        chances = iter(likeness.judge([reader.read(text) for text in new]))
        for key, quote in zip(keys, batch):
            yield quote, known[key] if key in known else next(chances)


def _explain(quote: Quote, likeness: Likeness, reader: Reader) -> tuple[str, ...]:
    """Return the words of a quote that speak for the topic."""
    return tuple(map(reader.write, likeness.explain(reader.read(quote.excerpt))))
