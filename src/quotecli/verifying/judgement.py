"""The verdict on a quotation by one passage, and what the article says beside its marks."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from quotecli.model import Span
from quotecli.verifying.finding import Difference, Verdict
from quotecli.verifying.surroundings import Edge, find_beside


class Judgement(NamedTuple):
    """The verdict on a quotation by one passage, and the place of the passage in the source.

    `edges` are the words of the source right beside it that turn it,
    and `parts` the stretches between which the quotation leaves words out.
    """

    verdict: Verdict
    turned: str
    forgiven: tuple[str, ...]
    share: float
    differences: tuple[Difference, ...]
    span: Span
    parts: tuple[Span, ...]
    edges: tuple[Edge, ...] = ()


def hold_beside(
    judgement: Judgement, before: str, behind: str, known: Collection[str] = ()
) -> Judgement:
    """Return a judgement in which nothing turns that stands in the article as well.

    `before` and `behind` are the article's words outside its marks: she would not “go home”. What
    is `known` are kinds of edges that it is known to have.
    """
    beside = find_beside(before, behind)
    edges = [
        edge
        for edge in judgement.edges
        if edge.kind not in known and not any(edge.is_matched_by(mine) for mine in beside)
    ]
    turned = judgement.turned
    if turned in [edge.reason for edge in judgement.edges]:
        turned = edges[0].reason if edges else ""
    is_whole = judgement.verdict == "shortened" and judgement.share == 1 and not turned
    verdict: Verdict = "verbatim" if is_whole else judgement.verdict
    return judgement._replace(verdict=verdict, turned=turned, edges=tuple(edges))
