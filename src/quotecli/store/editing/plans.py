"""What an edit replaces in the text of a YAML file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quotecli.store.editing.formatting import (
    field_in,
    write_flow,
    write_item,
    write_pair,
    write_pairs,
    write_scalar,
)
from quotecli.store.editing.layout import (
    Node,
    line_start,
    new_node,
    next_line,
    read_layout,
    skip_blank,
)
from quotecli.store.editing.lines import Lines, Patch
from quotecli.store.editing.windows import Window, shift
from quotecli.store.fields import Field
from quotecli.store.yaml_events import Tree

Path = tuple[str, ...]
"""The keys that lead to a value; an item of a list is named by its id, or is its own name."""
Plan = tuple[list[Patch], Callable[[], None]]
"""The patches of an edit, and what changes the nodes as it changes the text."""


class Unsettled(Exception):
    """The text must be read again first: what is to be changed is not where it was."""


class Layout:
    """A text with its nodes, for which edits are planned; `field` is that of the whole."""

    def __init__(self, text: str, field: Field) -> None:
        self.text = text
        self.root = read_layout(text)
        self._field = field
        self._lines = Lines(text)
        self._line_end = self._lines.line_end

    def find(self, path: Sequence[str]) -> Node | None:
        node: Node | None = self.root
        for name in path:
            node = node and node.find(name)
        return node

    def _placed(self, path: Path) -> Node:
        """Return the node at a path, which has to have a place in the text."""
        node = self.find(path)
        if node is None:
            raise KeyError(path)
        return _in_text(node)

    def replace_quotes(self, window: Window, nodes: Sequence[Node], text: str, grown: int) -> None:
        """Take another text, longer by `grown`, of which only the quotes of a window differ."""
        root = self.root
        quotes, at = self._placed(("quotes",)), root.index("quotes")
        moved = [*quotes.items[window.last :], *root.keys[at + 1 :], *root.items[at + 1 :]]
        for node in moved if grown else ():
            shift(node, grown)
        quotes.items[window.first : window.last] = nodes
        quotes.start = quotes.mark = quotes.items[0].mark
        quotes.end, quotes.names = quotes.items[-1].end, None
        root.end = root.items[-1].end
        self.text = self._lines.text = text

    def field_of(self, path: Sequence[str]) -> Field:
        field = self._field
        for name in path:
            field = field_in(field, name)
        return field

    def plan_set(self, path: Path, value: Tree) -> Plan:
        *above, name = path
        parent, field = self._placed(tuple(above)), self.field_of(path)
        old, new = parent.find(name), new_node(value)
        if old is None:
            return self.plan_keys(tuple(above), {name: value})
        at, old = parent.index(name), _in_text(old)

        def apply() -> None:
            parent.items[at] = new
            parent.names = None

        if parent.kind == "sequence":
            line = write_scalar(str(value), field, in_flow=parent.is_flow, style=old.style)
            return [(old.start, old.end, line)], apply
        key = _in_text(parent.keys[at])
        is_line = old.style not in ("|", ">") and not field.single and "\n" not in str(value)
        if isinstance(value, str) and old.kind == "scalar" and (is_line or parent.is_flow):
            style = old.style if is_line else '"'
            line = write_scalar(value, field, in_flow=parent.is_flow, style=style)
            patch = old.start, old.end, line
        elif parent.is_flow:
            patch = old.start, old.end, write_flow(value, field, _json_style(key))
        else:
            patch = self._replace_lines(key, old, value, field)
        return [patch], apply

    def _replace_lines(self, key: Node, old: Node, value: Tree, field: Field) -> Patch:
        """Return the patch that replaces a key and its value, up to the end of its last line."""
        text, indent = self.text, self._lines.column(key.start)
        lines = write_pair(text[key.start : key.end], value, field, indent)
        # A comment stays in the first line: behind the last one it may be part of a block.
        end = self._lines.after(old.end)
        comment = text[old.end : end].rstrip("\r\n")
        lines[0] += self._lines.comment_in(old) + comment
        ends = text[old.end + len(comment) : end]
        if end == old.end and text[end - 1] in "\r\n":
            ends = self._line_end
        return key.start, end, self._line_end.join(lines) + ends

    def plan_keys(self, path: Path, values: dict[str, Tree]) -> Plan:
        """Plan new keys of a mapping, in the order of the format."""
        parent, field = self._placed(path), self.field_of(path)
        order = list(field.fields or ()) if field.shape == "record" else []
        places: dict[int, dict[str, Tree]] = {}
        for name in sorted(values, key=order.index) if order else values:
            at = self._place_key(parent, order[: order.index(name)] if order else [])
            places.setdefault(at, {})[name] = values[name]

        def apply() -> None:
            for at in sorted(places, reverse=True):
                parent.items[at + 1 : at + 1] = map(new_node, places[at].values())
                parent.keys[at + 1 : at + 1] = map(new_node, places[at])
            parent.names = None

        return [self._write_keys(parent, at, new, field) for at, new in places.items()], apply

    def _place_key(self, parent: Node, before: list[str]) -> int:
        """Return the number of the key after which a new one goes, of those before it if any."""
        found = [name for name in before if parent.find(name)]
        at = parent.index(found[-1]) if found else len(parent.items) - 1
        if not parent.is_flow and self._lines.is_open_end(parent.items[at]):
            at = next(n for n, item in enumerate(parent.items) if not self._lines.is_open_end(item))
        return at

    def _write_keys(self, parent: Node, at: int, new: dict[str, Tree], field: Field) -> Patch:
        """Return the patch that writes new keys of a mapping after one of those that it has."""
        if not parent.keys:
            place, pairs = parent.start + 1, write_flow(new, field)[1:-1]
            return place, place, pairs
        key, last = _in_text(parent.keys[at]), _in_text(parent.items[at])
        if parent.is_flow:
            pairs = write_flow(new, field, _json_style(key))[1:-1]
            return last.end, last.end, f", {pairs}"
        indent = self._lines.column(key.start)
        return self._lines.insert_lines(last.end, list(write_pairs(new, field, indent)))

    def plan_add(self, path: Path, value: Tree, after: str | None) -> Plan:
        parent, field = self._placed(path), field_in(self.field_of(path), "")
        at = len(parent.items) if after is None else parent.index(after) + 1 if after else 0
        beside = _in_text(parent.items[max(0, at - 1)])

        def apply() -> None:
            parent.items.insert(at, new_node(value))
            parent.names = None

        if parent.is_flow:
            style = '"' if self.text[beside.start :][:2] == '{"' else ""
            flow = write_flow(value, field, beside.style if beside.style == '"' else style)
            place, item = (beside.end, f", {flow}") if at else (beside.start, f"{flow}, ")
            return [(place, place, item)], apply
        dash = self._lines.column(beside.mark)
        is_block = beside.kind == "mapping" and not beside.is_flow
        inner = self._lines.column(_in_text(beside.keys[0]).start) if is_block else dash + 2
        first, *others = write_item(value, field, dash, inner)
        lines = [" " * dash + first, *others]
        # A block that keeps the empty lines after it would keep a new one, too.
        is_kept = self.text[beside.end - 1] in "\r\n"
        space = [""] * (self._lines.is_spaced(parent) and not is_kept)
        if at == 0:
            place = self._lines.own_start(beside.mark)
            return [(place, place, self._line_end.join([*lines, *space, ""]))], apply
        return [
            self._lines.insert_lines(self._lines.tail(beside.end, beside.mark), [*space, *lines])
        ], apply

    def plan_removal(self, path: Path) -> Plan:
        parent, name = self._placed(path[:-1]), path[-1]
        at = parent.index(name)
        node, start = _in_text(parent.items[at]), _begin(parent, at)

        def apply() -> None:
            del parent.items[at]
            if parent.keys:
                del parent.keys[at]
            if parent.keys and parent.names:
                del parent.names[name]
            else:
                parent.names = None

        if parent.is_flow:
            return self._cut_flow(parent, at), apply
        first = line_start(self.text, start)
        if self.text[first:start].strip(" "):
            # The key is behind the hyphen of its item: the next one goes there.
            following = _begin(parent, at + 1)
            is_bare = "#" not in self.text[node.end : following]
            return [(start, following if is_bare else node.end, "")], apply
        if node.kind == "mapping":
            return [self._cut_block(parent, at)], apply
        end = self._lines.after(node.end)
        if at and self.text[_in_text(parent.items[at - 1]).end - 1] in "\r\n":
            # What is above keeps all empty lines that follow it: these would be new ones.
            end = self._lines.skip_empty(end)
        return [(first, end, "")], apply

    def _cut_block(self, parent: Node, at: int) -> Patch:
        """Return what removes an item of several lines, its comments and the space around it."""
        node, start = parent.items[at], _begin(parent, at)
        start, end = self._lines.own_start(start), self._lines.tail(node.end, start)
        if at < len(parent.items) - 1:
            return start, self._lines.skip_empty(end), ""
        floor = self._lines.after(_in_text(parent.items[at - 1]).end) if at else start
        while start > floor and not self.text[self._lines.above(start) : start].strip():
            start = self._lines.above(start)
        return start, end, ""

    def _cut_flow(self, parent: Node, at: int) -> list[Patch]:
        """Return what removes an item in brackets, with one comma."""
        text, start, end = self.text, parent.begin(at), parent.items[at].end
        if at < len(parent.items) - 1:
            following = _begin(parent, at + 1)
            if "#" not in text[end:following]:
                return [(start, following, "")]
            comma = skip_blank(text, end)
            return [(start, end, ""), (comma, comma + 1, "")]
        before = _in_text(parent.items[at - 1]).end
        return [(start if "#" in text[before:start] else before, end, "")]

    def plan_renaming(self, path: Path, name: str) -> Plan:
        parent = self._placed(path[:-1])
        key = _in_text(parent.keys[parent.index(path[-1])])

        def apply() -> None:
            key.value, key.start = name, -1
            parent.names = None

        style = key.style
        return [(key.start, key.end, f"{style}{name}{style}")], apply

    def plan_comments(self, path: Path, beginning: str) -> Plan:
        node = self._placed(path)
        at = self._lines.own_start(node.mark)
        patches = []
        while at < line_start(self.text, node.mark):
            following = next_line(self.text, at)
            if self.text[at:following].strip().lstrip("# ").startswith(beginning):
                patches.append((at, following, ""))
            at = following
        return patches, lambda: None


def _in_text(node: Node) -> Node:
    if node.start < 0:
        raise Unsettled
    return node


def _begin(parent: Node, at: int) -> int:
    """Return where an item begins, with its key or hyphen."""
    _in_text(parent.keys[at] if parent.keys else parent.items[at])
    return parent.begin(at)


def _json_style(key: Node) -> str:
    return key.style if key.style == '"' else ""
