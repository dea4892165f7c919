"""quotecli review: one key a decision, each in its file before the next quote shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Static

from quotecli.comparing.matching import list_rivals
from quotecli.library.explore import Found
from quotecli.library.names import fold_name
from quotecli.model import Quote
from quotecli.render.layout import UNICODE, Line, Piece
from quotecli.render.view import View
from quotecli.text.escape import visible_line
from quotecli.tui import reshaping
from quotecli.tui.asking import Overview
from quotecli.tui.deciding import DecidingApp
from quotecli.tui.passage import find_area, make_passage
from quotecli.tui.prompt import Prompt
from quotecli.tui.review_panel import REVIEW_KEYS, describe_quote
from quotecli.tui.reviewing import Review
from quotecli.tui.rows import TextRows
from quotecli.tui.word_screen import Choice, WordScreen


class ReviewApp(DecidingApp):
    """The review of some quotes on a full screen."""

    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,enter", "accept", "Accept", key_display="a"),
        Binding("x", "reject", "Reject"),
        Binding("s", "speaker", "Speaker"),
        Binding("t", "topics", "Topics"),
        Binding("k", "kind", "Kind"),
        Binding("u", "undo", "Undo"),
        Binding("U", "redo", "Redo", show=False),
        Binding("n", "go(1)", "Next"),
        Binding("p", "go(-1)", "Previous", show=False),
        Binding("d", "polarity", "Denied"),
        Binding("i", "important", "Important"),
        Binding("m", "note", "Note"),
        Binding("left,h", "move_end('start', -1)", "Longer", show=False),
        Binding("H", "move_end('start', 1)", "Shorter", show=False),
        Binding("right,l", "move_end('end', 1)", "Longer", show=False),
        Binding("L", "move_end('end', -1)", "Shorter", show=False),
        Binding("w", "words", "Words"),
        Binding("j", "join", "Join"),
        Binding("full_stop", "repeat", "Again"),
        Binding("A", "repeat_on_all", "On all"),
        Binding("slash", "find", "Find", show=False),
        Binding("r", "read_again", "Read again", show=False),
        Binding("up", "scroll('scroll_up')", "Up", show=False),
        Binding("down", "scroll('scroll_down')", "Down", show=False),
        Binding("pageup,b", "scroll('scroll_page_up')", "Page up", show=False),
        Binding("pagedown,space", "scroll('scroll_page_down')", "Page down", show=False),
        # Keys that decide go before those that leave or only look.
        Binding("c", "copy(False)", "Copy", show=False),
        Binding("C", "copy(True)", "Cite", show=False),
        Binding("o", "open", "Source", show=False),
        Binding("e", "edit", "Edit", show=False),
    ]

    def __init__(self, review: Review) -> None:
        super().__init__(review)
        self._overview: Overview | None = None
        self._view = View(UNICODE, {})
        self._near: Sequence[Quote] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="progress", markup=False)
        with Horizontal(id="body"):
            yield TextRows(few_colours=self.few_colours, id="text", can_focus=False)
            yield TextRows(
                few_colours=self.few_colours,
                id="panel",
                can_focus=False,
                on_first_row=self.note_shown,
            )
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        # Once the panes have their sizes, so that all of the quote is drawn in one piece.
        self.call_after_refresh(self._show)

    def show_overview(self) -> Overview | None:
        return self._overview

    def read_again(self) -> None:
        self.attempt(self._read_again)

    def _read_again(self, *, everything: bool = False) -> None:
        if self.review.read_again(everything=everything):
            self.tell("the file has changed, and was read again")
        self._show()

    def _show(self) -> None:
        """Show the current quote as its file has it."""
        review = self.review
        quote, statement = review.quote, review.file.statement
        place = f"{review.at + 1:,} of {len(review.items):,}"
        line = f"{place}  {UNICODE.dot}  {review.left:,} left  {UNICODE.dot}  {review.item.path}"
        self.query_one("#progress", Static).update(visible_line(line))
        text, panel = self.query_one("#text", TextRows), self.query_one("#panel", TextRows)
        if quote is None:
            self._overview = None
            text.show_lines(())
            what = review.settled.get(review.item, "not in the file any more")
            panel.show_lines([Line([Piece(f"{review.item.key}: {what}", "warning")])])
            return

        topics = {key: number for number, key in enumerate(statement.topics)}
        view = self._view = View(UNICODE, topics)
        area = find_area(quote, statement.text)
        self._near = [
            other
            for other in statement.quotes
            if (spans := other.anchor.spans) and area.start <= spans[0].start < area.end
        ]
        passage = make_passage(quote, self._near, statement.text, view)
        self._overview = Overview(Found(0, quote), statement, passage)
        text.show_lines(*passage)
        settled = review.settled.get(review.item, "")
        rivals = list_rivals(quote, statement.quotes)
        panel.show_lines(list(describe_quote(quote, review.doubts, settled, view, rivals)))

    def action_words(self) -> None:
        """Show the text as words, to split the quote or to make a new one."""

        def take(choice: Choice | None) -> None:
            if choice and choice.what == "split":
                self.decide(reshaping.split(choice.words.start))
            elif choice and self.decide(reshaping.add_quote(choice.words)):
                self.action_go(1)

        if quote := self.review.quote:
            text = self.review.file.statement.text
            self.push_screen(
                WordScreen(quote, self._near, text, self._view, few_colours=self.few_colours), take
            )

    # Where to

    def action_go(self, by: int) -> None:
        """Go to the next quote, or to the one before."""

        def do() -> None:
            if not self.review.go(by):
                self.tell("this is the last quote" if by > 0 else "this is the first quote")

        self.attempt(do)
        self.read_again()

    def action_find(self) -> None:
        """Ask for words, and go to the next quote that has them."""

        def take(typed: str | None) -> None:
            words = [f" {word}" for word in fold_name(typed or "").split()]
            if words:
                self.attempt(lambda: self._find(words))
                self.read_again()

        self.push_screen(Prompt("Find"), take)

    def _find(self, words: Sequence[str]) -> None:
        def test(quote: Quote) -> bool:
            name = quote.speaker.name if quote.speaker else ""
            folded = f" {fold_name(f'{quote.excerpt} {name}')}"
            return all(word in folded for word in words)

        if not self.review.find(test):
            self.tell("no other quote has these words")

    def action_scroll(self, way: str) -> None:
        """Scroll the text."""
        getattr(self.query_one("#text"), way)(animate=False)

    def action_read_again(self) -> None:
        """Read the file again, with its codebook and its text."""
        self.attempt(lambda: self._read_again(everything=True))

    def action_help(self) -> None:
        """Show the keys."""
        from quotecli.tui.help import Help

        self.push_screen(Help(REVIEW_KEYS, few_colours=self.few_colours))
