"""Processes that work for another one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

Part = TypeVar("Part")
Made = TypeVar("Made")


def in_order(
    work: Callable[[Part], Made], parts: Iterable[Part], jobs: int
) -> Generator[Made, None, None]:
    """What `work`, a function of a module, makes of parts, in order, on as many processes as there
    are jobs.

    No more parts are taken ahead than keep every process busy, so that memory does not grow with
    their number. Where somebody ends the processes, or none can be had, this one does the rest
    itself.
    """
    rest = iter(parts)
    if jobs > 1:
        yield from _in_processes(work, rest, jobs)
    yield from map(work, rest)


def _in_processes(
    work: Callable[[Part], Made], parts: Iterator[Part], jobs: int
) -> Generator[Made, None, None]:
    """What `work` makes of parts; it ends before its time where processes end before theirs, or
    cannot be started.
    """
    import multiprocessing
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

    others, context = multiprocessing.active_children(), _context()
    try:
        pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=follow_the_parent)
    except (OSError, NotImplementedError, ImportError):
        return  # this system has no semaphores
    try:
        for part in parts:
            try:
                with starting(forks=context.get_start_method() == "fork"):
                    ahead.append((part, pool.submit(work, part)))
            except (BrokenProcessPool, OSError):
                while ahead:
                    yield taken()
                yield work(part)
                return
            if len(ahead) > jobs + 1:
                yield taken()
        while ahead:
            yield taken()
    finally:
        pool.shutdown(cancel_futures=True)
        # Where not all could be started nobody would ever tell those that were to end.
        for process in set(multiprocessing.active_children()).difference(others):
            process.kill()
            process.join()


@contextmanager
def starting(*, forks: bool = True) -> Iterator[None]:
    """What is to be done around the start of processes that call follow_the_parent().

    No signal comes before they know what to do with it, nor while only some of them are there; and
    the threads that serve them do not end this process where a process has gone that they write to.
    Where processes are not forked they do not import the program that this is part of: it may be a
    script that does all its work then.
    """
    import signal
    import sys
    from types import ModuleType

    main = sys.modules["__main__"]
    if not forks:
        sys.modules["__main__"] = ModuleType("__main__")
    blocks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ends("SIGPIPE")) if blocks else set()
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if blocks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def processors() -> int:
    """How many processors this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> BaseContext:
    """How processes are started: forking is much the fastest, and safe where this one has no
    threads.
    """
    import multiprocessing
    import os
    import threading

    forks = (
        os.name == "posix"
        and "fork" in multiprocessing.get_all_start_methods()
        and threading.active_count() == 1
    )
    return multiprocessing.get_context("fork" if forks else "spawn")


def follow_the_parent() -> None:
    """Leave interrupts to the parent, and end when it does, however it does."""
    import multiprocessing
    import os
    import signal
    import threading
    from multiprocessing.connection import wait

    for number in _ends():
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ends("SIGPIPE"))
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _ends(*more: str) -> set[int]:
    """The signals that ask a process to end, and more by name, as far as the system has them."""
    import signal

    return {
        getattr(signal, name)
        for name in ("SIGINT", "SIGTERM", "SIGHUP", *more)
        if hasattr(signal, name)
    }
