"""Questions that are answered in threads of their own, so that no key waits for an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple


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
    answered first. `deliver` is called from the thread.
    """

    def __init__(self, name: str, deliver: Callable[[Answer], None]) -> None:
        self._deliver = deliver
        self._waiting: dict[str, _Question] = {}
        self._order: list[str] = []
        self._asking = ""
        self._changed = threading.Condition()
        self._ended = False
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def ask(self, kind: str, ask: Callable[[], Any], take: Callable[[Any], None]) -> None:
        """Have `ask` called in the thread, and its answer delivered for `take`."""
        with self._changed:
            if kind not in self._order:
                self._order.append(kind)
            self._waiting[kind] = _Question(ask, take)
            self._changed.notify_all()

    def drop(self, kind: str) -> None:
        """Take back a question that waits or is being asked."""
        with self._changed:
            self._waiting.pop(kind, None)
            if self._asking == kind:
                self._asking = ""

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
            self._changed.notify_all()

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
                # A later question of the same kind replaces this one, or it was taken back.
                stale = kind in self._waiting or self._asking != kind or self._ended
                if not stale:
                    self._deliver(answer)
                self._asking = ""


def _answer(question: _Question) -> Answer:
    try:
        return Answer(question.ask(), None, question.take)
    except Exception as error:  # passed on to the screen, which tells it or ends with it
        return Answer(None, error, question.take)
