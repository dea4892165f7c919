"""The text of a YAML file -> its nodes, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from quotecli.store.yaml_events import Loader, Tree

LINE_END = re.compile("\r\n?|\n")
# White space and comments, up to the sign that comes next.
_BLANK = r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*[ \t]*"
_GAP = re.compile(_BLANK)
_SCALAR = yaml.ScalarEvent
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class Node:
    """A scalar, a mapping or a sequence: its value, and where it begins and ends in the text.

    A node that is not in the text yet begins at -1. The `style` is the sign that begins a scalar,
    "" if it is plain; "{" for a mapping or sequence in brackets. The `items` are those of a
    sequence, or the values of a mapping, whose `keys` are as many. `mark` is where an item of a
    sequence begins, with the hyphen that it may have.
    """

    __slots__ = ("end", "items", "keys", "kind", "mark", "names", "start", "style", "value")

    def __init__(self, kind: str, start: int, end: int, value: str, style: str | None) -> None:
        self.kind = kind
        self.start = self.mark = start
        self.end = end
        self.value = value
        self.style = style or ""
        self.items: list[Node] = []
        self.keys: list[Node] = []
        self.names: dict[str, Node] | None = None

    @property
    def is_flow(self) -> bool:
        """True for a mapping or sequence in brackets."""
        return self.style == "{"

    def find(self, name: str) -> Node | None:
        """Return the value of a key, or the item of a list that has this value or id."""
        if self.names is None:
            names = (
                [key.value for key in self.keys]
                if self.kind == "mapping"
                else map(_name_of, self.items)
            )
            self.names = dict(zip(names, self.items))
        return self.names.get(name)

    def index(self, name: str) -> int:
        """Return the position among the items of what find() returns."""
        wanted = self.find(name)
        return next(at for at, item in enumerate(self.items) if item is wanted)

    def begin(self, at: int) -> int:
        """Return where an item begins, with its key."""
        return self.keys[at].start if self.kind == "mapping" else self.items[at].mark

    def tree(self) -> Tree:
        """Return the plain value."""
        if self.kind == "scalar":
            return self.value
        if self.kind == "sequence":
            return [item.tree() for item in self.items]
        return {key.value: item.tree() for key, item in zip(self.keys, self.items)}


def _name_of(item: Node) -> str:
    if item.kind == "scalar":
        return item.value
    name = item.find("id") if item.kind == "mapping" else None
    return name.value if name else ""


def new_node(value: Tree) -> Node:
    """Return the node of a plain value, which is not in the text yet."""
    if isinstance(value, str):
        return Node("scalar", -1, -1, value, "")
    node = Node("mapping" if isinstance(value, dict) else "sequence", -1, -1, "", "")
    node.items = [new_node(item) for item in (value.values() if isinstance(value, dict) else value)]
    node.keys = [new_node(key) for key in value] if isinstance(value, dict) else []
    return node


def read_layout(text: str) -> Node:
    """Return the root of the nodes of a text that parse() accepts."""
    next_event = Loader(text).get_event
    while (event := next_event()) and not isinstance(event, yaml.NodeEvent):
        pass
    return _read_node(event, next_event, text)


def _read_node(event: Any, next_event: Callable[[], Any], text: str) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    if type(event) is _SCALAR:
        node = Node("scalar", start, end, event.value, event.style)
        if node.style in ("|", ">"):
            node.end = _end_block(text, node)
        return node
    is_mapping = type(event) is yaml.MappingStartEvent
    style = "{" * event.flow_style
    node = Node("mapping" if is_mapping else "sequence", start, end, "", style)
    is_list = not is_mapping and not node.is_flow
    while type(event := next_event()) not in _ENDS:
        if is_mapping:
            node.keys.append(_read_node(event, next_event, text))
            event = next_event()
        item = _read_node(event, next_event, text)
        if is_list:
            item.mark = skip_blank(text, node.items[-1].end) if node.items else start
        node.items.append(item)
    node.end = event.end_mark.index if node.is_flow or not node.items else node.items[-1].end
    return node


def _end_block(text: str, node: Node) -> int:
    """Return where a literal or folded scalar ends, without the empty lines that it does not keep.

    A parser takes all lines up to the next sign for its own.
    """
    header = line_end(text, node.start)
    if "+" in text[node.start : header].partition("#")[0]:
        return node.end
    lines = [line for line in LINE_END.split(text[header : node.end]) if line.strip(" ")]
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines), default=0)

    end = _before_line_end(text, node.end)
    while (start := line_start(text, end)) > header:
        if text[start:end].strip(" ") or end - start > indent:
            break
        end = _before_line_end(text, start)
    return end


def _before_line_end(text: str, at: int) -> int:
    """Return where a line end begins that ends at `at`, or `at` if none does."""
    if text[max(0, at - 2) : at] == "\r\n":
        return at - 2
    return at - 1 if text[at - 1 : at] in ("\r", "\n") else at


def skip_blank(text: str, at: int) -> int:
    """Return where the next sign is, after white space and comments."""
    match = _GAP.match(text, at)
    assert match is not None
    return match.end()


def line_start(text: str, at: int) -> int:
    """Return where the line of a code point begins."""
    start = text.rfind("\n", 0, at) + 1
    return max(start, text.rfind("\r", start, at) + 1)


def line_end(text: str, at: int) -> int:
    """Return where the line of a code point ends, before its line end."""
    found = LINE_END.search(text, at)
    return found.start() if found else len(text)


def next_line(text: str, at: int) -> int:
    """Return where the line after that of a code point begins; the end of the text without one."""
    found = LINE_END.search(text, at)
    return found.end() if found else len(text)
