"""One kind of item in any format, and JSON that is safe to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Generic, TypeVar

from quotecli.objects import Row, encode, stream_list
from quotecli.text.escape import json_safe

Item = TypeVar("Item")


class Shape(Generic[Item]):
    """How one kind of item is written: as an object, and as a row.

    A row has the `columns`; by default it holds what the object has under the same names.
    """

    def __init__(
        self,
        as_object: Callable[[Item], Row],
        columns: Iterable[str],
        as_row: Callable[[Item], Row] | None = None,
    ) -> None:
        self.as_object = as_object
        self.columns = tuple(columns)
        self.as_row = as_row or self._flat

    def _flat(self, item: Item) -> Row:
        values = self.as_object(item)
        return {column: _cell(values[column]) for column in self.columns}


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return ";".join(f"{key}={number}" for key, number in value.items())
    return "" if value is None else value


def chunks(
    items: Iterable[Item], shape: Shape[Item], form: str, *, raw: bool = False
) -> Iterator[str]:
    """Yield the text of items in a format: json, jsonl, csv, tsv or md, which is a table.

    `raw` leaves the cells of csv and tsv as they are.
    """
    if form in ("json", "jsonl"):
        return json_text((encode(shape.as_object(item)) for item in items), form)
    if form in ("csv", "tsv"):
        from quotecli.render.machine.separated import csv_lines, tsv_lines

        write = csv_lines if form == "csv" else tsv_lines
        return write(map(shape.as_row, items), shape.columns, raw=raw)
    from quotecli.render.machine.markdown import table_of_rows

    return table_of_rows(map(shape.as_row, items), shape.columns)


def json_text(objects: Iterable[str], form: str) -> Iterator[str]:
    """Yield objects that are JSON already, one a line, as an array (json) or without it (jsonl)."""
    safe = map(json_safe, objects)
    if form == "jsonl":
        return (f"{text}\n" for text in safe)
    return chain(stream_list(safe), ["\n"])
