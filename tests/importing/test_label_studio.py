"""Tasks of Label Studio: predictions out, annotations in, and its own library in between."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given

from quotecli.errors import UnreadableError
from quotecli.exporting.formats import load_folder_export
from quotecli.importing.formats import Imported, load_import
from quotecli.model import Statement
from quotecli.store import reader
from tests.conftest import HARBOUR
from tests.generated import statements
from tests.importing.test_round_trip import compared


@pytest.fixture
def harbour() -> Statement:
    return reader.read(HARBOUR.encode(), "harbour.yaml")


def export(*items: Statement) -> list[dict[str, Any]]:
    files = dict(load_folder_export("label-studio")(items))
    assert list(files) == ["tasks.json", "config.xml"]
    tasks: list[dict[str, Any]] = json.loads(files["tasks.json"])
    return tasks


def import_(tasks: Any) -> Imported:
    return load_import("label-studio")(json.dumps(tasks).encode(), "tasks.json", None)


def accept(task: dict[str, Any], who: Any = 7) -> list[dict[str, Any]]:
    """Return the results of an annotation that accepts the prediction of a task."""
    (prediction,) = task["predictions"]
    results: list[dict[str, Any]] = json.loads(json.dumps(prediction["result"]))
    task["annotations"] = [{"id": 1, "completed_by": who, "result": results}]
    task["annotations"][0]["result"] = results
    return results


@given(statements())
def test_what_a_person_accepts_is_reviewed_and_otherwise_the_same(made: Statement) -> None:
    (task,) = export(made)
    for result in accept(task, {"id": 3, "email": "ann@example.org"}):
        if result["type"] == "labels":
            start, end = result["value"]["start"], result["value"]["end"]
            assert made.text[start:end] == result["value"]["text"]
    found = import_([task])
    assert found.skipped == ()
    (item,) = found.statements
    signed = compared(made)
    if task["predictions"][0]["result"]:
        assert [(one.id, one.anchor.spans) for one in item.quotes] == [
            (one.id, one.anchor.spans) for one in made.quotes
        ]
    for one, quote in zip(signed.quotes, item.quotes):
        if quote.anchor.spans:
            assert (quote.status, quote.coder) == ("reviewed", "ann@example.org")
        for name in ("kind", "parts", "topics", "speaker", "reported_by", "polarity", "note"):
            assert getattr(one, name) == getattr(quote, name)


def test_what_nobody_annotated_stays_as_it_was(harbour: Statement) -> None:
    (item,) = import_(export(harbour)).statements
    assert compared(item) == compared(harbour)


def test_edits_of_a_person_come_back(harbour: Statement) -> None:
    (task,) = export(harbour)
    results = accept(task)
    for result in results:
        if result.get("id") == "deeper-quay" and result["from_name"] == "speaker":
            result["value"]["choices"] = ["speaker.Ann Lee"]
        if result.get("id") == "deeper-quay" and result["from_name"] == "topic":
            result["value"]["choices"] = ["Trade.Ports", "Rafts"]
    results[:] = [one for one in results if one.get("id") != "more-herring"]
    place = {"start": 5, "end": 12, "text": "harbour"}
    new = {"id": "x1", "from_name": "kind", "to_name": "text", "type": "labels"}
    results.append({**new, "value": {**place, "labels": ["kind.indirect"]}})
    note = {**new, "from_name": "note", "type": "textarea"}
    results.append({**note, "value": {**place, "text": ["Which one?"]}})
    found = import_([task])
    (item,) = found.statements
    _, quay, new_one = item.quotes
    assert quay.speaker == item.speakers["lee"]
    assert [topic.label for topic in quay.topics] == ["Ports", "Rafts"]
    assert (new_one.excerpt, new_one.kind, new_one.note) == ("harbour", "indirect", "Which one?")
    assert {(quote.status, quote.coder) for quote in item.quotes} == {("reviewed", "user 7")}
    assert found.skipped == (
        "The harbour will grow: the quote 'more-herring', whose marks are gone",
    )


@pytest.mark.parametrize("by_units", [False, True])
def test_a_project_of_others_counts_as_its_words_say(by_units: bool) -> None:
    text = "😀 The quay is deep. 😀 The boats are many, said the mayor."

    def region(words: str, label: str) -> dict[str, Any]:
        start = text.index(words)
        shift = text.count("😀", 0, start) * by_units
        value = {"start": start + shift, "end": start + shift + len(words), "text": words}
        kind = {"from_name": "label", "to_name": "t", "type": "labels"}
        return {"id": words, **kind, "value": {**value, "labels": [label]}}

    results = [region("The quay is deep", "Depth"), region("The boats are many", "Boats")]
    old = {"id": 1, "completed_by": 1, "updated_at": "2026-01-01", "result": results[:1]}
    last = {"id": 2, "completed_by": 2, "updated_at": "2026-01-02", "result": results}
    gone = {"id": 3, "completed_by": 2, "was_cancelled": True, "result": []}
    task = {"id": 11, "data": {"body": text, "n": 1}, "annotations": [last, old, gone]}
    found = import_([task])
    (item,) = found.statements
    assert [one.excerpt for one in item.quotes] == ["The quay is deep", "The boats are many"]
    assert [one.topics[0].label for one in item.quotes] == ["Depth", "Boats"]
    assert {one.status for one in item.quotes} == {"draft"}  # the kind is only guessed
    assert found.skipped == (
        "task 11: the annotation 1 by user 1, since another one of this text counts",
    )


@pytest.mark.parametrize("tasks", [[1], [{"data": "x"}], {"annotations": []}, "x"])
def test_what_is_no_task_is_refused(tasks: Any) -> None:
    with pytest.raises(UnreadableError, match="not tasks of Label Studio"):
        import_(tasks)


def test_the_configuration_has_a_control_for_each_result(harbour: Statement) -> None:
    files = dict(load_folder_export("label-studio")([harbour]))
    root = ElementTree.fromstring(files["config.xml"])
    controls = {one.get("name"): one for one in root if one.get("toName")}
    for result in json.loads(files["tasks.json"])[0]["predictions"][0]["result"]:
        if result["type"] in ("labels", "choices"):
            values = {item.get("value") for item in controls[result["from_name"]]}
            assert set(result["value"][result["type"]]) <= values
    assert {"Trade", "Trade.Ports", "Trade.Ports.Fishing"} < {
        item.get("value") for item in controls["topic"]
    }
    assert controls["speaker"].get("perRegion") == "true"


def test_label_studio_finds_the_predictions_valid(harbour: Statement) -> None:
    interface = pytest.importorskip("label_studio_sdk.label_interface")
    files = dict(load_folder_export("label-studio")([harbour]))
    config = interface.LabelInterface(files["config.xml"].decode())
    config.validate()
    for task in json.loads(files["tasks.json"]):
        assert config.validate_task({"data": task["data"]}) is True
        for prediction in task["predictions"]:
            assert config.validate_prediction(prediction, return_errors=True) == []
