"""Processes that work for another one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def starting() -> Iterator[None]:
    """What is to be done around the start of processes that call follow_the_parent().

    No signal comes before they know what to do with it, nor while only some of them are there; and the threads that
    serve them do not end this process where a process has gone that they write to. Where processes are not forked they
    do not import the program that this is part of: it may be a script that does all its work then.
    """
    import signal
    import sys
    from types import ModuleType

    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    blocks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ends("SIGPIPE")) if blocks else set()
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if blocks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


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

    return {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", *more) if hasattr(signal, name)}
