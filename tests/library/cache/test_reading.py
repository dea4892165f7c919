"""Several processes read files as one does, and nothing is lost if they cannot be started."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quotecli import processes
from quotecli.errors import QuotecliError
from quotecli.library.cache import reading
from quotecli.library.cache.entries import Entry
from quotecli.library.cache.reading import Wanted, read_entries
from quotecli.library.cache.values import decode_problems
from quotecli.store.codebook import Codebook, read_codebook
from tests.make import quote, tree, written


@pytest.fixture
def wanted(tmp_path: Path) -> list[Wanted]:
    """Files, some of them bad, some with a codebook."""
    book = tmp_path / "codebook.yaml"
    book.write_text("topics: {shared: {label: Shared}}")
    for number in range(12):
        content = written(
            tree("One two three.", quote("two", topics=["shared"] if number % 2 else []))
        )
        tmp_path.joinpath(f"f{number:02}.yaml").write_bytes(content if number % 5 else b"title: [")
    files = sorted(tmp_path.glob("f*.yaml"))
    return [Wanted(str(path), 1000, str(book)) for path in [*files, tmp_path / "nowhere.yaml"]]


@pytest.fixture
def books(tmp_path: Path, wanted: list[Wanted]) -> dict[str, Codebook]:
    path = str(tmp_path / "codebook.yaml")
    return {path: read_codebook(path)}


@pytest.fixture
def expected(wanted: list[Wanted], books: dict[str, Codebook]) -> list[Entry]:
    return [one for batch in read_entries(wanted, books) for one in batch]


@pytest.fixture(autouse=True)
def _no_process_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


@pytest.fixture
def spread(monkeypatch: pytest.MonkeyPatch, expected: list[Entry]) -> None:
    """As if the files were large, and three processors available."""
    monkeypatch.setattr(reading, "_MIN_PARALLEL", 0)
    monkeypatch.setattr(reading, "_CHUNK", 1500)
    monkeypatch.setattr(processes, "count_processors", lambda: 3)


def read(wanted: list[Wanted], books: dict[str, Codebook]) -> list[Entry]:
    return [one for batch in read_entries(wanted, books) for one in batch]


@pytest.mark.usefixtures("spread")
def test_on_several_processes_the_entries_are_the_same_in_the_same_order(
    wanted: list[Wanted], books: dict[str, Codebook], expected: list[Entry]
) -> None:
    assert [one.path for one in expected] == [file.path for file in wanted]
    assert {decode_problems(one.problems)[0].rule for one in expected if one.problems} == {
        "yaml",
        "unreadable",
    }
    assert read(wanted, books) == expected


@pytest.mark.usefixtures("spread")
def test_a_program_with_threads_is_not_forked(
    wanted: list[Wanted],
    books: dict[str, Codebook],
    expected: list[Entry],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.fork", lambda: pytest.fail("forked"))
    ending = threading.Event()
    other = threading.Thread(target=ending.wait)
    other.start()
    try:
        assert read(wanted, books) == expected
    finally:
        ending.set()
        other.join()


def test_a_script_that_has_threads_is_not_run_again_by_its_processes(
    tmp_path: Path, wanted: list[Wanted]
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, threading\nprint('run')\n"
        "import quotecli.library.cache.reading as reading\n"
        "import quotecli.processes as processes\n"
        "reading._MIN_PARALLEL, processes.count_processors = 0, lambda: 2\n"
        "ending = threading.Event()\nother = threading.Thread(target=ending.wait)\nother.start()\n"
        "import quotecli\n"
        "print(len(quotecli.load(sys.argv[1], strict=False).statements))\n"
        "ending.set()\n"
    )
    done = subprocess.run(
        [sys.executable, script, tmp_path], capture_output=True, text=True, timeout=600, check=False
    )
    assert (done.stdout, done.stderr) == ("run\n9\n", "")


def _killed(part: Any) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


@pytest.mark.usefixtures("spread")
def test_a_killed_process_is_an_error(
    wanted: list[Wanted], books: dict[str, Codebook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_read_encoded", _killed)
    with pytest.raises(QuotecliError, match="a worker process was killed"):
        read(wanted, books)


@pytest.mark.usefixtures("spread")
def test_if_no_process_can_be_started_everything_is_read_here(
    wanted: list[Wanted],
    books: dict[str, Codebook],
    expected: list[Entry],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", refuse)
    assert read(wanted, books) == expected


@pytest.mark.usefixtures("spread")
def test_no_process_is_left_if_reading_ends_early(
    wanted: list[Wanted], books: dict[str, Codebook]
) -> None:
    batches = read_entries(wanted, books)
    next(batches)
    batches.close()


def test_files_go_in_pieces_that_are_neither_small_nor_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "_CHUNK", 100)
    sizes = [60, 60, 1, 500, 1, 1]
    chunks = reading._chunks(Wanted(f"{size}", size, "") for size in sizes)
    assert [[file.size for file in chunk] for chunk in chunks] == [[60, 60], [1, 500], [1, 1]]
