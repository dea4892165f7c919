"""The pool of worker processes."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, TypeVar

from quotecli.errors import QuotecliError
from quotecli.signals import CLOSED_PIPE, hold_signals
from quotecli.worker import serve

Part = TypeVar("Part")
Result = TypeVar("Result")
Worker = tuple[BaseProcess, Connection]

# A worker that has further parts at hand need not wait while another one takes longer.
_PARTS_PER_WORKER = 3

# The functions of map_forked() that are at work.
_inherited: dict[int, Callable[[Any], Any]] = {}
_hiding = threading.RLock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_hiding.acquire, after_in_parent=_hiding.release, after_in_child=_hiding.release
    )


def map_in_order(
    work: Callable[[Part], Result], parts: Iterable[Part], jobs: int
) -> Generator[Result, None, None]:
    """Yield `work(part)` for each part, in order, computed by up to `jobs` worker processes.

    `work` must be a function of a module. Only a few parts per worker are taken in advance, so that
    memory does not grow with their number. If no process can be started, this one does the work.
    What `work` raises is raised here; raises QuotecliError if a worker is killed.
    """
    workers: list[Worker] = []
    pending: list[Worker] = []
    home = os.getpid()
    if jobs == 1 or multiprocessing.current_process().daemon:  # daemons must not have children
        jobs = 0

    try:
        for number, part in enumerate(parts):
            if len(workers) < jobs:
                try:
                    with hold_signals():
                        workers.append(_start_worker())
                except OSError:
                    jobs = len(workers)
            if not workers:
                yield work(part)
                continue
            if len(pending) == _PARTS_PER_WORKER * len(workers):
                yield _receive(pending.pop(0), workers)
            pending.append(workers[number % len(workers)])
            _send(pending[-1], (work, part))

        while pending:
            yield _receive(pending.pop(0), workers)
    finally:
        with hold_signals():
            # A process forked from this one has its workers, too, but must leave them alone.
            for process, _ in workers if os.getpid() == home else ():
                process.kill()
                process.join()


def map_forked(
    work: Callable[[Part], Result], parts: Iterable[Part], jobs: int
) -> Iterator[Result]:
    """Yield the same as map_in_order() for any function, even one that cannot be pickled.

    Forked workers inherit the function, and its changes to memory are lost with them. On systems
    that cannot fork, it is called in this process.
    """
    if jobs == 1 or not can_fork():
        return map(work, parts)
    key = id(work)
    _inherited[key] = work
    return _forget(key, map_in_order(_call_inherited, ((key, part) for part in parts), jobs))


def _call_inherited(task: tuple[int, Any]) -> Any:
    key, part = task
    return _inherited[key](part)


def _forget(key: int, results: Iterator[Result]) -> Iterator[Result]:
    try:
        yield from results
    finally:
        del _inherited[key]


def count_processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Return True if workers are forked, and so have what this process has."""
    return hasattr(os, "fork") and threading.active_count() == 1


def _start_worker() -> Worker:
    """Start a process, and return it with our end of a connection that nobody else holds.

    When either process dies, the other one reads the end of the stream. (A ProcessPoolExecutor may
    hang before Python 3.12: https://github.com/python/cpython/issues/94777.)
    """
    # Forking is much the fastest way to start a process, but safe only in one without threads.
    forks = can_fork()
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, ours), daemon=True)

    try:
        with nullcontext() if forks else _hide_main():
            process.start()
    finally:
        theirs.close()
    return process, ours


@contextmanager
def _hide_main() -> Iterator[None]:
    """Hide the main module: a spawned process would run it again, and it may be a script."""
    with _hiding:  # or another thread would take the empty module for the main one
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _send(worker: Worker, task: object) -> None:
    message = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
    with _report_death(), hold_signals(CLOSED_PIPE):  # which ends the command line
        worker[1].send_bytes(message)


def _receive(worker: Worker, workers: list[Worker]) -> Any:
    """Return the next result of a worker, or raise the error that it sends instead."""
    connection = worker[1]
    with _report_death():
        if connection not in wait([connection, *(process.sentinel for process, _ in workers)]):
            raise EOFError
        message = connection.recv_bytes()

    result, error, trace = pickle.loads(message)
    if error is not None:
        raise error from RuntimeError(f"in a worker process:\n{trace}")
    return result


@contextmanager
def _report_death() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError):
        hint = "memory may have run out: free some, or use fewer processes, and try again"
        raise QuotecliError("a worker process was killed", hint=hint) from None
