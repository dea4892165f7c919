"""Statements -> rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quotecli.model import Quote, Source, Speaker, Statement, Topic
from quotecli.objects import encode
from quotecli.text.dates import day_range
from quotecli.text.query import build_index_text
from quotecli.text.words import count_words
from quotecli.topic_tree import TopicTree

Row = dict[str, Any]


def make_text_row(statement: Statement) -> Row:
    """Return the row of a statement among the texts; its id is that of the statement."""
    source = statement.source
    topics = [_record(topic, Topic._fields) for topic in statement.topics.values()]
    return {
        "id": statement.id,
        **_publication(statement),
        "accessed": source.accessed or None,
        "source_file": source.file or None,
        "source_sha256": source.sha256 or None,
        "speaker_id": statement.speaker.id if statement.speaker else None,
        "coder": statement.coder or None,
        "memo": statement.memo or None,
        "speakers": [_record(who, Speaker._fields) for who in statement.speakers.values()],
        "topics": topics,
        "topics_key": _fingerprint(topics),
        "about": _collect_topics(statement),
        "quotes": len(statement.quotes),
        "text": statement.text,
    }


def make_quote_rows(statement: Statement) -> Iterator[Row]:
    """Yield the rows of a statement's quotes, in order."""
    tree = TopicTree(statement.topics)
    publication = _publication(statement)
    for rank, quote in enumerate(statement.quotes):
        yield {
            "text_id": statement.id,
            "id": quote.id,
            "rank": rank,
            **_place(quote),
            "kind": quote.kind,
            "polarity": quote.polarity,
            "status": quote.status,
            **_person("speaker", quote.speaker),
            "resolved": quote.speaker is not None and quote.status != "unresolved",
            "mention": None,
            **_person("reporter", quote.reported_by),
            "topics": [topic.id for topic in quote.topics],
            "about": list(tree.with_ancestors([topic.id for topic in quote.topics])),
            "topic_labels": [topic.label for topic in quote.topics],
            "cue": quote.cue or None,
            "confidence": quote.confidence,
            "important": quote.important,
            "coder": quote.coder or None,
            "note": quote.note or None,
            "prefix": quote.prefix or None,
            "suffix": quote.suffix or None,
            "words": sum(map(count_words, quote.parts)),
            "folded": f" {build_index_text(quote.parts)} ",
            **publication,
        }


def _collect_topics(statement: Statement) -> list[str]:
    """Return the ids of the topics of all quotes, and of the topics that include them."""
    ids = [topic.id for quote in statement.quotes for topic in quote.topics]
    return list(TopicTree(statement.topics).with_ancestors(ids))


def _fingerprint(topics: list[Row]) -> str:
    """Return 16 hexadecimal digits that only these topics have, in this order."""
    from hashlib import blake2b

    return blake2b(encode(topics).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _place(quote: Quote) -> Row:
    """Return the columns of a quote's words and of where they are in the text."""
    anchor = quote.anchor
    return {
        "excerpt": quote.excerpt,
        "parts": list(quote.parts),
        "joins": list(quote.joins),
        "spans": [span._asdict() for span in anchor.spans],
        "paragraph": quote.paragraph or None,
        "tier": anchor.tier,
        "proved": anchor.proved,
        "occurrences": anchor.occurrences,
        "context": anchor.context,
    }


def _person(column: str, who: Speaker | None) -> Row:
    """Return the columns of a speaker or reporter."""
    return {
        f"{column}_id": who.id if who else None,
        column: who.name if who else None,
        f"{column}_role": (who.role if who else "") or None,
        f"{column}_aliases": list(who.aliases) if who else [],
        f"{column}_attributes": _attributes(who) if who else [],
    }


def _publication(statement: Statement) -> Row:
    """Return the columns of what is known of a text, in the rows of its quotes as well."""
    source: Source = statement.source
    first, last = day_range(source.published)
    return {
        "title": statement.title,
        "occasion": statement.occasion or None,
        "author": source.author or None,
        "publisher": source.publisher or None,
        "url": source.url or None,
        "published": source.published or None,
        "first_day": first,
        "last_day": last,
        "language": source.language or None,
    }


def _record(record: Speaker | Topic, names: tuple[str, ...]) -> Row:
    """Return the struct of a speaker or a topic: unknown texts are null."""
    values = zip(names, record)
    row: Row = {
        name: list(value) if isinstance(value, tuple) else value or None for name, value in values
    }
    if isinstance(record, Speaker):
        row["attributes"] = _attributes(record)
    return row


def _attributes(who: Speaker) -> list[Row]:
    return [{"name": name, "value": value} for name, value in who.attributes]
