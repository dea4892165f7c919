"""Rows -> statements and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from quotecli.model import Anchor, FoundAnchoring, Quote, Span, Speaker, Statement, Topic
from quotecli.rows.making import Row
from quotecli.store.reader import read_tree
from quotecli.store.tree import Tree, write_decimal

NEEDED = (
    *("text_id", "id", "rank", "parts", "kind", "polarity", "status", "speaker_id", "reporter_id"),
    *("topics", "cue", "confidence", "important", "coder", "note", "prefix", "suffix"),
)
"""The columns of quotes that a statement is restored from; the others follow from these."""

_SOURCE = ("author", "publisher", "url", "published", "accessed", "language")


def restore_quote(row: Mapping[str, Any], topics: Mapping[str, Topic]) -> Quote:
    """Return the quote of a row, at the place that was found for it; its text is not needed.

    `topics` are those that its text has, by id.
    """
    words = (tuple(row["parts"]), row["prefix"] or "", row["suffix"] or "")
    spans = tuple([Span(span["start"], span["end"]) for span in row["spans"]])
    anchor = Anchor(row["tier"], spans, row["occurrences"], row["context"])
    return Quote(
        id=row["id"],
        statement=row["text_id"],
        kind=row["kind"],
        parts=words[0],
        topics=tuple([topics[key] for key in row["topics"]]),
        speaker=_restore_person(row, "speaker"),
        reported_by=_restore_person(row, "reporter"),
        cue=row["cue"] or "",
        prefix=words[1],
        suffix=words[2],
        status=row["status"],
        note=row["note"] or "",
        confidence=row["confidence"],
        polarity=row["polarity"],
        important=row["important"],
        coder=row["coder"] or "",
        anchoring=FoundAnchoring(anchor, row["paragraph"] or 0, words, tuple(row["joins"])),
    )


def _restore_person(row: Mapping[str, Any], column: str) -> Speaker | None:
    if row[f"{column}_id"] is None:
        return None
    names = ("role", "aliases", "attributes")
    known = {name: row[f"{column}_{name}"] for name in names}
    return make_speaker({"id": row[f"{column}_id"], "name": row[column], **known})


def make_speaker(who: Mapping[str, Any]) -> Speaker:
    """Return the speaker of a struct."""
    attributes = tuple([(pair["name"], pair["value"]) for pair in who["attributes"] or ()])
    aliases = tuple(who["aliases"] or ())
    return Speaker(who["id"], who["name"], who["role"] or "", aliases, attributes)


def make_topic(record: Mapping[str, Any]) -> Topic:
    """Return the topic of a struct."""
    return Topic._make(
        tuple(value) if isinstance(value, list) else value or ""
        for value in map(record.__getitem__, Topic._fields)
    )


def restore_speakers(row: Mapping[str, Any]) -> dict[str, Speaker]:
    """Return the speakers of a text's row, by id."""
    return {who["id"]: make_speaker(who) for who in row["speakers"]}


def restore_topics(row: Mapping[str, Any]) -> dict[str, Topic]:
    """Return the topics of a text's row, by id."""
    return {topic["id"]: make_topic(topic) for topic in row["topics"]}


def restore_statement(
    row: Mapping[str, Any], quotes: Iterable[Mapping[str, Any]], key: str = ""
) -> Statement:
    """Return the statement of a text's row and of the rows of its quotes, in the order of these.

    `key` is the id of the statement, by default that of the text. The rows of the quotes may have
    the columns NEEDED alone. Each excerpt is proved in the text again. Raises StatementError with
    every breach of the file format.
    """
    quotes = list(quotes)
    key = key or row["id"]
    tree = _text_tree(row)
    tree["quotes"] = [_quote_tree(quote, row["coder"]) for quote in quotes]
    statement = read_tree(tree, "")
    # In a file, a quote without a speaker is by that of its statement.
    restored = [
        replace(quote, statement=key, speaker=quote.speaker if known["speaker_id"] else None)
        for quote, known in zip(statement.quotes, quotes)
    ]
    return statement._replace(id=key, quotes=tuple(restored))


def _text_tree(row: Mapping[str, Any]) -> Tree:
    """Return the tree of a statement's file without its quotes."""
    source = {key: row[key] for key in _SOURCE}
    source |= {"file": row["source_file"], "sha256": row["source_sha256"]}
    tree = {
        "title": row["title"],
        "speaker": row["speaker_id"],
        "occasion": row["occasion"],
        "coder": row["coder"],
        "memo": row["memo"],
        "source": _filled(source),
        "speakers": {who["id"]: _filled(who) for who in row["speakers"]},
        "topics": {topic["id"]: _filled(topic) for topic in row["topics"]},
    }
    return {**{key: value for key, value in tree.items() if value}, "text": row["text"]}


def _quote_tree(row: Mapping[str, Any], coder: str | None) -> Tree:
    """Return the tree of a quote in a file."""
    confidence = row["confidence"]
    tree = {
        "id": row["id"],
        "topics": list(row["topics"]),
        "kind": row["kind"],
        "polarity": row["polarity"],
        "speaker": row["speaker_id"],
        "reported_by": row["reporter_id"],
        "excerpt": list(row["parts"]),
        **{key: row[key] for key in ("cue", "prefix", "suffix", "status", "note")},
        "important": "true" if row["important"] else None,
        "confidence": None if confidence is None else write_decimal(confidence),
        "coder": row["coder"] if row["coder"] != coder else None,
    }
    return {key: value for key, value in tree.items() if value}


def _filled(record: Row) -> Tree:
    """Return what is known of a record, without its id."""
    known = {key: value for key, value in record.items() if value and key != "id"}
    if "attributes" in known:
        known["attributes"] = {pair["name"]: pair["value"] for pair in known["attributes"]}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in known.items()}
