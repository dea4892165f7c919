"""Everything that is printed for programs: its objects and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from quotecli.model import SPACES, Quote, Speaker, Statement
from quotecli.objects import Row, encode, quote_object, speaker_reference
from quotecli.render.machine.formats import Shape

if TYPE_CHECKING:
    from quotecli.citing.styles import CitationStyle
    from quotecli.library.counts import SpeakerCount, StatementCount, TopicCount
    from quotecli.render.passage import Context
    from quotecli.store.places import QuotePlaces
    from quotecli.text.concordance import Hit


def detail_object(quote: Quote, statement: Statement, places: QuotePlaces) -> Row:
    """Return a quote with what its statement adds: title, memo, citation, link and places."""
    from quotecli.citing.citation import citation, link

    return {
        **quote_object(quote),
        "title": statement.title,
        "memo": statement.memo or None,
        "citation": citation(statement, quote),
        "link": link(statement, quote) or None,
        "entry_place": places.entry and places.entry._asdict(),
        "excerpt_place": places.excerpt and places.excerpt._asdict(),
    }


def cited_object(statement: Statement, quote: Quote, style: CitationStyle | None) -> Row:
    """Return a quote in a style: its words with their attribution, and the reference.

    Without a style the reference is its citation.
    """
    from quotecli.citing.citation import citation
    from quotecli.citing.styles import Citation, cite

    cited = (
        cite(statement, quote, style)
        if style
        else Citation(_attributed(quote), citation(statement, quote))
    )
    return {
        "id": quote.id,
        "statement": quote.statement,
        "style": style,
        "text": cited.text or None,
        "reference": cited.reference or None,
        "proved": quote.proved,
    }


def _attributed(quote: Quote) -> str:
    """Return the words and who said them; only the speaker's own get quotation marks."""
    from quotecli.citing.attribution import attribution

    words = f"“{quote.excerpt}”" if quote.kind == "direct" else quote.excerpt
    notes = "".join([f" [{caveat}]" for caveat in quote.caveats])
    return f"{words} — {attribution(quote, manner=True)}{notes}"


def attribute_columns(names: Iterable[str]) -> dict[str, str]:
    """Return the columns of tables for the attributes of speakers, by the names of these."""
    return {name: f"speaker_{name}" for name in names}


def quotes_shape(attributes: Iterable[str]) -> Shape[Quote]:
    """Return how quotes are written, with columns for some attributes of their speakers."""
    columns = attribute_columns(attributes)
    if not columns:
        return QUOTES

    def as_row(quote: Quote) -> Row:
        return {**quote_row(quote), **attribute_row(quote.speaker, columns)}

    return Shape(quote_object, (*QUOTES.columns, *columns.values()), as_row)


def speakers_shape(attributes: Iterable[str]) -> Shape[SpeakerCount]:
    """Return how counts of speakers are written, with columns for some of their attributes."""
    columns, plain = attribute_columns(attributes), Shape(speaker_object, _SPEAKERS)

    def as_row(count: SpeakerCount) -> Row:
        return {**plain.as_row(count), **attribute_row(count.speaker, columns)}

    return Shape(speaker_object, (*_SPEAKERS, *columns.values()), as_row)


def attribute_row(speaker: Speaker | None, columns: Mapping[str, str]) -> Row:
    """Return the attributes of a speaker by the columns of a table; "" for those unknown."""
    known = dict(speaker.attributes) if speaker else {}
    return {column: known.get(name, "") for name, column in columns.items()}


def quote_row(quote: Quote) -> Row:
    """Return a quote as a row of text and numbers."""
    spans = quote.anchor.spans
    speaker = quote.speaker
    return {
        "id": quote.id,
        "statement": quote.statement,
        "speaker": speaker.name if speaker else "",
        "role": speaker.role if speaker else "",
        "reported_by": quote.reported_by.name if quote.reported_by else "",
        "kind": quote.kind,
        "polarity": quote.polarity,
        "topics": ";".join([topic.id for topic in quote.topics]),
        "excerpt": quote.excerpt,
        "cue": quote.cue,
        "paragraph": quote.paragraph or "",
        "start": spans[0].start if spans else "",
        "end": spans[-1].end if spans else "",
        "tier": quote.anchor.tier,
        "doubt": quote.doubt,
        "status": quote.status or "",
        "important": "yes" if quote.important else "",
        "coder": quote.coder,
        "note": quote.note,
    }


def context_objects(quotes: Iterable[Quote], context: Context) -> Iterator[str]:
    """Yield the JSON of quotes with the text of the paragraphs around them as "context"."""
    return (encode({**quote_object(quote), "context": context.text(quote)}) for quote in quotes)


def topic_object(count: TopicCount) -> Row:
    """Return what is known of a topic, and its counts."""
    topic = count.topic
    return {
        "id": topic.id,
        "label": topic.label,
        "description": topic.description or None,
        "aliases": topic.aliases,
        "keywords": topic.keywords,
        "parent": topic.parent or None,
        "colour": topic.colour or None,
        "memo": topic.memo or None,
        "quotes": count.quotes,
        "words": count.words,
        "share": round(count.share, 6),
        "statements": count.statements,
        "statement": count.statement,
    }


def speaker_object(count: SpeakerCount) -> Row:
    """Return what is known of a speaker, and the counts; "id" is null for quotes that name none."""
    unnamed: Row = {"id": None, "name": None, "role": None, "aliases": [], "attributes": {}}
    return {
        **(speaker_reference(count.speaker) or unnamed),
        "quotes": count.quotes,
        "words": count.words,
        "topics": count.topics,
        "statements": count.statements,
        "statement": count.statement,
        "denied": count.denied,
    }


def hit_object(hit: Hit) -> Row:
    """Return a hit, and the quote that it stands in."""
    quote = hit.quote
    return {
        "statement": hit.statement,
        "paragraph": hit.paragraph,
        "start": hit.span.start,
        "end": hit.span.end,
        "left": hit.left,
        "keyword": hit.keyword,
        "right": hit.right,
        "quote": quote.id if quote else None,
        "kind": quote.kind if quote else None,
        "polarity": quote.polarity if quote else None,
        "speaker": speaker_reference(quote.speaker) if quote else None,
        "reported_by": speaker_reference(quote.reported_by) if quote else None,
    }


def hit_row(hit: Hit) -> Row:
    """Return a hit as a row of text and numbers, its context on one line."""
    quote = hit.quote
    speaker, reporter = (quote.speaker, quote.reported_by) if quote else (None, None)
    return {
        "statement": hit.statement,
        "paragraph": hit.paragraph,
        "start": hit.span.start,
        "end": hit.span.end,
        "left": SPACES.sub(" ", hit.left),
        "keyword": SPACES.sub(" ", hit.keyword),
        "right": SPACES.sub(" ", hit.right),
        "quote": quote.id if quote else "",
        "kind": quote.kind if quote else "",
        "polarity": quote.polarity if quote else "",
        "speaker": speaker.name if speaker else "",
        "role": speaker.role if speaker else "",
        "reported_by": reporter.name if reporter else "",
    }


def statement_object(count: StatementCount) -> Row:
    """Return what is known of a statement without its text, and the counts."""
    item = count.statement
    return {
        "id": item.id,
        "title": item.title,
        "speaker": speaker_reference(item.speaker),
        "published": item.source.published or None,
        "coder": item.coder or None,
        "memo": item.memo or None,
        "quotes": count.quotes,
        "words": count.words,
        "file": item.file or None,
    }


def statement_row(count: StatementCount) -> Row:
    """Return a statement as a row of text and numbers."""
    who = count.statement.speaker
    known = {**statement_object(count), "speaker": who.name if who else ""}
    return {key: "" if value is None else value for key, value in known.items()}


QUOTES = Shape(
    quote_object,
    (
        *("id", "statement", "speaker", "role", "reported_by", "kind", "polarity", "topics"),
        *("excerpt", "cue", "paragraph", "start", "end", "tier", "doubt", "status"),
        *("important", "coder", "note"),
    ),
    quote_row,
)
TOPICS = Shape(
    topic_object,
    ("id", "label", "parent", "quotes", "words", "share", "statements", "statement"),
)
_SPEAKERS = ("id", "name", "role", "quotes", "words", "topics", "statements", "statement", "denied")
HITS = Shape(
    hit_object,
    (
        *("statement", "paragraph", "start", "end", "left", "keyword", "right"),
        *("quote", "kind", "polarity", "speaker", "role", "reported_by"),
    ),
    hit_row,
)
STATEMENTS = Shape(
    statement_object,
    ("id", "title", "speaker", "published", "coder", "memo", "quotes", "words", "file"),
    statement_row,
)
