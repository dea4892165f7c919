"""The content of a page: statements and filters as the plain values that its template prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from quotecli.exporting.page.entries import (
    NONE,
    QuoteEntries,
    QuoteEntry,
    check_address,
    find_status,
)
from quotecli.exporting.page.style import name_topic_classes
from quotecli.exporting.page.text import mark_paragraphs
from quotecli.library.identity import collect_topics, disambiguate, identify_people
from quotecli.model import KINDS, NOBODY, STATUSES, Quote, Statement, Topic, collapse_space
from quotecli.text.paragraphs import Paragraphs
from quotecli.text.plural import count_noun
from quotecli.topic_tree import TopicTree

# The deepest level of topics that is indented further than the one above it.
_MAX_INDENT = 4
# A language and its subtags by RFC 5646, without those for private use.
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z0-9]{5,8})*"
)


class FilterChoice(NamedTuple):
    """A choice of a filter.

    `quotes` counts what it matches, `look` holds the classes of its colour and sign, `depth` is its
    level among the topics.
    """

    id: str
    label: str
    quotes: int
    look: str = ""
    depth: int = 0
    description: str = ""


class Contents(NamedTuple):
    """What a page holds; `sum` says it in a line, `no_topic` counts quotes without a topic.

    There are `statuses` only if there is more than one to choose.
    """

    title: str
    sum: str
    statements: list[Chapter]
    topics: list[FilterChoice]
    no_topic: int
    speakers: list[FilterChoice]
    kinds: list[FilterChoice]
    statuses: list[FilterChoice]


class Chapter:
    """A statement; `first` is the number of its first quote on the page, from 0."""

    def __init__(self, statement: Statement, first: int, entries: QuoteEntries) -> None:
        source = statement.source
        self.id = statement.id
        self.title = collapse_space(statement.title)
        self.speaker = statement.speaker
        self.occasion = statement.occasion
        self.published = ", ".join(
            part for part in (source.author, source.publisher, source.published) if part
        )
        self.url = source.url
        self.href = check_address(source.url)
        self.lang = Markup(
            f' lang="{source.language}"' if _LANGUAGE.fullmatch(source.language) else ""
        )
        self.count = len(statement.quotes)
        begin = [*Paragraphs(statement.text).starts[1:2], len(statement.text)][0]
        self.repeats_title = collapse_space(statement.text[:begin]) == self.title
        self._statement = statement
        self._first = first
        self._entries = entries

    def text(self) -> Iterator[Markup]:
        """Yield the paragraphs with their quotes marked."""
        marks = [
            mark
            for number, quote in enumerate(self._statement.quotes)
            for mark in self._entries.make_marks(quote, number + 1, self._first + number)
        ]
        return map(Markup, mark_paragraphs(self._statement.text, marks))

    def entries(self) -> Iterator[QuoteEntry]:
        """Yield the quotes in the order of the source."""
        for number, quote in enumerate(self._statement.quotes, 1):
            yield self._entries.make_entry(self._statement, quote, number)


def make_contents(statements: Sequence[Statement]) -> Contents:
    """Return the content of the page of some statements."""
    known = collect_topics(statements)
    looks = {key: name_topic_classes(number) for number, key in enumerate(known)}
    tree = TopicTree(known)
    ids = identify_people(statements)
    entries = QuoteEntries(looks, tree, ids)

    first = 0
    chapters = []
    for statement in statements:
        chapters.append(Chapter(statement, first, entries))
        first += len(statement.quotes)

    quotes = [quote for statement in statements for quote in statement.quotes]
    speakers = _list_speakers(quotes, ids)
    named = sum(who.id != NONE for who in speakers)
    several = f" from {len(statements):,} statements" if len(statements) > 1 else ""
    kinds = Counter(quote.kind for quote in quotes)
    statuses = Counter(find_status(quote) for quote in quotes)

    return Contents(
        title=chapters[0].title if len(chapters) == 1 else f"Quotes{several}",
        sum=f"{count_noun(len(quotes), 'quote')}{several} by {count_noun(named, 'speaker')}",
        statements=chapters,
        topics=_list_topics(known, tree, quotes, looks),
        no_topic=sum(not quote.topics for quote in quotes),
        speakers=speakers,
        kinds=[FilterChoice(kind, kind, kinds[kind]) for kind in KINDS if kinds[kind]],
        statuses=[
            FilterChoice(status, status, statuses[status])
            for status in STATUSES
            if len(statuses) > 1 and statuses[status]
        ],
    )


def _list_topics(
    known: Mapping[str, Topic],
    tree: TopicTree,
    quotes: Sequence[Quote],
    looks: Mapping[str, str],
) -> list[FilterChoice]:
    """Return the topics of quotes, each after its parent, which counts its quotes too."""
    together = Counter(tuple([topic.id for topic in quote.topics]) for quote in quotes)
    counts: Counter[str] = Counter()
    for about, number in together.items():
        counts.update(dict.fromkeys(tree.with_ancestors(about), number))
    labels = disambiguate(
        {key: collapse_space(topic.label) for key, topic in known.items() if counts[key]}
    )
    return [
        FilterChoice(
            *(key, labels[key], counts[key], looks[key]),
            depth=min(tree.depth(key), _MAX_INDENT),
            description=known[key].description,
        )
        for key in tree.list_ids()
        if counts[key]
    ]


def _list_speakers(
    quotes: Sequence[Quote], ids: Mapping[tuple[str, str], str]
) -> list[FilterChoice]:
    """Return the speakers, the most quoted first; quotes that name none come last."""
    counts = Counter((who.id, who.name) if (who := quote.speaker) else None for quote in quotes)
    nobody = counts.pop(None, 0)
    names = disambiguate({ids[who]: collapse_space(who[1]) for who in counts if who})
    ranked = [(ids[who], count) for who, count in counts.most_common() if who]
    return [
        *[FilterChoice(key, names[key], count) for key, count in ranked],
        *([FilterChoice(NONE, NOBODY, nobody)] if nobody else []),
    ]
