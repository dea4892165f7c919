"""The texts of a REFI-QDA project, and the places of the selections in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from quotecli.exporting.refi import ORIGINS, make_part_guid
from quotecli.importing.passages import ImportedText
from quotecli.importing.positions import ClaimedPlace, Positions, Rule, share_evidence
from quotecli.importing.refi_project import RefiProject, Selection, guid_of
from quotecli.model import Statement, collapse_space


class MarkedText:
    """A text of a project with its selections."""

    def __init__(
        self, source: Element, body: str, record: Statement | None, project: RefiProject, way: str
    ) -> None:
        self.source = source
        self.title = collapse_space(source.get("name") or "")
        self.text = ImportedText(body)
        self.record = record
        self._selections = list(project.selections(source, self.title))

        own = _find_own_words(record, self.text) if record else {}
        # QualCoder names every selection after its words; other names may be their beginning.
        rule: Rule = "whole" if "QUALCODER" in project.origin.upper() else "label"
        self._marks = [
            ClaimedPlace(*one.span, own[one.guid], "hint")
            if one.guid in own
            else ClaimedPlace(*one.span, "" if one.name == one.guid else one.name, rule)
            for one in self._selections
        ]
        self.positions = Positions(self.text.anchorer, self._marks, way)

    def place_selections(self, skipped: list[str]) -> list[Selection]:
        """Return the selections with their spans in code points; add the others to `skipped`."""
        placed = []
        for selection, mark in zip(self._selections, self._marks):
            place = self.positions.find(mark)
            if isinstance(place, str):
                skipped.append(f"{self.title}: {selection.title}: {place}")
            else:
                placed.append(selection._replace(span=place))
        return placed


def read_texts(
    project: RefiProject, records: Mapping[str, Statement], positions: str
) -> Iterator[MarkedText]:
    """Yield the texts of a project, each of which is then forgotten.

    `records` are what our notes say of texts, by identifier; `positions` is how positions are
    counted, a key of WAYS, or "" if the project and its passages must tell.
    """
    stated = [way for way, origin in ORIGINS.items() if origin == project.origin]
    way = positions or "".join(stated)
    texts = [
        MarkedText(source, body, records.get(guid_of(source)), project, way)
        for source in project.texts
        if (body := project.text(source)) is not None
    ]
    share_evidence([text.positions for text in texts], project.origin)
    texts.reverse()
    while texts:
        yield texts.pop()


def _find_own_words(record: Statement, text: ImportedText) -> dict[str, str]:
    """Return the words that the selections of our own quotes had, by identifier."""
    words = {}
    for quote in record.quotes:
        spans = replace(quote, anchoring=text.anchorer).anchor.spans
        for number, (start, end) in enumerate(spans):
            words[make_part_guid(record.id, quote.id, number)] = text.text[start:end]
    return words
