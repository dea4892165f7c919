"""Values as YAML: on one line in brackets, or on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotecli.model import collapse_space
from quotecli.store.fields import Field
from quotecli.store.writer import quote_text, write_excerpt, write_id, write_list, write_note
from quotecli.store.writer import write_scalar as write_text
from quotecli.store.yaml_events import Tree

# What is a plain word to YAML, if it is none of the words for nothing.
_WORD = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_WORD_SHAPES = frozenset(["id", "ids", "number", "choice", "flag"])
_TEXT = Field("text", "")


def field_in(field: Field, name: str) -> Field:
    """Return the field of a key or an item of a value that has a field."""
    if field.shape == "records" or field.shape == "list":
        return Field("record", "", fields=field.fields)
    if field.shape == "record" and field.fields:
        return field.fields.get(name, _TEXT)
    return field._replace(single=False)


def write_scalar(text: str, field: Field, *, in_flow: bool, style: str = "") -> str:
    """Return a text on one line, in the quotation marks of `style` if it can have them."""
    if style == "'" and text.isprintable():
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    if style == '"' or text != collapse_space(text):
        return quote_text(text)
    if field.shape in _WORD_SHAPES and _WORD.fullmatch(text):
        return write_id(text)
    return write_list([text])[1:-1] if in_flow else write_text(text)


def write_flow(value: Tree, field: Field, style: str = "") -> str:
    """Return a value on one line, as it may stand in brackets.

    With the `style` '"', all of it is JSON.
    """
    if isinstance(value, str):
        return write_scalar(value, field, in_flow=True, style=style)
    if isinstance(value, list):
        return f"[{', '.join(write_flow(item, field_in(field, ''), style) for item in value)}]"
    pairs = (
        f"{style}{key}{style}: {write_flow(item, field_in(field, key), style)}"
        for key, item in value.items()
    )
    return f"{{{', '.join(pairs)}}}"


def write_pair(key: str, value: Tree, field: Field, indent: int) -> list[str]:
    """Return the lines of a key and its value.

    The key is indented by so many spaces: they are at the beginning of all lines but the first.
    """
    head, inner = f"{key}:", indent + 2
    if isinstance(value, str):
        if field.single and value == collapse_space(value):
            return write_excerpt(head, value, inner)
        if "\n" in value:
            return write_note(head, value, inner)
        return [f"{head} {write_scalar(value, field, in_flow=False)}"]
    if field.shape == "list" and value:
        items = [write_item(item, field_in(field, ""), inner, inner + 2) for item in value]
        return [head, *(line for item in items for line in [" " * inner + item[0], *item[1:]])]
    if isinstance(value, list):
        is_short = not value or not field.single
        return (
            [f"{head} {write_flow(value, field)}"]
            if is_short
            else [head, *_write_parts(value, inner)]
        )
    if not value:
        return [f"{head} {{}}"]
    return [head, *write_pairs(value, field, inner)]


def _write_parts(parts: list[Tree], indent: int) -> Iterator[str]:
    for part in parts:
        dash = f"{' ' * indent}-"
        if part == collapse_space(str(part)):
            yield from write_excerpt(dash, part, indent + 2)
        else:
            yield f"{dash} {quote_text(str(part))}"


def write_pairs(value: dict[str, Tree], field: Field, indent: int) -> Iterator[str]:
    """Yield the lines of keys and their values, all of them indented by so many spaces."""
    for key, item in value.items():
        first, *others = write_pair(key, item, field_in(field, key), indent)
        yield from (" " * indent + first, *others)


def write_item(value: Tree, field: Field, dash: int, inner: int) -> list[str]:
    """Return the lines of an item of a list, without the indentation of the first one.

    `dash` is the indentation of its hyphen, `inner` that of its keys.
    """
    if not isinstance(value, dict):
        return [f"- {write_scalar(str(value), field, in_flow=False)}"]
    lines = list(write_pairs(value, field, inner))
    return ["-" + lines[0][dash + 1 :], *lines[1:]]
