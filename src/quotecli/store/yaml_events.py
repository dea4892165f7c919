"""YAML as a plain tree of text that knows its lines; the only user of yaml.

Only what a statement file needs is read: mappings, sequences and scalars, every scalar as text.
Anchors and aliases, tags, duplicate keys, further documents and deep nesting are refused as they
arrive, so nothing can grow on reading, and no word can change its type on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern
from typing import Any

import yaml

from quotecli.errors import Place, Problem, StatementError

MAX_DEPTH = 8
MAX_SCALAR = 20_000_000
"""The longest scalar that is read, in code points: a library shelf of twenty books."""

# What libyaml refuses, and the three characters that it would read as the end of a line.
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_NULLS = frozenset(["~", "null", "Null", "NULL"])
_TOO_DEEP, _DEPTH_HINT = "nested too deeply", "a statement file needs five levels"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar; `line` and `column` count from 1 and say where it begins in the file."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Sequence(list[Any]):
    """A list of nodes that knows where it begins."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Mapping(dict[str, Any]):
    """Nodes by key, in file order; it knows where it and its keys begin."""

    __slots__ = ("column", "key_marks", "line")
    line: int
    column: int
    key_marks: dict[str, int]

    def key_at(self, key: str) -> tuple[int, int]:
        """The line and column where `key` begins."""
        return divmod(self.key_marks[key], _WIDTH)

    def placed_keys(self) -> Iterator[Text]:
        """The keys, as texts that know where they begin."""
        for key, mark in self.key_marks.items():
            text = Text(key)
            text.line, text.column = divmod(mark, _WIDTH)
            yield text


_WIDTH = 1 << 32


Tree = str | list[Any] | dict[str, Any]


def place_of(node: Tree, file: str) -> Place:
    """Where a node begins; without a line where it was not placed."""
    return (
        Place(file, node.line, node.column)
        if isinstance(node, (Text, Sequence, Mapping))
        else Place(file)
    )


def key_place(node: dict[str, Any], key: str, file: str) -> Place:
    """Where a key of a mapping begins; without a line where it was not placed."""
    return Place(file, *node.key_at(key)) if isinstance(node, Mapping) else Place(file)


def placed_keys(node: dict[str, Any]) -> Iterator[str]:
    """The keys of a mapping, each as a Text where it was placed."""
    return node.placed_keys() if isinstance(node, Mapping) else iter(node)


def text_of(data: bytes, file: str) -> str:
    """The text of a file's bytes: UTF-8, a byte order mark left out.

    Raises StatementError where the bytes are not UTF-8 or hold a NUL.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts from after a byte order mark, and so does its own copy of the bytes.
        before = error.object[: error.start].decode("utf-8", "replace")
        message = f"not UTF-8: byte 0x{error.object[error.start]:02x}"
        raise _refusal(
            "encoding", message, place_after(before, file), "save the file as UTF-8"
        ) from None
    if "\0" in text:
        place = place_after(text[: text.index("\0")], file)
        raise _refusal("encoding", "NUL character", place, "remove it")
    return text


def place_after(before: str, file: str) -> Place:
    """The place that follows the text `before` in a file."""
    line_start = before.rfind("\n") + 1
    return Place(file, before.count("\n") + 1, len(before) - line_start + 1)


def parse(data: bytes, file: str, *, placed: bool = True) -> Tree | None:
    """The tree of the one document in `data`, or None where there is none.

    Its nodes are texts, lists and dicts; where they are `placed`, which takes half as long again,
    they are Text, Sequence and Mapping, which know their lines. Raises StatementError, with its
    place in any case, at the first thing that is no UTF-8, no YAML, or that is refused.
    """
    found = _UNCARRIED.search(text_of(data, file))
    if found:
        code = ord(found.group())
        escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
        place = place_after(found.string[: found.start()], file)
        hint = f'remove it, or write it as {escape} in "double quotation marks"'
        raise _refusal("encoding", f"control character U+{code:04X}", place, hint)
    try:
        return _Builder(file, placed).build(_Loader(data))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        if "nesting depth" in (error.problem or ""):
            # Newer parsers have a limit of their own, which they meet while they look ahead.
            raise _refusal("nesting", _TOO_DEEP, place, _DEPTH_HINT) from None
        raise _refusal("yaml", _sentence(error), place, _advice(error, data)) from None


class _Builder:
    """Builds the tree from the parser's events, one container on the stack for each level."""

    def __init__(self, file: str, placed: bool) -> None:
        self.file = file
        self.placed = placed

    def build(self, loader: Any) -> Tree | None:
        get_event = loader.get_event
        scalar, mapping_start, sequence_start = (
            yaml.ScalarEvent,
            yaml.MappingStartEvent,
            yaml.SequenceStartEvent,
        )
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        placed = self.placed
        outer: list[list[Any] | dict[str, Any] | None] = []
        inner: list[Any] | dict[str, Any] | None = None
        mapping: dict[str, Any] | None = None
        key: str | None = None
        root: Tree | None = None
        node: Any
        while (event := get_event()) is not None:
            kind = type(event)
            if kind is scalar:
                node = event.value
                if event.anchor is not None or event.tag is not None:
                    self._refuse_extras(event)
                if mapping is not None and key is None:
                    if node in mapping:
                        self._refuse(
                            "duplicate-key",
                            f"duplicate key '{node[:60]}'",
                            event,
                            "keep one of them",
                        )
                    key = intern(node)
                    if placed:
                        mapping.key_marks[key] = _mark(event)  # type: ignore[attr-defined]  # a Mapping
                    continue
                if len(node) > MAX_SCALAR:
                    self._refuse(
                        "size",
                        f"a value of {len(node):,} characters is too long",
                        event,
                        f"the limit is {MAX_SCALAR:,}",
                    )
                if node in _NULLS and not event.style:
                    hint = f'omit the key, or write "{node}" for the word itself'
                    self._refuse("value", f"{node} is not allowed", event, hint)
                if placed:
                    node = Text(node)
                    node.line, node.column = divmod(_mark(event), _WIDTH)
            elif kind in ends:
                inner = outer.pop()
                mapping = inner if isinstance(inner, dict) else None
                continue
            elif kind is mapping_start or kind is sequence_start:
                node = self._container(event, len(outer), mapping is not None and key is None)
            elif kind is yaml.AliasEvent:
                hint = f"write out what *{event.anchor[:60]} stands for"
                self._refuse("alias", "aliases are not supported", event, hint)
            elif kind is yaml.DocumentStartEvent and root is not None:
                self._refuse(
                    "documents",
                    "a second document in the file",
                    event,
                    "put each statement in its own file",
                )
            else:
                continue
            if mapping is not None:
                mapping[key] = node  # type: ignore[index]  # a key came first: YAML's events alternate
                key = None
            elif inner is not None:
                inner.append(node)  # type: ignore[union-attr]  # no mapping, so a list
            else:
                root = node
            if kind is not scalar:
                outer.append(inner)
                inner = node
                mapping = node if kind is mapping_start else None
        return root

    def _container(self, event: Any, depth: int, is_key: bool) -> Any:
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
        if is_key:
            self._refuse("key", "a key must be text", event, "put the key in quotation marks")
        if depth >= MAX_DEPTH:
            self._refuse("nesting", _TOO_DEEP, event, _DEPTH_HINT)
        is_mapping = type(event) is yaml.MappingStartEvent
        if not self.placed:
            return {} if is_mapping else []
        node: Mapping | Sequence
        if is_mapping:
            node = Mapping()
            node.key_marks = {}
        else:
            node = Sequence()
        node.line, node.column = divmod(_mark(event), _WIDTH)
        return node

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(
                "anchor", f"anchors are not supported: &{event.anchor[:60]}", event, "remove it"
            )
        self._refuse(
            "tag",
            f"tags are not supported: {event.tag[:60]}",
            event,
            "remove it: every value is text",
        )

    def _refuse(self, rule: str, message: str, event: Any, hint: str) -> None:
        mark = event.start_mark
        raise _refusal(rule, message, Place(self.file, mark.line + 1, mark.column + 1), hint)


def _mark(event: Any) -> int:
    """Where an event begins, as one number: line and column, from 1."""
    mark = event.start_mark
    return int((mark.line + 1) * _WIDTH + mark.column + 1)


def _refusal(rule: str, message: str, place: Place, hint: str) -> StatementError:
    return StatementError([Problem(rule, message, place, hint)])


def _sentence(error: yaml.MarkedYAMLError) -> str:
    """What the parser says, on one line, with the line of what it was reading when it gave up."""
    said = error.problem or "not YAML"
    if error.context and error.context_mark:
        said = f"{said} ({error.context} that begins on line {error.context_mark.line + 1})"
    return said


def _advice(error: yaml.MarkedYAMLError, data: bytes) -> str:
    said = f"{error.context or ''} {error.problem or ''}"
    if "cannot start any token" in said and error.problem_mark:
        line = re.split("\r\n?|\n", data.decode("utf-8-sig"))[error.problem_mark.line]
        if line[error.problem_mark.column : error.problem_mark.column + 1] != "\t":
            return 'put the value in "quotation marks"'
        return "indent with spaces"
    if "quoted scalar" in said:
        return 'close the quotation mark, or write the text after "|" on lines of its own'
    if "tab character" in said:
        return "indent with spaces"
    if "mapping values are not allowed" in said or "could not find expected ':'" in said:
        return 'put a value that holds ": " or begins with a quotation mark after "|-" on lines of its own'
    return "see 'quotecli schema' and docs/file-format.md for the shape of the file"
