"""The keys of a review that decide: on a quote, on all like it, and what undoes that."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from textual.events import Event, InputEvent, Key

from quotecli.errors import QuotecliError
from quotecli.model import Quote, Speaker, Topic
from quotecli.tui import decisions, reshaping
from quotecli.tui.app import QuoteApp
from quotecli.tui.picker import NEW, Picker, SeveralPicker
from quotecli.tui.prompt import Prompt
from quotecli.tui.reviewing import Decision, Item, Review, Step
from quotecli.tui.word_edges import End

_LEAVING = {"q", "ctrl+q", "ctrl+c"}


class DecidingApp(QuoteApp):
    """A full screen on which decisions are made, each in its file when the next quote shows."""

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self._last: Decision | None = None
        self._shown_since = math.inf

    def note_shown(self) -> None:
        """Note that the first quote is being drawn: what was typed before decides nothing."""
        self._shown_since = Event().time

    async def on_event(self, event: Event) -> None:
        """Handle an event, unless it is one of the keyboard or the mouse from before that.

        A key that leaves is always heard: nothing is decided by it.
        """
        is_early = isinstance(event, InputEvent) and event.time < self._shown_since
        if not is_early or (isinstance(event, Key) and event.key in _LEAVING):
            await super().on_event(event)

    def attempt(self, do: Callable[[], None]) -> bool:
        """Do something; if it is refused, tell why, and show the quote as it is now."""
        try:
            do()
        except QuotecliError as error:
            self.tell_error(error)
            return False
        return True

    def decide(self, decision: Decision) -> bool:
        """Write a decision on the current quote, and go on if that ends its review.

        Returns False if it is refused.
        """

        def do() -> None:
            self.review.decide(decision)
            if decision.repeats:
                self._last = decision
            if decision.settles:
                self._go_on()

        if self.review.quote is None:
            self.tell("this quote is not in its file any more", error=True)
            return False
        is_done = self.attempt(do)
        self.read_again()
        return is_done

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
        self.decide(reshaping.move_end(end, by))

    def action_join(self) -> None:
        """Join with the next quote in the text."""
        self.decide(reshaping.join_next())

    def action_note(self) -> None:
        """Ask for the note."""

        def take(note: str | None) -> None:
            if note is not None:
                self.decide(decisions.set_note(note.strip()))

        if quote := self.review.quote:
            self.push_screen(Prompt("Note", quote.note), take)

    def action_speaker(self) -> None:
        """Ask who said it."""
        speakers = self.review.file.statement.speakers

        def take(key: str | None) -> None:
            if key:
                who = speakers.get(key) or Speaker("", key.removeprefix(NEW))
                self.decide(decisions.set_speaker(who))

        names = {key: one.name for key, one in speakers.items()}
        self.push_screen(
            Picker("Speaker", names, few_colours=self.few_colours, offer="somebody new"), take
        )

    def action_topics(self) -> None:
        """Ask what it is about."""
        topics = self.review.file.statement.topics

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
            picker = SeveralPicker(
                title, names, had, few_colours=self.few_colours, offer="a new topic"
            )
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
                self.attempt(lambda: self._decide_on_all(decision, alike[name][1]))
                self.read_again()

        self.push_screen(
            Picker("The last decision on all of", names, few_colours=self.few_colours), take
        )

    def _decide_on_all(self, decision: Decision, items: Sequence[Item]) -> None:
        count = self.review.decide(decision, items)
        self.tell(f"{decision.what}: {count:,}")
        if decision.settles:
            self._go_on()

    def _step(self, move: Callable[[], Step | None], did: str) -> None:
        def do() -> None:
            step = move()
            self.tell(f"{did}: {step.what}" if step else f"nothing can be {did}")

        self.attempt(do)
        self.read_again()

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._step(self.review.undo, "undone")

    def action_redo(self) -> None:
        """Make the decision again that was undone last."""
        self._step(self.review.redo, "redone")
