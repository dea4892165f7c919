"""A plain text -> a Statement to be reviewed, with a word on what to look at; it passes a check
without errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from quotecli import model
from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.context import find_context
from quotecli.drafting.ids import quote_ids
from quotecli.drafting.naming import full_name, role_of, surname
from quotecli.drafting.pipeline import annotate
from quotecli.drafting.topics import Codebook
from quotecli.drafting.values import Annotation, Person, Quote
from quotecli.model import Kind, Source, Span, Speaker, Statement, Topic, one_line
from quotecli.text.slugs import make_slug

SURE = 0.9
"""From this confidence on a quote needs no more than a glance."""

LEAST = 0.25
"""What is less sure than this is left out: a reviewer would strike it out more often than not."""

_LONGEST_CONTEXT = 320
_LEADS_IN = f"{model.SPACE}\u200b\u200e\u200f\u2060\ufeff"
_LEADS_OVER = f"{_LEADS_IN},"
_MARKED = re.compile('[“„«"][^“”„«»"]+[”“»"]')
_PRONOUNS = frozenset(
    "he she they i we it you who him her them his hers their us me himself herself which that this".split()
)
_TELLING = re.compile(", (?:who|whose|which|where)\\b")
_LONGEST_ID = 40
_FAR = 1000
_MOST_ALIKE = 200
_TITLE_WORDS = 10


class Draft(NamedTuple):
    """A drafted statement; `review` says by quote id what to look at, `lost` holds excerpts that
    could not be kept.

    An excerpt is lost where the file could not say which of several equal passages it is.
    """

    statement: Statement
    review: dict[str, list[str]]
    lost: list[str]


def draft(text: str, **head: Any) -> Statement:
    """The statement that `text` makes, every quotation found, each with speaker, kind, cue, topics
    and confidence.

    Takes what make() takes; any text will do, and nothing is raised.
    """
    return make(text, **head).statement


def make(
    text: str,
    *,
    topics: Mapping[str, Topic] | None = None,
    title: str = "",
    speaker: str = "",
    occasion: str = "",
    source: Source | None = None,
    name: str = "draft",
) -> Draft:
    """A draft of the statement `name`, which is its id.

    `topics` is the codebook (by default the shipped statement's, of which only what is met is
    kept); `title` by default the headline; `speaker` names who the statement is by, and so who says
    what nobody else says.
    """
    title, speaker, occasion = (_said(value) for value in (title, speaker, occasion))
    source = Source(*map(_said, source)) if source else Source()
    annotation = annotate(text)
    codebook = dict(topics if topics is not None else _shipped_topics())
    book = Codebook(
        {key: (*topic.keywords, *topic.aliases) for key, topic in codebook.items()},
        {key: topic.label for key, topic in codebook.items()},
    )
    anchorer = Anchorer(text)
    placed, lost = [], []
    for quote in annotation.quotes:
        if quote.confidence < LEAST:
            continue
        kind, content = _cleared(text, quote)
        anchored = _anchored(anchorer, content)
        if anchored:
            placed.append((quote._replace(kind=kind), *anchored))
        else:
            lost.append(" […] ".join(one_line(text[start:end]) for start, end in quote.content))
    speakers, owner = _speakers(annotation, [quote for quote, *_ in placed], speaker)
    excerpts = [" ".join(parts) for _, parts, _, _ in placed]
    made: list[model.Quote] = []
    review: dict[str, list[str]] = {}
    for key, excerpt, (quote, parts, prefix, suffix) in zip(quote_ids(excerpts), excerpts, placed):
        who = speakers.get(quote.speaker) if quote.speaker is not None else owner
        resolved = who is not None and (
            quote.speaker is None or annotation.people[quote.speaker].resolved
        )
        about = [codebook[topic] for topic in book.topics_of(excerpt)]
        made.append(
            model.Quote(
                id=key,
                statement=name,
                kind=cast(Kind, quote.kind),
                parts=parts,
                topics=tuple(about),
                speaker=who,
                reported_by=speakers.get(quote.reported_by)
                if quote.reported_by is not None
                else None,
                cue=_cue(text, quote),
                prefix=prefix,
                suffix=suffix,
                status="draft" if resolved else "unresolved",
                confidence=quote.confidence,
                anchoring=anchorer,
            )
        )
        remarks = list(_remarks(quote, who, resolved))
        if remarks:
            review[key] = remarks
    met = {topic.id for one in made for topic in one.topics}
    statement = Statement(
        id=name,
        title=title or _title(text, annotation),
        text=text,
        quotes=tuple(made),
        speakers={who.id: who for who in ([owner] if owner else []) + list(speakers.values())},
        topics=codebook
        if topics is not None
        else {key: codebook[key] for key in codebook if key in met},
        speaker=owner,
        occasion=occasion,
        source=source,
    )
    return Draft(statement, review, lost)


def _said(value: str) -> str:
    """A value on one line; "" where it has nothing to see, such as a no-break space."""
    return one_line(value) if value.strip() else ""


@cache
def _shipped_topics() -> dict[str, Topic]:
    from quotecli.store import files, reader

    return reader.load(files.shipped()).topics


def _cleared(text: str, quote: Quote) -> tuple[str, tuple[Span, ...]]:
    """A quote's kind and content without what leads over to it.

    The "that" before reported speech belongs to the attribution; what then is one marked stretch is
    direct.
    """
    wanted = tuple([_trimmed(text, start, end) for start, end in quote.content])
    if quote.kind != "direct" and text.startswith("that ", wanted[0].start):
        wanted = (_trimmed(text, wanted[0].start + 5, wanted[0].end), *wanted[1:])
    if quote.kind == "mixed" and len(wanted) == 1 and _MARKED.fullmatch(text, *wanted[0]):
        return "direct", (_trimmed(text, wanted[0].start + 1, wanted[0].end - 1),)
    return quote.kind, wanted


def _anchored(
    anchorer: Anchorer, wanted: tuple[Span, ...]
) -> tuple[tuple[str, ...], str, str] | None:
    """The parts of an excerpt, and the prefix and suffix that it needs to be found where it stands
    and only there.
    """
    text = anchorer.text
    parts = tuple([one_line(text[start:end]) for start, end in wanted])
    if not all(parts) or anchorer.anchor(parts).occurrences > _MOST_ALIKE:
        return None
    context = find_context(anchorer, parts, wanted, _LONGEST_CONTEXT)
    return (parts, *context) if context else None


def _trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without white space and invisible signs at its ends, and without the comma before
    the attribution.
    """
    while start < end and text[start] in _LEADS_IN:
        start += 1
    while end > start and text[end - 1] in _LEADS_OVER:
        end -= 1
    return Span(start, end)


def _speakers(
    annotation: Annotation, quotes: Sequence[Quote], owner_name: str
) -> tuple[dict[int, Speaker], Speaker | None]:
    """Who is quoted, by their numbers in the annotation, and the statement's own speaker where it
    has one.
    """
    numbers = dict.fromkeys(
        number
        for quote in quotes
        for number in (quote.speaker, quote.reported_by)
        if number is not None
    )
    taken: set[str] = set()
    speakers: dict[int, Speaker] = {}
    owner = None
    for number in numbers:
        person = annotation.people[number]
        if owner_name and owner is None and _same(owner_name, person):
            owner = speakers[number] = _speaker(
                person, full_name(owner_name, person.aliases), taken
            )
        else:
            name = (
                full_name(person.name, person.aliases) if person.resolved else one_line(person.name)
            )
            speakers[number] = _speaker(person, name, taken)
    if owner_name and owner is None:
        owner = _speaker(Person(owner_name, "", (), True), owner_name, taken)
    return speakers, owner


def _speaker(person: Person, name: str, taken: set[str]) -> Speaker:
    mentions = [one_line(alias).strip(" ,;:") for alias in (person.name, *person.aliases)]
    role = role_of(person.role)
    # A mention that spells out name and role says nothing that the two do not.
    aliases = dict.fromkeys(
        mention
        for mention in mentions
        if mention.lower() not in _PRONOUNS
        and not (role and role in mention and surname(name) in mention)
        and not _TELLING.search(mention)
    )
    short = surname(name) if person.resolved else name
    key = next(key for key in _candidates(short, name) if key not in taken)
    taken.add(key)
    return Speaker(key, name, role, tuple(alias for alias in aliases if alias and alias != name))


def _candidates(last_name: str, name: str) -> Iterator[str]:
    short, whole = (
        make_slug(last_name[:_LONGEST_ID], "speaker"),
        make_slug(name[:_LONGEST_ID], "speaker"),
    )
    yield short
    yield whole
    number = 2
    while True:
        yield f"{whole}-{number}"
        number += 1


def _same(name: str, person: Person) -> bool:
    names = {person.name, full_name(person.name, person.aliases), *person.aliases}
    wanted = {name.casefold(), full_name(name, ()).casefold()}
    return any(
        one_line(known).casefold() in wanted for known in names if known.lower() not in _PRONOUNS
    )


def _cue(text: str, quote: Quote) -> str:
    """The stretch that attributes the quote: its source and reporting words, where they stand
    together.
    """
    spans = [Span(*span) for span in quote.source_span] + (
        [Span(*quote.cue_span)] if quote.cue_span else []
    )
    if not spans:
        return ""
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    apart = (
        any(start < stop and begin < end for begin, stop in quote.content)
        or end - start > _FAR // 4
    )
    if apart and quote.cue_span:
        start, end = quote.cue_span
    return one_line(text[start:end])


def _remarks(quote: Quote, who: Speaker | None, resolved: bool) -> Iterator[str]:
    if who is None:
        yield "review: who says this?"
    elif not resolved:
        yield f"review: who is “{who.name}”?"
    if quote.confidence < SURE:
        yield f"review: the words and the speaker (confidence {quote.confidence:.2f})"


def _title(text: str, annotation: Annotation) -> str:
    if annotation.headline:
        return one_line(text[slice(*annotation.headline)])
    words = one_line(text[: 40 * _TITLE_WORDS]).split(" ")
    opening = " ".join(words[:_TITLE_WORDS])
    return (f"{opening} …" if len(words) > _TITLE_WORDS else opening) or "Untitled"
