"""The pool of worker processes: order, look-ahead, and every way a process can end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from quotecli import processes
from quotecli.errors import Place, Problem, StatementError
from quotecli.processes import map_in_order

posix = pytest.mark.skipif(os.name != "posix", reason="ends processes as Unix does")
FOR_EVER = 1200.0  # seconds that nobody waits for
both_ways = pytest.mark.parametrize("way", ["fork", "spawn"])

# Start of a program that maps over parts; with a second thread its workers are spawned, not forked.
PROGRAM = """\
import os, signal, sys, threading, time
import quotecli.processes as processes
from quotecli.errors import QuotecliError
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
if sys.argv[1] == "spawn":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
from tests import test_processes as works
"""


@pytest.fixture(autouse=True)
def _no_worker_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def double(number: int) -> int:
    return 2 * number


def fail(number: int) -> int:
    if number == 7:
        raise KeyError(number)
    return number


def fail_in_a_file(number: int) -> int:
    raise StatementError([Problem("yaml", "not YAML", Place("a.yaml", number), "mend it")])


class _Unpicklable(Exception):
    def __init__(self, *, reason: Callable[[], str]) -> None:
        super().__init__(reason())
        self.reason = reason


def fail_oddly(number: int) -> int:
    raise _Unpicklable(reason=lambda: f"odd {number}")


def return_a_function(number: int) -> Callable[[], int]:
    return lambda: number


def in_a_worker() -> bool:
    return multiprocessing.parent_process() is not None


def die_at_once(part: str) -> str:
    kill_this_process()
    return part


def die_at_b(part: str) -> str:
    if part.startswith("b"):
        kill_this_process()
    return part


def die_while_answering(part: str) -> str:
    if part.startswith("a"):
        time.sleep(FOR_EVER)  # the parent waits for this answer, and does not take the other one
    elif part.startswith("b"):
        threading.Timer(0.1, kill_this_process).start()
        return part * 20
    return part


def die_when_idle(part: str) -> str:
    if part.startswith("a"):
        time.sleep(FOR_EVER)
    elif part.startswith("d"):
        threading.Timer(0.1, kill_this_process).start()
    return part[0]


def kill_this_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def sleep(part: str) -> str:
    time.sleep(FOR_EVER)
    return part


def run_program(
    tmp_path: Path, way: str, body: str, **options: Any
) -> subprocess.CompletedProcess[str]:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM + body)
    return subprocess.run(
        [sys.executable, script, way],
        capture_output=True,
        text=True,
        timeout=FOR_EVER / 2,
        check=False,
        env=environment(),
        **options,
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_and_parts_are_not_taken_far_ahead(jobs: int) -> None:
    taken: list[int] = []

    def parts() -> Iterator[int]:
        for number in range(50):
            taken.append(number)
            yield number

    results = map_in_order(double, parts(), jobs)
    assert next(results) == 0
    assert len(taken) <= 3 * jobs + 1
    assert list(results) == [2 * number for number in range(1, 50)]


def test_no_more_processes_are_started_than_there_are_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = []
    start = processes._start_worker

    def count() -> processes.Worker:
        started.append(start())
        return started[-1]

    monkeypatch.setattr(processes, "_start_worker", count)
    assert list(map_in_order(double, [1, 2], 8)) == [2, 4]
    assert len(started) == 2


@posix
@pytest.mark.parametrize(
    ("way", "work"),
    [
        ("fork", "die_at_once"),
        ("fork", "die_at_b"),
        ("fork", "die_while_answering"),
        ("fork", "die_when_idle"),
        ("spawn", "die_at_once"),
        ("spawn", "die_while_answering"),
    ],
)
def test_a_killed_worker_is_an_error_and_nobody_waits_for_it(
    tmp_path: Path, way: str, work: str
) -> None:
    body = f"""
try:
    for _ in processes.map_in_order(works.{work}, [one * 300_000 for one in 'abcd'], 2): pass
except QuotecliError as error:
    print(error, "|", error.hint)
print(processes.multiprocessing.active_children())
"""
    done = run_program(tmp_path, way, body)
    hint = "memory may have run out: free some, or use fewer processes, and try again"
    assert done.stderr == ""
    assert done.stdout == f"a worker process was killed | {hint}\n[]\n"
    assert done.returncode == 0


@posix
@both_ways
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path, way: str) -> None:
    body = """
def parts():
    yield from "abcd"
    os.kill(os.getpid(), signal.SIGKILL)
list(processes.map_in_order(works.sleep, parts(), 3))
"""
    # Workers hold the other end of the pipe too: it is read to its end only when they are gone.
    done = run_program(tmp_path, way, body)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGKILL, "", "")


@posix
@pytest.mark.parametrize(
    ("way", "how"),
    [
        ("fork", signal.SIGINT),
        ("fork", signal.SIGTERM),
        ("fork", signal.SIGHUP),
        ("spawn", signal.SIGINT),
    ],
)
def test_a_signal_to_all_leaves_no_worker_and_no_word_of_theirs(
    tmp_path: Path, way: str, how: signal.Signals
) -> None:
    body = f"""
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda number, _: sys.exit(100 + number))
start = processes._start_worker
def start_and_signal():
    worker = start()
    os.killpg(os.getpid(), {int(how)})  # while some have been started
    return worker
processes._start_worker = start_and_signal
list(processes.map_in_order(works.sleep, "abcd", 3))
"""
    done = run_program(tmp_path, way, body, start_new_session=True)
    assert (done.returncode, done.stdout, done.stderr) == (100 + how, "", "")


@posix
@both_ways
def test_results_not_yet_read_do_not_hold_up_the_end_of_the_program(
    tmp_path: Path, way: str
) -> None:
    body = "results = processes.map_in_order(works.sleep, 'abcd', 2)\n"
    body += "signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))\n"
    body += "threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()\n"
    body += "next(results)"
    done = run_program(tmp_path, way, body)
    assert (done.returncode, done.stdout, done.stderr) == (5, "", "")


def test_what_the_work_raises_is_raised_here_and_says_where() -> None:
    results = map_in_order(fail, range(20), 2)
    assert [next(results) for _ in range(7)] == list(range(7))
    with pytest.raises(KeyError, match="7") as caught:
        next(results)
    assert "in fail" in str(caught.value.__cause__)
    with pytest.raises(StatementError) as refused:
        list(map_in_order(fail_in_a_file, [3, 4], 2))
    assert (str(refused.value), refused.value.hint) == ("a.yaml:3: not YAML", "mend it")
    assert len(refused.value.problems) == 1


def test_what_cannot_be_sent_is_an_error_too() -> None:
    with pytest.raises(RuntimeError, match="odd 1"):
        list(map_in_order(fail_oddly, [1, 2], 2))
    with pytest.raises(Exception, match=r"(?i)pickl|local object"):
        list(map_in_order(return_a_function, [1, 2], 2))
    with pytest.raises(Exception, match=r"(?i)pickl|local object"):
        list(map_in_order(double, [lambda: 1, 2], 2))  # type: ignore[arg-type]  # on purpose


def test_results_that_nobody_wants_leave_no_worker() -> None:
    results = map_in_order(sleep_a_little, range(20), 2)
    next(results)
    assert len(multiprocessing.active_children()) == 2
    results.close()


def sleep_a_little(number: int) -> int:
    time.sleep(0.01)
    return number


@pytest.mark.parametrize("after", [0, 1, 2])
def test_with_fewer_processes_than_wanted_the_rest_do_the_work(
    monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    start, left = multiprocessing.process.BaseProcess.start, iter(range(after))

    def refuse(self: multiprocessing.process.BaseProcess) -> None:
        if next(left, None) is None:
            raise BlockingIOError("Resource temporarily unavailable")
        start(self)

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", refuse)
    assert list(map_in_order(double, range(20), 3)) == [2 * number for number in range(20)]


def map_in_a_daemon(connection: Any) -> None:
    connection.send(list(map_in_order(double, range(9), 2)))


def test_a_daemon_which_may_have_no_children_does_the_work_itself() -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=map_in_a_daemon, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    assert ours.recv() == [2 * number for number in range(9)]
    process.join()


def test_threads_that_start_workers_leave_the_main_module_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    main, found = sys.modules["__main__"], []
    together = threading.Barrier(3)
    start = multiprocessing.context.SpawnProcess.start

    def start_together(process: multiprocessing.context.SpawnProcess) -> None:
        with suppress(threading.BrokenBarrierError):  # they do not meet, for one waits for another
            together.wait(0.2)
        start(process)

    def work() -> None:
        found.append(list(map_in_order(double, [1, 2], 2)))

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", start_together)
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sys.modules["__main__"] is main
    assert found == [[2, 4]] * 3


@posix
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_forked_process_does_not_end_the_workers_of_its_parent() -> None:
    results = map_in_order(double, range(50), 2)
    assert next(results) == 0
    child = os.fork()
    if not child:
        results.close()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert list(results) == [2 * number for number in range(1, 50)]
