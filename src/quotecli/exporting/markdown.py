"""Quotes as attributed block quotes in CommonMark, in one document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from quotecli.citing.citation import citation, encode_url, link
from quotecli.library.identity import collect_topics, disambiguate, identify_people
from quotecli.model import NOBODY, Quote, Statement, Topic
from quotecli.render.machine.markdown import escape_markup, quote_block

NO_TOPIC = "No topic"
NO_SPEAKER = NOBODY.capitalize()

QuoteOf = tuple[Statement, Quote]
"""A quote with its statement."""


class Section(NamedTuple):
    """Quotes by one speaker or on one `topic`; `id` is "" for those without one."""

    id: str
    title: str
    quotes: list[QuoteOf]
    topic: Topic | None = None


def export(statements: Iterable[Statement], *, by: str = "") -> Iterator[bytes]:
    """Yield every quote as a block quote with its citation.

    They are in source order, under a heading for each of several statements, or grouped by "topic"
    or "speaker". By topic, a quote on several topics is repeated under each of them.
    """
    return _export_groups(list(statements), by) if by else _export_in_order(iter(statements))


def _export_groups(statements: Sequence[Statement], by: str) -> Iterator[bytes]:
    counts = (len(quote.topics) for statement in statements for quote in statement.quotes)
    if by == "topic" and max(counts, default=0) > 1:
        yield b"A quote on several topics appears under each of them.\n\n"
    yield from _sections((section.title, section.quotes) for section in GROUPINGS[by](statements))


def _export_in_order(statements: Iterator[Statement]) -> Iterator[bytes]:
    first, second = next(statements, None), next(statements, None)
    if first and second:
        several = chain((first, second), statements)
        yield from _sections((one.title, _with_statement(one)) for one in several)
    elif first:
        yield from _blocks(_with_statement(first))


def _with_statement(statement: Statement) -> Iterator[QuoteOf]:
    return ((statement, quote) for quote in statement.quotes)


def _sections(sections: Iterable[tuple[str, Iterable[QuoteOf]]]) -> Iterator[bytes]:
    gap = ""
    for title, quotes in sections:
        yield f"{gap}{make_heading(title)}\n".encode()
        yield from _blocks(quotes)
        gap = "\n"


def _blocks(quotes: Iterable[QuoteOf]) -> Iterator[bytes]:
    gap = ""
    for statement, quote in quotes:
        yield f"{gap}{make_block(statement, quote)}".encode()
        gap = "\n"


def make_heading(title: str) -> str:
    """Return a title as a heading."""
    return f"# {escape_markup(title)}\n"


def make_block(statement: Statement, quote: Quote) -> str:
    """Return a quote as a block quote: its words, its citation and link, topics and caveats."""
    cited = escape_markup(citation(statement, quote, manner=True))
    target = encode_url(link(statement, quote))
    # In angle brackets, an address may have parentheses.
    place = f" [In the source](<{target}>)" if target.startswith(("https://", "http://")) else ""
    labels = ", ".join(escape_markup(topic.label) for topic in quote.topics)
    topics = f"{'Topics' if len(quote.topics) > 1 else 'Topic'}: {labels}" if labels else ""
    return quote_block(quote, f"{cited}{place}", [topics])


def group_by_topic(statements: Sequence[Statement]) -> list[Section]:
    """Return the topics in the order of their definition; quotes without a topic come last."""
    topics = collect_topics(statements)
    titles = disambiguate({key: topic.label for key, topic in topics.items()})
    sections = {key: Section(key, titles[key], [], topic) for key, topic in topics.items()}
    rest = Section("", NO_TOPIC, [])
    for statement, quote in chain.from_iterable(map(_with_statement, statements)):
        for section in [sections[topic.id] for topic in quote.topics] or [rest]:
            section.quotes.append((statement, quote))
    return [section for section in (*sections.values(), rest) if section.quotes]


def group_by_speaker(statements: Sequence[Statement]) -> list[Section]:
    """Return the speakers in the order of their first quotes; quotes without one come last."""
    ids = identify_people(statements)
    titles = disambiguate({key: name for (_, name), key in ids.items()})
    sections: dict[str, Section] = {}
    rest = Section("", NO_SPEAKER, [])
    for statement, quote in chain.from_iterable(map(_with_statement, statements)):
        key = ids[quote.speaker.id, quote.speaker.name] if quote.speaker else ""
        section = sections.setdefault(key, Section(key, titles[key], [])) if key else rest
        section.quotes.append((statement, quote))
    return [section for section in (*sections.values(), rest) if section.quotes]


GROUPINGS: dict[str, Callable[[Sequence[Statement]], list[Section]]] = {
    "topic": group_by_topic,
    "speaker": group_by_speaker,
}
"""What groups quotes by the values of --by and --split."""
