"""Questions in threads: of each kind the latest is answered, and nothing stale arrives."""

from __future__ import annotations

import threading
from queue import Queue

import pytest

from quotecli.library.database import StoppedError
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


@pytest.mark.parametrize("how", ["asked anew", "dropped", "ended"])
def test_what_nobody_waits_for_is_stopped(how: str) -> None:
    answers: Queue[Answer] = Queue()
    started, stopped = threading.Event(), threading.Event()
    threads: list[int] = []

    def stop(thread: int) -> None:
        threads.append(thread)
        stopped.set()

    def slow() -> str:
        threads.append(threading.get_ident())
        started.set()
        assert stopped.wait(60)
        raise StoppedError

    background = Background("test", answers.put, stop)
    background.ask("count", slow, print)
    assert started.wait(60)
    if how == "asked anew":
        background.ask("count", lambda: "second", print)
    elif how == "dropped":
        background.drop("page", "count")
        background.ask("page", lambda: "second", print)
    if how == "ended":
        background.end()
        assert stopped.wait(60)
    else:
        assert answers.get(timeout=60).value == "second"
    assert threads[0] == threads[1]
    assert len(threads) == 2
    assert answers.empty()
    background.end()
