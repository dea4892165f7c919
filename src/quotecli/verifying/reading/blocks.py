"""Block quotations of an article: which of them are read, and who is said to have said each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from quotecli.citing.bylines import parse_byline
from quotecli.drafting.claims.claims import Claim
from quotecli.drafting.claims.cues import ING_FORMS, Cue
from quotecli.drafting.claims.polarity import is_said
from quotecli.drafting.claims.sources import Range
from quotecli.drafting.pipeline import Reading
from quotecli.drafting.reading.marks import find_stretches
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.tags import BUT, tag_set
from quotecli.model import Span, Speaker, collapse_space
from quotecli.verifying.reading.markdown_blocks import Block, has_words, read_signature

_MARKS = "\"“„‟«»「『'‘‹"
_DASHES = ("–", "—", "―", "-")
_NAME = re.compile(r"[\W_]*([^,;:(|–—]+)")
# Ada Marlow: or **Q:** in front of the words.
_SPOKEN = re.compile(
    r"(?P<sign>\*\*|__|)(?P<name>[^\W\d_][^*_:\n]{0,80})(?::(?P=sign)|(?P=sign):)(?:\s+|$)"
)
# In the sentence above nobody else says or does anything, and the source is no thing of somebody's:
# She read out what he had written; his letter to her says.
_OTHERS = tag_set(
    """QUESTION RELATIVE THAT PRONOUN CONTRACTION AUXILIARY FINITE SPEECH_VERB SPEECH_ING
    SPEECH_BASE ATTITUDE_VERB ATTITUDE_ING ATTITUDE_BASE POSSESSIVE NAME_POSSESSIVE"""
)
_THINGS = tag_set(
    """POSSESSIVE NAME_POSSESSIVE SPEECH_NOUN ATTITUDE_NOUN TO BY PREPOSITION RELATIVE QUESTION
    THAT"""
)
_LEADS = ("", ",", BUT)  # what a sentence has before the source: nothing; On Monday,; As
_TOLD_BESIDE = ("signed", "below")


def choose_blocks(text: str, blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks that are quotations as they stand, one for each speaker named in them.

    One that begins with a quotation mark, and most of which stands between marks, is none: what it
    quotes is marked already.
    """
    parts = [part for block in blocks for part in _part_by_names(text, block) if part.paragraphs]
    return [block for block in parts if not _is_marked(text, block)]


def _part_by_names(text: str, block: Block) -> Iterator[Block]:
    """Yield a block in parts: each begins where a bold name, or one of a person, is in front."""
    found: list[Span] = []
    name = ""
    for start, end in block.paragraphs:
        spoken = _SPOKEN.match(text, start, end)
        if spoken and (spoken["sign"] or find_signer(spoken["name"], {})):
            yield Block(tuple(found), None, name)
            found, name = [], spoken["name"]
            start = spoken.end()
        if has_words(text[start:end]):
            found.append(Span(start, end))
    yield Block(tuple(found), block.signature, name or block.signed)


def _is_marked(text: str, block: Block) -> bool:
    paragraphs = [text[slice(*span)].replace("\n", " ") for span in block.paragraphs]
    if not paragraphs[0].lstrip("*_ ").startswith(tuple(_MARKS)):
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
        if _is_clear(skeleton, claim)
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


def _is_clear(skeleton: Skeleton, claim: Claim) -> bool:
    source = claim.source
    if claim.rule != "colon above" or source is None:
        return claim.rule in _TOLD_BESIDE
    if claim.cue is not None:
        return source == claim.cue.source and _is_plain(skeleton, claim.cue, source)
    text = skeleton.units.text
    name = text[skeleton.start(source[0]) : skeleton.end(source[1])]
    begins = skeleton.sentence(source[0])[0] == source[0]
    return begins and skeleton.signs[source[1]] == ":" and text.count(name) > 1


def _is_plain(skeleton: Skeleton, cue: Cue, source: Range) -> bool:
    """Return True if the sentence of a cue only tells that the source says what follows."""
    signs, (begin, end) = skeleton.signs, cue.sentence
    lead = signs[begin : min(cue.words[0], source[0])]
    return (
        cue.verb.speaks
        and cue.form not in ING_FORMS
        and lead[-1:] in _LEADS
        and _OTHERS.isdisjoint(lead)
        and _THINGS.isdisjoint(signs[slice(*source)])
        and _OTHERS.isdisjoint(signs[cue.last : end])
        and is_said(skeleton, cue)
    )
