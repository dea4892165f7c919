"""An article of any kind -> its quotations, each with its place in the file and its speaker.

They are read as drafts read them. What stands between quotation marks is a quotation even if
nothing says whose, except for the names of works.
"""

from __future__ import annotations

import html
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from quotecli.drafting.people.speakers import find_speakers
from quotecli.drafting.pipeline import Reading, extract_with_reading
from quotecli.drafting.values import Person, Quotation
from quotecli.intake.document import Document
from quotecli.model import Kind, Quote, Span, Speaker, Statement, collapse_space
from quotecli.store.decoding import text_of
from quotecli.verifying.finding import Article, ArticleQuote

_ENDINGS = (".yaml", ".yml")
_MAX_SENTENCE = 600  # code points that are shown on each side of the words
_LINK = re.compile(
    r"""\bhref\s*=\s*["']?(https?://[^\s"'<>]+)|(?:\]\(\s*<?|<)(https?://[^\s<>)]+)""",
    re.IGNORECASE,
)
_ADDRESS = re.compile("https?://", re.IGNORECASE)
_PROBE = 30  # code points by which a passage is found in the source of a page


def is_statement(path: str) -> bool:
    """Return True for the name of a statement file."""
    return path.lower().endswith(_ENDINGS)


def read_article(
    data: bytes, file: str, url: str = "", speakers: Mapping[str, Speaker] | None = None
) -> Article:
    """Return an article of a kind that can be drafted, and its quotations.

    `url` is where a page is from; `speakers` are those of a codebook, by id. Raises QuotecliError
    if the file is unreadable.
    """
    from quotecli.intake.kinds import find_kind, read

    kind = find_kind(data, file)
    document = read(data, file, kind, url)
    raw = text_of(data, file) if kind in ("text", "html", "vtt", "srt") else ""
    places = _Places(document, raw.replace("\r\n", "\n").replace("\r", "\n"), kind == "html")
    marked = _find_marked(document.text, speakers or {})
    if document.times:
        marked = _add_captions(document, marked)
    quotes = tuple(_read_quotes(document.text, file, places, marked))
    title = collapse_space(document.title) or os.path.basename(file)
    own = document.url if kind == "text" else ""
    links = _find_links(raw, [own, *document.links])
    is_extracted = not document.first_line and kind != "html"
    return Article(file, title, document.text, quotes, links, is_extracted)


def _find_links(raw: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses on the web that an article leads to, those that are `known` first.

    `raw` is the source of a page or of Markdown.
    """
    found = [html.unescape("".join(groups)) for groups in _LINK.findall(raw)]
    links = [link.partition("#")[0] for link in (*known, *found)]
    return tuple(dict.fromkeys([link for link in links if _ADDRESS.match(link)]))


def read_statement(statement: Statement, data: bytes) -> Article:
    """Return the direct and mixed quotes of a statement as those of an article.

    `data` are the bytes of its file.
    """
    from quotecli.store.places import TextPlaces
    from quotecli.store.yaml_events import parse
    from quotecli.text.paragraphs import Paragraphs

    if not statement.text_file:
        tree = parse(data, statement.file)
        placed = tree.get("text") if isinstance(tree, dict) else None
        if placed == statement.text:
            statement = statement._replace(text=placed)
    places, paragraphs = TextPlaces(statement, data), Paragraphs(statement.text)
    quotes = []
    for quote in statement.quotes:
        spans = quote.anchor.spans
        if quote.kind != "indirect" and spans:
            place = places.place(spans[0].start)
            sentence = paragraphs.span(paragraphs.number(spans[0].start))
            around = (place.line or 0, place.column or 0, sentence)
            quotes.append(_make_quote(place.file, quote, spans, around))
    links = tuple([url for url in (statement.source.url,) if url.startswith(("http:", "https:"))])
    return Article(statement.file, statement.title, statement.text, tuple(quotes), links)


def _make_quote(
    file: str, quote: Quote, spans: tuple[Span, ...], around: tuple[int, int, Span]
) -> ArticleQuote:
    parts = tuple(map(collapse_space, quote.parts))
    name = quote.speaker.name if quote.speaker else ""
    line, column, sentence = around
    return ArticleQuote(
        file,
        line,
        column,
        parts,
        spans,
        sentence,
        name,
        quote.kind,
        quote.speaker,
        reported_by=quote.reported_by,
        denied=quote.polarity == "negative",
    )


class _Marked(NamedTuple):
    """Words between marks: where they stand, their sentence, and what is said about them."""

    spans: tuple[Span, ...]
    sentence: Span
    kind: Kind
    speaker: Speaker | None = None
    mention: str = ""
    is_named: bool = True
    reporter: Speaker | None = None
    denied: bool = False


def _read_quotes(
    text: str, file: str, places: _Places, found: Iterable[_Marked]
) -> Iterator[ArticleQuote]:
    """Yield what is quoted in a text, in order."""
    for marked in found:
        line, column = places.find(marked.spans[0])
        parts = tuple([collapse_space(text[start:end]) for start, end in marked.spans])
        who = marked.speaker
        yield ArticleQuote(
            file,
            line,
            column,
            parts,
            marked.spans,
            marked.sentence,
            collapse_space(who.name) if who else "",
            marked.kind,
            who,
            marked.mention,
            marked.is_named,
            marked.reporter,
            marked.denied,
        )


def _find_marked(text: str, speakers: Mapping[str, Speaker]) -> list[_Marked]:
    """Return what a text quotes: the marked stretches, put together where a quotation has several.

    The turns of a transcript are quotations without marks.
    """
    extraction, reading = extract_with_reading(text)
    people = find_speakers(extraction, extraction.quotations, "", speakers)
    stretches = [
        Span(stretch.first, stretch.last)
        for _, stretch in sorted(reading.skeleton.stretch_at.items())
    ]
    taken: set[Span] = set()
    found: list[_Marked] = []
    # Of two readings of the same words the likelier one counts.
    for quotation in sorted(extraction.quotations, key=lambda one: -one.confidence):
        number = quotation.speaker
        is_named = number is None or extraction.people[number].resolved
        mention = collapse_space(quotation.source)
        numbers = (number, quotation.reporter)
        who, reporter = (None if one is None else people.get(one) for one in numbers)
        who = who or _read_name(quotation, extraction.people)
        denied = quotation.polarity == "negative"
        for spans, kind in _take(quotation, stretches, taken):
            sentence = _find_sentence(text, reading, spans)
            found.append(_Marked(spans, sentence, kind, who, mention, is_named, reporter, denied))
    for span in stretches:
        if span not in taken and text[slice(*span)].strip():
            found.append(_Marked((span,), _find_sentence(text, reading, (span,)), "direct"))
    return sorted(found, key=lambda marked: marked.spans)


def _read_name(quotation: Quotation, people: Iterable[Person]) -> Speaker | None:
    """Return whom an article names right beside the verb, though nothing else tells of them.

    A surname alone is too little for a draft to go by, and enough to be another's.
    """
    said = quotation.cue_span
    if quotation.speaker is not None or said is None:
        return None
    apart = [max(said.start - one.end, one.start - said.end) for one in quotation.source_span]
    if min(apart, default=2) > 1:
        return None
    mention = f" {collapse_space(quotation.source)}"
    names = [one.name for one in people if one.resolved and mention.endswith(f" {one.name}")]
    return Speaker("", names[0]) if names else None


def _add_captions(document: Document, found: list[_Marked]) -> list[_Marked]:
    """Return what subtitles quote, with the turns of those whom they do not name."""
    text = document.text
    ends = {one.spans[0].start: one.spans[-1].end for one in found}
    added, end = [], 0
    for start, _ in document.times:
        if start < end:
            continue  # of the same turn, which is a paragraph
        end = text.find("\n\n", start)
        end = end if end >= 0 else len(text.rstrip())
        if text[ends.get(start, start) : end].strip():
            added.append(_Marked((Span(start, end),), Span(start, end), "direct"))
    return sorted([*found, *added], key=lambda marked: marked.spans)


def _take(
    quotation: Quotation, stretches: list[Span], taken: set[Span]
) -> Iterator[tuple[tuple[Span, ...], Kind]]:
    """Yield the marked words of a quotation that no other one has taken, and their kind."""
    inside = [span for part in quotation.content for span in _find_inside(part, stretches)]
    if quotation.kind == "direct" and not _is_marked(quotation.content, inside):
        # A turn of a transcript; what is marked in it somebody else says, or nobody.
        yield quotation.content, "direct"
        return

    fresh = [span for span in dict.fromkeys(inside) if span not in taken]
    taken.update(fresh)
    if quotation.kind == "direct":
        if fresh:
            yield tuple(fresh), "direct"
    elif quotation.kind == "mixed":
        for span in fresh:
            yield (span,), "mixed"


def _is_marked(content: tuple[Span, ...], stretches: list[Span]) -> bool:
    """Return True if all parts of a quotation stand between quotation marks."""
    return all(
        any(one.start <= part.start and part.end <= one.end for one in stretches)
        for part in content
    )


def _find_inside(part: Span, stretches: list[Span]) -> Iterator[Span]:
    """Yield the stretches that a part of a quotation overlaps."""
    at = bisect_right(stretches, part.start, key=lambda span: span.end)
    while at < len(stretches) and stretches[at].start < part.end:
        yield stretches[at]
        at += 1


def _find_sentence(text: str, reading: Reading, spans: tuple[Span, ...]) -> Span:
    """Return the stretch of a text from the sentence of some words to the end of that sentence."""
    skeleton = reading.skeleton
    start, end = spans[0].start, spans[-1].end
    first = skeleton.start(skeleton.sentence(max(skeleton.place(start + 1) - 1, 0))[0])
    last = skeleton.end(max(skeleton.sentence(max(skeleton.place(end) - 1, 0))[1], 1))
    first = max(min(first, start), start - _MAX_SENTENCE)
    last = min(max(last, end), end + _MAX_SENTENCE, len(text))
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return Span(first, last)


class _Places:
    """Lines and columns in an article's file.

    Of a page they are those of the words in its source, if these stand there as they are read; of
    PDF and Word files, which have no lines, those of the text that is read.
    """

    def __init__(self, document: Document, raw: str, is_page: bool) -> None:
        self._text = document.text
        self._raw = raw or document.text
        self._is_page = is_page
        # A text may lose its front matter.
        self._shift = -1 if is_page else self._raw.find(self._text)
        if self._shift < 0 and not is_page:
            self._raw, self._shift = self._text, 0
        self._starts = [0]
        at = self._raw.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = self._raw.find("\n", at + 1)
        self._reached = 0

    def find(self, span: Span) -> tuple[int, int]:
        """Return the line and the column of a passage; those of a page are asked for in order."""
        offset = span.start + self._shift
        if self._is_page:
            probe = self._text[span.start : min(span.end, span.start + _PROBE)].split("\n")[0]
            offset = self._raw.find(probe, self._reached)
            if offset < 0:
                return 1, 1
            self._reached = offset
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
