"""quotecli review: one key a decision, each in its file before the next quote shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Static

from quotecli.errors import QuotecliError
from quotecli.library.explore import Found
from quotecli.library.names import fold_name
from quotecli.model import Quote, Speaker, Topic
from quotecli.render.layout import UNICODE, Line, Piece
from quotecli.render.view import View
from quotecli.text.escape import visible_line
from quotecli.tui import decisions
from quotecli.tui.app import QuoteApp
from quotecli.tui.asking import Overview
from quotecli.tui.passage import find_area, make_passage
from quotecli.tui.picker import NEW, Picker, SeveralPicker
from quotecli.tui.prompt import Prompt
from quotecli.tui.review_panel import REVIEW_KEYS, describe_quote
from quotecli.tui.reviewing import Decision, Item, Review, Step
from quotecli.tui.rows import TextRows
from quotecli.tui.word_edges import End


class ReviewApp(QuoteApp):
    """The review of some quotes on a full screen."""

    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares it
        (0, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]
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
        Binding("d", "polarity", "Denied", show=False),
        Binding("i", "important", "Important", show=False),
        Binding("m", "note", "Note", show=False),
        Binding("left,h", "move_end('start', -1)", "Longer", show=False),
        Binding("H", "move_end('start', 1)", "Shorter", show=False),
        Binding("right,l", "move_end('end', 1)", "Longer", show=False),
        Binding("L", "move_end('end', -1)", "Shorter", show=False),
        Binding("full_stop", "repeat", "Again", show=False),
        Binding("A", "repeat_on_all", "On all", show=False),
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
        super().__init__()
        self.review = review
        self._overview: Overview | None = None
        self._last: Decision | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="progress", markup=False)
        with Horizontal(id="body"):
            yield TextRows(few=self.few, id="text")
            yield TextRows(few=self.few, id="panel")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        for pane in self.query(TextRows):
            pane.can_focus = False
        self._show()

    def show_overview(self) -> Overview | None:
        return self._overview

    def read_again(self) -> None:
        self._try(self._read_again)

    def _read_again(self) -> None:
        if self.review.read_again():
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

        topics = decisions.list_topics(review.file)
        view = View(glyphs=UNICODE, topics={key: number for number, key in enumerate(topics)})
        area = find_area(quote, statement.text)
        near = [
            other
            for other in statement.quotes
            if (spans := other.anchor.spans) and area.start <= spans[0].start < area.end
        ]
        passage = make_passage(quote, near, statement.text, view)
        self._overview = Overview(Found(0, quote), statement, passage)
        text.show_lines(*passage)
        settled = review.settled.get(review.item, "")
        panel.show_lines(describe_quote(quote, review.doubts, settled, view))

    def _try(self, do: Callable[[], None]) -> bool:
        """Do something; if it is refused, tell why, and show the quote as it is now."""
        try:
            do()
        except QuotecliError as error:
            self.tell_error(error)
            return False
        return True

    # Decisions

    def decide(self, decision: Decision) -> None:
        """Write a decision on the current quote, and go on if that ends its review."""

        def do() -> None:
            self.review.decide(decision)
            if decision.repeats:
                self._last = decision
            if decision.settles:
                self._go_on()

        if self.review.quote is None:
            self.tell("this quote is not in its file any more", error=True)
            return
        self._try(do)
        self.read_again()

    def _go_on(self) -> None:
        if not self.review.go_on():
            self.tell("no quote is left; q ends the review")

    def action_accept(self) -> None:
        """Accept the quote."""
        self.decide(decisions.accept())

    def action_reject(self) -> None:
        """Remove the quote."""
        self.decide(decisions.reject())

    def _decide_on(self, make: Callable[[Quote], Decision]) -> None:
        if quote := self.review.quote:
            self.decide(make(quote))

    def action_kind(self) -> None:
        """Turn to the next kind."""
        self._decide_on(decisions.turn_kind)

    def action_polarity(self) -> None:
        """Turn what is said to what is denied, or back."""
        self._decide_on(decisions.turn_polarity)

    def action_important(self) -> None:
        """Mark as important, or remove the mark."""
        self._decide_on(decisions.turn_important)

    def action_move_end(self, end: End, by: int) -> None:
        """Move the start or the end of the excerpt by a word."""
        self.decide(decisions.move_end(end, by))

    def action_note(self) -> None:
        """Ask for the note."""

        def take(note: str | None) -> None:
            if note is not None:
                self.decide(decisions.set_note(note.strip()))

        if quote := self.review.quote:
            self.push_screen(Prompt("Note", quote.note), take)

    def action_speaker(self) -> None:
        """Ask who said it."""
        speakers = decisions.list_speakers(self.review.file)

        def take(key: str | None) -> None:
            if key:
                who = speakers.get(key) or Speaker("", key.removeprefix(NEW))
                self.decide(decisions.set_speaker(who))

        names = {key: one.name for key, one in speakers.items()}
        self.push_screen(Picker("Speaker", names, few=self.few, offer="somebody new"), take)

    def action_topics(self) -> None:
        """Ask what it is about."""
        topics = decisions.list_topics(self.review.file)

        def take(keys: str | None) -> None:
            if keys is not None:
                chosen = [
                    topics.get(key) or Topic("", key.removeprefix(NEW)) for key in keys.splitlines()
                ]
                self.decide(decisions.set_topics(chosen))

        if quote := self.review.quote:
            had = [topic.id for topic in quote.topics]
            names = {key: one.label for key, one in topics.items()}
            title = "Topics: tab chooses several, enter ends"
            picker = SeveralPicker(title, names, had, few=self.few, offer="a new topic")
            self.push_screen(picker, take)

    def action_repeat(self) -> None:
        """Make the last decision on this quote, too."""
        if self._last:
            self.decide(self._last)
        else:
            self.tell("nothing to repeat yet")

    def action_repeat_on_all(self) -> None:
        """Make the last decision on all quotes of a speaker or cue, once their number is seen."""
        quote, decision = self.review.quote, self._last
        if not (quote and decision):
            self.tell("first decide on one quote; A then does the same to others like it")
            return

        alike = decisions.find_alike(self.review, quote)
        names = {name: f"{decision.what}: {label}" for name, (label, _) in alike.items()}

        def take(name: str | None) -> None:
            if name:
                self._try(lambda: self._decide_on_all(decision, alike[name][1]))
                self.read_again()

        self.push_screen(Picker("The last decision on all of", names, few=self.few), take)

    def _decide_on_all(self, decision: Decision, items: Sequence[Item]) -> None:
        count = self.review.decide(decision, items)
        self.tell(f"{decision.what}: {count:,}")
        if decision.settles:
            self._go_on()

    # Where to

    def action_go(self, by: int) -> None:
        """Go to the next quote, or to the one before."""

        def do() -> None:
            if not self.review.go(by):
                self.tell("this is the last quote" if by > 0 else "this is the first quote")

        self._try(do)
        self.read_again()

    def action_find(self) -> None:
        """Ask for words, and go to the next quote that has them."""

        def take(typed: str | None) -> None:
            words = [f" {word}" for word in fold_name(typed or "").split()]
            if words:
                self._try(lambda: self._find(words))
                self.read_again()

        self.push_screen(Prompt("Find"), take)

    def _find(self, words: Sequence[str]) -> None:
        def test(quote: Quote) -> bool:
            name = quote.speaker.name if quote.speaker else ""
            folded = f" {fold_name(f'{quote.excerpt} {name}')}"
            return all(word in folded for word in words)

        if not self.review.find(test):
            self.tell("no other quote has these words")

    def _step(self, move: Callable[[], Step | None], did: str) -> None:
        def do() -> None:
            step = move()
            self.tell(f"{did}: {step.what}" if step else f"nothing can be {did}")

        self._try(do)
        self.read_again()

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._step(self.review.undo, "undone")

    def action_redo(self) -> None:
        """Make the decision again that was undone last."""
        self._step(self.review.redo, "redone")

    def action_scroll(self, way: str) -> None:
        """Scroll the text."""
        getattr(self.query_one("#text"), way)(animate=False)

    def action_read_again(self) -> None:
        """Read the file again."""
        self.read_again()

    def action_help(self) -> None:
        """Show the keys."""
        from quotecli.tui.help import Help

        self.push_screen(Help(REVIEW_KEYS, few=self.few))
