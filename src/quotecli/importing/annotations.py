"""What the annotations of W3C and of Hypothesis share: targets with selectors, tags, and notes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from quotecli.errors import Place, UnreadableError
from quotecli.importing.passages import ImportedText, MarkedPassage
from quotecli.importing.positions import Positions
from quotecli.importing.selectors import Selector, read_selectors
from quotecli.importing.topics import TopicMaker, make_short_id
from quotecli.model import Kind, Quote, Source, Span, Statement, collapse_space
from quotecli.store.yaml_events import MAX_SCALAR


class Annotation(NamedTuple):
    """One annotation as its tool has it.

    `title` names it in messages, `sources` are the documents of its targets, `targets` the
    selectors of each target, `skipped` what a quote cannot represent.
    """

    title: str
    sources: tuple[str, ...]
    targets: tuple[tuple[Selector, ...], ...]
    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    note: str = ""
    skipped: tuple[str, ...] = ()


def as_list(value: Any) -> list[Any]:
    """Return a value that JSON-LD allows to be one or a list as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def as_text(value: Any) -> str:
    """Return a value that should be text, or "" if it is not."""
    return value if isinstance(value, str) else ""


def as_objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a value that may be one or a list."""
    return [item for item in as_list(value) if isinstance(item, dict)]


def check_text(text: str | None, file: str, reason: str) -> str:
    """Return the source text that the user gave.

    Raises UnreadableError if it is missing, with the `reason` why it is needed, empty or too long.
    """
    if text is None:
        raise UnreadableError(reason, place=Place(file), hint="give the text with --text FILE")
    if not text.strip():
        raise UnreadableError("the source text is empty", place=Place(file))
    if len(text) > MAX_SCALAR:
        raise UnreadableError(
            f"the source text has {len(text):,} characters", place=Place(file), hint="split it"
        )
    return text


def refuse_text(text: str | None, file: str) -> None:
    """Raise UnreadableError if the user gave a source text to a file that holds its texts."""
    if text is not None:
        raise UnreadableError("the file holds its texts", place=Place(file), hint="remove --text")


def make_statement_id(file: str) -> str:
    """Return the id of a statement that is made from a file."""
    stem = os.path.splitext(os.path.basename(file))[0]
    return make_short_id(stem, "imported") if file != "-" else "imported"


def make_source(address: str) -> Source:
    """Return the source of a document, if it is on the web."""
    return Source(url=address) if address.startswith(("http://", "https://")) else Source()


def find_document(annotations: Iterable[Annotation]) -> str:
    """Return the document of most annotations, the first of several, or "" if none has one."""
    counts = Counter(source for annotation in annotations for source in annotation.sources)
    return max(counts, key=lambda source: counts[source], default="")


def make_statement(
    annotations: Iterable[Annotation], text: ImportedText, key: str, title: str, source: Source
) -> tuple[Statement, list[str]]:
    """Return a statement with a text and the annotations on it, and a line on each that is skipped.

    If the annotations are on several documents, the text is taken for the most frequent one.
    """
    annotations = list(annotations)
    main = find_document(annotations)
    mine, skipped = [], []
    for annotation in annotations:
        others = [other for other in dict.fromkeys(annotation.sources) if other != main]
        if others:
            names = " and ".join(others)[:200]
            skipped.append(f"{annotation.title}: it is on another document, {names}")
        else:
            mine.append(annotation)

    topics = TopicMaker({})
    quotes, more = make_annotation_quotes(mine, text, key, topics)
    statement = Statement(
        id=key,
        title=collapse_space(title) or key,
        text=text.text,
        quotes=tuple(quotes),
        speakers={},
        topics=topics.topics,
        source=source,
    )
    return statement, skipped + more


def make_annotation_quotes(
    annotations: Iterable[Annotation],
    text: ImportedText,
    statement: str,
    topics: TopicMaker,
    taken: Iterable[str] = (),
) -> tuple[list[Quote], list[str]]:
    """Return the quotes that annotations on a text make, and a line on each thing skipped."""
    skipped: list[str] = []
    passages = list(_passages(annotations, text, topics, skipped))
    quotes, more = text.make_quotes(passages, statement, topics.topics, taken)
    return quotes, skipped + more


def _passages(
    annotations: Iterable[Annotation], text: ImportedText, topics: TopicMaker, skipped: list[str]
) -> Iterator[MarkedPassage]:
    annotations = list(annotations)
    positions = _read_positions(annotations, text)
    for annotation in annotations:
        skipped += [f"{annotation.title}: {what}" for what in annotation.skipped]
        spans = find_targets(annotation, text, positions)
        if isinstance(spans, str):
            skipped.append(f"{annotation.title}: {spans}")
            continue
        tags = dict.fromkeys(
            topics.find_or_add(tag) for tag in annotation.tags if collapse_space(tag)
        )
        yield MarkedPassage(annotation.title, spans, tuple(tags), annotation.kind, annotation.note)


def find_targets(
    annotation: Annotation, text: ImportedText, positions: Positions | None = None
) -> tuple[Span, ...] | str:
    """Return the spans of an annotation's targets in order, or why one of them has none.

    How positions are counted is told by the annotation alone if `positions` does not say.
    """
    positions = positions or _read_positions([annotation], text)
    places = [_find_target(selectors, text, positions) for selectors in annotation.targets]
    for place in places or ["it marks no passage"]:
        if isinstance(place, str):
            return place
    return tuple(sorted(place for place in places if isinstance(place, Span)))


def _read_positions(annotations: Iterable[Annotation], text: ImportedText) -> Positions:
    marks = [read_selectors(target)[1] for one in annotations for target in one.targets]
    return Positions(text.anchorer, [mark for mark in marks if mark], text.counted)


def _find_target(
    selectors: tuple[Selector, ...], text: ImportedText, positions: Positions
) -> Span | str:
    """Return the span of a target, by its first selectors of words and of a position."""
    words, mark = read_selectors(selectors)
    if not words.exact and mark is None:
        return "it has neither the words nor the position of a passage"

    place = positions.find(mark) if mark else None
    if not words.exact and place is not None:
        return place
    return text.find(*words, place if isinstance(place, Span) else None)
