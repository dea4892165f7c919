"""A quote on the page: its entry in the list and its marks in the text, as HTML.

A page may have tens of thousands, so they are made here and not in the frame; what is the same for
many is made once. Whatever stands in braces below is HTML by then: shown(), attribute(), or made of
these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from quotecli.citing.attribution import PartKind, attribution_parts
from quotecli.citing.citation import citation, link
from quotecli.export.page.text import Mark, attribute, shown
from quotecli.model import Quote, Speaker, Statement, Topic, one_line
from quotecli.topic_tree import TopicTree

NONE = "-"
"""Stands for the speaker of a quote that names none, and the topic of one that has none: it is no
slug.
"""

_ADDRESS = re.compile(r"https?://[^\s\x00-\x20<>\"\\]+", re.IGNORECASE)
_SAY_STATUS = ("draft", "unresolved")
_TAGS: dict[PartKind, str] = {
    "manner": '<span class="manner">%s</span>',
    "speaker": '<bdi class="who">%s</bdi>',
    "role": "<bdi>%s</bdi>",
    "reporter": '<bdi class="who">%s</bdi>',
    "between": "%s",
}

Key = TypeVar("Key")


class _Once(dict[Key, str], Generic[Key]):
    """What is made of each thing when it is first asked for."""

    def __init__(self, make: Callable[[Key], str]) -> None:
        self._make = make

    def __missing__(self, key: Key) -> str:
        made = self[key] = self._make(key)
        return made


class Entries:
    """The quotes of a page, all of whose topics and people are known.

    `looks` is the colour and sign of a topic, `tree` the tree of topics, `people`
    what a speaker, an id and a name, is filtered by.
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
        self._labels: _Once[tuple[Topic, ...]] = _Once(self._label)
        self._keys: _Once[tuple[Topic, ...]] = _Once(self._key)
        self._signs: _Once[tuple[Topic, ...]] = _Once(self._sign)
        self._about: _Once[tuple[Topic, ...]] = _Once(_about)
        self._persons: _Once[Speaker | None] = _Once(self._person)

    def entry(self, statement: Statement, quote: Quote, number: int, lang: str) -> str:
        """The entry of a quote; `number` counts it in its statement, `lang` is the attribute of its
        words.
        """
        name, who = _name(quote), quote.speaker
        kind, topics, paragraph, doubt = quote.kind, quote.topics, quote.paragraph, quote.doubt
        words, begin, end = shown(quote.excerpt), "“", "”"
        element = "blockquote"
        if kind != "direct":
            element, begin, end = "p", "", ""
        at = f' <span class="at">¶ {paragraph}</span>' if paragraph else ""
        status = (
            f' <strong class="status">{quote.status}</strong>'
            if quote.status in _SAY_STATUS
            else ""
        )
        said_by = "".join(
            [_TAGS[part.kind] % shown(part.text) for part in attribution_parts(quote)]
        )
        doubted = f'<p class="doubt"><strong>{doubt}</strong></p>' if doubt else ""
        more = "".join(self._more(quote, lang))
        there = address(link(statement, quote))
        to = f'<a class="to" href="#text/{name}" aria-label="Quote {number} in the text">In the text</a>'
        source = (
            f'<a class="source" href="{attribute(there)}" rel="noopener noreferrer"'
            f' aria-label="Quote {number} at its source">At its source</a>'
        )
        return f"""
<li class="q k-{kind}" id="{name}" data-k="{kind}" data-s="{self._persons[who]}" data-t="{self._keys[topics]}">
<p class="head"><a class="own" href="#{name}" aria-label="Quote {number}">{number}</a>{self._labels[topics]}\
 <span class="kind">{kind}</span>{at}{status}</p>
<{element} class="said" dir="auto"{lang}>{begin}{words}{end}</{element}>
<p class="by">— {said_by}</p>{doubted}
<dl class="more"><div><dt>Citation</dt><dd class="cite" dir="auto">{shown(one_line(citation(statement, quote)))}</dd>\
</div>{more}</dl>
<p class="do"><button type="button" class="copy" aria-label="Copy quote {number}">Copy</button>\
{to if quote.anchor.spans else ""}{source if there else ""}</p></li>"""

    def marks(self, quote: Quote, number: int, place: int) -> Iterator[Mark]:
        """The marks of a quote; `place` counts it on the page, from 0. The first one is where its
        entry leads to.
        """
        topics = quote.topics
        look = self._looks[topics[0].id] if topics else "none"
        begin = f'<mark class="{look} {quote.kind}" data-q="{place}">'
        name = _name(quote)
        here = f' id="text/{name}"'
        for span in quote.anchor.spans:
            sign = (
                f'<a class="n"{here} href="#{name}" data-n="{number}"'
                f' aria-label="Quote {number}: {self._about[topics]}, {quote.kind}">{self._signs[topics]}</a>'
            )
            yield Mark(span, begin, sign)
            here = ""

    def _more(self, quote: Quote, lang: str) -> Iterator[str]:
        if quote.cue:
            yield f'<div><dt>Cue</dt><dd dir="auto"{lang}>{shown(one_line(quote.cue))}</dd></div>'
        if quote.note:
            yield f'<div><dt>Note</dt><dd dir="auto">{shown(quote.note)}</dd></div>'
        if quote.confidence is not None:
            yield f"<div><dt>Confidence</dt><dd>{quote.confidence:.0%}</dd></div>"

    def _label(self, topics: tuple[Topic, ...]) -> str:
        spans = [
            f' <span class="topic {self._looks[topic.id]}"><bdi>{shown(one_line(topic.label))}</bdi></span>'
            for topic in topics
        ]
        return "".join(spans) or ' <span class="topic none">no topic</span>'

    def _key(self, topics: tuple[Topic, ...]) -> str:
        keys = self._tree.with_ancestors(topic.id for topic in topics)
        return attribute(" ".join(keys) or NONE)

    def _person(self, who: Speaker | None) -> str:
        return attribute(self._people[who.id, who.name] if who else NONE)

    def _sign(self, topics: tuple[Topic, ...]) -> str:
        return "".join([f'<i class="{self._looks[topic.id]}"></i>' for topic in topics])


def _about(topics: tuple[Topic, ...]) -> str:
    return attribute(", ".join([one_line(topic.label) for topic in topics]) or "no topic")


def _name(quote: Quote) -> str:
    return attribute(f"{quote.statement}/{quote.id}")


def address(url: str) -> str:
    """An address that a link may lead to; "" for any other, such as a script, or one that hides
    something.
    """
    return url if url.isprintable() and _ADDRESS.fullmatch(url) else ""
