"""One YAML file whose values are changed in place: every other byte of it stays."""

from __future__ import annotations

import codecs
from bisect import bisect
from collections.abc import Callable, Iterator

from quotecli.errors import Place, QuotecliError, StatementError
from quotecli.store.decoding import text_of
from quotecli.store.editing.layout import Node
from quotecli.store.editing.lines import Patch
from quotecli.store.editing.plans import Layout, Path, Plan, Unsettled
from quotecli.store.editing.windows import find_difference, find_window, read_window
from quotecli.store.fields import Field, Fields
from quotecli.store.yaml_events import Tree, parse


class YamlDocument:
    """A YAML file whose values can be set, added and removed.

    An edit replaces what it concerns in the text: a value, the lines of a key, those of a quote
    with the comments right above it. Edits are collected, and the text is read again when one
    depends on another, and in the end: it must then hold exactly what was intended.
    """

    def __init__(self, data: bytes, file: str, fields: Fields, tree: Tree | None = None) -> None:
        """Read the bytes of a file that has these fields, unless their `tree` is known.

        Raises StatementError as parse() does, and if the file is no mapping.
        """
        self.file = file
        self._has_mark = data.startswith(codecs.BOM_UTF8)
        self._field = Field("record", "", fields=fields)
        self._tree = parse(data, file, placed=False) if tree is None else tree
        if not isinstance(self._tree, dict):
            raise QuotecliError("not a mapping of keys", place=Place(file))
        self._text = text_of(data, file)
        self._known_layout: Layout | None = None
        self._patches: list[Patch] = []

    @property
    def tree(self) -> Tree | None:
        """The plain value of the edited file; raises QuotecliError as encode() does."""
        self._settle()
        return self._tree

    @property
    def _layout(self) -> Layout:
        if self._known_layout is None:
            self._known_layout = Layout(self._text, self._field)
        return self._known_layout

    def get(self, *path: str) -> Tree | None:
        """Return the value at a path as it is now, not to be changed; None without one."""
        if self._known_layout is None:  # which only an edit needs
            return _follow(self._tree, path)
        found = self._layout.find(path)
        return found.tree() if found else None

    def encode(self) -> bytes:
        """Return the bytes of the edited file.

        Raises QuotecliError if the file is written in a way in which it cannot be edited.
        """
        self._settle()
        return codecs.BOM_UTF8 * self._has_mark + self._text.encode()

    def replace(self, data: bytes) -> bool:
        """Take other bytes for those of the file; return False if all of them must be read.

        Only quotes may differ, and there must be no edits.
        """
        text = text_of(data, self.file)
        has_mark = data.startswith(codecs.BOM_UTF8)
        if self._patches or has_mark != self._has_mark:
            return False
        return self._read_window(text, *find_difference(self._text, text), is_edited=False)

    def set(self, path: Path, value: Tree) -> None:
        """Set the value of a key, which is added if it is not there, or of an item of a list."""
        if len(path) > 1 and self._layout.find(path[:-1]) is None:
            self.set(path[:-1], {path[-1]: value})
        elif self.get(*path) != value:
            self._change(lambda: self._layout.plan_set(path, value))

    def set_many(self, path: Path, value: Tree) -> None:
        """Set the keys of a mapping, and of those in it; a key that `value` does not name stays.

        However many they are, the text is read again a few times at most.
        """
        added: dict[Path, dict[str, Tree]] = {}
        for where, one in _list_values(self._layout.find(path), path, value):
            if where == path or self._layout.find(where):
                self.set(where, one)
            else:
                added.setdefault(where[:-1], {})[where[-1]] = one
        for where, new in added.items():
            self._add_keys(where, new)

    def _add_keys(self, path: Path, values: dict[str, Tree]) -> None:
        self._change(lambda: self._layout.plan_keys(path, values))

    def add(self, path: Path, value: Tree, after: str | None = None) -> None:
        """Add an item to a list: after the one of that name, first if it is "", else last."""
        items = self._layout.find(path)
        if items is None or not items.items:
            self.set(path, [value])
        else:
            self._change(lambda: self._layout.plan_add(path, value, after))

    def remove(self, path: Path) -> None:
        """Remove a key or an item, and the list or mapping that it leaves empty.

        A list of mappings, and the only key of the file, stay, with nothing in them. With an item
        or a record go the comments right above it.
        """
        parent, field = self._layout.find(path[:-1]), self._layout.field_of(path[:-1])
        if parent is None or parent.find(path[-1]) is None:
            return
        if len(parent.items) > 1:
            self._change(lambda: self._layout.plan_removal(path))
        elif field.shape == "list":
            self._change(lambda: self._layout.plan_set(path[:-1], []))
        elif len(path) == 1:
            self._change(lambda: self._layout.plan_set(path, {}))
        else:
            self.remove(path[:-1])

    def rename(self, path: Path, name: str) -> None:
        """Give a key another name."""
        self._change(lambda: self._layout.plan_renaming(path, name))

    def remove_comments(self, path: Path, beginning: str) -> None:
        """Remove the comments right above an item that begin so."""
        self._change(lambda: self._layout.plan_comments(path, beginning))

    def comments(self, path: Path, beginning: str) -> list[str]:
        """Return the comments right above an item that begin so, without their beginning."""
        self._settle()
        patches, _ = self._layout.plan_comments(path, beginning)
        comments = [self._text[start:end].strip().lstrip("# ") for start, end, _ in patches]
        return [comment.removeprefix(beginning).strip() for comment in comments]

    # Edits are planned as patches of the text and a change of the nodes.

    def _change(self, plan: Callable[[], Plan]) -> None:
        try:
            patches, apply = plan()
            self._refuse_clashes(patches)
        except Unsettled:
            self._settle()
            patches, apply = plan()
        for patch in patches:
            self._patches.insert(bisect(self._patches, patch), patch)
        apply()

    def _refuse_clashes(self, patches: list[Patch]) -> None:
        for start, end, _ in patches:
            at = bisect(self._patches, (start, end))
            for other_start, other_end, _ in self._patches[max(0, at - 1) : at + 1]:
                # New lines at the end of what is replaced may have been part of it.
                is_at_end = (start == end == other_end) or (other_start == other_end == end)
                if is_at_end or (start < other_end and other_start < end):
                    raise Unsettled

    def _settle(self) -> None:
        """Apply the patches, and read the text again."""
        if not self._patches:
            return
        pieces, done = list[str](), 0
        for start, end, text in self._patches:
            pieces += [self._text[done:start], text]
            done = end
        text = "".join([*pieces, self._text[done:]])
        if self._read_window(text, self._patches[0][0], done, is_edited=True):
            return

        try:
            tree = parse(text.encode(), self.file, placed=False)
        except StatementError:
            tree = None
        if tree != self._layout.root.tree():
            raise QuotecliError(
                "cannot be edited without changing other lines",
                place=Place(self.file),
                hint="edit the file by hand: its YAML is written in an unusual way",
            )
        self._text, self._tree, self._known_layout, self._patches = text, tree, None, []

    def _read_window(self, text: str, start: int, end: int, *, is_edited: bool) -> bool:
        """Read a text again of which only the quotes between two offsets may have changed.

        Edited quotes must be what was intended. Returns False if they are not, or if more than
        quotes may have changed; nothing is read then.
        """
        window = find_window(self._text, self._layout.root, start, end)
        grown = len(text) - len(self._text)
        found = read_window(text, window, grown, self.file) if window else None
        quotes, tree = self._layout.root.find("quotes"), self._tree
        if not (window and found and quotes and isinstance(tree, dict)):
            return False
        if is_edited and found.tree != [one.tree() for one in quotes.items[window[0] : window[1]]]:
            return False

        had = tree["quotes"]
        after = len(had) - (len(quotes.items) - window.last)
        self._tree = {**tree, "quotes": [*had[: window.first], *found.tree, *had[after:]]}
        self._text, self._patches = text, []
        self._layout.replace_quotes(window, found.nodes, text, grown)
        return True


def _list_values(node: Node | None, path: Path, value: Tree) -> Iterator[tuple[Path, Tree]]:
    """Yield what is to be set for a value, by path: the values of mappings that are there."""
    if node is None or not node.keys or not isinstance(value, dict):
        yield path, value
        return
    for name, item in value.items():
        yield from _list_values(node.find(name), (*path, name), item)


def _follow(tree: Tree | None, path: Path) -> Tree | None:
    """Return what a path leads to in a plain value, by the rules of Node.find()."""
    for name in path:
        if isinstance(tree, dict):
            tree = tree.get(name)
        elif isinstance(tree, list):
            names = [item.get("id") if isinstance(item, dict) else item for item in tree]
            tree = tree[len(names) - 1 - names[::-1].index(name)] if name in names else None
        else:
            return None
    return tree
