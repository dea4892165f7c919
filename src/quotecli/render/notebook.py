"""Quotes, statements and libraries as HTML, for notebooks.

It is a fragment with its own styles, in the colours of the notebook. Every text is escaped; there
is no script, and only http and https addresses are links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

from quotecli.citing.attribution import attribution, find_cue
from quotecli.citing.citation import link
from quotecli.library.library import Library
from quotecli.model import Quote, Statement, collapse_space
from quotecli.text.escape import visible
from quotecli.text.plural import count_noun

_MAX_QUOTES = 20
_MAX_ROWS = 10

_QUOTE = "margin:0.6em 0;padding:0.1em 0 0.1em 0.9em;border-left:3px solid #8888;max-width:44em"
_SMALL = "font-size:85%;opacity:0.8"
_CHIP = (
    "display:inline-block;border:1px solid #8888;border-radius:0.8em;padding:0 0.6em;"
    "margin:0.2em 0.3em 0 0;font-size:85%"
)
_CAVEAT = "font-size:85%;font-weight:bold"
_NUMBER = "text-align:right;padding:0.1em 0.8em"
_NAME = "text-align:left;padding:0.1em 0.8em"


def draw(thing: object) -> str:
    """Return the HTML of a quote, a statement or a library."""
    if isinstance(thing, Quote):
        return _draw_quote(thing)
    if isinstance(thing, Statement):
        return _draw_statement(thing)
    assert isinstance(thing, Library)
    return _draw_library(thing)


def _draw_quote(quote: Quote, source: str = "", of: Statement | None = None) -> str:
    """Return a quote with its attribution, topics and caveats; `source` is where it is from."""
    words = _escape(quote.excerpt)
    # A paraphrase never has quotation marks: they are not the speaker's words.
    said = f"“{words}”" if quote.kind == "direct" else words
    cue = find_cue(quote)
    how = f" ({_text(cue)})" if cue else ""
    where = source or f"{quote.statement}/{quote.id}"
    place = f", ¶&nbsp;{quote.paragraph}" if quote.paragraph else ""
    address = link(of, quote) if of else ""
    chips = _span(_CHIP, [topic.label for topic in quote.topics])
    return (
        f'<div style="{_QUOTE}">'
        f'<div dir="auto">{said}</div>'
        f'<div style="{_SMALL}">— {_text(attribution(quote, manner=True))}{how}'
        f" · {_link(address, where)}{place}</div>"
        f"{chips}{_span(_CAVEAT, ['; '.join(quote.caveats)] if quote.caveats else [])}</div>"
    )


def _draw_statement(statement: Statement) -> str:
    """Return the head of a statement, and its first quotes."""
    source, speaker = statement.source, statement.speaker
    published = filter(None, (source.author, source.publisher, source.published))
    known = [speaker.name if speaker else "", statement.occasion, ", ".join(published)]
    facts = [*filter(None, known), count_noun(len(statement.quotes), "quote")]
    quotes = [_draw_quote(quote, quote.id, statement) for quote in statement.quotes[:_MAX_QUOTES]]
    return (
        f"<div><div><b>{_link(source.url, statement.title)}</b></div>"
        f'<div style="{_SMALL}">{" · ".join(map(_text, facts))}</div>'
        f"{''.join(quotes)}{_more(len(statement.quotes) - len(quotes), 'quote')}</div>"
    )


def _draw_library(library: Library) -> str:
    """Return the sums of a library, and tables of its topics and speakers."""
    total = library.summary()
    sums = [
        *(count_noun(total.statements, "statement"), count_noun(total.quotes, "quote")),
        *(count_noun(total.words, "word"), count_noun(total.speakers, "speaker")),
        *(count_noun(total.topics, "topic"), *_period(total.first, total.last)),
    ]
    topics = library.count_topics()
    # In the order of their definition, subtopics under their topics.
    by_topic = [
        (f"{'– ' * count.depth}{count.topic.label}", count.quotes, count.words)
        for count in topics[:_MAX_ROWS]
    ]
    speakers = library.count_speakers(limit=_MAX_ROWS)
    by_speaker = [
        (count.speaker.name if count.speaker else "no speaker", count.quotes, count.words)
        for count in speakers
    ]
    notes = [*library.notes, *(problem.message for problem in islice(library.problems, 3))]
    left_out = [f"{count_noun(library.left_out, 'file')} left out"] * bool(library.left_out)
    return (
        f'<div><div style="{_SMALL}">{" · ".join(map(_text, sums))}</div>'
        '<div style="display:flex;flex-wrap:wrap;gap:1em 2.5em">'
        f"<div>{_table('Topic', by_topic)}{_more(len(topics) - len(by_topic), 'topic')}</div>"
        f"<div>{_table('Speaker', by_speaker)}"
        f"{_more(total.speakers - len(by_speaker), 'speaker')}</div></div>"
        f"{''.join(_span(_CAVEAT, [note]) for note in [*left_out, *notes])}</div>"
    )


def _period(first: str | None, last: str | None) -> Iterable[str]:
    """Yield when statements were published, if that is known."""
    if first and last:
        yield first if first == last else f"{first} to {last}"


def _table(head: str, rows: Sequence[tuple[str, int, int]]) -> str:
    """Return a table of quotes and words, or nothing without rows."""
    if not rows:
        return ""
    body = "".join(
        f'<tr><td style="{_NAME}">{_text(name)}</td>'
        f'<td style="{_NUMBER}">{quotes:,}</td><td style="{_NUMBER}">{words:,}</td></tr>'
        for name, quotes, words in rows
    )
    return (
        f'<table><thead><tr><th style="{_NAME}">{head}</th><th style="{_NUMBER}">Quotes</th>'
        f'<th style="{_NUMBER}">Words</th></tr></thead><tbody>{body}</tbody></table>'
    )


def _span(style: str, texts: Iterable[str]) -> str:
    """Return a line of texts, each in a style, or nothing without texts."""
    spans = [f'<span style="{style}">{_text(text)}</span> ' for text in texts]
    return f"<div>{''.join(spans)}</div>" if spans else ""


def _more(number: int, noun: str) -> str:
    return (
        f'<div style="{_SMALL}">… and {count_noun(number, noun)} more</div>' if number > 0 else ""
    )


def _link(address: str, text: str) -> str:
    """Return a text as a link, if the address is one of the web."""
    if not address.startswith(("http://", "https://")):
        return _text(text)
    return f'<a href="{escape(visible(address))}" rel="noopener noreferrer">{_text(text)}</a>'


def _text(text: str) -> str:
    """Return text as HTML that does not change the direction of what is around it."""
    return f"<bdi>{_escape(text)}</bdi>"


def _escape(text: str) -> str:
    """Return text on one line as HTML; what is invisible or turns the direction is an escape."""
    return escape(visible(collapse_space(text)))
