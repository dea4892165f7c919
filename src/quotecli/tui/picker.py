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
from quotecli.model import collapse_space
from quotecli.render.layout import Piece
from quotecli.tui.rows import RowList

NEW = "+"
"""Begins what is picked if it is a new name, and no id."""


class _Names(RowList):
    """The names that are left; those that are `chosen` have a sign."""

    def __init__(self, chosen: Sequence[str] | None, *, few_colours: bool) -> None:
        super().__init__(few_colours=few_colours, id="names")
        self.names: Sequence[tuple[str, str]] = ()
        self.chosen = chosen

    def show_names(self, names: Sequence[tuple[str, str]]) -> None:
        self.names = names
        self.set_count(len(names))

    def draw(self, row: int, width: int) -> Sequence[Piece]:
        key, name = self.names[row]
        box = "" if self.chosen is None else "x " if key in self.chosen else "  "
        return [Piece(box, "id"), Piece(name, "speaker"), Piece(f"  {key.lstrip(NEW)}", "dim")]


class Picker(ModalScreen[str]):
    """Asks for one of some names; gives its id, or None if nothing is picked.

    With an `offer`, which says of what, a name that is typed in full can be picked though it is
    new: NEW and the name are then given.
    """

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

    def __init__(
        self, title: str, names: Mapping[str, str], *, few_colours: bool, offer: str = ""
    ) -> None:
        """Ask for one of `names`, which are by id; every word of one is looked for."""
        super().__init__()
        self._title, self._offer = title, offer
        self._known = {name.strip() for name in names.values()}
        self._chosen: list[str] | None = None
        # Folded once: as one types, only beginnings are compared.
        self._folded = [
            (f" {fold_name(f'{name} {key}')}", key, name) for key, name in names.items()
        ]
        self._few_colours = few_colours

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title, markup=False)
            yield Input(compact=True, select_on_focus=False)
            yield _Names(self._chosen, few_colours=self._few_colours)

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
        if (current := self._current) is not None:
            self.dismiss(current)

    def _filter(self, typed: str) -> None:
        asked = [f" {word}" for word in fold_name(typed).split()]
        found = [
            (key, name)
            for folded, key, name in self._folded
            if all(word in folded for word in asked)
        ]
        new = collapse_space(typed)
        if self._offer and new and new not in self._known:
            found.append((f"{NEW}{self._offer}", new))
        self.query_one(_Names).show_names(found)

    @property
    def _current(self) -> str | None:
        """What is under the cursor: an id, or NEW and a name."""
        names = self.query_one(_Names)
        if not names.count:
            return None
        key, name = names.names[names.cursor]
        return f"{NEW}{name}" if key.startswith(NEW) else key


class SeveralPicker(Picker):
    """Asks for any number of names; gives them on a line each, or None if nothing is picked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "choose", "Choose", priority=True),
    ]

    def __init__(
        self,
        title: str,
        names: Mapping[str, str],
        chosen: Sequence[str],
        *,
        few_colours: bool,
        offer: str = "",
    ) -> None:
        """Ask for some of `names`; `chosen` are the ids of those that are to begin with."""
        super().__init__(title, names, few_colours=few_colours, offer=offer)
        self._chosen: list[str] = list(chosen)
        self._begun = list(chosen)

    def action_choose(self) -> None:
        """Choose what is under the cursor, or remove it again; clear what was typed."""
        current = self._current
        if current is None:
            return
        if current in self._chosen:
            self._chosen.remove(current)
        else:
            self._chosen.append(current)
        if current.startswith(NEW) and current in self._chosen:
            name = current.removeprefix(NEW)
            self._folded.append((f" {fold_name(name)}", current, name))
            self._known.add(name)
        self.query_one(Input).value = ""
        self._filter("")

    def action_pick(self) -> None:
        """Give what is chosen; without a choice, what is under the cursor is chosen first."""
        if self._chosen == self._begun or self.query_one(Input).value.strip():
            self.action_choose()
        self.dismiss("\n".join(self._chosen))
