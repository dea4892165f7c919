"""Quotes, topics, speakers as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from quotecli.citing.attribution import PartKind, attribution, attribution_parts
from quotecli.library.counts import SpeakerCount, TopicCount
from quotecli.model import NOBODY, Quote, one_line
from quotecli.render.layout import Column, Glyphs, Line, Piece, Table, cell

if TYPE_CHECKING:
    from quotecli.library.counts import StatementCount
    from quotecli.text.query import Query

_BAR_WIDTH = 20
_ATTRIBUTION: dict[PartKind, str] = {
    "manner": "dim",
    "speaker": "speaker",
    "role": "",
    "reporter": "speaker",
    "between": "",
}


class Style(NamedTuple):
    """What all output of one command shares: its glyphs, the colour of each topic, whether
    statements are named.
    """

    glyphs: Glyphs
    colours: Mapping[str, int]
    names_statement: bool = False
    queries: Sequence[Query] = ()

    def topic(self, topic: str) -> str:
        """The style's name for a topic."""
        return f"topic {self.colours[topic]}"


def excerpt(quote: Quote, style: Style) -> Iterator[Line]:
    """A quote in full: what it is, the words, who said them."""
    glyphs = style.glyphs
    dot = Piece(f" {glyphs.dot} ", "dim")
    head = [Piece(name(quote, style), "id"), Piece("  ")]
    head += topics(quote, style)
    head += [dot, Piece(quote.kind)]
    if paragraph := quote.paragraph:
        head += [dot, Piece(f"{glyphs.paragraph} {paragraph}", "dim")]
    if quote.status in ("draft", "unresolved"):
        head += [dot, Piece(quote.status, "warning")]
    yield Line(head)
    yield Line(words(quote, style), indent=2)
    yield Line([Piece(f"{glyphs.dash} "), *said_by(quote)], indent=2)
    if doubt := quote.doubt:
        yield Line([Piece(f"{glyphs.warning} {doubt}", "warning")], indent=2)


def name(quote: Quote, style: Style) -> str:
    """The quote's id, with its statement's where there are several."""
    return f"{quote.statement}/{quote.id}" if style.names_statement else quote.id


def topics(quote: Quote, style: Style) -> list[Piece]:
    """The labels of a quote's topics, each in its colour."""
    if not quote.topics:
        return [Piece("no topic", "dim")]
    pieces = []
    for topic in quote.topics:
        pieces += [Piece(", ", "dim"), Piece(topic.label, style.topic(topic.id))]
    return pieces[1:]


def words(quote: Quote, style: Style) -> list[Piece]:
    """The excerpt: in quotation marks where it is direct, with the hits of a search marked."""
    glyphs = style.glyphs
    base = "paraphrase" if quote.kind == "indirect" else "excerpt"
    pieces = [Piece(glyphs.open, base)] if quote.kind == "direct" else []
    for number, part in enumerate(quote.parts):
        if number:
            pieces.append(Piece(f" {glyphs.gap} ", "dim"))
        pieces += _marked(one_line(part), base, style.queries)
    return [*pieces, Piece(glyphs.close, base)] if quote.kind == "direct" else pieces


def said_by(quote: Quote) -> list[Piece]:
    """Speaker, role and reporter; a paraphrase says that it is one."""
    return [Piece(part.text, _ATTRIBUTION[part.kind]) for part in attribution_parts(quote)]


def quotes_table(quotes: Sequence[Quote], style: Style) -> Table:
    """A row for each quote."""
    table = Table(
        [
            Column("id"),
            Column("speaker", wraps=True),
            Column("kind"),
            Column("topics", wraps=True),
            Column(style.glyphs.paragraph, right=True),
            Column("excerpt", wraps=True),
        ],
        [],
    )
    for quote in quotes:
        mark = [] if quote.proved else [Piece(f"{style.glyphs.warning} {quote.doubt}: ", "warning")]
        table.rows.append(
            [
                cell(name(quote, style), "id"),
                cell(attribution(quote, role=False)),
                cell(quote.kind),
                Line(topics(quote, style)),
                cell(str(quote.paragraph or "")),
                Line([*mark, *words(quote, style)]),
            ]
        )
    return table


def topics_table(counts: Sequence[TopicCount], style: Style) -> Table:
    """A row for each topic, subtopics indented under their parent, with its share as a bar, and
    which statement.
    """
    table = Table(
        [
            Column("id"),
            Column("label", wraps=True),
            Column("quotes", True),
            Column("words", True),
            Column("share", True),
            *_home_column(style),
            Column(""),
        ],
        [],
    )
    for count in counts:
        colour = style.topic(count.topic.id)
        indent = "  " * count.depth
        table.rows.append(
            [
                cell(f"{indent}{count.topic.id}", f"id+{colour}"),
                cell(f"{indent}{count.topic.label}"),
                cell(f"{count.quotes:,}"),
                cell(f"{count.words:,}"),
                cell(f"{count.share:.0%}"),
                *_home(count, style),
                cell(bar(count.share, style.glyphs), colour),
            ]
        )
    return table


def speakers_table(
    counts: Sequence[SpeakerCount], style: Style, labels: Mapping[str, str]
) -> Table:
    """A row for each speaker: who, in which role, how often, on what, in which statement."""
    table = Table(
        [
            Column("id"),
            Column("name", wraps=True),
            Column("quotes", True),
            Column("words", True),
            Column("topics", wraps=True),
            Column("role", wraps=True),
            *_home_column(style),
        ],
        [],
    )
    for count in counts:
        on: list[Piece] = []
        for topic, quotes in count.topics.items():
            on += [
                Piece(", ", "dim"),
                Piece(labels[topic], style.topic(topic)),
                Piece(f" {quotes}", "dim"),
            ]
        who = count.speaker
        table.rows.append(
            [
                cell(who.id if who else "", "id"),
                cell(who.name if who else NOBODY, "speaker"),
                cell(f"{count.quotes:,}"),
                cell(f"{count.words:,}"),
                Line(on[1:]),
                cell(who.role if who else ""),
                *_home(count, style),
            ]
        )
    return table


def _home_column(style: Style) -> list[Column]:
    return [Column("statements", wraps=True)] if style.names_statement else []


def _home(count: TopicCount | SpeakerCount, style: Style) -> list[Line]:
    """Which statement it is that has all of it, or how many they are; nothing where there is only
    one.
    """
    if not style.names_statement:
        return []
    return [cell(count.statement) if count.statement else cell(f"{count.statements:,}", "dim")]


def statements_table(counts: Sequence[StatementCount]) -> Table:
    """A row for each statement: what it is, whose, from when, and how much of it is quoted."""
    table = Table(
        [
            Column("id"),
            Column("title", wraps=True),
            Column("speaker", wraps=True),
            Column("published", wraps=True),
            Column("quotes", True),
            Column("words", True),
        ],
        [],
    )
    for count in counts:
        item = count.statement
        table.rows.append(
            [
                cell(item.id, "id"),
                cell(one_line(item.title)),
                cell(item.speaker.name if item.speaker else "", "speaker"),
                cell(item.source.published),
                cell(f"{count.quotes:,}"),
                cell(f"{count.words:,}"),
            ]
        )
    return table


def _marked(text: str, base: str, queries: Sequence[Query]) -> list[Piece]:
    pieces, at = [], 0
    hits = sorted(span for query in queries for span in query.find_spans(text))
    for start, end in hits:
        if start >= at:
            pieces += [Piece(text[at:start], base), Piece(text[start:end], f"{base}+hit")]
            at = end
    return [*pieces, Piece(text[at:], base)]


def bar(share: float, glyphs: Glyphs) -> str:
    """A bar for a share, 0 to 1."""
    parts = len(glyphs.halves) + 1
    size = round(min(share, 1) * _BAR_WIDTH * parts)
    full, rest = divmod(size, parts)
    return glyphs.bar * full + (glyphs.halves[rest - 1] if rest else "")
