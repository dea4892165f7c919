"""Questions in threads: of each kind the latest is answered, and nothing stale arrives."""

from __future__ import annotations

import threading
from queue import Queue

from quotecli.tui.background import Answer, Background


def test_only_the_latest_of_a_kind_is_answered() -> None:
    answers: Queue[Answer] = Queue()
    started, gate = threading.Event(), threading.Event()
    background = Background("test", answers.put)

    def slow() -> str:
        started.set()
        gate.wait(60)
        return "first"

    background.ask("list", slow, print)
    assert started.wait(60)
    assert background.busy
    background.ask("list", lambda: "second", print)
    background.ask("count", lambda: "count", print)
    background.ask("list", lambda: "third", print)
    gate.set()
    assert [answers.get(timeout=60).value for _ in range(2)] == ["third", "count"]
    background.end()
    assert answers.empty()


def test_what_is_taken_back_does_not_arrive() -> None:
    answers: Queue[Answer] = Queue()
    started, gate = threading.Event(), threading.Event()
    background = Background("test", answers.put)

    def slow() -> str:
        started.set()
        gate.wait(60)
        return "dropped"

    background.ask("text", slow, print)
    assert started.wait(60)
    background.drop("text")
    background.ask("list", lambda: "list", print)
    gate.set()
    assert answers.get(timeout=60).value == "list"
    background.end()


def test_an_error_arrives_as_one() -> None:
    answers: Queue[Answer] = Queue()
    background = Background("test", answers.put)
    background.ask("list", lambda: 1 / 0, print)
    assert isinstance(answers.get(timeout=60).error, ZeroDivisionError)
    background.end()
