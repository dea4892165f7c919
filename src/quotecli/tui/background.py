"""Questions that are answered in threads of their own, so that no key waits for an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from quotecli.library.database import StoppedError


class Answer(NamedTuple):
    """What a question brought, or the error that it raised, and who is waiting for it."""

    value: Any
    error: Exception | None
    take: Callable[[Any], None]


class _Question(NamedTuple):
    ask: Callable[[], Any]
    take: Callable[[Any], None]


class Background:
    """A thread that answers questions, of each kind only the latest.

    A question takes the place of one of its kind that waits, and the answer to one that is being
    asked is dropped when another of its kind has come. Kinds that were first asked first are
    answered first. `deliver` is called from the thread; `stop` is called with the thread to stop
    what it asks when nobody waits for the answer any more.
    """

    def __init__(
        self,
        name: str,
        deliver: Callable[[Answer], None],
        stop: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._deliver, self._stop = deliver, stop
        self._waiting: dict[str, _Question] = {}
        self._order: list[str] = []
        self._asking = ""
        self._changed = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, kind: str, ask: Callable[[], Any], take: Callable[[Any], None]) -> None:
        """Have `ask` called in the thread, and its answer delivered for `take`."""
        with self._changed:
            if kind not in self._order:
                self._order.append(kind)
            self._waiting[kind] = _Question(ask, take)
            if self._asking == kind:
                self._stop_asking()
            self._changed.notify_all()

    def drop(self, *kinds: str) -> None:
        """Take back the questions of some kinds that wait or are being asked."""
        with self._changed:
            for kind in kinds:
                self._waiting.pop(kind, None)
            if self._asking in kinds:
                self._stop_asking()

    @property
    def busy(self) -> bool:
        """True while a question waits or is being asked."""
        with self._changed:
            return bool(self._waiting or self._asking)

    def end(self) -> None:
        """Answer nothing more."""
        with self._changed:
            self._ended = True
            self._waiting.clear()
            if self._asking:
                self._stop_asking()
            self._changed.notify_all()

    def _stop_asking(self) -> None:
        # While the lock is held, the thread cannot go on to another question.
        self._asking = ""
        if self._thread.ident:
            self._stop(self._thread.ident)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._waiting)
                if self._ended:
                    return
                kind = next(kind for kind in self._order if kind in self._waiting)
                question, self._asking = self._waiting.pop(kind), kind
            answer = _answer(question)
            with self._changed:
                # Unless a later question of the same kind has come, or this one was taken back.
                if answer and self._asking == kind:
                    self._deliver(answer)
                self._asking = ""


def _answer(question: _Question) -> Answer | None:
    try:
        return Answer(question.ask(), None, question.take)
    except StoppedError:
        return None
    except Exception as error:  # passed on to the screen, which tells it or ends with it
        return Answer(None, error, question.take)
