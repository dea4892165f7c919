"""Texts of doccano in JSON Lines, with quotes as labelled spans (sequence labeling).

Each label of a part of a quote is a span of its own, so that the project has to allow overlapping
spans. Offsets count code points. What doccano does not know it keeps as metadata and gives back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecli.exporting.labels import RECORD, list_labels, make_record, name_labels, place_parts
from quotecli.model import Statement
from quotecli.objects import encode
from quotecli.text.escape import json_safe


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Yield an object a line for each statement, with its labels."""
    items = list(statements)
    labels = name_labels(items)
    for item in items:
        spans = [
            [start, end, label]
            for quote in item.quotes
            for _, start, end in place_parts(quote)
            for label in list_labels(quote, labels)
        ]
        record = encode(make_record(item, labels))
        row = {"text": item.text, "label": spans, "title": item.title, RECORD: record}
        yield (json_safe(encode(row)) + "\n").encode()
