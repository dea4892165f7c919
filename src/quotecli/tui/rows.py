"""Scrolling panes of rows: a list with a cursor that draws only what is on the screen, and text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from quotecli.render.layout import Line, Piece
from quotecli.tui.style import make_row, wrap_lines

_NOTHING = Line()


class _Pane(ScrollView, can_focus=True):
    """What the panes have in common: their size without the scroll bar, which has a column."""

    DEFAULT_CSS = """
    _Pane {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-background: ansi_default;
        scrollbar-background-hover: ansi_default;
        scrollbar-background-active: ansi_default;
        scrollbar-color: ansi_blue;
        scrollbar-color-hover: ansi_blue;
        scrollbar-color-active: ansi_blue;
    }
    """

    @property
    def columns(self) -> int:
        """The columns of a row."""
        return max(0, self.content_size.width - 1)

    @property
    def lines(self) -> int:
        """The rows that are on the screen."""
        return self.content_size.height


class _RowMessage(Message):
    """What a list tells of one of its rows."""

    def __init__(self, rows: RowList, row: int) -> None:
        super().__init__()
        self.rows, self.row = rows, row

    @property
    def control(self) -> RowList:
        """The list."""
        return self.rows


class RowList(_Pane):
    """A list of `count` rows of which each is drawn when it is on the screen.

    What inherits from it gives the pieces of a row. Rows are numbered from 0; `cursor` is the one
    that keys act on.
    """

    class Moved(_RowMessage):
        """The cursor of a list is on another row."""

    class Chosen(_RowMessage):
        """A row was chosen with a key or with the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup,b", "turn(-1)", "Page up", show=False),
        Binding("pagedown,space", "turn(1)", "Page down", show=False),
        Binding("home,g", "jump(0)", "First", show=False),
        Binding("end,G", "jump(1)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    cursor = reactive(0)

    def __init__(self, *, few_colours: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.count, self.few_colours = 0, few_colours

    def draw(self, row: int, width: int) -> Sequence[Piece]:
        """Return the pieces of a row, which has `width` columns."""
        raise NotImplementedError

    def set_count(self, count: int, cursor: int = 0) -> None:
        """Show so many rows, the cursor on one of them."""
        self.count = count
        self.virtual_size = Size(self.columns, count)
        self.cursor = cursor
        self.show_cursor()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Return the nearest row that there is."""
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw the rows whose look changes, and tell that the cursor has moved."""
        self.refresh_line(before)
        self.refresh_line(now)
        self.show_cursor()
        self.post_message(self.Moved(self, now))

    def show_cursor(self) -> None:
        """Scroll as little as needed to show the row of the cursor."""
        height = self.lines
        top = self.scroll_offset.y
        if self.cursor < top:
            top = self.cursor
        elif height and self.cursor >= top + height:
            top = self.cursor - height + 1
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        row, width = y + self.scroll_offset.y, self.columns
        if row >= self.count:
            return Strip.blank(width, self.rich_style)
        on_cursor = row == self.cursor
        # The sign stands for the cursor in a pane without the focus, and without colours.
        pieces = [Piece("▌" if on_cursor else " ", "id"), *self.draw(row, width - 1)]
        return make_row(
            pieces, width, few_colours=self.few_colours, cursor=on_cursor and self.has_focus
        )

    def on_resize(self) -> None:
        self.virtual_size = Size(self.columns, self.count)
        self.show_cursor()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        row = event.y + self.scroll_offset.y
        if row < self.count:
            self.cursor = row
            self.post_message(self.Chosen(self, row))

    def action_move(self, rows: int) -> None:
        """Move the cursor by some rows."""
        self.cursor += rows

    def action_turn(self, pages: int) -> None:
        """Move the cursor by some pages."""
        self.cursor += pages * max(1, self.lines - 1)

    def action_jump(self, end: int) -> None:
        """Move the cursor to the first row, 0, or to the last, 1."""
        self.cursor = (self.count - 1) * end

    def action_choose(self) -> None:
        """Tell that the row of the cursor is chosen."""
        if self.count:
            self.post_message(self.Chosen(self, self.cursor))


class TextRows(_Pane):
    """Lines of text, wrapped to the width of the pane."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("pageup,b", "page_up", "Page up", show=False),
        Binding("pagedown,space", "page_down", "Page down", show=False),
        Binding("home,g", "scroll_home", "First", show=False),
        Binding("end,G", "scroll_end", "Last", show=False),
    ]

    def __init__(
        self,
        *,
        few_colours: bool,
        id: str | None = None,
        can_focus: bool = True,
        on_first_row: Callable[[], None] | None = None,
    ) -> None:
        """Show nothing yet; a pane that cannot have the focus has no keys.

        `on_first_row` is called once, just before the first row is drawn.
        """
        super().__init__(id=id)
        self.few_colours, self.can_focus = few_colours, can_focus
        self._on_first_row = on_first_row
        self._lines: Sequence[Line] = ()
        self._focus_line, self._before = 0, _NOTHING
        self._rows: list[Strip] = []
        self._width = 0

    def show_lines(
        self, lines: Sequence[Line], focus_line: int = 0, before: Line = _NOTHING
    ) -> None:
        """Show other lines, scrolled so that one of them stands in the upper third.

        Of a long one it is the row that follows the pieces `before`.
        """
        self._lines, self._focus_line, self._before = lines, focus_line, before
        self._lay_out()

    def count_rows(self, width: int) -> int:
        """Return how many rows the lines take in so many columns."""
        return len(wrap_lines(self._lines, width, few_colours=self.few_colours))

    def render_line(self, y: int) -> Strip:
        row, width = y + self.scroll_offset.y, self.columns
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        if self._on_first_row:
            self._on_first_row()
            self._on_first_row = None
        return self._rows[row].adjust_cell_length(width)

    def on_resize(self) -> None:
        if self._width != self.columns:
            self._lay_out()

    def _lay_out(self) -> None:
        width = self._width = self.columns
        if not width:
            return
        before = wrap_lines(self._lines[: self._focus_line], width, few_colours=self.few_colours)
        self._rows = before + wrap_lines(
            self._lines[self._focus_line :], width, few_colours=self.few_colours
        )
        self.virtual_size = Size(width, len(self._rows))
        row = len(before) + len(wrap_lines([self._before], width, few_colours=self.few_colours)) - 1
        self.scroll_to(y=max(0, row - self.lines // 3), animate=False, force=True)
        self.refresh()
