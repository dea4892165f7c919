"""What statistics print for programs: counts, pairs of topics, the matrix, the summary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from quotecli.model import KINDS
from quotecli.objects import Row
from quotecli.render.machine.formats import Shape
from quotecli.render.machine.shapes import attribute_columns, attribute_row

if TYPE_CHECKING:
    from quotecli.library.counts import Summary
    from quotecli.library.features import Features
    from quotecli.library.pairs import TopicPair
    from quotecli.library.tally import By, Part, Tally


def tally_shape(by: Sequence[By], rates: Tally | None = None) -> Shape[Part]:
    """Return how the parts of a tally are written: a key for each side, then the counts.

    With `rates`, the tally itself, they are given per thousand words of the texts, too.
    """
    heads = ("quotes_per_thousand", "words_per_thousand") if rates else ()

    def as_row(part: Part) -> Row:
        counts = {"quotes": part.quotes, "words": part.words, "share": round(part.share, 6)}
        row = {**dict(zip(by, part.keys)), **counts, "denied": part.denied}
        if rates:
            numbers = (part.quotes, part.words)
            row |= {
                head: round(rates.rate(number, *part.keys), 6)
                for head, number in zip(heads, numbers)
            }
        return row

    return Shape(as_row, (*by, "quotes", "words", "share", "denied", *heads))


def pair_row(pair: TopicPair) -> Row:
    """Return a pair of topics as a row of text and numbers."""
    return {
        "topic": pair.first,
        "other": pair.second,
        "quotes": pair.quotes,
        "words": pair.words,
        "topic_quotes": pair.first_quotes,
        "other_quotes": pair.second_quotes,
        "jaccard": round(pair.jaccard, 6),
        "lift": round(pair.lift, 6),
    }


def summary_row(summary: Summary) -> Row:
    """Return the counts of everything as a row of text and numbers."""
    row: Row = summary._asdict() | dict(summary.kinds)
    return {column: row[column] for column in SUMMARY.columns}


def matrix_shape(topics: Iterable[str], attributes: Iterable[str]) -> Shape[Features]:
    """Return how quotes are written as a matrix, with 1 or 0 for each of the topics.

    The attributes of speakers have columns, too.
    """
    columns = [(topic, f"topic_{topic}") for topic in topics]
    of_speakers = attribute_columns(attributes)

    def as_row(features: Features) -> Row:
        quote = features.quote
        return {
            "id": quote.id,
            "statement": quote.statement,
            "speaker": features.speaker,
            "kind": quote.kind,
            "month": features.month,
            "words": features.words,
            **attribute_row(quote.speaker, of_speakers),
            **{name: int(topic in features.topics) for topic, name in columns},
        }

    heads = ("id", "statement", "speaker", "kind", "month", "words", *of_speakers.values())
    return Shape(as_row, (*heads, *(name for _, name in columns)))


PAIRS = Shape(
    pair_row,
    ("topic", "other", "quotes", "words", "topic_quotes", "other_quotes", "jaccard", "lift"),
)
SUMMARY = Shape(
    summary_row,
    (
        *("statements", "quotes", "words", "speakers", "topics", "first", "last", "undated"),
        *(*KINDS, "denied"),
    ),
)
