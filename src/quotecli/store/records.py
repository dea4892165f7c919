"""Mappings of a tree held against the fields of the format: what is right, and what is wrong with
the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from quotecli.errors import Place, Problem
from quotecli.store import fields as fmt
from quotecli.store.yaml_events import key_place, place_of, placed_keys

_MAX_SUGGESTIONS = 50


class RecordReader:
    """Reads mappings of one file; `problems` grows on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._suggestions: dict[tuple[str, str], str] = {}

    def suggest(self, name: str, names: Iterable[str], what: str) -> str:
        """The name most like a wrong one; "" where none is, or where so many are wrong that guesses
        do not help.
        """
        key = (what, name)
        if key not in self._suggestions:
            if len(self._suggestions) >= _MAX_SUGGESTIONS:
                return ""
            self._suggestions[key] = nearest_name(name, names)
        return self._suggestions[key]

    def record(self, node: dict[str, Any], fields: fmt.Fields, what: str) -> dict[str, Any]:
        """The values of a mapping that are as they should be; the others are reported."""
        values = {}
        for key, value in node.items():
            field = fields.get(key)
            if field is None:
                near = self.suggest(key, fields, what)
                hint = f"did you mean {near}?" if near else f"the keys here are {', '.join(fields)}"
                place = key_place(node, key, self.file)
                self.report("unknown-key", f"unknown key '{key[:60]}' in {what}", place, hint)
                continue
            if field.shape == "text" and isinstance(value, str) and value.strip():
                values[key] = value
                continue
            good = self._value(value, field, key)
            if good is not None:
                values[key] = good
        for key in fields.required:
            if key not in node:
                near = nearest_name(key, [other for other in node if other not in fields])
                hint = f"is it '{near}'?" if near else fields[key].about
                self.report("missing-key", f"{what} has no {key}", node, hint)
        return values

    def _value(self, node: Any, field: fmt.Field, key: str) -> Any:
        shape = field.shape
        if isinstance(node, str):
            if shape == "text" or (shape == "texts" and field.single):
                if not node.strip():
                    return self._wrong(
                        node, f"{key} is empty", "leave the key out" if not field.required else ""
                    )
                return node if shape == "text" else [node]
            if shape == "number":
                if re.fullmatch(fmt.NUMBER, node):
                    return node
                return self._wrong(node, f"{key} '{node[:60]}' is no number from 0 to 1", "")
            if shape == "id":
                if fmt.SLUG.fullmatch(node):
                    return node
                hint = f"did you mean {slug(node)}?" if node.strip() else ""
                return self._wrong(
                    node, f"{key} '{node[:60]}' is no id: a-z, 0-9 and hyphens between them", hint
                )
            if shape == "choice":
                if node in field.choices:
                    return str(node)
                near = nearest_name(node, field.choices)
                hint = f"did you mean {near}?" if near else ""
                return self._wrong(
                    node, f"{key} is '{node[:60]}', not one of {', '.join(field.choices)}", hint
                )
        elif isinstance(node, list) and shape in ("texts", "ids", "list"):
            if field.filled and not node:
                return self._wrong(node, f"{key} is an empty list", "")
            if shape == "list":
                return [self._entry(entry, field, key) for entry in node]
            item = fmt.Field("text" if shape == "texts" else "id", "", required=True)
            return [
                good
                for entry in node
                if (good := self._value(entry, item, f"an item of {key}")) is not None
            ] or (None if field.filled else [])
        elif isinstance(node, dict) and field.fields is not None:
            if shape == "record":
                return self.record(node, field.fields, key)
            if shape == "records":
                return {name: self._named(node, name, field, key) for name in placed_keys(node)}
        return self._wrong(node, f"{key} must be {_WANTED[shape]}, not {_kind_of(node)}", "")

    def _entry(self, node: Any, field: fmt.Field, key: str) -> dict[str, Any]:
        if not isinstance(node, dict):
            self._wrong(node, f"an item of {key} must be a mapping, not {_kind_of(node)}", "")
            return {}
        assert field.fields is not None
        name = node.get("id")
        return self.record(
            node, field.fields, f"quote '{name[:60]}'" if isinstance(name, str) else "a quote"
        )

    def _named(self, node: dict[str, Any], name: str, field: fmt.Field, key: str) -> dict[str, Any]:
        if not fmt.SLUG.fullmatch(name):
            message = f"'{name[:60]}' is no id: a-z, 0-9 and hyphens between them"
            self._wrong(name, message, f"did you mean {slug(name)}?")
        value = node[name]
        if not isinstance(value, dict):
            self._wrong(value, f"{key} {name[:60]} must be a mapping, not {_kind_of(value)}", "")
            return {}
        assert field.fields is not None
        return self.record(value, field.fields, f"{key[:-1]} '{name[:60]}'")

    def _wrong(self, node: Any, message: str, hint: str) -> None:
        self.report("value", message, node, hint)

    def report(self, rule: str, message: str, at: Any, hint: str = "") -> None:
        place = at if isinstance(at, Place) else place_of(at, self.file)
        self.problems.append(Problem(rule, message, place, hint))

    def sorted_problems(self) -> list[Problem]:
        """The problems so far, in file order."""
        return sorted(
            self.problems, key=lambda problem: (problem.place.line or 0, problem.place.column or 0)
        )


_WANTED = {
    "text": "a text",
    "number": "a number from 0 to 1",
    "id": "an id",
    "choice": "one word",
    "texts": "a list of texts",
    "ids": "a list of ids",
    "record": "a mapping",
    "records": "a mapping of ids",
    "list": "a list",
}


def _kind_of(node: Any) -> str:
    if isinstance(node, dict):
        return "a mapping"
    if isinstance(node, list):
        return "a list"
    return "a text" if node else "empty"


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The name most like one that is not among them; "" where none is like it."""
    from difflib import get_close_matches

    found = get_close_matches(name[:60], list(names), n=1, cutoff=0.6)
    return found[0] if found else ""


def slug(name: str, otherwise: str = "statement") -> str:
    """`name` as an id: lower-case ASCII letters and digits, anything else a hyphen; `otherwise`
    where none is left.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain)) or otherwise
