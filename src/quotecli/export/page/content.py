"""What the page says: statements, quotes, topics and speakers as the plain values that its frame prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from quotecli.cite import citation, link
from quotecli.export.page.text import Mark, paragraphs, shown
from quotecli.identity import keys_of
from quotecli.model import GAP, KINDS, Quote, Speaker, Statement, Topic, one_line
from quotecli.render.escape import visible_line

NOBODY = "-"
"""Stands for the speaker of a quote that names none, and the topic of one that has none: it is no slug."""

_COLOURS = 8
_SPOKEN = {"direct": "", "indirect": "paraphrase of", "mixed": "partly a paraphrase of"}
# What RFC 5646 takes for a language and its subtags; those of one letter are for private use.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z0-9]{5,8})*")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20<>\"\\]+", re.IGNORECASE)


class Choice(NamedTuple):
    """Something to filter by, and how many `quotes` it leaves; `look` is colour and sign, `depth` counts parents."""

    id: str
    label: str
    quotes: int
    look: str = ""
    depth: int = 0
    description: str = ""


class Label(NamedTuple):
    """A topic of a quote."""

    label: str
    look: str


class Entry(NamedTuple):
    """A quote in the list."""

    id: str
    number: int
    kind: str
    element: str
    speaker_id: str
    topic_ids: str
    topics: list[Label]
    paragraph: int
    placed: bool
    status: str
    excerpt: Markup
    manner: str
    speaker: str
    role: str
    reporter: str
    doubt: str
    citation: str
    cue: str
    note: str
    confidence: str
    link: str


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
    """A statement of the page; its quotes are numbered from `first` on over the whole page."""

    def __init__(
        self,
        statement: Statement,
        first: int,
        looks: dict[str, str],
        lines: dict[str, list[str]],
        known_as: dict[tuple[str, str], str],
    ) -> None:
        source = statement.source
        self.id = statement.id
        self.title = one_line(statement.title)
        self.speaker = statement.speaker
        self.occasion = statement.occasion
        self.published = ", ".join(part for part in (source.author, source.publisher, source.published) if part)
        self.url = source.url
        self.href = address(source.url)
        self.lang = source.language if _LANGUAGE.fullmatch(source.language) else ""
        self.count = len(statement.quotes)
        self._statement = statement
        self._first = first
        self._looks = looks
        self._lines = lines
        self._known_as = known_as

    def text(self) -> Iterator[Markup]:
        """The text, a paragraph at a time."""
        marks = []
        for number, quote in enumerate(self._statement.quotes):
            begin = Markup('<mark class="{} {}" data-q="{}">').format(
                self._look(quote), quote.kind, self._first + number
            )
            for part, span in enumerate(quote.anchor.spans):
                marks.append(Mark(span, begin, self._sign(quote, number + 1, part)))
        return paragraphs(self._statement.text, marks)

    def quotes(self) -> Iterator[Entry]:
        """The quotes, in the order of the source."""
        return (self._entry(quote, number) for number, quote in enumerate(self._statement.quotes, 1))

    def _look(self, quote: Quote) -> str:
        return self._looks[quote.topics[0].id] if quote.topics else "none"

    def _sign(self, quote: Quote, number: int, part: int) -> Markup:
        """The link from the text to the list; the first one of a quote is where the list leads to."""
        name = f"{quote.statement}/{quote.id}"
        about = ", ".join(one_line(topic.label) for topic in quote.topics) or "no topic"
        signs = Markup("").join(Markup('<i class="{}"></i>').format(self._looks[topic.id]) for topic in quote.topics)
        return Markup('<a class="n"{} href="#{}" data-n="{}" aria-label="{}">{}</a>').format(
            Markup(' id="text/{}"').format(name) if not part else "",
            *(name, number, visible_line(f"Quote {number}: {about}, {quote.kind}"), signs),
        )

    def _entry(self, quote: Quote, number: int) -> Entry:
        who, reporter = quote.speaker, quote.reported_by
        return Entry(
            id=f"{quote.statement}/{quote.id}",
            number=number,
            kind=quote.kind,
            element="blockquote" if quote.kind == "direct" else "p",
            speaker_id=self._known_as[who.id, who.name] if who else NOBODY,
            topic_ids=" ".join(dict.fromkeys(key for topic in quote.topics for key in self._lines[topic.id])) or NOBODY,
            topics=[Label(one_line(topic.label), self._looks[topic.id]) for topic in quote.topics],
            paragraph=quote.paragraph,
            placed=bool(quote.anchor.spans),
            status=quote.status if quote.status in ("draft", "unresolved") else "",
            excerpt=excerpt(quote),
            manner=_SPOKEN[quote.kind],
            speaker=one_line(who.name) if who else "unknown speaker",
            role=one_line(who.role) if who else "",
            reporter=one_line(reporter.name) if reporter else "",
            doubt=quote.doubt,
            citation=one_line(citation(self._statement, quote)),
            cue=one_line(quote.cue),
            note=quote.note,
            confidence="" if quote.confidence is None else f"{quote.confidence:.0%}",
            link=address(link(self._statement, quote)),
        )


def contents(statements: Sequence[Statement]) -> Contents:
    """What the page says of these statements."""
    topics: dict[str, Topic] = {}
    for statement in statements:
        for topic in statement.topics.values():
            topics.setdefault(topic.id, topic)
    looks = {
        key: f"c{number % _COLOURS} s{(number + number // _COLOURS) % _COLOURS}" for number, key in enumerate(topics)
    }
    lines = {key: _line(key, topics) for key in topics}
    quotes = [quote for statement in statements for quote in statement.quotes]
    known_as = keys_of(quotes)
    first = 0
    chapters = []
    for statement in statements:
        chapters.append(Chapter(statement, first, looks, lines, known_as))
        first += len(statement.quotes)
    speakers = _speakers(quotes, known_as)
    named = sum(who.id != NOBODY for who in speakers)
    several = f" from {len(statements):,} statements" if len(statements) > 1 else ""
    return Contents(
        title=chapters[0].title if len(chapters) == 1 else f"Quotes{several}",
        sum=f"{_number(len(quotes), 'quote')}{several} by {_number(named, 'speaker')}",
        statements=chapters,
        topics=_topics(topics, lines, quotes, looks),
        no_topic=sum(not quote.topics for quote in quotes),
        speakers=speakers,
        kinds=[Choice(kind, kind, count) for kind, count in _kinds(quotes)],
    )


def excerpt(quote: Quote) -> Markup:
    """The words, in quotation marks where they are the speaker's own throughout."""
    words = shown(GAP.join(one_line(part) for part in quote.parts))
    return Markup("“{}”").format(words) if quote.kind == "direct" else words


def address(url: str) -> str:
    """An address that a link may lead to; "" for any other, such as a script, or one that hides something."""
    return url if url.isprintable() and _ADDRESS.fullmatch(url) else ""


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _topics(
    topics: dict[str, Topic], lines: dict[str, list[str]], quotes: Sequence[Quote], looks: dict[str, str]
) -> list[Choice]:
    """The topics that quotes are about, subtopics under their parents, whose counts include theirs."""
    counts = Counter(key for quote in quotes for key in {up for topic in quote.topics for up in lines[topic.id]})
    children: dict[str, list[str]] = {}
    for key in topics:
        if counts[key]:
            children.setdefault(lines[key][1] if len(lines[key]) > 1 else "", []).append(key)
    found: list[Choice] = []
    stack = children.get("", [])[::-1]
    while stack:
        key = stack.pop()
        topic = topics[key]
        depth = min(len(lines[key]) - 1, 4)
        found.append(Choice(key, one_line(topic.label), counts[key], looks[key], depth, topic.description))
        stack += children.get(key, [])[::-1]
    return found


def _line(key: str, topics: dict[str, Topic]) -> list[str]:
    """A topic and those that include it, from the inside out."""
    line = [key]
    while (parent := topics[line[-1]].parent) and parent not in line:
        line.append(parent)
    return line


def _speakers(quotes: Sequence[Quote], known_as: dict[tuple[str, str], str]) -> list[Choice]:
    """Who is quoted, the most quoted first, and last the quotes that name nobody."""
    people: dict[str, Speaker | None] = {}
    counts: Counter[str] = Counter()
    for quote in quotes:
        key = known_as[quote.speaker.id, quote.speaker.name] if quote.speaker else NOBODY
        people.setdefault(key, quote.speaker)
        counts[key] += 1
    ranked = sorted(counts, key=lambda key: (key == NOBODY, -counts[key]))
    names = {key: one_line(who.name) if who else "unknown speaker" for key, who in people.items()}
    return [Choice(key, names[key], counts[key]) for key in ranked]


def _kinds(quotes: Sequence[Quote]) -> list[tuple[str, int]]:
    counts = Counter(quote.kind for quote in quotes)
    return [(kind, counts[kind]) for kind in KINDS if counts[kind]]
