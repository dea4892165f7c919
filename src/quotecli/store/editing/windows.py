"""The quotes of a file that an edit concerns, read again without all others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from quotecli.errors import StatementError
from quotecli.store.editing.layout import Node, line_start, next_line, read_layout
from quotecli.store.yaml_events import MAX_EVENTS, Tree, parse

_HEAD = "quotes:\n"
# More quotes than this are read with all others: nothing waits for their nodes.
_MOST = 64


class Window(NamedTuple):
    """A run of quotes in lines of their own: their numbers, and where their lines begin and end."""

    first: int
    last: int
    start: int
    end: int


class WindowContent(NamedTuple):
    """What the lines of a window are now: plain values, and nodes at their places in the text."""

    tree: list[Tree]
    nodes: list[Node]


def find_window(text: str, root: Node, start: int, end: int) -> Window | None:
    """Return the fewest whole quotes whose lines hold a stretch of a text.

    None if there are none: it is outside of the list, or the list is written in brackets. The nodes
    may be edited already, the text not yet.
    """
    quotes, lines = root.find("quotes"), _find_list(text, root)
    if quotes is None or lines is None:
        return None
    placed = [number for number, item in enumerate(quotes.items) if item.mark >= 0]
    marks = [quotes.items[number].mark for number in placed]
    before, after = bisect_left(marks, start) - 1, bisect_left(marks, end)
    if after < len(marks) and line_start(text, marks[after]) < end:
        after += 1

    first, last = 0, len(quotes.items)
    window_start, window_end = lines
    if before >= 0:
        first, window_start = placed[before], line_start(text, marks[before])
    if after < len(marks):
        last, window_end = placed[after], line_start(text, marks[after])
    holds = window_start <= start and end <= window_end and last - first <= _MOST
    return Window(first, last, window_start, window_end) if holds else None


def _find_list(text: str, root: Node) -> tuple[int, int] | None:
    """Return where the lines below "quotes:" begin and end; None if it is written otherwise."""
    quotes = root.find("quotes")
    if root.is_flow or quotes is None or quotes.is_flow or quotes.start < 0:
        return None
    at = root.index("quotes")
    key, following = root.keys[at], root.keys[at + 1 : at + 2]
    start = next_line(text, key.end)
    if key.start < 0 or text[key.end : start].partition("#")[0].strip() != ":":
        return None
    if not following:
        return start, len(text)
    return (start, line_start(text, following[0].start)) if following[0].start >= 0 else None


def read_window(text: str, window: Window, grown: int, file: str) -> WindowContent | None:
    """Read the lines of a window in an edited text, which is longer by `grown`.

    As the list stands in lines of its own, they are to a parser what they are in the whole text.
    None if they are no list of quotes.
    """
    # A shorter text has fewer events than a file may have, wherever an edit adds some.
    if len(text) >= MAX_EVENTS:
        return None
    lines = _HEAD + text[window.start : window.end + grown]
    try:
        tree = parse(lines.encode(), file, placed=False)
    except StatementError:
        return None
    quotes = tree.get("quotes") if isinstance(tree, dict) and len(tree) == 1 else None
    if not isinstance(quotes, list):
        return None

    found = read_layout(lines).items[0]
    if found.is_flow:
        return None
    for node in found.items:
        shift(node, window.start - len(_HEAD))
    return WindowContent(quotes, found.items)


def shift(node: Node, by: int) -> None:
    """Move a node, and all in it, by some code points."""
    node.start += by
    node.end += by
    node.mark += by
    for key in node.keys:
        key.start += by
        key.end += by
        key.mark += by
    for item in node.items:
        shift(item, by)


def find_difference(before: str, after: str) -> tuple[int, int]:
    """Return where a text begins and ends to differ from another: offsets in `before`."""
    shorter, sizes = min(len(before), len(after)), (len(before), len(after))
    start = _count_same(shorter, lambda low, high: before[low:high] == after[low:high])
    same_end = _count_same(
        shorter - start,
        lambda low, high: (
            before[sizes[0] - high : sizes[0] - low] == after[sizes[1] - high : sizes[1] - low]
        ),
    )
    return start, len(before) - same_end


def _count_same(most: int, is_same: Callable[[int, int], bool]) -> int:
    """Return the largest size up to `most` that is the same; all smaller ones are, too."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if is_same(low, middle) else (low, middle - 1)
    return low
