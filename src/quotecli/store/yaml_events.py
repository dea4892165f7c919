"""YAML -> a plain tree of text that knows its lines.

Statement files need mappings, sequences and scalars alone, every scalar as text. Anchors, aliases,
tags, duplicate keys, further documents and deep nesting are refused as they arrive, so that nothing
can grow while it is read and no word can change its type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from sys import intern
from typing import Any, NoReturn

import yaml

from quotecli.errors import Place, StatementError
from quotecli.store.decoding import make_refusal, place_after, text_of

MAX_DEPTH = 8
MAX_SCALAR = 20_000_000
"""The longest scalar that is read, in code points: about twenty books."""
MAX_EVENTS = 4_000_000
"""The most keys, values, and ends of lists and mappings: those of 100,000 quotes with every key."""

# The characters that libyaml refuses, and those that it would take for the end of a line.
_UNSUPPORTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_NULLS = frozenset(["~", "null", "Null", "NULL"])
_TOO_DEEP, _DEPTH_HINT = "nested too deeply", "a statement file needs five levels"
_SCALAR, _ALIAS, _MAPPING = yaml.ScalarEvent, yaml.AliasEvent, yaml.MappingStartEvent
_MAPPING_END, _SEQUENCE_END = yaml.MappingEndEvent, yaml.SequenceEndEvent
_IS_LIBYAML = hasattr(yaml, "CSafeLoader")
Loader: Any = yaml.CSafeLoader if _IS_LIBYAML else yaml.SafeLoader
_SURROGATES = re.compile("[\ud800-\udfff]")


class PlacedText(str):
    """A scalar that knows where it begins in the file: `line` and `column` count from 1."""

    __slots__ = ("column", "line")
    line: int
    column: int


class PlacedList(list[Any]):
    """A list of nodes that knows where it begins."""

    __slots__ = ("column", "line")
    line: int
    column: int


class PlacedMapping(dict[str, Any]):
    """Nodes by key, in file order, that know where they and their keys begin."""

    __slots__ = ("column", "key_marks", "line")
    line: int
    column: int
    key_marks: dict[str, int]

    def key_at(self, key: str) -> tuple[int, int]:
        """Return the line and the column where `key` begins."""
        return divmod(self.key_marks[key], _WIDTH)

    def placed_keys(self) -> Iterator[PlacedText]:
        """Yield the keys as texts that know where they begin."""
        for key, mark in self.key_marks.items():
            text = PlacedText(key)
            text.line, text.column = divmod(mark, _WIDTH)
            yield text


# A line and a column as one number: the line times this, and the column.
_WIDTH = 1 << 32

Tree = str | list[Any] | dict[str, Any]


def place_of(node: Tree, file: str) -> Place:
    """Return where a node begins; of one that was not placed, the file alone."""
    return (
        Place(file, node.line, node.column)
        if isinstance(node, (PlacedText, PlacedList, PlacedMapping))
        else Place(file)
    )


def key_place(node: dict[str, Any], key: str, file: str) -> Place:
    """Return where a key begins; in a mapping that was not placed, the file alone."""
    return Place(file, *node.key_at(key)) if isinstance(node, PlacedMapping) else Place(file)


def placed_keys(node: dict[str, Any]) -> Iterator[str]:
    """Return the keys of a mapping, each a PlacedText if it was placed."""
    return node.placed_keys() if isinstance(node, PlacedMapping) else iter(node)


def parse(data: bytes, file: str, *, placed: bool = True) -> Tree | None:
    """Return the tree of the one document in `data`; None without a document.

    Its nodes are strings, lists and dicts. If `placed`, which takes half as long again, they are
    PlacedText, PlacedList and PlacedMapping, which know their lines. Raises StatementError, with a
    line in either case, at the first thing that is not UTF-8, not YAML, or refused.
    """
    text = text_of(data, file)
    if found := _UNSUPPORTED.search(text):
        from quotecli.text.escape import visible

        place = place_after(text[: found.start()], file)
        hint = f'remove it, or write it as {visible(found.group())} in "double quotation marks"'
        raise make_refusal("encoding", f"control character U+{ord(found.group()):04X}", place, hint)
    try:
        return _Builder(file, placed, _event_source(data, file)).build()
    except yaml.MarkedYAMLError as error:
        raise _explain_error(error, text, file) from None


def _event_source(data: bytes, file: str) -> Callable[[], Any]:
    """Return what gives the parser's events, one a call."""
    loader = Loader(data)
    next_event: Callable[[], Any] = loader.get_event
    if _IS_LIBYAML:
        return next_event

    def next_checked() -> Any:
        """Return the next event, and refuse escapes of what is no character, as libyaml does."""
        try:
            event = next_event()
        except (ValueError, OverflowError):  # from chr()
            event = None
            mark = loader.get_mark()
        else:
            if type(event) is not _SCALAR or not _SURROGATES.search(event.value):
                return event
            mark = event.start_mark
        raise yaml.MarkedYAMLError(problem="invalid Unicode character escape", problem_mark=mark)

    return next_checked


class _Builder:
    """Builds the tree from the parser's events, a call for each container."""

    def __init__(self, file: str, placed: bool, next_event: Callable[[], Any]) -> None:
        self._file = file
        self._placed = placed
        self._read_on = next_event
        self._events = islice(iter(next_event, None), MAX_EVENTS)
        self._next = self._events.__next__

    def build(self) -> Tree | None:
        try:
            return self._root()
        except StopIteration:
            hint = "split the file: it may hold about 100,000 quotes"
            self._refuse("size", "too many keys and values", self._read_on(), hint)

    def _root(self) -> Tree | None:
        root: Tree | None = None
        for event in self._events:
            if type(event) is yaml.DocumentStartEvent and root is not None:
                hint = "put each statement in its own file"
                self._refuse("documents", "a second document in the file", event, hint)
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        return root

    def _node(self, event: Any, depth: int) -> Tree:
        kind = type(event)
        if kind is _SCALAR:
            return self._scalar(event)
        if kind is _ALIAS:
            self._refuse_alias(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
        if depth >= MAX_DEPTH:
            self._refuse("nesting", _TOO_DEEP, event, _DEPTH_HINT)
        return self._mapping(event, depth) if kind is _MAPPING else self._sequence(event, depth)

    def _mapping(self, event: Any, depth: int) -> dict[str, Any]:
        node: dict[str, Any] = {}
        if self._placed:
            node = PlacedMapping()
            node.key_marks = {}
            node.line, node.column = divmod(_mark(event), _WIDTH)

        # Nearly all events are scalars: both loops ask for those first, and a key costs no call.
        next_event, end, placed, scalar = self._next, _MAPPING_END, self._placed, self._scalar
        while type(event := next_event()) is not end:
            if type(event) is not _SCALAR or event.anchor is not None or event.tag is not None:
                self._refuse_key(event)
            key = intern(event.value)
            if key in node:
                message = f"duplicate key '{key[:60]}'"
                self._refuse("duplicate-key", message, event, "keep one of them")
            if placed:
                node.key_marks[key] = _mark(event)  # type: ignore[attr-defined]  # a PlacedMapping
            event = next_event()
            node[key] = scalar(event) if type(event) is _SCALAR else self._node(event, depth + 1)
        return node

    def _sequence(self, event: Any, depth: int) -> list[Any]:
        node: list[Any] = []
        if self._placed:
            node = PlacedList()
            node.line, node.column = divmod(_mark(event), _WIDTH)

        next_event, scalar = self._next, self._scalar
        while type(event := next_event()) is not _SEQUENCE_END:
            node.append(scalar(event) if type(event) is _SCALAR else self._node(event, depth + 1))
        return node

    def _scalar(self, event: Any) -> str:
        value: str = event.value
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
        if len(value) > MAX_SCALAR:
            message = f"a value of {len(value):,} characters is too long"
            self._refuse("size", message, event, f"the limit is {MAX_SCALAR:,}")
        if value in _NULLS and not event.style:
            hint = f'omit the key, or write "{value}" for the word itself'
            self._refuse("value", f"{value} is not allowed", event, hint)
        if not self._placed:
            return value
        text = PlacedText(value)
        text.line, text.column = divmod(_mark(event), _WIDTH)
        return text

    def _refuse_extras(self, event: Any) -> None:
        """Refuse a node with an anchor or a tag."""
        if event.anchor is not None:
            message = f"anchors are not supported: &{event.anchor[:60]}"
            self._refuse("anchor", message, event, "remove it")
        if event.tag is not None:
            message = f"tags are not supported: {event.tag[:60]}"
            self._refuse("tag", message, event, "remove it: every value is text")

    def _refuse_key(self, event: Any) -> NoReturn:
        if type(event) is _ALIAS:
            self._refuse_alias(event)
        self._refuse_extras(event)
        self._refuse("key", "a key must be text", event, "put the key in quotation marks")

    def _refuse_alias(self, event: Any) -> NoReturn:
        hint = f"write out what *{event.anchor[:60]} stands for"
        self._refuse("alias", "aliases are not supported", event, hint)

    def _refuse(self, rule: str, message: str, event: Any, hint: str) -> NoReturn:
        mark = event.start_mark
        raise make_refusal(rule, message, Place(self._file, mark.line + 1, mark.column + 1), hint)


def _mark(event: Any) -> int:
    """Return the line and column of an event, from 1, as one number."""
    mark = event.start_mark
    return int((mark.line + 1) * _WIDTH + mark.column + 1)


def _explain_error(error: yaml.MarkedYAMLError, text: str, file: str) -> StatementError:
    """Return the refusal of what is not YAML."""
    mark = error.problem_mark or error.context_mark
    said = error.problem or ""
    if mark is None:
        return make_refusal("yaml", said or "not YAML", Place(file), "")
    place = Place(file, mark.line + 1, mark.column + 1)
    if "nesting depth" in said:
        # Newer parsers have a limit of their own, which they reach while they look ahead.
        return make_refusal("nesting", _TOO_DEEP, place, _DEPTH_HINT)
    from quotecli.store.yaml_errors import explain

    began = error.context_mark or mark
    rest = re.split("\r\n?|\n", text)[mark.line :][:1]
    message, hint = explain(said, began.line + 1, "".join(rest)[mark.column :])
    return make_refusal("yaml", message, place, hint)
