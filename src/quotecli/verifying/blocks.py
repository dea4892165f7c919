"""Block quotations of an article: which of them are read, and who is said to have said each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate

from quotecli.citing.bylines import parse_byline
from quotecli.drafting.claims.claims import Claim
from quotecli.drafting.pipeline import Reading
from quotecli.drafting.reading.marks import find_stretches
from quotecli.intake.blocks import Block, read_signature
from quotecli.model import Span, Speaker, collapse_space

_MARKS = "\"“„‟«»「『'‘‹"
_DASHES = ("–", "—", "―", "-")
_NAME = re.compile(r"[\W_]*([^,;:(|–—]+)")
_TOLD_BESIDE = ("signed", "below")


def choose_blocks(text: str, blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks that are quotations as they stand.

    One that begins with a quotation mark, and most of which stands between marks, is none: what it
    quotes is marked already.
    """
    return [block for block in blocks if not _is_marked(text, block)]


def _is_marked(text: str, block: Block) -> bool:
    paragraphs = [text[slice(*span)].replace("\n", " ") for span in block.paragraphs]
    if not paragraphs[0].startswith(tuple(_MARKS)):
        return False
    found = [one for words in paragraphs for one in find_stretches(words) if not one.depth]
    return 2 * sum(one.end - one.start for one in found) > sum(map(len, paragraphs))


def measure(block: Block) -> Span:
    """Return the whole of a block."""
    return Span(block.paragraphs[0].start, block.paragraphs[-1].end)


def join_blocks(text: str, blocks: Sequence[Block]) -> str:
    """Return a text of the same length with each block on one line, with its signature."""
    pieces: list[str] = []
    at = 0
    for block in blocks:
        start, end = measure(block)
        pieces += (text[at:start], text[start:end].replace("\n", " "))
        at = end
        if block.signature:
            at = block.signature.end
            words = read_signature(text[block.signature.start : at])
            dash = " " if words.lstrip().startswith(_DASHES) else "—"
            pieces += (dash.rjust(block.signature.start - end), words)
    return "".join([*pieces, text[at:]])


def find_attributed(reading: Reading, blocks: Iterable[Span]) -> set[Span]:
    """Return the blocks whose speaker is named clearly.

    That is below them, or at the end of the paragraph above, by a verb or by nothing but a name.
    """
    skeleton = reading.skeleton
    clear = {
        skeleton.start(first)
        for claim in reading.claims
        if _is_clear(reading, claim)
        for first, last in claim.pieces[:1]  # what else goes on from there is not told
        if last - first == 1
    }
    return {block for block in blocks if block.start in clear}


def find_signer(signed: str, known: Mapping[str, Speaker]) -> Speaker | None:
    """Return whom the line below a block names; None if that is not sure to be a person.

    `known` are the people whom the article quotes, by their names.
    """
    match = _NAME.match(signed)
    name = collapse_space(match[1]) if match else ""
    if name in known:
        return known[name]
    authors = parse_byline(name)
    return Speaker("", name) if len(authors) == 1 and authors[0].family else None


def cover(spans: Iterable[Span]) -> Callable[[Span], bool]:
    """Return what tells if any of some spans overlaps another one."""
    ordered = sorted(spans)
    ends = list(accumulate([span.end for span in ordered], max))

    def is_covered(span: Span) -> bool:
        at = bisect_left(ordered, (span.end,))
        return at > 0 and ends[at - 1] > span.start

    return is_covered


def _is_clear(reading: Reading, claim: Claim) -> bool:
    if claim.rule != "colon above" or claim.source is None:
        return claim.rule in _TOLD_BESIDE
    cue, skeleton = claim.cue, reading.skeleton
    if cue is None:
        first, end = claim.source
        return skeleton.sentence(first)[0] == first and skeleton.signs[end] == ":"
    # Marlow told them, citing the report: whose words follow?
    at = bisect_right(reading.cues, cue.place, key=lambda one: one.place)
    is_last = at == len(reading.cues) or reading.cues[at].place >= cue.sentence[1]
    return cue.verb.speaks and is_last
