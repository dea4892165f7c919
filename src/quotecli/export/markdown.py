"""Quotes as attributed block quotes in CommonMark, one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from quotecli.citing.citation import citation, encode_url, link
from quotecli.library.identity import collect_topics, disambiguate, identify_people
from quotecli.model import NOBODY, Quote, Statement, Topic
from quotecli.render.machine.markdown import escape_markup, quote_block

_CLOSING = re.compile(r"(?=#+$)")

NO_TOPIC = "No topic"
NO_SPEAKER = NOBODY.capitalize()


class Group(NamedTuple):
    """Quotes that belong together, each with its statement: by `topic`, by speaker; no id for those
    without one.
    """

    id: str
    title: str
    quotes: list[tuple[Statement, Quote]]
    topic: Topic | None = None


def export(statements: Iterable[Statement], *, by: str = "") -> Iterator[bytes]:
    """Every quote as a block quote with its citation, in source order or by "topic" or "speaker".

    By topic, a quote on several stands under each of them.
    """
    if by:
        chosen = list(statements)
        if by == "topic" and any(
            len(quote.topics) > 1 for statement in chosen for quote in statement.quotes
        ):
            yield b"A quote on several topics stands under each of them.\n\n"
        yield from _sections((group.title, group.quotes) for group in GROUPINGS[by](chosen))
        return
    statements = iter(statements)
    first, second = next(statements, None), next(statements, None)
    if first and second is None:
        yield from _blocks((first, quote) for quote in first.quotes)
        return
    several = (
        statement for some in ((first, second), statements) for statement in some if statement
    )
    yield from _sections((item.title, ((item, quote) for quote in item.quotes)) for item in several)


def _sections(sections: Iterable[tuple[str, Iterable[tuple[Statement, Quote]]]]) -> Iterator[bytes]:
    gap = ""
    for title, quotes in sections:
        yield f"{gap}{heading(title)}\n".encode()
        yield from _blocks(quotes)
        gap = "\n"


def _blocks(quotes: Iterable[tuple[Statement, Quote]]) -> Iterator[bytes]:
    gap = ""
    for statement, quote in quotes:
        yield f"{gap}{block(statement, quote)}".encode()
        gap = "\n"


def heading(title: str) -> str:
    """A title as a heading, and the empty line after it."""
    return f"# {_CLOSING.sub(_BACKSLASH, escape_markup(title), count=1)}\n"


_BACKSLASH = r"\\"


def block(statement: Statement, quote: Quote) -> str:
    """A quote as a block quote: its words, its citation with the link to its place, its topics, and
    its doubt.
    """
    cited = escape_markup(citation(statement, quote, manner=True))
    target = encode_url(link(statement, quote))
    # Between angle brackets it may hold parentheses.
    place = f" [In the source](<{target}>)" if target.startswith(("https://", "http://")) else ""
    labels = ", ".join(escape_markup(topic.label) for topic in quote.topics)
    topics = f"{'Topics' if len(quote.topics) > 1 else 'Topic'}: {labels}" if labels else ""
    return quote_block(quote, f"{cited}{place}", [topics])


def by_topic(statements: Sequence[Statement]) -> list[Group]:
    """The topics in the order of their definition, each with its quotes; what has no topic comes
    last.
    """
    known = collect_topics(statements)
    titles = disambiguate({key: topic.label for key, topic in known.items()})
    groups = {key: Group(key, titles[key], [], topic) for key, topic in known.items()}
    rest = Group("", NO_TOPIC, [])
    for statement in statements:
        for quote in statement.quotes:
            for group in [groups[topic.id] for topic in quote.topics] or [rest]:
                group.quotes.append((statement, quote))
    return [group for group in (*groups.values(), rest) if group.quotes]


def by_speaker(statements: Sequence[Statement]) -> list[Group]:
    """The speakers in the order in which they are first quoted, each with their quotes; nobody
    known comes last.
    """
    ids = identify_people(statements)
    titles = disambiguate({key: name for (_, name), key in ids.items()})
    groups: dict[str, Group] = {}
    rest = Group("", NO_SPEAKER, [])
    for statement in statements:
        for quote in statement.quotes:
            key = ids[quote.speaker.id, quote.speaker.name] if quote.speaker else ""
            group = groups.setdefault(key, Group(key, titles[key], [])) if key else rest
            group.quotes.append((statement, quote))
    return [group for group in (*groups.values(), rest) if group.quotes]


GROUPINGS: dict[str, Callable[[Sequence[Statement]], list[Group]]] = {
    "topic": by_topic,
    "speaker": by_speaker,
}
"""What quotes are grouped by."""
