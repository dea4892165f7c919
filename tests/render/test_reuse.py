"""The tables, objects and rows of what articles quote."""

from __future__ import annotations

import json

from quotecli.model import Span
from quotecli.render.layout import Line, Table
from quotecli.render.machine.formats import chunks
from quotecli.render.reuse import COLUMNS, REUSE, list_rows, reuse_tables
from quotecli.verifying.finding import ArticleQuote, Finding
from quotecli.verifying.reuse import Reuse

QUOTE = ArticleQuote("a.md", 3, 2, ("We sold", "the quay"), (Span(0, 7),), Span(0, 7), "Ada Marlow")
USES = [
    Reuse(
        *("quay", 2, "We have not sold the quay."),
        (
            Finding(QUOTE, "shortened", "“not” is left out", share=0.854321),
            Finding(QUOTE._replace(file="b.pdf", line=0, speaker=""), "verbatim", share=1.0),
        ),
    ),
    Reuse("", 4, "It rains.", (Finding(QUOTE, "altered", share=0.9999),)),
]


def cells(table: Table | Line) -> list[list[str]]:
    assert isinstance(table, Table)
    return [["".join(piece.text for piece in one.pieces) for one in row] for row in table.rows]


def test_people_get_the_passages_and_where_each_is_quoted() -> None:
    passages, _, places = reuse_tables(USES)
    assert cells(passages) == [
        ["quay", "We have not sold the quay.", "2", "2", "1", "1", "0", "1"],
        ["¶ 4", "It rains.", "1", "1", "0", "0", "1", "0"],
    ]
    assert cells(places) == [
        ["a.md:3", "quay", "shortened, turned", "85 %", "We sold […] the quay"],
        ["b.pdf", "quay", "verbatim", "all", "We sold […] the quay"],
        ["a.md:3", "¶ 4", "altered", "99 %", "We sold […] the quay"],
    ]


def test_programs_get_a_passage_with_its_quotations() -> None:
    first, second = json.loads("".join(chunks(USES, REUSE, "json")))
    assert {key: first[key] for key in first if key != "uses"} == {
        **{"quote": "quay", "paragraph": 2, "text": "We have not sold the quay."},
        **{"quotations": 2, "articles": 2, "verbatim": 1, "shortened": 1, "altered": 0},
        "turned": 1,
    }
    assert first["uses"][0] == {
        **{"file": "a.md", "line": 3, "column": 2, "excerpt": "We sold […] the quay"},
        **{"speaker": "Ada Marlow", "verdict": "shortened", "turned": "“not” is left out"},
        "share": 0.854,
    }
    assert first["uses"][1]["line"] is None
    assert second["quote"] is None


def test_a_spreadsheet_gets_a_row_for_each_quotation() -> None:
    rows = list(list_rows(USES))
    assert [tuple(row) for row in rows] == [COLUMNS] * 3
    assert [row["quote"] for row in rows] == ["quay", "quay", ""]
