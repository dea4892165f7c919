"""Texts of doccano: labelled spans out, and in again as they were edited."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quotecli.errors import UnreadableError
from quotecli.exporting.formats import load_export
from quotecli.importing.formats import Imported, load_import
from quotecli.model import Statement
from quotecli.store import reader
from tests.conftest import HARBOUR


@pytest.fixture
def harbour() -> Statement:
    return reader.read(HARBOUR.encode(), "harbour.yaml")


def export(*items: Statement) -> list[dict[str, Any]]:
    lines = b"".join(load_export("doccano")(items)).splitlines()
    return [json.loads(line) for line in lines]


def import_(*rows: dict[str, Any]) -> Imported:
    data = "\n".join(json.dumps(row) for row in rows).encode()
    return load_import("doccano")(data, "all.jsonl", None)


def test_each_label_of_a_part_is_a_span(harbour: Statement) -> None:
    (row,) = export(harbour)
    found = {(row["text"][start:end], label) for start, end, label in row["label"]}
    assert ("the boats would need a deeper quay", "kind.indirect") in found
    assert ("more herring than ever", "reported by.Ann Lee") in found
    assert ("It feeds us all.", "Trade.Ports") in found


def test_edits_come_back_as_doccano_exports_them(harbour: Statement) -> None:
    (row,) = export(harbour)
    # As it exports a project with relations: spans are objects, and metadata stays.
    spans = [
        {"id": number, "start_offset": start, "end_offset": end, "label": label}
        for number, (start, end, label) in enumerate(row.pop("label"))
        if (row["text"][start:end], label) != ("more herring than ever", "speaker.Bo Chan")
    ]
    spans.append({"id": 99, "start_offset": 5, "end_offset": 12, "label": "Rafts"})
    relations = [{"id": 1, "from_id": 1, "to_id": 2, "type": "says"}]
    found = import_({"id": 5, **row, "entities": spans, "relations": relations, "Comments": []})
    (item,) = found.statements
    grows, quay, herring, new = item.quotes
    assert (grows, quay) == harbour.quotes[:2]
    assert (herring.speaker, herring.status) == (None, "reviewed")
    assert (new.excerpt, new.status, new.topics[0].label) == ("harbour", "draft", "Rafts")
    assert found.skipped == ("The harbour will grow: relations between spans, 1",)


def test_a_text_that_somebody_approved_of_is_reviewed(harbour: Statement) -> None:
    (row,) = export(harbour)
    (item,) = import_({**row, "annotation_approver": "ann"}).statements
    assert {(one.status, one.coder) for one in item.quotes} == {("reviewed", "ann")}


def test_a_text_of_others_has_topics() -> None:
    text = "😀 The quay is deep, said the mayors. Boats come, boats go."
    labels = [[2, 18, "Depth"], [2, 18, "Quays"], [37, 47, "Boats"], [49, 57, "Boats"]]
    assert text[37:47] == "Boats come"
    row = {"id": 3, "text": text, "labels": [*labels, [900, 901, "x"]]}
    found = import_({**row, "label": ["good"]})
    (item,) = found.statements
    assert [one.excerpt for one in item.quotes] == ["The quay is deep", "Boats come", "boats go"]
    assert [topic.label for topic in item.quotes[0].topics] == ["Depth", "Quays"]
    assert len(found.skipped) == 2
    assert "the label “good”, which is on the whole text" in found.skipped[0]
    assert "its positions, 900 to 901, are not in the text" in found.skipped[1]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableError, match="not texts of doccano"):
        import_({"rows": []})
