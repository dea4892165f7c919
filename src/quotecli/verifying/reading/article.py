"""An article of any kind -> its quotations, each with its place in the file and its speaker.

They are read as drafts read them. What stands between quotation marks is a quotation even if
nothing says whose, except for the names of works.
"""

from __future__ import annotations

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
from quotecli.verifying.reading.blocks import (
    choose_blocks,
    cover,
    find_attributed,
    find_signer,
    join_blocks,
    measure,
)
from quotecli.verifying.reading.head import find_links, find_title
from quotecli.verifying.reading.markdown_blocks import Block, Blocks, find_blocks, strip_markup
from quotecli.verifying.reading.page_blocks import find_page_blocks
from quotecli.verifying.reading.places import Places

_ENDINGS = (".yaml", ".yml")
_MAX_SENTENCE = 600  # code points that are shown on each side of the words


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
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    text, blocks, unread = _find_blocks(kind, document.text, raw, file)
    places = Places(document, raw, kind == "html")
    marked = _find_marked(text, speakers or {}, blocks)
    if document.times:
        marked = _add_captions(document, marked)
    quotes = tuple(_read_quotes(text, file, places, marked, is_plain=kind == "text"))
    heading = "" if document.times else find_title(document.text)
    title = collapse_space(document.title) or heading
    own = document.url if kind == "text" else ""
    links = find_links(raw, [own, *document.links])
    is_extracted = not document.first_line and kind != "html"
    lines = tuple([line + max(document.first_line - 1, 0) for line in unread])
    return Article(file, title, text, quotes, links, is_extracted, lines)


def _find_blocks(kind: str, text: str, raw: str, file: str) -> Blocks:
    """Return the block quotations of an article of a kind that has them."""
    if kind == "html":
        return find_page_blocks(text, raw, file)
    return find_blocks(text) if kind == "text" else Blocks(text)


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


_NOBODY = _Marked((), Span(0, 0), "direct")


def _read_quotes(
    text: str, file: str, places: Places, found: Iterable[_Marked], *, is_plain: bool
) -> Iterator[ArticleQuote]:
    """Yield what is quoted in a text, in order; markup may be in one that `is_plain`."""
    for marked in found:
        line, column = places.find(marked.spans[0])
        words = [text[start:end] for start, end in marked.spans]
        parts = tuple([collapse_space(strip_markup(one) if is_plain else one) for one in words])
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


def _find_marked(
    text: str, speakers: Mapping[str, Speaker], blocks: Iterable[Block]
) -> list[_Marked]:
    """Return what a text quotes: the marked stretches, put together where a quotation has several.

    The turns of a transcript and the paragraphs of block quotations are quotations without marks.
    """
    chosen = choose_blocks(text, blocks)
    wholes = list(map(measure, chosen))
    extraction, reading = extract_with_reading(join_blocks(text, chosen), wholes)
    people = find_speakers(extraction, extraction.quotations, "", speakers)
    stretches = [
        Span(stretch.first, stretch.last)
        for _, stretch in sorted(reading.skeleton.stretch_at.items())
    ]
    taken = set(wholes)
    attributed = find_attributed(reading, wholes)
    found: list[_Marked] = []
    told: dict[Span, _Marked] = {}
    # Of two readings of the same words the likelier one counts.
    for quotation in sorted(extraction.quotations, key=lambda one: -one.confidence):
        said = _describe(quotation, extraction.people, people)
        for spans, kind in _take(quotation, stretches, taken):
            sentence = _find_sentence(text, reading, spans)
            found.append(said._replace(spans=spans, sentence=sentence, kind=kind))
        for span in attributed.intersection(quotation.content):
            told.setdefault(span, said)
    for span in stretches:
        if span not in taken and text[slice(*span)].strip():
            found.append(_Marked((span,), _find_sentence(text, reading, (span,)), "direct"))

    is_covered = cover([span for marked in found for span in marked.spans])
    names = {name: one for one in people.values() for name in (*one.aliases, one.name)}
    for block, whole in zip(chosen, wholes):
        signer = find_signer(block.signed, names)
        said = _NOBODY._replace(speaker=signer) if signer else told.get(whole, _NOBODY)
        if not is_covered(whole):  # by the turn of a transcript
            found += [said._replace(spans=(one,), sentence=one) for one in block.paragraphs]
    return sorted(found, key=lambda marked: marked.spans)


def _describe(
    quotation: Quotation, people: Sequence[Person], speakers: Mapping[int | None, Speaker]
) -> _Marked:
    """Return what is said about a quotation, without its words."""
    number = quotation.speaker
    is_named = number is None or people[number].resolved
    numbers = (number, quotation.reporter)
    who, reporter = (None if one is None else speakers.get(one) for one in numbers)
    return _NOBODY._replace(
        speaker=who or _read_name(quotation, people),
        mention=collapse_space(quotation.source),
        is_named=is_named,
        reporter=reporter,
        denied=quotation.polarity == "negative",
    )


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
    if quotation.kind == "direct" and not _is_marked(quotation.content, stretches):
        # A turn of a transcript; what is marked in it somebody else says, or nobody.
        yield quotation.content, "direct"
        return

    fresh = [span for span in dict.fromkeys(inside) if span not in taken]
    if quotation.kind == "indirect":
        # What is marked in it is the name of a work; what it is told in is not its own.
        fresh = [span for span in fresh if _is_inside(span, quotation.content)]
    taken.update(fresh)
    if quotation.kind == "direct":
        if fresh:
            yield tuple(fresh), "direct"
    elif quotation.kind == "mixed":
        for span in fresh:
            yield (span,), "mixed"


def _is_inside(span: Span, content: Sequence[Span]) -> bool:
    return any(part.start <= span.start and span.end <= part.end for part in content)


def _is_marked(content: tuple[Span, ...], stretches: list[Span]) -> bool:
    """Return True if all parts of a quotation stand between quotation marks."""
    return all(_is_inside(part, list(_find_inside(part, stretches))) for part in content)


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
