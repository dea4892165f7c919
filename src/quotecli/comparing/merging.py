"""Annotations of one text by several coders -> one statement: what they agree on, and drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quotecli.comparing.coding import Coding
from quotecli.comparing.differences import find_change
from quotecli.comparing.matching import Match
from quotecli.library.identity import collect_topics
from quotecli.model import Quote, Speaker, Statement, Topic
from quotecli.text.slugs import add_unique, make_slug

_UNSETTLED = ("draft", "unresolved")


def merge(coders: Sequence[str], coding: Coding, matches: Sequence[Match]) -> Statement:
    """Return one statement of what several coders made of a text.

    A quote that all coded alike is there once, by all of them, and reviewed, unless it is a draft
    for one of them. Every other one is there as each coder has it, as a draft. `matches` are those
    of the coding's quotes.
    """
    topics = collect_topics(coding.known)
    people, ids = _merge_people(coding)
    taken: set[str] = set()
    quotes = []
    for found in matches:
        for coder, quote in _merge_quotes(coders, coding, found):
            key = quote.id if quote.id not in taken else f"{quote.id}-{make_slug(coder)}"
            merged = replace(
                quote,
                id=add_unique(key, taken),
                speaker=_find_person(quote.speaker, people, ids),
                reported_by=_find_person(quote.reported_by, people, ids),
                topics=tuple([topics[topic.id] for topic in quote.topics]),
                coder=coder,
                confidence=None,
            )
            quotes.append(merged)
    return _make_statement(coding, tuple(quotes), topics, people)


def count_drafts(statement: Statement) -> int:
    """Return how many quotes of a merged statement are to be reviewed."""
    return sum(quote.status in _UNSETTLED for quote in statement.quotes)


def _merge_quotes(
    coders: Sequence[str], coding: Coding, found: Match
) -> Iterator[tuple[str, Quote]]:
    """Yield a quote with all its coders if they agree on it, otherwise the one of each coder."""
    there = [(coder, quote) for coder, quote in zip(coders, found) if quote]
    asked = [quote for item, quote in zip(coding.statements, found) if item is not None]
    if find_change(asked):
        for coder, quote in there:
            yield quote.coder or coder, replace(quote, status="draft")
        return

    quotes = [quote for _, quote in there]
    names = dict.fromkeys(quote.coder or coder for coder, quote in there)
    notes = dict.fromkeys(quote.note for quote in quotes if quote.note)
    is_settled = not any(quote.status in _UNSETTLED for quote in quotes)
    yield (
        ", ".join(names),
        replace(
            quotes[0],
            status="reviewed" if is_settled else "draft",
            note="\n".join(notes),
            important=any(quote.important for quote in quotes),
            cue=next((quote.cue for quote in quotes if quote.cue), ""),
        ),
    )


def _make_statement(
    coding: Coding,
    quotes: tuple[Quote, ...],
    topics: dict[str, Topic],
    people: dict[str, Speaker],
) -> Statement:
    first = coding.first
    memos = dict.fromkeys(item.memo for item in coding.known if item.memo)
    quoted = {quote.speaker for quote in quotes} | {quote.reported_by for quote in quotes}
    speakers = {key: who for key, who in people.items() if who in quoted}
    # A quote without a speaker would get that of its statement.
    is_by_one = first.speaker in quoted and all(quote.speaker for quote in quotes)
    return first._replace(
        quotes=quotes,
        speakers=speakers,
        topics=topics,
        speaker=first.speaker if is_by_one else None,
        # The file that the text is from is beside the first statement, not beside this one.
        source=first.source._replace(file=""),
        text_file="",
        coder="",
        memo="\n\n".join(memos),
    )


def _merge_people(coding: Coding) -> tuple[dict[str, Speaker], dict[str, str]]:
    """Return the people of all coders by id, and their ids by name: one name is one person.

    Somebody whose id has another name for a coder before gets a new id.
    """
    people: dict[str, Speaker] = {}
    ids: dict[str, str] = {}
    for item in coding.known:
        for who in item.speakers.values():
            if who.name not in ids:
                ids[who.name] = key = add_unique(who.id, set(people))
                people[key] = who._replace(id=key)
    return people, ids


def _find_person(
    who: Speaker | None, people: Mapping[str, Speaker], ids: Mapping[str, str]
) -> Speaker | None:
    return people[ids[who.name]] if who else None
