"""One library in many threads: every answer is the one that a single thread gets."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from quotecli.criteria import Criteria
from quotecli.library.library import Library
from quotecli.library.loading import load
from tests.library.answers import answers, whole

THREADS = 8

Load = Callable[[], Library]


@pytest.fixture(params=["memory", "stored", "uncached"])
def fresh(request: pytest.FixtureRequest, folder: Path) -> Load:
    """Load a library of which nothing was asked: one statement, an index, or one in memory."""
    if request.param == "memory":
        return lambda: load(str(folder / "harbour.yaml"))
    load(str(folder))
    return lambda: load(str(folder), cache=request.param == "stored")


@pytest.fixture(autouse=True)
def hasty() -> Iterator[None]:
    """Threads that take turns much more often than usual."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def together(work: Callable[[int], Any], threads: int = THREADS) -> list[Any]:
    """Return what `work` returns in each of many threads that begin at once."""
    start = Barrier(threads)

    def run(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def test_threads_that_ask_everything_get_the_answers_of_one(fresh: Load) -> None:
    expected = answers(fresh())
    library = fresh()
    assert together(lambda _: answers(library) == expected, 4) == [True] * 4


def test_threads_that_ask_first_wait_for_what_is_made_then(fresh: Load) -> None:
    def ask(library: Library, _: int = 0) -> list[Any]:
        return [
            library.count_topics(),
            list(library.quotes(Criteria(search=("harbour",)), "relevance")),
            list(library.quotes(sort="length")),
        ]

    expected = ask(fresh())
    for _ in range(4):
        library = fresh()
        assert together(partial(ask, library)) == [expected] * THREADS


def test_half_read_iterators_go_on_in_other_threads(fresh: Load) -> None:
    library = fresh()
    expected = [whole(quote) for quote in library.quotes()]
    begun = [library.quotes() for _ in range(THREADS)]
    heads = [whole(next(quotes)) for quotes in begun]
    statements = [library.select() for _ in range(THREADS)]

    def go_on(number: int) -> tuple[list[Any], list[str]]:
        left = library.quotes()
        next(left)
        rest = [whole(quote) for quote in begun[number]]
        return [heads[number], *rest], [one.id for one in statements[number]]

    ids = list(library.statements)
    assert together(go_on) == [(expected, ids)] * THREADS


def test_threads_that_share_an_iterator_get_each_quote_once(tmp_path: Path) -> None:
    for name in "ab":
        quotes = "".join(f"- {{id: q{n}, kind: direct, excerpt: word{n}}}\n" for n in range(300))
        words = " ".join(f"word{n}" for n in range(300))
        text = f"title: {name}\ntext: {words}\nquotes:\n{quotes}"
        tmp_path.joinpath(f"{name}.yaml").write_text(text, encoding="utf-8")
    library = load(str(tmp_path))
    shared = library.quotes()
    found = [(one.statement, one.id) for part in together(lambda _: list(shared)) for one in part]
    assert sorted(found) == sorted((one.statement, one.id) for one in library.quotes())


def test_tasks_that_take_turns_get_the_answers_of_one(fresh: Load) -> None:
    library = fresh()
    expected = [whole(quote) for quote in fresh().quotes()]

    async def ask() -> list[Any]:
        found = []
        for quote in library.quotes():
            found.append(whole(quote))
            await asyncio.sleep(0)
        return found

    async def main() -> list[list[Any]]:
        return list(await asyncio.gather(*[ask() for _ in range(20)]))

    assert asyncio.run(main()) == [expected] * 20


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts files in /proc")
def test_short_threads_leave_no_file_open(fresh: Load) -> None:
    library = fresh()

    def begin(_: int = 0) -> None:
        next(library.quotes())

    together(begin)
    before = list_open_files()
    for _ in range(50):
        thread = Thread(target=begin)
        thread.start()
        thread.join()
    assert len(list_open_files()) <= len(before)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts files in /proc")
def test_a_library_without_references_leaves_no_file_open(fresh: Load) -> None:
    gc.collect()  # those that other tests have left
    before = list_open_files()
    together(lambda _: next(fresh().quotes()))
    gc.collect()
    assert list_open_files() == before


def list_open_files() -> list[str]:
    folder = "/proc/self/fd"
    names = [os.path.realpath(f"{folder}/{number}") for number in os.listdir(folder)]
    return [name for name in names if ".db" in name]


def test_a_web_server_answers_the_same_at_1_and_at_64_at_once(fresh: Load) -> None:
    library = fresh()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = library.lines(Criteria(search=(self.path[1:],)))
            body = f"{list(found)} {library.count_speakers()}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    def ask(number: int) -> bytes:
        word = ("harbour", "quay", "herring", "nothing")[number % 4]
        client = HTTPConnection("127.0.0.1", server.server_port)
        client.request("GET", f"/{word}")
        return client.getresponse().read()

    ThreadingHTTPServer.request_queue_size = 64
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        expected = [ask(number) for number in range(64)]
        found = together(ask, 64)
        server.shutdown()
        thread.join()
    assert found == expected
