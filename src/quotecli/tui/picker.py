"""A list to pick from that filters as one types: speakers, topics, statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quotecli.library.names import fold_name
from quotecli.render.layout import Piece
from quotecli.tui.rows import RowList


class _Names(RowList):
    """The names that are left."""

    def __init__(self, *, few: bool) -> None:
        super().__init__(few=few, id="names")
        self.names: Sequence[tuple[str, str]] = ()

    def show_names(self, names: Sequence[tuple[str, str]]) -> None:
        self.names = names
        self.set_count(len(names))

    def draw(self, row: int, width: int) -> Sequence[Piece]:
        key, name = self.names[row]
        return [Piece(name, "speaker"), Piece(f"  {key}", "dim")]


class Picker(ModalScreen[str]):
    """Asks for one of some names; gives its id, or None if nothing is picked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", priority=True),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("enter", "pick", "Pick", priority=True),
    ]
    DEFAULT_CSS = """
    Picker { align: center middle; }
    Picker > Vertical { width: 70; max-width: 90%; height: 80%; border: solid ansi_default; }
    Picker #names { height: 1fr; }
    Picker Static { height: 1; }
    """

    def __init__(self, title: str, names: Mapping[str, str], *, few: bool) -> None:
        """Ask for one of `names`, which are by id; every word of one is looked for."""
        super().__init__()
        self._title = title
        # Folded once: as one types, only beginnings are compared.
        self._folded = [
            (f" {fold_name(f'{name} {key}')}", key, name) for key, name in names.items()
        ]
        self._few = few

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title, markup=False)
            yield Input(compact=True, select_on_focus=False)
            yield _Names(few=self._few)

    def on_mount(self) -> None:
        self._filter("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._filter(event.value)

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_pick()

    def action_move(self, rows: int) -> None:
        """Move the cursor while words are typed."""
        self.query_one(_Names).cursor += rows

    def action_pick(self) -> None:
        """Give the id under the cursor."""
        names = self.query_one(_Names)
        if names.count:
            self.dismiss(names.names[names.cursor][0])

    def _filter(self, typed: str) -> None:
        asked = [f" {word}" for word in fold_name(typed).split()]
        self.query_one(_Names).show_names(
            [
                (key, name)
                for folded, key, name in self._folded
                if all(word in folded for word in asked)
            ]
        )
