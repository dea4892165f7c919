"""Mappings of a tree compared with the fields of the format: the valid values, and the problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from quotecli.errors import MAX_PROBLEMS, Place, Problem, count_left_out
from quotecli.store import fields as fmt
from quotecli.store.yaml_events import (
    PlacedList,
    PlacedMapping,
    PlacedText,
    key_place,
    place_of,
    placed_keys,
)
from quotecli.text.slugs import make_slug
from quotecli.text.suggestion import did_you_mean, find_similar

# With more misspelt names than this in a file, looking for similar ones takes time and helps
# nobody.
_MAX_SUGGESTIONS = 50
# How many code points of a wrong value a message shows.
_MAX_SHOWN = 60


class RecordReader:
    """Reads mappings of one file; `problems` grows on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._left_out = 0
        self._first_left_out: Place | None = None
        self._suggestions: dict[tuple[str, str], str] = {}

    def suggest(self, misspelt: str, names: Iterable[str], what: str) -> str:
        """Return the question if a similar name is meant; "" without one.

        `what` says which names they are: the same name is looked for once.
        """
        key = (what, misspelt)
        if key not in self._suggestions:
            if len(self._suggestions) >= _MAX_SUGGESTIONS:
                return ""
            self._suggestions[key] = did_you_mean(find_similar(misspelt, names))
        return self._suggestions[key]

    def record(self, node: dict[str, Any], fields: fmt.Fields, what: str) -> dict[str, Any]:
        """Return the valid values of a mapping by key, and report the others."""
        values = {}
        for key, value in node.items():
            field = fields.get(key)
            if field is None:
                hint = self.suggest(key, fields, what) or f"use one of {', '.join(fields)}"
                place = key_place(node, key, self.file)
                self.report("unknown-key", f"unknown key '{_cut(key)}' in {what}", place, hint)
                continue
            # Nearly all values are plain text, so they are asked for first.
            if field.shape == "text" and isinstance(value, str) and value.strip():
                values[key] = value
                continue
            read = _READERS.get((type(value), field.shape), RecordReader._refuse_kind)
            valid = read(self, value, field, key)
            if valid is not None:
                values[key] = valid

        for key in fields.required:
            if key not in node:
                misspelt = find_similar(key, [other for other in node if other not in fields])
                hint = (
                    f"is '{misspelt[0]}' misspelt?" if misspelt else f"add it: {fields[key].about}"
                )
                self.report("missing-key", f"{what} has no {key}", node, hint)
        return values

    def report(self, rule: str, message: str, at: Any, hint: str = "") -> None:
        """Add a problem; `at` is its place, or the node of the tree that is there.

        Those beyond MAX_PROBLEMS are only counted.
        """
        place = at if isinstance(at, Place) else place_of(at, self.file)
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(rule, message, place, hint))
            return
        self._left_out += 1
        self._first_left_out = self._first_left_out or place

    def sorted_problems(self) -> list[Problem]:
        """The problems so far, in file order; at the end one that counts those not kept."""
        known = sorted(
            self.problems, key=lambda problem: (problem.place.line or 0, problem.place.column or 0)
        )
        if self._first_left_out:
            known.append(count_left_out(self._first_left_out, self._left_out))
        return known

    # The readers of values: each returns a valid value; None for any other, which is reported.

    def _text(self, node: str, field: fmt.Field, key: str) -> Any:
        if node.strip():
            return node
        return self._refuse(node, f"{key} is empty", "" if field.required else "omit the key")

    def _text_or_texts(self, node: str, field: fmt.Field, key: str) -> Any:
        if not field.single:
            return self._refuse_kind(node, field, key)
        return [node] if node.strip() else self._text(node, field, key)

    def _number(self, node: str, field: fmt.Field, key: str) -> Any:
        if re.fullmatch(fmt.NUMBER, node):
            return node
        return self._refuse(node, f"{key} '{_cut(node)}' is not {_WANTED['number']}")

    def _flag(self, node: str, field: fmt.Field, key: str) -> Any:
        if node in ("true", "false"):
            return str(node)
        return self._refuse(node, f"{key} is '{_cut(node)}', not {_WANTED['flag']}")

    def _colour(self, node: str, field: fmt.Field, key: str) -> Any:
        if re.fullmatch(fmt.COLOUR, node):
            return node
        # Without quotation marks it is a comment in YAML.
        hint = 'put it in quotation marks: "#1f77b4"' if not node else ""
        what = f"'{_cut(node)}'" if node else "empty"
        return self._refuse(node, f"{key} is {what}, not {_WANTED['colour']}", hint)

    def _id(self, node: str, field: fmt.Field, key: str) -> Any:
        if fmt.SLUG.fullmatch(node):
            return node
        hint = did_you_mean([make_slug(node)]) if node.strip() else ""
        return self._refuse(node, f"{key} '{_cut(node)}' {_NOT_AN_ID}", hint)

    def _choice(self, node: str, field: fmt.Field, key: str) -> Any:
        if node in field.choices:
            return str(node)
        message = f"{key} is '{_cut(node)}', not one of {', '.join(field.choices)}"
        return self._refuse(node, message, did_you_mean(find_similar(node, field.choices)))

    def _items(self, node: list[Any], field: fmt.Field, key: str) -> Any:
        if field.filled and not node:
            return self._refuse(node, f"{key} is an empty list")
        item, key = _ITEMS[field.shape], f"an item of {key}"
        read, refuse = _READERS[str, item.shape], RecordReader._refuse_kind
        values = [
            (read if isinstance(entry, str) else refuse)(self, entry, item, key) for entry in node
        ]
        valid = [value for value in values if value is not None]
        return valid or (None if field.filled else [])

    def _records(self, node: list[Any], field: fmt.Field, key: str) -> list[dict[str, Any]]:
        return [self._entry(entry, field, key) for entry in node]

    def _entry(self, node: Any, field: fmt.Field, key: str) -> dict[str, Any]:
        if not isinstance(node, dict):
            self._refuse(node, f"an item of {key} must be a mapping, not {_kind_of(node)}")
            return {}
        assert field.fields is not None
        name = node.get("id")
        what = f"quote '{_cut(name)}'" if isinstance(name, str) else "a quote"
        return self.record(node, field.fields, what)

    def _record(self, node: dict[str, Any], field: fmt.Field, key: str) -> dict[str, Any]:
        assert field.fields is not None
        return self.record(node, field.fields, key)

    def _records_by_id(self, node: dict[str, Any], field: fmt.Field, key: str) -> dict[str, Any]:
        return {name: self._record_of(node, name, field, key) for name in placed_keys(node)}

    def _record_of(
        self, node: dict[str, Any], name: str, field: fmt.Field, key: str
    ) -> dict[str, Any]:
        if not fmt.SLUG.fullmatch(name):
            self._refuse(name, f"'{_cut(name)}' {_NOT_AN_ID}", did_you_mean([make_slug(name)]))
        value = node[name]
        if not isinstance(value, dict):
            self._refuse(value, f"{key} {_cut(name)} must be a mapping, not {_kind_of(value)}")
            return {}
        assert field.fields is not None
        return self.record(value, field.fields, f"{key[:-1]} '{_cut(name)}'")

    def _pairs(self, node: dict[str, Any], field: fmt.Field, key: str) -> dict[str, str]:
        values = {}
        for name in placed_keys(node):
            value, text = node[name], fmt.Field("text", "", required=True)
            if not fmt.SLUG.fullmatch(name):
                hint = did_you_mean([make_slug(name)])
                self._refuse(name, f"'{_cut(name)}' {_NOT_A_NAME}", hint)
            elif name in field.choices:
                hint = f"give it another name, as {name}-1"
                self._refuse(
                    name, f"'{name}' cannot be an attribute: stats already counts by it", hint
                )
            elif not isinstance(value, str):
                self._refuse_kind(value, text, f"{key} {name}")
            elif self._text(value, text, f"{key} {name}"):
                values[str(name)] = value
        return values

    def _refuse_kind(self, node: Any, field: fmt.Field, key: str) -> Any:
        return self._refuse(node, f"{key} must be {_WANTED[field.shape]}, not {_kind_of(node)}")

    def _refuse(self, node: Any, message: str, hint: str = "") -> Any:
        """Report an invalid value, and return the None that stands for it."""
        self.report("value", message, node, hint)


_Reader = Callable[[RecordReader, Any, fmt.Field, str], Any]
_READERS_BY_KIND: dict[tuple[type, fmt.Shape], _Reader] = {
    (str, "text"): RecordReader._text,
    (str, "texts"): RecordReader._text_or_texts,
    (str, "number"): RecordReader._number,
    (str, "flag"): RecordReader._flag,
    (str, "colour"): RecordReader._colour,
    (str, "id"): RecordReader._id,
    (str, "choice"): RecordReader._choice,
    (list, "texts"): RecordReader._items,
    (list, "ids"): RecordReader._items,
    (list, "list"): RecordReader._records,
    (dict, "pairs"): RecordReader._pairs,
    (dict, "record"): RecordReader._record,
    (dict, "records"): RecordReader._records_by_id,
}
_PLACED: dict[type, type] = {str: PlacedText, list: PlacedList, dict: PlacedMapping}
_READERS = {
    (type_of_node, shape): read
    for (kind, shape), read in _READERS_BY_KIND.items()
    for type_of_node in (kind, _PLACED[kind])
}
_ITEMS = {
    "texts": fmt.Field("text", "", required=True),
    "ids": fmt.Field("id", "", required=True),
}
_NOT_AN_ID = "is not a valid id: use a-z, 0-9 and hyphens between them"
_NOT_A_NAME = "is not a valid name: use a-z, 0-9 and hyphens between them"
_WANTED: dict[fmt.Shape, str] = {
    "text": "text",
    "number": "a number from 0 to 1",
    "flag": "true or false",
    "colour": "a colour as #rrggbb",
    "id": "an id",
    "choice": "one word",
    "texts": "a list of texts",
    "ids": "a list of ids",
    "pairs": "a mapping",
    "record": "a mapping",
    "records": "a mapping of ids",
    "list": "a list",
}


def _kind_of(node: Any) -> str:
    if isinstance(node, dict):
        return "a mapping"
    if isinstance(node, list):
        return "a list"
    return "text" if node else "empty"


def _cut(value: str) -> str:
    return value[:_MAX_SHOWN]
