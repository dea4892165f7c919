"""Texts of doccano in JSON Lines, as it exports them: spans with labels, and relations.

Spans are [start, end, label] in "label" or "labels", or objects in "entities", and count code
points. doccano does not keep their words. What was labelled otherwise than in our export is
reviewed, and everything is if somebody approved of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.exporting.labels import RECORD
from quotecli.importing import safejson
from quotecli.importing.annotations import as_list, as_text, refuse_text
from quotecli.importing.formats import Imported
from quotecli.importing.labelled import LabelledText, Region, iterate, parse_objects, read_texts

_APPROVER = "annotation_approver"

Row = dict[str, Any]


def read(data: bytes, file: str, text: str | None, positions: str = "") -> Imported:
    """Return a statement for each line, which holds its text.

    `positions` is how positions are counted, a key of WAYS.
    """
    refuse_text(text, file)
    rows = parse_objects(data, file)
    if not all(map(_find_text, rows)):
        hint = "export them as JSONL there"
        raise UnreadableError("not texts of doccano", place=Place(file), hint=hint)
    skipped: list[str] = []
    texts = [_read_row(row, number, file, skipped) for number, row in enumerate(rows, 1)]
    return read_texts(texts, positions, skipped=skipped)


def _find_text(row: Row) -> str:
    # Older versions call it "data" in some exports.
    return next((key for key in ("text", "data") if isinstance(row.get(key), str)), "")


def _read_row(row: Row, number: int, file: str, skipped: list[str]) -> LabelledText:
    name = as_text(row.get("title")) or f"text {row.get('id', number)}"
    record = row.get(RECORD)
    if isinstance(record, str):
        record = safejson.parse(record.encode(), file)
    spans: dict[tuple[int, int], list[str]] = {}
    for start, end, label in _list_spans(name, row, skipped):
        spans.setdefault((start, end), []).append(label)
    if relations := as_list(row.get("relations")):
        skipped.append(f"{name}: relations between spans, {len(relations):,}")
    if comments := as_list(row.get("Comments", row.get("comments"))):
        skipped.append(f"{name}: comments on the text, {len(comments):,}")
    approver = as_text(row.get(_APPROVER))
    regions = [
        Region(f"span {start} to {end}", start, end, labels=tuple(labels))
        for (start, end), labels in spans.items()
    ]
    text = row[_find_text(row)]
    return LabelledText(name, text, regions, record, coder=approver, is_reviewed=bool(approver))


def _list_spans(name: str, row: Row, skipped: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of a text: start, end, label."""
    given = [
        *(
            (one.get("start_offset"), one.get("end_offset"), one.get("label"))
            for one in iterate(row.get("entities"))
        ),
        *(
            tuple(one)
            for key in ("label", "labels")
            for one in as_list(row.get(key))
            if isinstance(one, list) and len(one) == 3
        ),
    ]
    others = [one for key in ("label", "labels") for one in as_list(row.get(key))]
    skipped += [
        f"{name}: the label “{str(one)[:60]}”, which is on the whole text"
        for one in others
        if not isinstance(one, list)
    ]
    for start, end, label in given:
        if type(start) is int and type(end) is int and isinstance(label, str):
            yield start, end, label
        else:
            skipped.append(f"{name}: a span without positions or label")
