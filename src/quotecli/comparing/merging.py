"""Annotations of one text by several coders -> one statement: what they agree on, and drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quotecli.comparing.coding import Coding
from quotecli.comparing.differences import find_change
from quotecli.comparing.matching import Match
from quotecli.library.identity import add_people, collect_topics
from quotecli.model import Quote, Speaker, Statement, Status, Topic
from quotecli.text.slugs import add_unique, make_slug


def merge(coders: Sequence[str], coding: Coding, matches: Sequence[Match]) -> Statement:
    """Return one statement of what several coders made of a text.

    A quote that all coded alike is there once, by all of them, and reviewed, unless it is a draft
    for one of them. Every other one is there as each coder has it, as a draft. `matches` are those
    of the coding's quotes.
    """
    topics = merge_topics(coding.known)
    people = _merge_people(coding)
    taken: set[str] = set()
    quotes = []
    for found in matches:
        for coder, quote in _merge_quotes(coders, coding, found):
            key = quote.id if quote.id not in taken else f"{quote.id}-{make_slug(coder)}"
            merged = replace(
                quote,
                id=add_unique(key, taken),
                speaker=quote.speaker and people[quote.speaker.id],
                reported_by=quote.reported_by and people[quote.reported_by.id],
                topics=tuple([topics[topic.id] for topic in quote.topics]),
                coder=coder,
            )
            quotes.append(merged)
    return _make_statement(coding, tuple(quotes), topics, people)


def merge_topics(statements: Sequence[Statement]) -> dict[str, Topic]:
    """Return the topics of coders by id, each with what any coder tells of it.

    What only one can say, as its label and what includes it, is as the first coder has it.
    """
    topics = collect_topics(statements)
    for item in statements:
        for key, topic in item.topics.items():
            topics[key] = _complete(topics[key], topic)
    return topics


def count_drafts(statement: Statement) -> int:
    """Return how many quotes of a merged statement are to be reviewed."""
    return sum(bool(quote.review) for quote in statement.quotes)


def _merge_quotes(
    coders: Sequence[str], coding: Coding, found: Match
) -> Iterator[tuple[str, Quote]]:
    """Yield a quote with all its coders if they agree on it, otherwise the one of each coder."""
    there = [(coder, quote) for coder, quote in zip(coders, found) if quote]
    asked = [quote for item, quote in zip(coding.statements, found) if item is not None]
    if find_change(asked):
        for coder, quote in there:
            status: Status = "unresolved" if quote.status == "unresolved" else "draft"
            yield quote.coder or coder, replace(quote, status=status)
        return

    quotes = [quote for _, quote in there]
    names = dict.fromkeys(quote.coder or coder for coder, quote in there)
    notes = dict.fromkeys(quote.note for quote in quotes if quote.note)
    sure = [quote.confidence for quote in quotes if quote.confidence is not None]
    yield (
        ", ".join(names),
        replace(
            quotes[0],
            status=_choose_status(quotes),
            confidence=min(sure, default=None),
            note="\n".join(notes),
            important=any(quote.important for quote in quotes),
            cue=next((quote.cue for quote in quotes if quote.cue), ""),
        ),
    )


def _choose_status(quotes: Sequence[Quote]) -> Status:
    """Return the status of what coders agree on: that of the coder who is least sure.

    What is not proved is a draft, whoever agrees on it.
    """
    statuses = {quote.status for quote in quotes}
    if "unresolved" in statuses:
        return "unresolved"
    is_sure = "draft" not in statuses and all(quote.proved for quote in quotes)
    return "reviewed" if is_sure else "draft"


def _make_statement(
    coding: Coding,
    quotes: tuple[Quote, ...],
    topics: dict[str, Topic],
    people: dict[str, Speaker],
) -> Statement:
    first = coding.first
    memos = dict.fromkeys(item.memo for item in coding.known if item.memo)
    quoted = {who.id for quote in quotes for who in (quote.speaker, quote.reported_by) if who}
    speakers = {key: who for key, who in people.items() if key in quoted}
    # A quote without a speaker would get that of its statement.
    speaker = speakers.get(first.speaker.id) if first.speaker else None
    is_by_one = all(quote.speaker for quote in quotes)
    return first._replace(
        quotes=quotes,
        speakers=speakers,
        topics=topics,
        speaker=speaker if is_by_one else None,
        # The file that the text is from is beside the first statement, not beside this one.
        source=first.source._replace(file=""),
        text_file="",
        coder="",
        memo="\n\n".join(memos),
    )


def _merge_people(coding: Coding) -> dict[str, Speaker]:
    """Return the people of all coders by id, each with what any coder tells of them."""
    people: dict[tuple[str, str], Speaker] = {}
    for item in coding.known:
        add_people(people, item.speakers.values())
    return {who.id: who for who in people.values()}


def _complete(topic: Topic, other: Topic) -> Topic:
    """Return a topic with what only another coder's definition of it has."""
    memos = dict.fromkeys(filter(None, (topic.memo, other.memo)))
    return topic._replace(
        description=topic.description or other.description,
        keywords=tuple(dict.fromkeys((*topic.keywords, *other.keywords))),
        colour=topic.colour or other.colour,
        memo="\n\n".join(memos),
    )
