"""Statements and statistics for programs: their objects and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotecli.library.counts import StatementCount, Summary
from quotecli.library.features import Features
from quotecli.library.pairs import TopicPair
from quotecli.library.tally import By, Part
from quotecli.model import KINDS
from quotecli.objects import Row, speaker_reference
from quotecli.render.machine.formats import Shape


def statement_object(count: StatementCount) -> Row:
    """Return what is known of a statement without its text, and the counts."""
    item = count.statement
    return {
        "id": item.id,
        "title": item.title,
        "speaker": speaker_reference(item.speaker),
        "published": item.source.published or None,
        "quotes": count.quotes,
        "words": count.words,
        "file": item.file or None,
    }


def statement_row(count: StatementCount) -> Row:
    """Return a statement as a row of text and numbers."""
    who = count.statement.speaker
    known = {**statement_object(count), "speaker": who.name if who else ""}
    return {key: "" if value is None else value for key, value in known.items()}


def tally_shape(by: Sequence[By]) -> Shape[Part]:
    """Return how the parts of a tally are written: a key for each side, then the counts."""

    def as_row(part: Part) -> Row:
        counts = {"quotes": part.quotes, "words": part.words, "share": round(part.share, 6)}
        return {**dict(zip(by, part.keys)), **counts}

    return Shape(as_row, (*by, "quotes", "words", "share"))


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


def matrix_shape(topics: Iterable[str]) -> Shape[Features]:
    """Return how quotes are written as a matrix, with 1 or 0 for each of the topics."""
    columns = [(topic, f"topic_{topic}") for topic in topics]

    def as_row(features: Features) -> Row:
        quote = features.quote
        return {
            "id": quote.id,
            "statement": quote.statement,
            "speaker": features.speaker,
            "kind": quote.kind,
            "month": features.month,
            "words": features.words,
            **{name: int(topic in features.topics) for topic, name in columns},
        }

    heads = ("id", "statement", "speaker", "kind", "month", "words", *(name for _, name in columns))
    return Shape(as_row, heads)


STATEMENTS = Shape(
    statement_object,
    ("id", "title", "speaker", "published", "quotes", "words", "file"),
    statement_row,
)
PAIRS = Shape(
    pair_row,
    ("topic", "other", "quotes", "words", "topic_quotes", "other_quotes", "jaccard", "lift"),
)
SUMMARY = Shape(
    summary_row,
    (
        *("statements", "quotes", "words", "speakers", "topics", "first", "last", "undated"),
        *KINDS,
    ),
)
