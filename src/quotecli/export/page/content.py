"""What the page says: statements, quotes, topics and speakers as the plain values that its frame
prints.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from quotecli.export.page.entries import NONE, Entries, address
from quotecli.export.page.text import paragraphs
from quotecli.library.identity import apart, people, topics
from quotecli.model import KINDS, NOBODY, Quote, Statement, Topic, one_line
from quotecli.topic_tree import TopicTree

_COLOURS = 8
_AT_ONCE = 40
# What RFC 5646 takes for a language and its subtags; those of one letter are for private use.
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z0-9]{5,8})*"
)


class Choice(NamedTuple):
    """Something to filter by, and how many `quotes` it leaves; `look` is colour and sign, `depth`
    counts parents.
    """

    id: str
    label: str
    quotes: int
    look: str = ""
    depth: int = 0
    description: str = ""


class Contents(NamedTuple):
    """The page: its title, what it holds in a line, what there is to filter by, and the statements."""

    title: str
    sum: str
    statements: list[Chapter]
    topics: list[Choice]
    no_topic: int
    speakers: list[Choice]
    kinds: list[Choice]


class Chapter:
    """A statement of the page; its quotes are numbered from `first` on over the whole page, from 0."""

    def __init__(self, statement: Statement, first: int, entries: Entries) -> None:
        source = statement.source
        self.id = statement.id
        self.title = one_line(statement.title)
        self.speaker = statement.speaker
        self.occasion = statement.occasion
        self.published = ", ".join(
            part for part in (source.author, source.publisher, source.published) if part
        )
        self.url = source.url
        self.href = address(source.url)
        self.lang = Markup(
            f' lang="{source.language}"' if _LANGUAGE.fullmatch(source.language) else ""
        )
        self.count = len(statement.quotes)
        self._statement = statement
        self._first = first
        self._entries = entries

    def text(self) -> Iterator[Markup]:
        """The text with its quotes marked, some paragraphs at a time."""
        marks = [
            mark
            for number, quote in enumerate(self._statement.quotes)
            for mark in self._entries.marks(quote, number + 1, self._first + number)
        ]
        return _together(paragraphs(self._statement.text, marks))

    def entries(self) -> Iterator[Markup]:
        """The quotes as a list, in the order of the source, some at a time."""
        statement, entry = self._statement, self._entries.entry
        return _together(
            entry(statement, quote, number, self.lang)
            for number, quote in enumerate(statement.quotes, 1)
        )


def _together(pieces: Iterator[str]) -> Iterator[Markup]:
    """Pieces of HTML, some in one: what is printed one by one takes the frame longer than to make
    it.
    """
    while some := "".join(islice(pieces, _AT_ONCE)):
        yield Markup(some)


def contents(statements: Sequence[Statement]) -> Contents:
    """What the page says of these statements."""
    known = topics(statements)
    looks = {
        key: f"c{number % _COLOURS} s{(number + number // _COLOURS) % _COLOURS}"
        for number, key in enumerate(known)
    }
    tree = TopicTree(known)
    ids = people(statements)
    entries = Entries(looks, tree, ids)
    first = 0
    chapters = []
    for statement in statements:
        chapters.append(Chapter(statement, first, entries))
        first += len(statement.quotes)
    quotes = [quote for statement in statements for quote in statement.quotes]
    speakers = _speakers(quotes, ids)
    named = sum(who.id != NONE for who in speakers)
    several = f" from {len(statements):,} statements" if len(statements) > 1 else ""
    kinds = Counter(quote.kind for quote in quotes)
    return Contents(
        title=chapters[0].title if len(chapters) == 1 else f"Quotes{several}",
        sum=f"{_number(len(quotes), 'quote')}{several} by {_number(named, 'speaker')}",
        statements=chapters,
        topics=_topics(known, tree, quotes, looks),
        no_topic=sum(not quote.topics for quote in quotes),
        speakers=speakers,
        kinds=[Choice(kind, kind, kinds[kind]) for kind in KINDS if kinds[kind]],
    )


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _topics(
    known: Mapping[str, Topic],
    tree: TopicTree,
    quotes: Sequence[Quote],
    looks: Mapping[str, str],
) -> list[Choice]:
    """The topics that quotes are about, subtopics under their parents, whose counts include theirs."""
    together = Counter(tuple([topic.id for topic in quote.topics]) for quote in quotes)
    counts: Counter[str] = Counter()
    for about, number in together.items():
        counts.update(dict.fromkeys(tree.with_ancestors(about), number))
    labels = apart({key: one_line(topic.label) for key, topic in known.items() if counts[key]})
    return [
        Choice(
            *(key, labels[key], counts[key], looks[key]),
            depth=min(tree.depth(key), 4),
            description=known[key].description,
        )
        for key in tree.list_ids()
        if counts[key]
    ]


def _speakers(quotes: Sequence[Quote], ids: Mapping[tuple[str, str], str]) -> list[Choice]:
    """Who is quoted, the most quoted first, and last the quotes that name nobody."""
    counts = Counter((who.id, who.name) if (who := quote.speaker) else None for quote in quotes)
    nobody = counts.pop(None, 0)
    names = apart({ids[who]: one_line(who[1]) for who in counts if who})
    ranked = [(ids[who], count) for who, count in counts.most_common() if who]
    return [
        *[Choice(key, names[key], count) for key, count in ranked],
        *([Choice(NONE, NOBODY, nobody)] if nobody else []),
    ]
