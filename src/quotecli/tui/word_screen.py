"""The text as words with a cursor: where a quote is split, and what a new quote is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from quotecli.model import Quote, Span
from quotecli.render.view import View
from quotecli.tui.passage import make_passage
from quotecli.tui.rows import TextRows
from quotecli.tui.style import OFFSET
from quotecli.tui.word_edges import find_sentences, find_words

_MARKABLE = 4_000  # code points before and after a quote that can be marked


class Choice(NamedTuple):
    """What is chosen in the words: a quote split before them, or a new one made of them."""

    what: Literal["split", "new"]
    words: Span


class WordScreen(ModalScreen[Choice]):
    """Asks for words of the text; gives what is to be done with them, or None.

    It is modal: the keys that decide on a quote do nothing here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,v", "mark", "Mark from here", key_display="space"),
        Binding("enter", "choose('new')", "New quote", priority=True),
        Binding("vertical_line,s", "choose('split')", "Split here", key_display="s"),
        Binding("escape,q,w", "dismiss(None)", "Back", key_display="esc"),
        Binding("left,h", "move(-1)", "Word back", show=False),
        Binding("right,l", "move(1)", "Word on", show=False),
        Binding("up,k", "turn(-1)", "Sentence back", show=False),
        Binding("down,j", "turn(1)", "Sentence on", show=False),
        Binding("home,g", "jump(0)", "First", show=False),
        Binding("end,G", "jump(-1)", "Last", show=False),
    ]

    DEFAULT_CSS = """
    WordScreen { background: ansi_default; layout: vertical; }
    WordScreen > #title { height: 1; padding: 0 1; text-style: bold; }
    WordScreen > #words { height: 1fr; padding: 0 1; border-top: solid ansi_default; }
    """

    def __init__(
        self, quote: Quote, near: Sequence[Quote], text: str, view: View, *, few_colours: bool
    ) -> None:
        """Show a text with a quote and those near it; the cursor begins at the quote."""
        super().__init__()
        self._quote, self._near, self._text, self._view = quote, near, text, view
        self._few_colours = few_colours
        spans = quote.anchor.spans or (Span(0, 0),)
        area = Span(max(0, spans[0].start - _MARKABLE), min(len(text), spans[-1].end + _MARKABLE))
        self._words = find_words(text, area)
        places = [number for number, word in enumerate(self._words) if word.start >= spans[0].start]
        self._at = places[0] if places else 0
        self._begun: int | None = None

    def compose(self) -> ComposeResult:
        yield Static("Words: space marks from here, enter makes a quote of them", id="title")
        yield TextRows(few_colours=self._few_colours, id="words", can_focus=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self._show()

    @property
    def _marked(self) -> Span:
        """The words from where the marking began to the cursor; the one at the cursor alone."""
        ends = sorted((self._at, self._at if self._begun is None else self._begun))
        return Span(self._words[ends[0]].start, self._words[ends[1]].end)

    def _show(self) -> None:
        passage = make_passage(
            self._quote,
            self._near,
            self._text,
            self._view,
            word_spans=self._words,
            marked=self._marked if self._words else None,
        )
        self.query_one(TextRows).show_lines(*passage)

    def _go(self, at: int) -> None:
        self._at = max(0, min(at, len(self._words) - 1))
        self._show()

    def action_move(self, by: int) -> None:
        """Move the cursor by a word."""
        self._go(self._at + by)

    def action_turn(self, by: int) -> None:
        """Move the cursor to the beginning of a sentence, the next one or one before."""
        starts = find_sentences(self._text, self._words)
        if by > 0:
            self._go(next((one for one in starts if one > self._at), len(self._words) - 1))
        else:
            self._go(next((one for one in reversed(starts) if one < self._at), 0))

    def action_jump(self, at: int) -> None:
        """Move the cursor to the first word, or to the last."""
        self._go(at % max(1, len(self._words)))

    def action_mark(self) -> None:
        """Mark from the word at the cursor on, or nothing more."""
        self._begun = self._at if self._begun is None else None
        self._show()

    def action_choose(self, what: Literal["split", "new"]) -> None:
        """Give the words that are marked."""
        if self._words:
            words = self._marked if what == "new" else self._words[self._at]
            self.dismiss(Choice(what, words))

    # The mouse: a click moves the cursor, and words are marked while a button is held.

    def on_mouse_down(self, event: events.MouseDown) -> None:
        at = self._find_word(event)
        if at is not None:
            self._begun = None
            self._go(at)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        at = self._find_word(event) if event.button else None
        if at is not None and at != self._at:
            self._begun = self._at if self._begun is None else self._begun
            self._go(at)

    def _find_word(self, event: events.MouseEvent) -> int | None:
        """Return the number of the word at the mouse; None if there is none."""
        offset = event.style.meta.get(OFFSET)
        if offset is None:
            return None
        return next(
            (n for n, word in enumerate(self._words) if word.start <= offset < word.end), None
        )
