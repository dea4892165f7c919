"""What is extracted from a text, as plain values; all spans are code points of the text.

Named tuples, since these and their module are made faster than data classes.
"""

from __future__ import annotations

from typing import NamedTuple

from quotecli.model import Polarity, Span


class Quotation(NamedTuple):
    """One quotation.

    `content` is its excerpt in order, outer marks and attribution left out. `source` holds the
    words that name its source and `source_span` where they stand, both empty for none; `cue_span`
    the reporting words, or None. `speaker` and `reporter` index the extraction's people, or are
    None. `kind` is direct, mixed or indirect; `confidence` the chance (0 to 1) that both excerpt
    and source are right, `said` that somebody is quoted at all, and `evidence` the features that
    both go by. The speaker denies what has negative `polarity`.
    `note` is what else the text says of it: the time in a recording.
    """

    content: tuple[Span, ...]
    source: str
    source_span: tuple[Span, ...]
    cue_span: Span | None
    speaker: int | None
    kind: str
    confidence: float
    reporter: int | None
    polarity: Polarity = "positive"
    note: str = ""
    said: float = 1.0
    evidence: tuple[str, ...] = ()


class Person(NamedTuple):
    """Somebody, or something, that is quoted.

    `name` is the fullest name that the text gives, `role` the fullest title or apposition, "" for
    none, `aliases` the other mentions, in order. `resolved` is false if the text gives no name, and
    `name` is then the mention. `labelled` is true if they are to be printed as they are, since the
    label of a transcript gives them.
    """

    name: str
    role: str
    aliases: tuple[str, ...]
    resolved: bool
    labelled: bool = False


class Extraction(NamedTuple):
    """The quotations of a text in the order of their excerpts, the people quoted, the headline."""

    quotations: tuple[Quotation, ...]
    people: tuple[Person, ...]
    headline: Span | None
