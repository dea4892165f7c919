"""The keys of the full-screen programs, on a screen of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from quotecli.render.layout import Line, Piece
from quotecli.tui.rows import TextRows

KEYS = {
    "The list": {
        "up down, k j": "the quote above or below",
        "pageup pagedown, b space": "a page up or down",
        "home end, g G": "the first or the last quote",
        "n p": "the next or previous quote, from any pane",
        "enter": "go to the text; escape goes back to the list",
        "tab": "the next pane",
    },
    "Filters": {
        "/": 'words: all of them, the last one as the beginning of a word; "two words" together',
        "f": "go to the filters, and back",
        "enter": "in the filters: turn this one on or off",
        "left right, h l": "in the filters: hide or show subtopics",
        "t s S": "pick a topic, a speaker or a statement by its name",
        "x": "clear all filters",
    },
    "A quote": {
        "c": "copy the words and who said them",
        "C": "copy them with their citation",
        "o": "open the source at the quote, in a browser",
        "e": "open the file at the quote, in $VISUAL or $EDITOR",
        "v": "review the quotes of its file, beginning with it",
    },
    "The program": {
        "r": "read the files again",
        "?": "this help; any of escape, ? and q ends it",
        "q, ctrl+q, ctrl+c": "leave",
    },
}
_COLUMN = 28


class Help(ModalScreen[None]):
    """The keys, and what they do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "dismiss(None)", "Back"),
    ]
    DEFAULT_CSS = """
    Help { align: center middle; }
    Help > TextRows { width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: solid ansi_default; }
    """

    def __init__(self, keys: Mapping[str, Mapping[str, str]] = KEYS, *, few_colours: bool) -> None:
        """Show `keys` by headings, each with what it does."""
        super().__init__()
        self._keys, self._few_colours = keys, few_colours

    def compose(self) -> ComposeResult:
        yield TextRows(few_colours=self._few_colours)

    def on_mount(self) -> None:
        lines: list[Line] = []
        for heading, keys in self._keys.items():
            lines.append(Line([Piece(heading, "heading")]))
            lines += [Line([Piece(what)], _COLUMN, f"  {key}") for key, what in keys.items()]
        self.query_one(TextRows).show_lines(lines)
