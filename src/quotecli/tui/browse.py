"""quotecli browse: the explorer on a full screen, read only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Footer, Input, Static

from quotecli.criteria import Criteria
from quotecli.library.explore import Found, Side
from quotecli.library.library import Library
from quotecli.render.layout import Line, Piece
from quotecli.text.escape import visible_line
from quotecli.tui.app import QuoteApp
from quotecli.tui.asking import Explorer, Overview, Values
from quotecli.tui.filter_list import HEADINGS, FilterList
from quotecli.tui.opening import review_command
from quotecli.tui.passage import describe
from quotecli.tui.quote_list import PAGE, QuoteList
from quotecli.tui.rows import RowList, TextRows

_PATIENCE = 0.02  # seconds without a key before words are looked for
_MOST_HEAD_ROWS = 6


class Browse(QuoteApp):
    """The explorer of a library."""

    CSS_PATH = Path(__file__).with_name("browse.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/"),
        Binding("f", "filters", "Filters"),
        Binding("n", "step(1)", "Next"),
        Binding("p", "step(-1)", "Previous"),
        Binding("x", "clear", "Clear"),
        Binding("v", "review", "Review"),
        Binding("down", "step(1)", "Down", show=False),
        Binding("up", "step(-1)", "Up", show=False),
        Binding("t", "pick('topic')", "Topic", show=False),
        Binding("s", "pick('speaker')", "Speaker", show=False),
        Binding("S", "pick('statement')", "Statement", show=False),
        Binding("r", "read_again", "Read again", show=False),
        Binding("escape", "list", "Back", show=False),
    ]

    def __init__(self, load: Callable[[], Library], library: Library, criteria: Criteria) -> None:
        """Explore a library, filtered by criteria to begin with; `load` reads its files again."""
        super().__init__()
        self._load = load
        self._words = " ".join(criteria.search)
        self.explorer = Explorer(library, criteria, self.deliver)
        self._overview: Overview | None = None
        self._act: tuple[int, Callable[[Overview], None]] | None = None  # on which quote
        self._told = False
        self._typing: Timer | None = None
        self._return_to = 0  # the row to go to when there are so many

    def compose(self) -> ComposeResult:
        view = self.explorer.listed.view
        with Horizontal(id="top"):
            yield Input(self._words, placeholder="words to filter by", id="search", compact=True)
            yield Static(id="count", markup=False)
        yield Static(id="chosen", markup=False)
        with Horizontal(id="body"):
            yield FilterList(view, few_colours=self.few_colours)
            with Container(id="main"):
                yield QuoteList(view, self._ask_page, few_colours=self.few_colours)
                with Vertical(id="reading"):
                    yield TextRows(few_colours=self.few_colours, id="head")
                    yield TextRows(few_colours=self.few_colours, id="text")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#head").can_focus = False
        self.query_one(QuoteList).focus()
        self._ask()

    def on_unmount(self) -> None:
        self.explorer.end()

    def show_overview(self) -> Overview | None:
        return self._overview

    def when_shown(self, act: Callable[[Overview], None]) -> None:
        # The quote before is on the screen until the answer is here, and no key is meant for it.
        current, shown = self.query_one(QuoteList).current, self._overview
        if current and shown and shown.found.number == current.number:
            act(shown)
        elif current:
            self._act = current.number, act

    def read_again(self) -> None:
        self.explorer.ask_again(self._load, self._show_again)

    def _ask(self) -> None:
        """Request everything that the filters change: the list first, then the counts."""
        self.explorer.ask_first(self._show_first)

    def _ask_page(self, page: int, after: int | None) -> None:
        quotes = self.query_one(QuoteList)

        def add(found: Sequence[Found]) -> None:
            quotes.add_page(page, found)
            if page == quotes.cursor // PAGE:
                self._show_quote()

        self.explorer.ask_page(page, after, add)

    def _show_first(self, found: Sequence[Found]) -> None:
        # All at once: what changes the layout before would have the screen drawn twice.
        self._show_chosen()
        quotes = self.query_one(QuoteList)
        quotes.begin(self.explorer.listed.view, found, len(found))
        self._return()
        # What was counted before is not of this list. A page that is not full is all there is.
        self._show_number(len(found) if len(found) < PAGE else None, self.explorer.total)
        self._show_quote()
        self.explorer.ask_count(self._show_count)
        self.explorer.ask_values(self._show_values)

    def _show_count(self, count: int, total: int) -> None:
        quotes = self.query_one(QuoteList)
        if count != quotes.count:
            quotes.set_count(count, quotes.cursor)
            self._return()
        self._show_number(count, total)

    def _return(self) -> None:
        """Go to the row of the cursor before the files were read again, once it is there."""
        quotes = self.query_one(QuoteList)
        if 0 < self._return_to < quotes.count:
            quotes.cursor, self._return_to = self._return_to, 0

    def _show_number(self, count: int | None, total: int | None) -> None:
        """Show how many quotes there are, as far as that is known."""
        shown = "…" if count is None else f"{count:,}"
        if total is not None and count != total:
            shown = f"{shown} of {total:,}"
        # Neither the number nor the filters change the layout, which Textual would do all anew.
        number = f"{shown} quote{'s' * (total != 1)}"
        self.query_one("#count", Static).update(number, layout=False)

    def _show_values(self, values: Values) -> None:
        self.query_one(FilterList).show_values(values)

    def _show_chosen(self) -> None:
        """Show which filters are set."""
        chosen = self.explorer.describe_filters()
        line = self.query_one("#chosen", Static)
        line.update(visible_line(chosen), layout=False)
        line.display = bool(chosen)
        self.query_one(FilterList).begin(self.explorer.listed.criteria)

    def _show_quote(self) -> None:
        """Show the quote under the cursor where it stands."""
        found = self.query_one(QuoteList).current
        self._overview = None
        if found is None:
            if not self.query_one(QuoteList).count:
                self.explorer.drop_overview()
                self._show_head([Line([Piece("no quotes found", "dim")])])
                self.query_one("#text", TextRows).show_lines(())
            return
        self._show_head(describe(found.quote, self.explorer.listed.view))
        self.explorer.ask_overview(found, self._show_overview)

    def _show_head(self, lines: Sequence[Line]) -> None:
        head = self.query_one("#head", TextRows)
        head.show_lines(lines)
        rows = head.count_rows(head.columns or self.size.width)
        head.styles.height = min(rows, _MOST_HEAD_ROWS)

    def _show_overview(self, overview: Overview) -> None:
        self._overview = overview
        self.query_one("#text", TextRows).show_lines(*overview.passage)
        if overview.is_old and not self._told:
            self._told = True
            self.tell("files have changed; r reads them again")
        (number, act), self._act = self._act or (None, None), None
        if act and number == overview.found.number:
            act(overview)

    def _show_again(self, library: Library) -> None:
        """Show what the files hold now."""
        self.explorer.replace_library(library)
        self._return_to = self.query_one(QuoteList).cursor
        self._told = False
        self._ask()
        self.tell("the files have been read again")

    # What keys and the mouse do

    @on(RowList.Moved, "#quotes")
    def _moved(self) -> None:
        self._show_quote()

    @on(RowList.Chosen, "#quotes")
    def _chosen(self) -> None:
        self.query_one("#text").focus()

    @on(RowList.Chosen, "#filters")
    def _filtered(self, event: RowList.Chosen) -> None:
        entry = self.query_one(FilterList).find_entry(event.row)
        if entry.has_more:
            self.action_pick(entry.side)
        elif entry.value:
            self._toggle(entry.side, entry.value.key)

    def _toggle(self, side: Side, key: str) -> None:
        self.explorer.toggle(side, key)
        self._ask()

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        if self._typing:
            self._typing.stop()
        self._typing = self.set_timer(_PATIENCE, lambda: self._search(event.value))

    def _search(self, typed: str) -> None:
        if self.explorer.set_search(typed):
            self._ask()

    @on(Input.Submitted, "#search")
    def action_list(self) -> None:
        """Go back to the list of quotes, out of whatever has the focus."""
        self.screen.remove_class("-filtering")
        self.query_one(QuoteList).focus()

    def action_search(self) -> None:
        """Go to the words that are searched for."""
        self.query_one("#search").focus()

    def action_filters(self) -> None:
        """Go to the filters, or back from them; a narrow screen shows them only meanwhile."""
        filters = self.query_one(FilterList)
        if filters.has_focus:
            self.action_list()
        else:
            self.screen.add_class("-filtering")
            # What a narrow screen hides takes the focus only once it is shown.
            self.call_after_refresh(filters.focus)

    def action_step(self, rows: int) -> None:
        """Go to a quote further down or up the list, wherever the focus is."""
        self.query_one(QuoteList).cursor += rows

    def action_clear(self) -> None:
        """Clear all filters."""
        self.explorer.clear()
        self.query_one("#search", Input).value = ""
        self._ask()

    def action_review(self) -> None:
        """Review the quotes of this one's file, beginning with it; then read the files again."""
        self.when_shown(
            lambda shown: self.run_beside(
                lambda: review_command(shown.found.quote, shown.statement)
            )
        )

    def action_read_again(self) -> None:
        """Read the files again."""
        self.read_again()

    def action_pick(self, side: Side) -> None:
        """Pick one of all speakers or statements to filter by."""
        from quotecli.tui.picker import Picker

        def show(names: dict[str, str]) -> None:
            self.push_screen(Picker(HEADINGS[side], names, few_colours=self.few_colours), picked)

        def picked(key: str | None) -> None:
            if key:
                self._toggle(side, key)

        self.explorer.ask_names(side, show)
