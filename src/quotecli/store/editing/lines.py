"""The lines of a text around its nodes: where those of an item begin and end, and new ones."""

from __future__ import annotations

from quotecli.store.editing.layout import LINE_END, Node, line_end, line_start, next_line

Patch = tuple[int, int, str]
"""Where a patch begins and ends in the text, and what comes there."""


class Lines:
    """The lines of a text; `line_end` is how they end."""

    def __init__(self, text: str) -> None:
        self.text = text
        first = LINE_END.search(text)
        self.line_end = first.group() if first else "\n"

    def column(self, at: int) -> int:
        return at - line_start(self.text, at)

    def skip_empty(self, at: int) -> int:
        """Return where the first line with anything in it begins, from a line that begins there."""
        while at < len(self.text) and not self.text[at : line_end(self.text, at)].strip():
            at = next_line(self.text, at)
        return at

    def above(self, start: int) -> int:
        """Return the beginning of the line above one that begins at `start`."""
        return line_start(self.text, start - 1 - self.text.startswith("\r\n", start - 2))

    def is_open_end(self, node: Node) -> bool:
        """Return True for a block at the end of a text without a last line end."""
        return (
            node.style in ("|", ">") and node.end == len(self.text) and not self.text[-1:].isspace()
        )

    def after(self, end: int) -> int:
        """Return the beginning of the line after a value; it may end with its line."""
        return end if self.text[end - 1 : end] in ("\r", "\n") else next_line(self.text, end)

    def insert_lines(self, end: int, lines: list[str]) -> Patch:
        """Return the patch with lines after that of a value that ends there."""
        at, text = self.after(end), self.line_end.join(lines)
        is_line_start = self.text[at - 1] in "\r\n"
        return at, at, text + self.line_end if is_line_start else self.line_end + text

    def tail(self, end: int, begin: int) -> int:
        """Return the beginning of the line after an item and the comments indented below it."""
        at, column = self.after(end), self.column(begin)
        while (line := self.text[at : line_end(self.text, at)]).lstrip(" ").startswith("#"):
            if len(line) - len(line.lstrip(" ")) <= column:
                break
            at = next_line(self.text, at)
        return at

    def own_start(self, mark: int) -> int:
        """Return where an item begins with the comments right above it."""
        column, start = self.column(mark), line_start(self.text, mark)
        while start:
            above = self.above(start)
            line = self.text[above:start]
            is_own = (
                line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) <= column
            )
            if not is_own:
                break
            start = above
        return start

    def is_spaced(self, parent: Node) -> bool:
        """Return True if empty lines separate the items of a list; a list of one is to be."""
        if len(parent.items) < 2 or parent.items[1].start < 0:
            return parent.items[0].kind == "mapping"
        gap = self.text[parent.items[0].end : parent.items[1].mark]
        return (
            len(LINE_END.findall(gap))
            > len([line for line in gap.splitlines() if line.strip()]) + 1
        )

    def comment_in(self, node: Node) -> str:
        """Return the comment behind the sign of a block."""
        if node.style not in ("|", ">"):
            return ""
        header = self.text[node.start : line_end(self.text, node.start)]
        _, sign, comment = header.partition(" #")
        return f" {sign}{comment}" if sign else ""
