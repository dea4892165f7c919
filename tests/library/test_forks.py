"""A forked process answers as its parent does, with a connection of its own."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from quotecli.errors import QuotecliError
from quotecli.library.library import Library
from quotecli.library.loading import load
from tests.conftest import HARBOUR
from tests.library.answers import answers, whole

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks"),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]


def in_child(work: Callable[[], Any]) -> Any:
    """Return what `work` returns, or the error that it raises, in a forked process."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(600)  # rather than wait for ever
        try:
            found = work()
        except BaseException as error:
            found = error
        with open(theirs, "wb") as stream:
            pickle.dump(found, stream)
        gc.collect()
        os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as stream:
        data = stream.read()
    assert os.waitpid(child, 0)[1] == 0
    return pickle.loads(data)


@pytest.fixture(params=["memory", "stored", "uncached"])
def library(request: pytest.FixtureRequest, folder: Path) -> Library:
    """One statement, an index, or an index in memory."""
    if request.param == "memory":
        return load(str(folder / "harbour.yaml"))
    return load(str(folder), cache=request.param == "stored")


def test_a_child_answers_as_its_parent_does(library: Library) -> None:
    begun = library.quotes()
    first = next(begun)
    expected = answers(library)
    assert in_child(lambda: answers(library)) == expected
    assert in_child(lambda: in_child(lambda: answers(library))) == expected
    assert answers(library) == expected
    assert [first, *begun] == list(library.quotes())


def test_a_child_answers_when_threads_ask_its_parent(library: Library) -> None:
    def ask() -> list[Any]:
        return [*map(whole, library.quotes()), *library.count_topics()]

    def go_on() -> None:
        while not stop.is_set():
            ask()

    expected, stop = ask(), Event()
    threads = [Thread(target=go_on) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(5):
            assert in_child(ask) == expected
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_an_iterator_of_the_parent_does_not_go_on_in_the_child(folder: Path) -> None:
    library = load(str(folder))
    begun = library.quotes()
    expected = [whole(quote) for quote in library.quotes()]
    error = in_child(lambda: list(begun))
    assert isinstance(error, QuotecliError)
    assert "forked" in str(error)
    assert [whole(quote) for quote in begun] == expected


def test_the_parent_keeps_its_lock_when_a_child_ends(folder: Path, cache: Path) -> None:
    library = load(str(folder))
    (path,) = cache.glob("**/*.db")
    in_child(library.count)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        raise in_child(lambda: sqlite3.connect(path, timeout=0).execute("BEGIN EXCLUSIVE"))
    assert library.count() == 6


def test_a_child_loads_again_what_has_changed(folder: Path, cache: Path) -> None:
    library = load(str(folder))
    begun = library.quotes()
    expected = answers(library)
    path = folder / "harbour.yaml"
    path.write_text(HARBOUR.replace("will grow", "will go"), encoding="utf-8")
    new = load(str(folder))
    assert in_child(lambda: answers(library)) == answers(new) != expected
    assert answers(library) == expected
    assert len(list(begun)) == 6
