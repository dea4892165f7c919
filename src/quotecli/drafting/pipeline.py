"""The whole way from a text to its quotations and the people who say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecli.drafting.assembly import assemble
from quotecli.drafting.claims.claims import Claim, find_claims
from quotecli.drafting.claims.continuations import complete
from quotecli.drafting.claims.cues import Cue, find_cues
from quotecli.drafting.claims.polarity import keep_said
from quotecli.drafting.claims.reported import find_remarks
from quotecli.drafting.people.candidates import choose_sources
from quotecli.drafting.people.people import People
from quotecli.drafting.reading.headline import find_headline
from quotecli.drafting.reading.lines import flatten
from quotecli.drafting.reading.marks import find_stretches, mark_blocks
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.reading.tokens import Tokens
from quotecli.drafting.reading.unclosed import run_on
from quotecli.drafting.transcripts.transcripts import add_turns
from quotecli.drafting.transcripts.turns import Turn, find_turns
from quotecli.drafting.values import Extraction
from quotecli.model import Span


class Reading(NamedTuple):
    """What is read in a text before it is known who says what."""

    skeleton: Skeleton
    cues: list[Cue]
    claims: list[Claim]
    headline: Span | None

    def list_places(self) -> tuple[Tokens, list[tuple[int, int]], Span | None]:
        """Return what the people of a text are found by: its tokens, its marks and its headline."""
        return self.skeleton.units, self.skeleton.list_quoted(), self.headline


def extract(text: str, split: str = "turn", within: Span | None = None) -> Extraction:
    """Return every quotation of a plain text with its source, and the people quoted.

    Takes any text, and raises nothing. `split` is how much of a transcript one quotation is: a
    "turn", a "paragraph" or a "sentence". If only those matter that overlap a span, `within`,
    nothing is returned of a text that has none.
    """
    flat = flatten(text)
    reading = read_claims(flat)
    turns = find_turns(text, flat)
    if within and not turns and not _overlaps(reading, within):
        return Extraction((), (), reading.headline)
    return _complete(flat, reading, turns, split)


def extract_with_reading(text: str, blocks: Sequence[Span] = ()) -> tuple[Extraction, Reading]:
    """Return what extract() does, and what it was read from, with every marked stretch.

    Each of the `blocks`, on a line of its own, is read as a marked stretch.
    """
    flat = flatten(text)
    reading = read_claims(flat, blocks)
    return _complete(flat, reading, find_turns(text, flat), "turn"), reading


def _complete(flat: str, reading: Reading, turns: list[Turn], split: str) -> Extraction:
    choose_sources(reading.skeleton, reading.cues, reading.claims)
    extraction = attribute(reading, People(*reading.list_places()))
    return add_turns(flat, turns, extraction, split)


def _overlaps(reading: Reading, span: Span) -> bool:
    """Return True if any claim has words in a span."""
    skeleton = reading.skeleton
    return any(
        skeleton.start(first) < span.end and span.start < skeleton.end(last)
        for claim in reading.claims
        for first, last in claim.pieces
    )


def attribute(reading: Reading, people: People) -> Extraction:
    """Return what claims make, with those of the people who are their sources."""
    remarks = find_remarks(reading.skeleton, reading.claims)
    return assemble(reading.skeleton, reading.claims, remarks, reading.headline, people)


def read_claims(flat: str, blocks: Sequence[Span] = ()) -> Reading:
    """Return what a flat text says, with the sources that the rules give."""
    stretches = mark_blocks(run_on(flat, find_stretches(flat)), blocks)
    skeleton = Skeleton(Tokens(flat), stretches)
    cues = find_cues(skeleton)
    # What is not said has taken its words before it is left out, so that nobody else gets them.
    claims = keep_said(skeleton, complete(skeleton, cues, find_claims(skeleton, cues)))
    return Reading(skeleton, cues, claims, find_headline(flat))
