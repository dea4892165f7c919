"""Claims to quotes: spans in code points, what each is, who said it, and how sure it is."""

from __future__ import annotations

import re
from bisect import bisect_right

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


# A claim with its words: where they begin and, negated, end, so that items sort as they stand in
# the text; a number that keeps equal ones in order; the skeleton it was made in, the claim around
# it, its spans and its kind.
_Item = tuple[int, int, int, Skeleton, Claim, "Claim | None", tuple[Span, ...], str]


def assemble(
    skeleton: Skeleton,
    claims: list[Claim],
    reported: list[tuple[Skeleton, Claim, Claim]],
    headline: Span | None,
) -> Annotation:
    """The annotation that claims, and the remarks reported inside them, make, in the order of the
    text.
    """
    items: list[_Item] = []
    for claim in claims:
        content, kind = _content(skeleton, claim)
        if content:
            items.append(
                (
                    content[0].start,
                    -content[-1].end,
                    len(items),
                    skeleton,
                    claim,
                    None,
                    content,
                    kind,
                )
            )
    for inner, claim, outer in reported:
        content, kind = _content(inner, claim)
        if content:
            items.append(
                (content[0].start, -content[-1].end, len(items), inner, claim, outer, content, kind)
            )
    items.sort()
    people = People(skeleton.units)
    ranges = {
        id(item[4]): (item[3].tokens[source[0]], _token_end(item[3], source[1]))
        for item in items
        if (source := item[4].source) is not None
    }
    of = people.of
    speakers = {span: of(*span) for span in sorted(set(ranges.values()))}
    by_claim = {claim: speakers[span] for claim, span in ranges.items()}
    breaks = [match.start() for match in _BREAK.finditer(skeleton.units.text)]
    quotes = [_quote(item, by_claim, bisect_right(breaks, item[0])) for item in items]
    return Annotation(tuple(quotes), people.people(), headline)


def _token_end(skeleton: Skeleton, last: int) -> int:
    """The token after the last one of a range that ends before a place."""
    stretch = skeleton.stretch_at.get(last - 1)
    return skeleton.units.at(stretch.end) if stretch is not None else skeleton.tokens[last - 1] + 1


def _content(skeleton: Skeleton, claim: Claim) -> tuple[tuple[Span, ...], str]:
    """The spans of a claim's words, in order and apart, and its kind."""
    text, starts, tokens = skeleton.units.text, skeleton.units.starts, skeleton.tokens
    content: list[Span] = []
    marked = plain = False
    reached = -1
    for first, last in sorted(claim.pieces) if len(claim.pieces) > 1 else claim.pieces:
        stretch = skeleton.stretch_at.get(first) if last - first == 1 else None
        if stretch is not None:
            marked = True
            start, end = stretch.first, stretch.last
        else:
            start, end = starts[tokens[first]], skeleton.end(last)
            marked = marked or _MARKED.search(skeleton.signs, first, last) is not None
        if start < reached:
            start = reached
        while start < end and text[start] in _BEFORE:
            start += 1
        while end > start and text[end - 1] in (" \n" if stretch is not None else _AFTER):
            end -= 1
        if start < end and (text[start].isalnum() or _WORD.search(text, start, end)):
            plain = plain or stretch is None
            content.append(Span(start, end))
            reached = end
    return tuple(content), "mixed" if marked and plain else "direct" if marked else "indirect"


def _quote(item: _Item, speakers: dict[int, int | None], paragraph: int) -> Quote:
    _, _, _, skeleton, claim, outer, content, kind = item
    said = ""
    spans: tuple[Span, ...] = ()
    starts, tokens = skeleton.units.starts, skeleton.tokens
    if claim.source is not None:
        start, end = starts[tokens[claim.source[0]]], skeleton.end(claim.source[1])
        said = skeleton.units.text[start:end]
        spans = (Span(start, end),)
    cue = claim.cue
    return Quote(
        content,
        said,
        spans,
        Span(starts[tokens[cue.cue[0]]], skeleton.end(cue.cue[1])) if cue is not None else None,
        speakers.get(id(claim)),
        kind,
        confidence(skeleton, claim, kind, outer is not None),
        speakers.get(id(outer)) if outer is not None else None,
        paragraph,
        f"{claim.how}:{cue.verb.lemma}:{cue.form}" if cue is not None else f"{claim.how}:-:-",
    )
