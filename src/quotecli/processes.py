"""Processes that work for another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

Part = TypeVar("Part")
Made = TypeVar("Made")


def in_order(work: Callable[[Part], Made], parts: Iterable[Part], jobs: int) -> Iterator[Made]:
    """What `work`, a function of a module, makes of parts, in order, on as many processes as there are jobs.

    No more parts are taken ahead than keep every process busy, so that memory does not grow with their number. Where
    somebody ends the processes, this one does the rest itself.
    """
    if jobs == 1:
        yield from map(work, parts)
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    ahead: deque[tuple[Part, Future[Made]]] = deque()

    def taken() -> Made:
        part, future = ahead.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            return work(part)

    with ProcessPoolExecutor(jobs, mp_context=_context(), initializer=follow_the_parent) as pool:
        try:
            for part in parts:
                try:
                    ahead.append((part, pool.submit(work, part)))
                except BrokenProcessPool:
                    while ahead:
                        yield taken()
                    yield work(part)
                if len(ahead) > jobs + 1:
                    yield taken()
            while ahead:
                yield taken()
        finally:
            pool.shutdown(cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> BaseContext:
    """How processes are started: forking is much the fastest, and safe where this one has no threads."""
    import multiprocessing
    import os
    import threading

    forks = os.name == "posix" and "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def follow_the_parent() -> None:
    """Leave interrupts to the parent, and end when it does, however it does."""
    import multiprocessing
    import os
    import signal
    import threading
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
