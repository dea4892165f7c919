"""One source in many articles: where its passages are quoted, how faithfully, and which most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotecli.model import Quote, Span
from quotecli.verifying.finding import Finding, Verdict

USED: tuple[Verdict, ...] = ("verbatim", "shortened", "altered")
"""The verdicts of quotations that are from a source; the others may be from anywhere."""


class Reuse(NamedTuple):
    """A passage of a source and the quotations that are from it, in the order of the articles.

    `id` is that of the quote that is annotated there, "" if none is; `text` are its words, or those
    of the passage that was found first.
    """

    id: str
    paragraph: int
    text: str
    findings: tuple[Finding, ...]

    @property
    def articles(self) -> int:
        """The number of articles that quote the passage."""
        return len({finding.quote.file for finding in self.findings})

    def count(self, verdict: Verdict) -> int:
        """Return how many of the quotations have a verdict."""
        return sum(finding.verdict == verdict for finding in self.findings)

    @property
    def turned(self) -> int:
        """The number of quotations that mean something else than the passage."""
        return sum(bool(finding.turned) for finding in self.findings)


def list_reuse(quotes: Sequence[Quote], findings: Iterable[Finding]) -> list[Reuse]:
    """Return the passages of a source that articles quote, the most quoted first.

    `quotes` are those annotated in the source, and `findings` those of the articles, held against
    this source alone. A quotation is from the annotated quote with which it shares most of the
    text; those from no such quote are of one passage if what they quote overlaps.
    """
    found: dict[tuple[str, int, int], list[Finding]] = {}
    used = [one for one in findings if one.passage is not None and one.verdict in USED]
    starts = _find_passages(used)
    for finding, start in zip(used, starts):
        assert finding.passage is not None
        quote = _find_quote(quotes, finding.passage.spans)
        key = (quote.id, quote.paragraph, 0) if quote else ("", finding.passage.paragraph, start)
        found.setdefault(key, []).append(finding)

    texts = {quote.id: quote.excerpt for quote in quotes}
    uses = [
        Reuse(key, paragraph, texts.get(key) or _text(some), tuple(some))
        for (key, paragraph, _), some in found.items()
    ]
    return sorted(uses, key=lambda use: (-len(use.findings), -use.articles, _start(use.findings)))


def _find_passages(findings: Sequence[Finding]) -> list[int]:
    """Return where the passage of each finding begins: those that overlap are one."""
    bounds = []
    for one in findings:
        spans = one.passage.spans if one.passage else ()
        bounds.append((min(span.start for span in spans), max(span.end for span in spans)))

    starts, begin, end = {}, 0, 0
    for bound in sorted(set(bounds)):
        if bound[0] >= end:
            begin = bound[0]
        end = max(end, bound[1])
        starts[bound] = begin
    return [starts[bound] for bound in bounds]


def _find_quote(quotes: Sequence[Quote], spans: Sequence[Span]) -> Quote | None:
    best, most = None, 0
    for quote in quotes:
        shared = sum(_overlap(one, other) for one in quote.anchor.spans for other in spans)
        if shared > most:
            best, most = quote, shared
    return best


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _start(findings: Sequence[Finding]) -> int:
    return min(span.start for one in findings if one.passage for span in one.passage.spans)


def _text(findings: Sequence[Finding]) -> str:
    """Return the longest of some passages that overlap."""
    return max((one.passage.text for one in findings if one.passage), key=len, default="")
