"""A line to type on: a note, or words to find."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quotecli.text.escape import visible_line


class Prompt(ModalScreen[str]):
    """Asks for a line of text, and gives it; None if it is left as it was, or not wanted.

    Characters that are dangerous to show are escaped on the line.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", priority=True),
    ]
    DEFAULT_CSS = """
    Prompt { align: center middle; }
    Prompt > Vertical { width: 70; max-width: 90%; height: 4; border: solid ansi_default; }
    Prompt Static { height: 1; }
    """

    def __init__(self, title: str, value: str = "") -> None:
        """Ask under a title, with a value to begin with."""
        super().__init__()
        self._title, self._value = title, visible_line(value)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title, markup=False)
            yield Input(self._value, compact=True, select_on_focus=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value if event.value != self._value else None)
