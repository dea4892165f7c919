"""Claims to quotations: spans in code points, what each is, who said it, and how sure it is."""

from __future__ import annotations

import re

from quotecli.drafting.claims.claims import Claim
from quotecli.drafting.language import phrases
from quotecli.drafting.people.confidence import describe, rate
from quotecli.drafting.people.people import People, Reference
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.values import Extraction, Quotation
from quotecli.model import Span

_LETTER = re.compile(r"[^\W_]")
_LOWEST_NAMED = 0.3  # the chance of being right that a name must have to be given
_BEFORE = " \n,;:-–—"
_AFTER = " \n,;:-–—."

# A claim with its words: where they begin and, negated, end, so that items sort as they stand in
# the text; a number that keeps equal ones in order; the skeleton it was made in, the claim, the
# claim around it, its spans and its kind.
_Item = tuple[int, int, int, Skeleton, Claim, "Claim | None", tuple[Span, ...], str]


def assemble(
    skeleton: Skeleton,
    claims: list[Claim],
    remarks: list[tuple[Skeleton, Claim, Claim]],
    headline: Span | None,
    people: People,
) -> Extraction:
    """Return what claims, and the remarks reported inside them, make, in the order of the text."""
    items: list[_Item] = []
    every: list[tuple[Skeleton, Claim, Claim | None]] = [(skeleton, one, None) for one in claims]
    for inside, claim, outer in [*every, *remarks]:
        content, kind = _find_content(inside, claim)
        if content:
            start, end = content[0].start, content[-1].end
            items.append((start, -end, len(items), inside, claim, outer, content, kind))
    items.sort()

    sources = {
        claim: (inside.tokens[claim.source[0]], _find_token_end(inside, claim.source[1]))
        for _, _, _, inside, claim, _, _, _ in items
        if claim.source is not None
    }
    # Whom a mention refers to depends on those before it, so they are taken in order.
    found = {span: people.find(*span) for span in sorted(set(sources.values()))}
    who = {claim: found[span] for claim, span in sources.items()}
    quotations = [_make_quotation(item, who) for item in items]
    return Extraction(tuple(quotations), people.people(), headline)


def _find_token_end(skeleton: Skeleton, last: int) -> int:
    """Return the token after the last one of a range that ends before a place."""
    stretch = skeleton.stretch_at.get(last - 1)
    return skeleton.units.at(stretch.end) if stretch is not None else skeleton.tokens[last - 1] + 1


def _find_content(skeleton: Skeleton, claim: Claim) -> tuple[tuple[Span, ...], str]:
    """Return the spans of a claim's words, in order and without overlaps, and its kind."""
    text = skeleton.units.text
    content: list[Span] = []
    marked = plain = False
    reached = -1
    for first, last in sorted(claim.pieces) if len(claim.pieces) > 1 else claim.pieces:
        stretch = skeleton.stretch_at.get(first) if last - first == 1 else None
        if stretch is not None:
            marked = True
            start, end, after = stretch.first, stretch.last, " \n"
        else:
            start, end, after = skeleton.start(first), skeleton.end(last), _AFTER
            marked = marked or phrases.STRETCH.search(skeleton.signs, first, last) is not None

        start, end = _trim(text, max(start, reached), end, after)
        if start < end and (text[start].isalnum() or _LETTER.search(text, start, end)):
            plain = plain or stretch is None
            content.append(Span(start, end))
            reached = end
    kind = "indirect" if not marked else "mixed" if plain else "direct"
    return tuple(content), kind


def _trim(text: str, start: int, end: int, after: str) -> tuple[int, int]:
    """Return a span without the punctuation that leads up to it, and the signs `after` it."""
    while start < end and text[start] in _BEFORE:
        start += 1
    while end > start and text[end - 1] in after:
        end -= 1
    return start, end


def _make_quotation(item: _Item, who: dict[Claim, Reference]) -> Quotation:
    _, _, _, skeleton, claim, outer, content, kind = item
    source = ""
    spans: tuple[Span, ...] = ()
    if claim.source is not None:
        start, end = skeleton.start(claim.source[0]), skeleton.end(claim.source[1])
        source = skeleton.units.text[start:end]
        spans = (Span(start, end),)

    cue = claim.cue
    speaker = who.get(claim)
    reporter = who.get(outer) if outer is not None else None
    evidence = describe(skeleton, claim, content, kind, speaker, outer is not None)
    chances = rate(evidence)
    doubtful = chances.named < _LOWEST_NAMED and speaker and speaker.kind != "described"
    return Quotation(
        content,
        source,
        spans,
        Span(skeleton.start(cue.words[0]), skeleton.end(cue.words[1])) if cue is not None else None,
        speaker.number if speaker is not None and not doubtful else None,
        kind,
        chances.right,
        reporter.number if reporter is not None else None,
        claim.polarity,
        said=chances.said,
        evidence=evidence,
    )
