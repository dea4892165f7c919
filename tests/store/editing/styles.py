"""One tree written as YAML in every style that a person may choose, and where each value stands."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from quotecli.model import collapse_space
from quotecli.store.writer import quote_text

Tree = Any
_BREAK = "\n" + " " * 40
Where = dict[tuple[str, ...], tuple[int, int]]

_PLAIN = re.compile(r"[a-z][a-z -]*[a-z]|[a-z0-9-]+")
_NO_PLAIN = frozenset("null true false yes no on off y n".split())


class Written:
    """A file in the making: its lines, and the first and last line of every key and item."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.where: Where = {}
        self.in_flow: set[tuple[str, ...]] = set()

    def flip(self, one_in: int = 2) -> bool:
        return self.draw(st.integers(1, one_in)) == 1

    def comment(self, indent: int) -> None:
        if self.flip(6):
            self.lines.append(" " * indent + self.draw(st.sampled_from(["# a: [b", "#", "# - x"])))
        if self.flip(8):
            self.lines.append("")

    def key(self, key: str) -> str:
        return self.draw(st.sampled_from([key] * 4 + [f'"{key}"', f"'{key}'"]))

    def scalar(self, text: str) -> str:
        """Return a text on one line."""
        styles = [quote_text(text)]
        if text.isprintable():
            doubled = text.replace("'", "''")
            styles.append(f"'{doubled}'")
        if _PLAIN.fullmatch(text) and text not in _NO_PLAIN:
            styles += [text] * 3
        return self.draw(st.sampled_from(styles))

    def flow(self, value: Tree) -> str:
        if isinstance(value, str):
            return self.scalar(value)
        gap = self.draw(st.sampled_from([" ", "", "   ", _BREAK, f"  # a, [b{_BREAK}"]))
        if isinstance(value, list):
            return f"[{gap}{f',{gap}'.join(map(self.flow, value))}{gap}]"
        pairs = [f"{self.key(key)}: {self.flow(item)}" for key, item in value.items()]
        return f"{{{gap}{f',{gap}'.join(pairs)}{gap}}}"

    def tail(self) -> str:
        return self.draw(st.sampled_from([""] * 6 + ["  # why", "\t# why", " #", "  ", "\t"]))

    def block_scalar(self, text: str, indent: int) -> list[str] | None:
        """Return the lines of a literal or folded block that has exactly this text."""
        body = text.rstrip("\n")
        if (
            not body.strip()
            or body[0] in " \n"
            or quote_text(body.replace("\n", "")) != f'"{body}"'.replace("\n", "")
        ):
            return None
        ends = len(text) - len(body)
        sign = {0: "-", 1: ""}.get(ends, "+")
        if "\n" not in body and body == collapse_space(body) and " " in body and self.flip():
            first, _, rest = body.partition(" ")
            return [
                f">{sign}",
                *(" " * indent + line for line in (first, rest)),
                *[""] * max(0, ends - 1),
            ]
        lines = [" " * indent + line if line else "" for line in body.split("\n")]
        return [f"|{sign}", *lines, *[""] * max(0, ends - 1)]

    def pair(self, path: tuple[str, ...], key: str, value: Tree, indent: int, head: str) -> None:
        """Write a key and its value; `head` is what comes before the key in its line."""
        first = len(self.lines)
        name = head + self.key(key) + ":"
        step = self.draw(st.integers(1, 5))
        path = (*path, key)
        if isinstance(value, str):
            block = self.block_scalar(value, indent + step) if self.flip(3) else None
            if block:
                self.lines += [f"{name} {block[0]}", *block[1:]]
            else:
                self.lines.append(f"{name} {self.scalar(value)}{self.tail()}")
        elif not value or self.flip(4):
            self.lines += f"{name} {self.flow(value)}{self.tail()}".split("\n")
            self.note(path, value)
        elif isinstance(value, list):
            self.lines.append(name + self.tail())
            self.sequence(path, value, indent + self.draw(st.integers(0, 4)))
        else:
            self.lines.append(name + self.tail())
            self.mapping(path, value, indent + step)
        self.where[path] = (first, len(self.lines))

    def note(self, path: tuple[str, ...], value: Tree) -> None:
        """Note that what is inside a value has no lines of its own."""
        self.in_flow.add(path)

    def mapping(self, path: tuple[str, ...], value: dict[str, Tree], indent: int) -> None:
        for key, item in value.items():
            self.comment(indent)
            self.pair(path, key, item, indent, " " * indent)

    def sequence(self, path: tuple[str, ...], value: list[Tree], indent: int) -> None:
        for item in value:
            self.comment(indent)
            dash = " " * indent + "-"
            first = len(self.lines)
            name = item["id"] if isinstance(item, dict) else item
            if isinstance(item, str):
                self.lines.append(f"{dash} {self.scalar(item)}{self.tail()}")
            elif self.flip(4):
                self.lines += f"{dash} {self.flow(item)}{self.tail()}".split("\n")
                self.note((*path, name), item)
            else:
                gap = self.draw(st.integers(1, 4))
                head = dash + " " * gap
                for key, part in item.items():
                    if head.strip() == "":
                        self.comment(indent + 1 + gap)
                    self.pair((*path, name), key, part, indent + 1 + gap, head)
                    head = " " * (indent + 1 + gap)
            self.where[(*path, name)] = (first, len(self.lines))


@st.composite
def files(
    draw: st.DrawFn, trees: st.SearchStrategy[Tree]
) -> tuple[Tree, bytes, Where, set[tuple[str, ...]]]:
    """Return a tree, a file of it, the lines of its values, and those written in brackets."""
    tree = draw(trees)
    written = Written(draw)
    if draw(st.integers(0, 9)) == 0:
        written.lines += written.flow(tree).split("\n")
        written.note((), tree)
    else:
        written.comment(0)
        written.mapping((), tree, 0)
        written.comment(0)
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    text = end.join(written.lines) + end * draw(st.sampled_from([1, 1, 0, 3]))
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    return tree, (mark + text).encode(), written.where, written.in_flow
