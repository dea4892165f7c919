"""What the full-screen programs share: answers from threads, and what can be done with a quote."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import App, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.message import Message

from quotecli.errors import QuotecliError
from quotecli.text.escape import visible_line
from quotecli.tui.asking import Overview
from quotecli.tui.background import Answer
from quotecli.tui.copying import copy_text, has_clipboard
from quotecli.tui.opening import browser_command, editor_command, find_address, find_entry


class QuoteApp(App[int]):
    """A program on a full screen that shows a quote; it ends with an exit status.

    `copied` has what must be written when the screen is left, because the terminal may not have
    taken it.
    """

    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares it
        (0, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy(False)", "Copy"),
        Binding("C", "copy(True)", "Cite"),
        Binding("o", "open", "Source"),
        Binding("e", "edit", "Edit"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "leave(0)", "Quit"),
        Binding("ctrl+q", "leave(0)", "Quit", show=False, priority=True),
        Binding("ctrl+c", "leave(130)", "Quit", show=False, priority=True),
    ]

    class Answered(Message):
        """A question has its answer."""

        def __init__(self, answer: Answer) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self) -> None:
        # The colours of the terminal: its user chose them, on light or dark.
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.few_colours = self.console.color_system == "standard"
        self.copied: list[str] = []

    def show_overview(self) -> Overview | None:
        """Return the quote that is on the screen; None if there is none yet."""
        raise NotImplementedError

    def when_shown(self, act: Callable[[Overview], None]) -> None:
        """Call `act` with the quote that a key is meant for, as soon as it is on the screen."""
        if shown := self.show_overview():
            act(shown)

    def read_again(self) -> None:
        """Read the files again, which may have changed."""
        raise NotImplementedError

    def deliver(self, answer: Answer) -> None:
        """Pass an answer on, from any thread, to that of the screen."""
        self.post_message(self.Answered(answer))

    @on(Answered)
    def take(self, message: Answered) -> None:
        """Take an answer; show an error that the user can correct; any other is a bug."""
        error = message.answer.error
        if error is None:
            message.answer.take(message.answer.value)
        elif isinstance(error, QuotecliError):
            self.tell_error(error)
        else:
            raise error

    def tell(self, message: str, *, error: bool = False) -> None:
        """Show a message for a few seconds."""
        self.notify(
            visible_line(message), severity="error" if error else "information", markup=False
        )

    def tell_error(self, error: QuotecliError) -> None:
        """Show what is wrong, and what to do about it."""
        self.tell(f"{error}; {error.hint}" if error.hint else str(error), error=True)

    def action_copy(self, cited: bool) -> None:
        """Copy the words with their attribution, or what `quotecli cite` prints."""

        def copy(shown: Overview) -> None:
            self._copy(copy_text(shown.found.quote, shown.statement, cited=cited))
            self.tell("citation copied" if cited else "quote copied")

        self.when_shown(copy)

    def action_open(self) -> None:
        """Open the source of the quote in a browser, at its words."""
        self.when_shown(self._open)

    def _open(self, shown: Overview) -> None:
        address = find_address(shown.found.quote, shown.statement)
        command = browser_command(address)
        if not address:
            self.tell("the source has no web address", error=True)
        elif command:
            self.tell(f"opening {address}")
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        else:
            self._copy(address)
            self.tell(f"no browser here; copied {address}")

    def action_edit(self) -> None:
        """Open the file of the quote in the user's editor, at the quote; then read it again."""
        self.when_shown(
            lambda shown: self.run_beside(
                lambda: editor_command(find_entry(shown.found.quote, shown.statement))
            )
        )

    def run_beside(self, make_command: Callable[[], list[str]]) -> None:
        """Run a command that has the terminal to itself; then read the files again."""
        try:
            command = make_command()
            # An interrupt is for the command.
            before = signal.signal(signal.SIGINT, lambda *_: None)
            try:
                with self.suspend():
                    status = subprocess.call(command)
            finally:
                signal.signal(signal.SIGINT, before)
        except QuotecliError as error:
            self.tell_error(error)
            return
        except SuspendNotSupported:
            self.tell("this terminal cannot show another program meanwhile", error=True)
            return
        except OSError as error:
            self.tell(f"cannot run {command[0]}: {error.strerror}", error=True)
            return
        if status:
            self.tell(f"{command[0]} ended with status {status}", error=True)
        self.read_again()

    def action_help(self) -> None:
        """Show the keys."""
        from quotecli.tui.help import Help

        self.push_screen(Help(few_colours=self.few_colours))

    def action_leave(self, status: int) -> None:
        """Leave with an exit status."""
        self.exit(status)

    def _copy(self, text: str) -> None:
        self.copy_to_clipboard(text)
        if not has_clipboard():
            self.copied.append(text)
