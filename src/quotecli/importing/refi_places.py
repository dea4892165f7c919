"""The places of the selections in a text of a REFI-QDA project."""

from __future__ import annotations

from dataclasses import replace

from quotecli.export.refi import make_part_guid
from quotecli.importing.passages import SourceText
from quotecli.importing.positions import Mark, Positions, Rule
from quotecli.importing.refi_project import RefiProject, Selection
from quotecli.model import Statement


def place_selections(
    selections: list[Selection],
    text: SourceText,
    record: Statement | None,
    project: RefiProject,
    title: str,
) -> list[Selection]:
    """Return the selections of a text with their spans in code points.

    Those without a place are listed as skipped; `record` is what our note says of the text, and
    `title` is what messages call it.
    """
    own = _find_own_words(record, text) if record else {}
    # QualCoder names every selection after its words; other names may be their beginning.
    rule: Rule = "whole" if "QUALCODER" in project.origin.upper() else "label"
    marks = [
        Mark(*one.span, own[one.guid], "hint")
        if one.guid in own
        else Mark(*one.span, "" if one.name == one.guid else one.name, rule)
        for one in selections
    ]

    positions = Positions(text.anchorer, marks, text.counted, project.origin)
    placed = []
    for selection, mark in zip(selections, marks):
        place = positions.find(mark)
        if isinstance(place, str):
            project.skipped.append(f"{title}: {selection.title}: {place}")
        else:
            placed.append(selection._replace(span=place))
    return placed


def _find_own_words(record: Statement, text: SourceText) -> dict[str, str]:
    """Return the words that the selections of our own quotes had, by identifier."""
    words = {}
    for quote in record.quotes:
        spans = replace(quote, anchoring=text.anchorer).anchor.spans
        for number, (start, end) in enumerate(spans):
            words[make_part_guid(record.id, quote.id, number)] = text.text[start:end]
    return words
