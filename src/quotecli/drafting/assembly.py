"""Claims to quotes: spans in code points, what each is, who said it, and how sure it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from quotecli.drafting.claims import Claim
from quotecli.drafting.confidence import confidence
from quotecli.drafting.people import People
from quotecli.drafting.sentences import Skeleton
from quotecli.drafting.values import Annotation, Quote, Span

_BREAK = re.compile("\n")
_MARKED = re.compile("[1-4]")
_WORD = re.compile(r"[^\W_]")
_BEFORE = " \n,;:-–—"
_AFTER = " \n,;:-–—."


@dataclass(slots=True)
class _Item:
    """A claim with its words, in the skeleton it was made in; `outer` is the claim whose speaker reports it."""

    skeleton: Skeleton
    claim: Claim
    content: tuple[Span, ...]
    kind: str
    outer: Claim | None


def assemble(
    skeleton: Skeleton, claims: list[Claim], reported: list[tuple[Skeleton, Claim, Claim]], headline: Span | None
) -> Annotation:
    """The annotation that claims, and the remarks reported inside them, make, in the order of the text."""
    items: list[_Item] = []
    for claim in claims:
        content, kind = _content(skeleton, claim)
        if content:
            items.append(_Item(skeleton, claim, content, kind, None))
    for inner, claim, outer in reported:
        content, kind = _content(inner, claim)
        if content:
            items.append(_Item(inner, claim, content, kind, outer))
    items.sort(key=lambda item: (item.content[0].start, -item.content[-1].end))
    people = People(skeleton.units)
    ranges: dict[int, tuple[int, int]] = {}
    for item in items:
        source = item.claim.source
        if source is not None:
            ranges[id(item)] = item.skeleton.tokens[source[0]], _token_end(item.skeleton, source[1])
    speakers = {span: people.of(*span) for span in sorted(set(ranges.values()))}
    by_claim = {id(item.claim): speakers[ranges[id(item)]] for item in items if id(item) in ranges}
    breaks = [match.start() for match in _BREAK.finditer(skeleton.units.text)]
    quotes = [_quote(item, by_claim, bisect_right(breaks, item.content[0].start)) for item in items]
    return Annotation(tuple(quotes), people.people(), headline)


def _token_end(skeleton: Skeleton, last: int) -> int:
    """The token after the last one of a range that ends before a place."""
    stretch = skeleton.stretch_at.get(last - 1)
    return skeleton.units.at(stretch.end) if stretch is not None else skeleton.tokens[last - 1] + 1


def _content(skeleton: Skeleton, claim: Claim) -> tuple[tuple[Span, ...], str]:
    """The spans of a claim's words, in order and apart, and its kind."""
    text = skeleton.units.text
    content: list[Span] = []
    marked = plain = False
    reached = -1
    for first, last in sorted(claim.pieces):
        stretch = skeleton.stretch_at.get(first) if last - first == 1 else None
        if stretch is not None:
            marked = True
            start, end = stretch.first, stretch.last
        else:
            start, end = skeleton.start(first), skeleton.end(last)
            marked = marked or _MARKED.search(skeleton.signs, first, last) is not None
        start = max(start, reached)
        while start < end and text[start] in _BEFORE:
            start += 1
        while end > start and text[end - 1] in (" \n" if stretch is not None else _AFTER):
            end -= 1
        if start < end and _WORD.search(text, start, end):
            plain = plain or stretch is None
            content.append(Span(start, end))
            reached = end
    return tuple(content), "mixed" if marked and plain else "direct" if marked else "indirect"


def _quote(item: _Item, speakers: dict[int, int | None], paragraph: int) -> Quote:
    skeleton, claim = item.skeleton, item.claim
    source: tuple[Span, ...] = ()
    if claim.source is not None:
        source = (Span(skeleton.start(claim.source[0]), skeleton.end(claim.source[1])),)
    cue = claim.cue
    text = skeleton.units.text
    return Quote(
        content=item.content,
        source=text[slice(*source[0])] if source else "",
        source_span=source,
        cue_span=Span(skeleton.start(cue.cue[0]), skeleton.end(cue.cue[1])) if cue else None,
        speaker=speakers.get(id(claim)),
        kind=item.kind,
        confidence=confidence(skeleton, claim, item.kind, item.outer is not None),
        reported_by=speakers.get(id(item.outer)) if item.outer is not None else None,
        paragraph=paragraph,
        evidence=f"{claim.how}:{cue.verb.lemma if cue else '-'}:{cue.form if cue else '-'}",
    )
