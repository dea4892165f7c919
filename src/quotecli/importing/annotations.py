"""What W3C annotations and those of Hypothesis have in common: targets with selectors, tags and
remarks.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from quotecli.errors import Place, UnreadableError
from quotecli.importing.passages import Passage, Text, Topics, short_id
from quotecli.model import Kind, Quote, Source, Span, Statement, collapse_space
from quotecli.store.yaml_events import MAX_SCALAR


class Annotation(NamedTuple):
    """One annotation as its tool has it: `name` is what to call it, `sources` what its targets are
    about.

    `targets` holds for each target its selectors; `unread` what it holds that a quote has no place
    for.
    """

    name: str
    sources: tuple[str, ...]
    targets: tuple[tuple[dict[str, Any], ...], ...]
    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    note: str = ""
    unread: tuple[str, ...] = ()


def many(value: Any) -> list[Any]:
    """What may be one value or a list of them, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def string(value: Any) -> str:
    """A value that should be a text; "" for any other."""
    return value if isinstance(value, str) else ""


def checked_text(text: str | None, file: str, why: str) -> str:
    """The source text that the user gave; raises UnreadableError, with `why` it is needed, where
    there is none.
    """
    if text is None:
        raise UnreadableError(why, place=Place(file), hint="give it with --text FILE")
    if not text.strip():
        raise UnreadableError("the source text is empty", place=Place(file))
    if len(text) > MAX_SCALAR:
        raise UnreadableError(
            f"the source text has {len(text):,} characters", place=Place(file), hint="split it"
        )
    return text


def statement_name(file: str) -> str:
    """The id of a statement that is made of a file."""
    return (
        short_id(os.path.splitext(os.path.basename(file))[0], "imported")
        if file != "-"
        else "imported"
    )


def statement_of(
    annotations: Iterable[Annotation], text: str, name: str, title: str, source: Source
) -> tuple[Statement, list[str]]:
    """A statement of annotations on one text, and what was left out of it.

    Where they are on several documents, only those on the one that most are on can be on this text.
    """
    annotations = list(annotations)
    left_out: list[str] = []
    counted = Counter(source for annotation in annotations for source in annotation.sources)
    main = counted.most_common(1)[0][0] if counted else ""
    mine = []
    for annotation in annotations:
        if any(source != main for source in annotation.sources):
            others = " and ".join(
                dict.fromkeys(source for source in annotation.sources if source != main)
            )
            left_out.append(f"{annotation.name}: it is on another document, {others[:200]}")
        else:
            mine.append(annotation)
    topics = Topics({})
    quotes, more = quotes_of(mine, Text(text), name, topics)
    statement = Statement(
        id=name,
        title=collapse_space(title) or name,
        text=text,
        quotes=tuple(quotes),
        speakers={},
        topics=topics.known,
        source=source,
    )
    return statement, left_out + more


def quotes_of(
    annotations: Iterable[Annotation],
    text: Text,
    statement: str,
    topics: Topics,
    taken: Iterable[str] = (),
) -> tuple[list[Quote], list[str]]:
    """The quotes of annotations on one text, and what was left out."""
    left_out: list[str] = []
    passages = list(_passages(annotations, text, topics, left_out))
    quotes, more = text.quotes(passages, statement, topics.known, taken)
    return quotes, left_out + more


def _passages(
    annotations: Iterable[Annotation], text: Text, topics: Topics, left_out: list[str]
) -> Iterator[Passage]:
    for annotation in annotations:
        left_out += [f"{annotation.name}: {what}" for what in annotation.unread]
        found = [place_of(selectors, text) for selectors in annotation.targets] or [
            "it marks no passage"
        ]
        spans = [place for place in found if isinstance(place, Span)]
        why = next((place for place in found if isinstance(place, str)), None)
        if why is not None:
            left_out.append(f"{annotation.name}: {why}")
            continue
        spans.sort()
        tags = tuple(
            dict.fromkeys(topics.labelled(tag) for tag in annotation.tags if collapse_space(tag))
        )
        yield Passage(annotation.name, tuple(spans), tags, annotation.kind, annotation.note)


def place_of(selectors: tuple[dict[str, Any], ...], text: Text) -> Span | str:
    """Where a target stands, by the first selector of words and the first of a position; or why
    that is not known.
    """
    words: dict[str, Any] = {}
    position: Span | None = None
    for selector in reversed(selectors):
        if selector.get("refinedBy") is not None:
            continue
        if selector.get("type") == "TextQuoteSelector" and string(selector.get("exact")):
            words = selector
        elif selector.get("type") == "TextPositionSelector":
            start, end = selector.get("start"), selector.get("end")
            # True and False are numbers, too.
            if type(start) is int and type(end) is int:
                position = Span(start, end)
    if not words and position is None:
        return "it marks no passage by its words or its position"
    exact, prefix, suffix = (string(words.get(key)) for key in ("exact", "prefix", "suffix"))
    return text.find(exact, prefix, suffix, position)
