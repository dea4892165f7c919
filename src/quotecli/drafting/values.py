"""The plain values that a draft is made of. All spans are code points of the article's text, the
end excluded.

Named tuples, since they are made quicker than data classes, and so is the module.
"""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A range of code points, `end` excluded."""

    start: int
    end: int


class Quote(NamedTuple):
    """One quotation.

    `content` is its excerpt in order, outer marks and attribution left out; `source` the words that
    name its source and `source_span` where they stand (empty where none do); `cue_span` the
    reporting words, or None; `speaker` and `reported_by` index the annotation's people, or are
    None; `kind` is direct, mixed or indirect; `confidence` is the chance (0 to 1) that both excerpt
    and source are right; `paragraph` counts from 0; `evidence` names the rule.
    """

    content: tuple[Span, ...]
    source: str
    source_span: tuple[Span, ...]
    cue_span: Span | None
    speaker: int | None
    kind: str
    confidence: float
    reported_by: int | None
    paragraph: int
    evidence: str


class Person(NamedTuple):
    """Somebody, or something, that is quoted.

    `name` is the fullest name the text gives, `role` the fullest title or apposition ("" for none),
    `aliases` the other mentions used, in order; `resolved` is false where the text gives no name,
    and `name` is then the mention.
    """

    name: str
    role: str
    aliases: tuple[str, ...]
    resolved: bool


class Annotation(NamedTuple):
    """The quotes of a text in the order of their source, the people who say them, and the
    headline's span.
    """

    quotes: tuple[Quote, ...]
    people: tuple[Person, ...]
    headline: Span | None
