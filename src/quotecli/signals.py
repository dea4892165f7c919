"""The signals that end a program, and holding them back."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

# Windows lacks some of these signals; SIGTERM in their place does no harm.
ENDING_SIGNALS = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
CLOSED_PIPE = {getattr(signal, "SIGPIPE", signal.SIGTERM)}


@contextmanager
def hold_signals(signals: set[signal.Signals] = ENDING_SIGNALS) -> Iterator[None]:
    """Hold signals back from this thread; a SIGPIPE that arises meanwhile is dropped.

    On Windows, which cannot, they are not held.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        # This call raises what a signal raises that came just before it.
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        yield
    finally:
        if signals == CLOSED_PIPE <= signal.sigpending():
            signal.sigwait(signals)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
