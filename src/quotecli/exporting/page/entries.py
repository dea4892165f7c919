"""The quotes of a page as its template prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from quotecli.citing.attribution import Phrase, attribution_parts, find_cue
from quotecli.citing.citation import citation, link
from quotecli.exporting.page.text import Highlight, to_attribute, to_html
from quotecli.model import GAP, Quote, Statement, Status, Topic, collapse_space
from quotecli.topic_tree import TopicTree

NONE = "-"
"""The filter's value for quotes without a topic or a speaker: no id is a hyphen."""

_ADDRESS = re.compile(r"https?://[^\s\x00-\x20<>\"\\]+", re.IGNORECASE)


class TopicLabel(NamedTuple):
    """A topic as an entry names it; `look` is its colour and sign."""

    look: str
    text: Markup


class Subject(NamedTuple):
    """The topics of a quote.

    `keys` are the ids by which it is filtered, those of broader topics too; `summary` names the
    topics in a line, `look` is that of the first one.
    """

    labels: tuple[TopicLabel, ...]
    keys: str
    summary: str
    look: str


class QuoteEntry(NamedTuple):
    """A quote in the list.

    `id` is that of its element, `number` counts it in its statement, `speaker` is the id by which
    it is filtered.
    """

    quote: Quote
    id: str
    number: int
    status: str
    subject: Subject
    speaker: str
    attribution: tuple[Phrase, ...]
    cue: str
    paragraph: int
    doubt: str
    said: Markup
    citation: str
    source: str


class QuoteEntries:
    """The quotes of a page, all of whose topics and people are known.

    `looks` are the colours and signs of topics, `people` the ids of speakers by id and name.
    """

    def __init__(
        self,
        looks: Mapping[str, str],
        tree: TopicTree,
        people: Mapping[tuple[str, str], str],
    ) -> None:
        self._looks = looks
        self._tree = tree
        self._people = people
        # Many quotes have the same topics.
        self._subject = cache(self._make_subject)

    def make_entry(self, statement: Statement, quote: Quote, number: int) -> QuoteEntry:
        """Return the entry of a quote."""
        return QuoteEntry(
            quote=quote,
            id=_element_id(quote),
            number=number,
            status=find_status(quote),
            subject=self._subject(quote.topics),
            speaker=self._people[who.id, who.name] if (who := quote.speaker) else NONE,
            attribution=attribution_parts(quote),
            cue=find_cue(quote),
            paragraph=quote.paragraph,
            doubt="; ".join(quote.caveats),
            said=_write_excerpt(quote),
            citation=collapse_space(citation(statement, quote)),
            source=check_address(link(statement, quote)),
        )

    def make_marks(self, quote: Quote, number: int, place: int) -> Iterator[Highlight]:
        """Yield the marks of a quote in the text; `place` counts it on the page, from 0.

        The first mark has the address to which the quote's entry leads.
        """
        subject = self._subject(quote.topics)

        begin = f'<mark class="{subject.look} {quote.kind}" data-q="{place}">'
        entry = to_attribute(_element_id(quote))
        signs = "".join([f'<i class="{label.look}"></i>' for label in subject.labels])
        about = to_attribute(f"{subject.summary}, {quote.kind}")
        here = f' id="text/{entry}"'
        for span in quote.anchor.spans:
            sign = (
                f'<a class="n"{here} href="#{entry}" data-n="{number}"'
                f' aria-label="Quote {number}: {about}">{signs}</a>'
            )
            yield Highlight(span, begin, sign)
            here = ""

    def _make_subject(self, topics: tuple[Topic, ...]) -> Subject:
        labels = tuple(
            TopicLabel(self._looks[topic.id], Markup(to_html(collapse_space(topic.label))))
            for topic in topics
        )
        keys = self._tree.with_ancestors(topic.id for topic in topics)
        return Subject(
            labels,
            " ".join(keys) or NONE,
            ", ".join(collapse_space(topic.label) for topic in topics) or "no topic",
            labels[0].look if labels else "none",
        )


def _element_id(quote: Quote) -> str:
    return f"{quote.statement}/{quote.id}"


def _write_excerpt(quote: Quote) -> Markup:
    """Return the words of a quote; <wbr> marks, unseen, where a search ends: between its parts."""
    joins = [join if join == GAP else f"{join}<wbr>" for join in quote.joins]
    words = zip(("", *joins), quote.parts)
    return Markup("".join([f"{join}{to_html(collapse_space(part))}" for join, part in words]))


def find_status(quote: Quote) -> Status:
    """Return the status by which a quote is filtered: without one, its author has reviewed it."""
    return quote.status or "reviewed"


def check_address(url: str) -> str:
    """Return an address if a link may lead to it, else "".

    It may not lead to a script, or to an address that hides something.
    """
    return url if url.isprintable() and _ADDRESS.fullmatch(url) else ""
