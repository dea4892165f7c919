"""The work of a worker process: answer tasks until the process that started it is gone."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from multiprocessing.connection import Connection
from queue import SimpleQueue
from traceback import format_exc

from quotecli.signals import CLOSED_PIPE, ENDING_SIGNALS


def serve(connection: Connection, parents_end: Connection) -> None:
    """Answer tasks until the parent is gone; interrupts are left to the parent.

    `connection` carries the tasks and their answers; `parents_end` is its other end, which a
    forked worker has too.
    """
    parents_end.close()
    for number in ENDING_SIGNALS | CLOSED_PIPE:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    tasks: SimpleQueue[bytes] = SimpleQueue()

    def receive() -> None:
        # In a thread of its own, so that the parent never waits for a worker that waits for it.
        try:
            while True:
                tasks.put(connection.recv_bytes())
        finally:
            os._exit(1)

    threading.Thread(target=receive, daemon=True).start()
    while True:
        connection.send_bytes(_answer(tasks.get()))


def _answer(message: bytes) -> bytes:
    """Return what becomes of a task, pickled: its result, or its error and the traceback."""
    try:
        work, part = pickle.loads(message)
        return pickle.dumps((work(part), None, ""), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:
        trace = format_exc()
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            error = RuntimeError(repr(error))
        return pickle.dumps((None, error, trace))
