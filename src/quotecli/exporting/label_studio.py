"""Tasks of Label Studio with quotes as predictions, and the labeling configuration for them.

A statement is a task, a part of a quote is a region: its kind is a label, and its topics, speaker,
reporter and polarity are choices for each region. Offsets count code points, as its editor does
since 1.5 (its tests: "Should calculate offsets by code points in text"); CR LF counts as two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any

from quotecli.exporting.labels import (
    RECORD,
    Labels,
    list_labels,
    make_record,
    name_labels,
    place_parts,
)
from quotecli.model import Quote, Statement
from quotecli.objects import encode
from quotecli.text.escape import json_safe, visible_line

TASKS, CONFIG = "tasks.json", "config.xml"
# The control of each kind of label; that of kinds makes regions.
_CONTROLS = {
    "kind": "kind",
    "topic": "topic",
    "speaker": "speaker",
    "reported by": "reporter",
    "polarity": "polarity",
    "status": "status",
    "doubt": "doubt",
}
_TEXT = "text"


def export(statements: Iterable[Statement], split: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the tasks in JSON, and the labeling configuration of their project in XML."""
    items = list(statements)
    labels = name_labels(items)
    tasks = ",\n".join(encode(_make_task(item, labels)) for item in items)
    yield TASKS, json_safe(f"[\n{tasks}\n]\n").encode()
    yield CONFIG, "".join(_write_config(labels)).encode()


def _make_task(statement: Statement, labels: Labels) -> dict[str, Any]:
    text = statement.text
    results = [one for quote in statement.quotes for one in _list_results(quote, text, labels)]
    record = make_record(statement, labels)
    return {
        "data": {"title": statement.title, _TEXT: statement.text, RECORD: record},
        "predictions": [{"model_version": "quotecli", "result": results}],
    }


def _list_results(quote: Quote, text: str, labels: Labels) -> Iterator[dict[str, Any]]:
    """Yield the results of a quote: those of a region have one id."""
    said = set(list_labels(quote, labels))
    chosen = [(key[0], path) for key, path in labels.items() if path in said]
    before = ""
    for name, start, end in place_parts(quote):
        place = {"start": start, "end": end, _TEXT: text[start:end]}
        for kind, group in groupby(sorted(chosen, key=_order), key=lambda one: one[0]):
            value = "labels" if kind == "kind" else "choices"
            result: dict[str, Any] = {
                "id": name,
                "from_name": _CONTROLS[kind],
                "to_name": _TEXT,
                "type": value,
                "value": {**place, value: [path for _, path in group]},
            }
            if kind == "kind" and quote.caveats:
                result["meta"] = {"text": list(quote.caveats)}
            yield result
        if quote.note and not before:
            note = {"id": name, "from_name": "note", "to_name": _TEXT, "type": "textarea"}
            yield {**note, "value": {**place, _TEXT: [quote.note]}}
        if before:
            yield {"from_id": before, "to_id": name, "type": "relation", "direction": "right"}
        before = name


def _order(one: tuple[str, str]) -> int:
    return list(_CONTROLS).index(one[0])


def _write_config(labels: Labels) -> Iterator[str]:
    paths: dict[str, list[str]] = {}
    for key, path in labels.items():
        paths.setdefault(key[0], []).append(path)
    yield "<View>\n  <Style>.htx-text { white-space: pre-wrap; }</Style>\n"
    yield from _write_control("Labels", 'name="kind"', "Label", paths.get("kind", []))
    yield f'  <Text name="{_TEXT}" value="${_TEXT}"/>\n'
    for kind, name in _CONTROLS.items():
        if kind == "kind" or kind not in paths:
            continue
        choice = "multiple" if kind == "topic" else "single"
        attributes = f'name="{name}" perRegion="true" choice="{choice}"'
        yield from _write_control("Choices", attributes, "Choice", paths[kind])
    yield f'  <TextArea name="note" toName="{_TEXT}" perRegion="true" editable="true"/>\n</View>\n'


def _write_control(tag: str, attributes: str, item: str, paths: list[str]) -> Iterator[str]:
    yield f'  <{tag} {attributes} toName="{_TEXT}">\n'
    for path in paths:
        yield f'    <{item} value="{escape(visible_line(path))}"/>\n'
    yield f"  </{tag}>\n"
