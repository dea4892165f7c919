"""What was found out about quotations, as JSON."""

from __future__ import annotations

import math
from typing import Any

from quotecli.verifying.finding import Finding, Passage

Row = dict[str, Any]


def finding_object(finding: Finding) -> Row:
    """Return everything that is known of a quotation; docs/verify.md lists the keys."""
    quote = finding.quote
    return {
        "file": quote.file,
        "line": quote.line or None,
        "column": quote.column or None,
        "excerpt": quote.excerpt,
        "parts": quote.parts,
        "spans": quote.spans,
        "kind": quote.kind,
        "verdict": finding.verdict,
        "turned": finding.turned or None,
        "forgiven": finding.forgiven,
        "share": round_share(finding.share),
        "differences": [one._asdict() for one in finding.differences],
        "attribution": {
            "verdict": finding.attribution.verdict,
            "article": finding.attribution.article or None,
            "source": finding.attribution.source or None,
            "named_as": finding.attribution.named_as or None,
        },
        "passage": _passage_object(finding.passage),
        "others": finding.others,
        "original": _passage_object(finding.original),
    }


def round_share(share: float) -> float:
    """Return a share with three digits, rounded down: only where all words agree is it 1."""
    return math.floor(share * 1000) / 1000


def _passage_object(passage: Passage | None) -> Row | None:
    if passage is None:
        return None
    return {
        "statement": passage.statement or None,
        "title": passage.title or None,
        "file": passage.file,
        "line": passage.line or None,
        "column": passage.column or None,
        "extracted": passage.is_extracted,
        "time": passage.time or None,
        "paragraph": passage.paragraph,
        "spans": passage.spans,
        "text": passage.text,
        "url": passage.url or None,
        "published": passage.published or None,
    }
