"""A plain text to a draft: a statement for review, which passes a check without errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from quotecli.anchoring.anchor import Anchorer
from quotecli.drafting.excerpts import Excerpt, place_excerpt
from quotecli.drafting.ids import quote_ids
from quotecli.drafting.people.speakers import find_speakers
from quotecli.drafting.pipeline import extract
from quotecli.drafting.topics import make_finder
from quotecli.drafting.values import Extraction, Quotation
from quotecli.model import GAP, Kind, Quote, Source, Span, Speaker, Statement, Topic, collapse_space

SURE = 0.9
"""From this confidence on a quote needs no more than a glance."""

LOWEST_SAID = 0.25
"""What is less likely to be a quotation of somebody at all is left out."""

_MAX_CUE = 250  # code points from a source to its reporting words that one cue may span
_TITLE_WORDS = 10
_TITLE_CHARACTERS = 400


class Counts(NamedTuple):
    """How many quotes are drafted, and how many are left out.

    Of the `quotes`, those that are not `sure` are to be reviewed, and `unnamed` ones have no
    speaker with a name. Left out are `unsure` ones, and `skipped` ones that have no place.
    """

    quotes: int = 0
    sure: int = 0
    unnamed: int = 0
    unsure: int = 0
    skipped: int = 0

    def plus(self, other: Counts) -> Counts:
        """Return the sum of two counts."""
        return Counts._make(map(sum, zip(self, other)))


class Draft(NamedTuple):
    """A drafted statement.

    `quotations` has for each of its quotes what it is made of. `review` says by quote id what to
    look at. `skipped` holds excerpts that are left out, since the file could not say which of
    several equal passages each is; `unsure` is the number of those that are left out as unsure.
    """

    statement: Statement
    quotations: tuple[Quotation, ...]
    review: dict[str, list[str]]
    skipped: list[str]
    unsure: int

    @property
    def counts(self) -> Counts:
        """How many quotes are drafted, how sure, and how many are left out."""
        quotes = self.statement.quotes
        resolved = [quote for quote in quotes if is_resolved(quote)]
        sure = sum((quote.confidence or 0) >= SURE for quote in resolved)
        unnamed = len(quotes) - len(resolved)
        return Counts(len(quotes), sure, unnamed, self.unsure, len(self.skipped))


def is_resolved(quote: Quote) -> bool:
    """Return True if a drafted quote has a speaker whom the text names."""
    return quote.status == "draft"


def draft(
    text: str,
    *,
    title: str = "",
    speaker: str = "",
    occasion: str = "",
    source: Source | None = None,
    name: str = "draft",
    topics: Mapping[str, Topic] | None = None,
    shared_speakers: Mapping[str, Speaker] | None = None,
    everything: bool = False,
    split: str = "turn",
) -> Statement:
    """Return a statement of every quotation in `text`, each with its speaker, kind, cue and topics.

    Any text will do, and nothing is raised. A quote whose speaker the text does not name has the
    status "unresolved", every other one "draft".

    The statement has the id `name`, the `title`, by default the headline, and the `occasion` and
    `source` that are known. `topics` and `shared_speakers` are those of a codebook, by id: without
    one no quote has a topic, and nobody is found by an alias that the text does not explain.
    `speaker` names whose statement it is, and so who says what nobody else says. With `everything`
    nothing is left out as unsure. `split` is how much of a transcript one quote is: a "turn", a
    "paragraph" or a "sentence".
    """
    return make(
        text,
        title=title,
        speaker=speaker,
        occasion=occasion,
        source=source,
        name=name,
        topics=topics,
        shared_speakers=shared_speakers,
        everything=everything,
        split=split,
    ).statement


def make(
    text: str,
    *,
    topics: Mapping[str, Topic] | None = None,
    shared_speakers: Mapping[str, Speaker] | None = None,
    title: str = "",
    speaker: str = "",
    occasion: str = "",
    source: Source | None = None,
    name: str = "draft",
    everything: bool = False,
    split: str = "turn",
    within: Span | None = None,
) -> Draft:
    """Return a draft of a statement; takes what draft() takes.

    Only quotes that overlap `within` are drafted, if a span is given.
    """
    extraction = extract(text, split, within)
    found = [one for one in extraction.quotations if within is None or _overlaps(one, within)]
    kept = [one for one in found if everything or is_likely(one)]
    anchorer = Anchorer(text)
    placed, skipped = _place(anchorer, kept)
    owner = " ".join(speaker.split())
    quotations = tuple([quotation for quotation, _ in placed])
    shared = shared_speakers or {}
    speakers = find_speakers(extraction, quotations, owner, shared)
    # Whose name the text gives, or the codebook.
    named = {
        number
        for number, who in speakers.items()
        if number is None or who.id in shared or extraction.people[number].resolved
    }
    about = topics or {}
    made = list(_make_quotes(name, anchorer, placed, speakers, named, about))

    statement = Statement(
        id=name,
        title=_clean(title) or _find_title(text, extraction),
        text=text,
        quotes=tuple([quote for quote, _ in made]),
        speakers={who.id: who for who in speakers.values()},
        topics=dict(about),
        speaker=speakers.get(None),
        occasion=_clean(occasion),
        source=Source(*map(_clean, source or ())),
    )
    review = {quote.id: remarks for quote, remarks in made if remarks}
    return Draft(statement, quotations, review, skipped, len(found) - len(kept))


def _make_quotes(
    statement: str,
    anchorer: Anchorer,
    placed: list[tuple[Quotation, Excerpt]],
    speakers: Mapping[int | None, Speaker],
    named: set[int | None],
    topics: Mapping[str, Topic],
) -> Iterator[tuple[Quote, list[str]]]:
    """Yield the quotes of a statement, each with the comments that a reviewer finds at it."""
    finder = make_finder(tuple(topics.values()))
    words = [" ".join(excerpt.parts) for _, excerpt in placed]
    for key, said, (quotation, excerpt) in zip(quote_ids(words), words, placed):
        number, reporter = quotation.speaker, quotation.reporter
        who = speakers.get(number)
        quote = Quote(
            id=key,
            statement=statement,
            kind=cast(Kind, excerpt.kind),
            parts=excerpt.parts,
            topics=finder.find(said),
            speaker=who,
            reported_by=None if reporter is None else speakers.get(reporter),
            cue=_find_cue(anchorer.text, quotation),
            prefix=excerpt.prefix,
            suffix=excerpt.suffix,
            note=quotation.note,
            status="draft" if number in named else "unresolved",
            confidence=quotation.confidence,
            polarity=quotation.polarity,
            anchoring=anchorer,
        )
        yield quote, list(_remarks(quotation, who, number in named))


def _overlaps(quotation: Quotation, span: Span) -> bool:
    return any(start < span.end and span.start < end for start, end in quotation.content)


def is_likely(quotation: Quotation) -> bool:
    """Return True for what is drafted: it is likely said, and a clause has somebody who says it."""
    told = quotation.kind != "indirect" or bool(quotation.source)
    return told and quotation.said >= LOWEST_SAID


def _place(
    anchorer: Anchorer, quotations: list[Quotation]
) -> tuple[list[tuple[Quotation, Excerpt]], list[str]]:
    """Return quotations with their excerpts, and the words of those without a place."""
    text = anchorer.text
    placed: list[tuple[Quotation, Excerpt]] = []
    skipped: list[str] = []
    failures: Counter[tuple[str, ...]] = Counter()
    for quotation in quotations:
        excerpt = place_excerpt(anchorer, quotation, failures)
        if excerpt is None:
            skipped.append(
                GAP.join(collapse_space(text[slice(*span)]) for span in quotation.content)
            )
        else:
            placed.append((quotation, excerpt))
    return placed, skipped


def _clean(value: str) -> str:
    """Return a value on one line without white space of any kind at its ends."""
    return collapse_space(value).strip()


def _find_cue(text: str, quotation: Quotation) -> str:
    """Return the words that attribute a quotation: its source and cue if they stand together."""
    cues = [quotation.cue_span] if quotation.cue_span else []
    spans = [*quotation.source_span, *cues]
    if not spans:
        return ""
    whole = Span(min(span.start for span in spans), max(span.end for span in spans))
    overlaps = any(whole.start < end and start < whole.end for start, end in quotation.content)
    if cues and (overlaps or whole.end - whole.start > _MAX_CUE):
        whole = cues[0]
    return collapse_space(text[slice(*whole)])


def _remarks(quotation: Quotation, who: Speaker | None, resolved: bool) -> Iterator[str]:
    """Yield the comments that a reviewer finds at a quote."""
    if who is None:
        yield "review: who said this?"
    elif not resolved:
        yield f"review: who is “{who.name}”?"
    if quotation.confidence < SURE:
        yield f"review: the excerpt and the speaker (confidence {quotation.confidence:.2f})"


def _find_title(text: str, extraction: Extraction) -> str:
    """Return the headline; the first words of the text if it has none."""
    if extraction.headline:
        return collapse_space(text[slice(*extraction.headline)])
    words = _clean(text.lstrip()[:_TITLE_CHARACTERS]).split(" ")
    opening = " ".join(words[:_TITLE_WORDS])
    return (f"{opening} …" if len(words) > _TITLE_WORDS else opening) or "Untitled"
