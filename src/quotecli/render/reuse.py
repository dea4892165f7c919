"""Which passages of a source articles quote: tables for people, objects and rows for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quotecli.model import collapse_space
from quotecli.objects import Row
from quotecli.render.layout import Line, Piece, Table, TableColumn, cell
from quotecli.render.machine.findings import round_share
from quotecli.render.machine.formats import Shape
from quotecli.verifying.finding import Finding
from quotecli.verifying.reuse import USED, Reuse

_STYLES = {"verbatim": "", "shortened": "caution", "altered": "warning"}


def reuse_tables(uses: Sequence[Reuse]) -> Iterator[Table | Line]:
    """Yield a table of the passages, the most quoted first, and one of their quotations."""
    columns = [
        TableColumn("passage", is_id=True),
        TableColumn("words", wraps=True, main=True),
        *[TableColumn(name, right=True) for name in ("quotations", "articles", *USED, "turned")],
    ]
    yield Table(columns, [_passage_cells(use) for use in uses])
    yield Line([])
    columns = [
        TableColumn("article", is_id=True),
        TableColumn("passage", is_id=True),
        TableColumn("verdict"),
        TableColumn("agree", right=True),
        TableColumn("quotation", wraps=True, main=True),
    ]
    yield Table(columns, [_use_cells(use, one) for use in uses for one in use.findings])


def _passage_cells(use: Reuse) -> list[Line]:
    numbers = [len(use.findings), use.articles, *map(use.count, USED), use.turned]
    return [
        cell(name_passage(use), "id"),
        cell(use.text),
        *[cell(f"{number:,}", "" if number else "dim") for number in numbers],
    ]


def _use_cells(use: Reuse, finding: Finding) -> list[Line]:
    quote = finding.quote
    verdict = [Piece(finding.verdict, _STYLES[finding.verdict])]
    if finding.turned:
        verdict.append(Piece(", turned", "warning"))
    return [
        cell(f"{quote.file}:{quote.line}" if quote.line else quote.file, "id"),
        cell(name_passage(use)),
        Line(verdict),
        cell(finding.agreement),
        cell(collapse_space(quote.excerpt)),
    ]


def name_passage(use: Reuse) -> str:
    """Return the id of a passage, or its paragraph if no quote is annotated there."""
    return use.id or (f"¶ {use.paragraph}" if use.paragraph else "–")


def _as_object(use: Reuse) -> Row:
    return {
        "quote": use.id or None,
        "paragraph": use.paragraph or None,
        "text": use.text,
        "quotations": len(use.findings),
        "articles": use.articles,
        **{verdict: use.count(verdict) for verdict in USED},
        "turned": use.turned,
        "uses": [_describe(finding) for finding in use.findings],
    }


def _describe(finding: Finding) -> Row:
    quote = finding.quote
    return {
        "file": quote.file,
        "line": quote.line or None,
        "column": quote.column or None,
        "excerpt": quote.excerpt,
        "speaker": quote.speaker or None,
        "verdict": finding.verdict,
        "turned": finding.turned or None,
        "share": round_share(finding.share),
    }


REUSE: Shape[Reuse] = Shape(_as_object, ())
"""A passage with its quotations."""


def list_rows(uses: Iterable[Reuse]) -> Iterator[Row]:
    """Yield a row for each quotation, those of a passage together."""
    for use in uses:
        for finding in use.findings:
            yield {
                "quote": use.id,
                "paragraph": use.paragraph,
                "text": use.text,
                **_describe(finding),
            }


COLUMNS = (
    *("quote", "paragraph", "text", "file", "line", "column", "excerpt", "speaker"),
    *("verdict", "turned", "share"),
)
"""The columns of a row."""
