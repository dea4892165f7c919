"""Collections that many processes read: killed, stopped, without space or permission, with bad
files.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from quotecli.library.cache import register
from tests.cli.conftest import Run
from tests.conftest import HARBOUR, STORM
from tests.make import quote, tree, written

_ANSWERS: dict[tuple[Path, bytes], str] = {}
COMMAND = [sys.executable, "-W", "error", "-m", "quotecli"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection large enough to be read by several processes."""
    folder = tmp_path_factory.mktemp("large")
    filling = "Nobody said more than that on this day, whatever was asked. " * 1500
    for number in range(28):
        words = [f"word{number} of {at} words" for at in range(40)]
        text = ". ".join(words) + "\n\n" + filling
        quotes = [
            quote(word, f"q{at}", topics=[f"t{at % 3}"], speaker="lee")
            for at, word in enumerate(words)
        ]
        topics = {f"t{at}": {"label": f"Topic {at}"} for at in range(3)}
        folder.joinpath(f"s{number:02}.yaml").write_bytes(
            written(tree(text, *quotes, topics=topics, speakers={"lee": {"name": "Ann Lee"}}))
        )
    return folder


@contextmanager
def changed(folder: Path, count: int) -> Iterator[None]:
    """Write a word into some of the statements, and take it out at the end."""

    def replace(old: bytes, new: bytes) -> None:
        for number in range(count):
            path = folder / f"s{number:02}.yaml"
            path.write_bytes(path.read_bytes().replace(old, new))

    replace(b"of 7 words", b"of seven words")
    try:
        yield
    finally:
        replace(b"of seven words", b"of 7 words")


def started(*args: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def ended(process: subprocess.Popen[bytes], status: int = 0) -> str:
    """Return what a process wrote that ends by itself, silent on stderr."""
    out, err = process.communicate(timeout=600)
    assert (process.returncode, err.decode()) == (status, "")
    return out.decode()


def answer(*args: str | Path) -> str:
    return ended(started("quotes", "-f", "jsonl", *args))


def answer_without_index(folder: Path) -> str:
    """Return the answer without an index, which is asked for once for each state of a folder."""
    content = b"".join(path.read_bytes() for path in sorted(folder.rglob("*.y*ml")))
    key = (folder, sha256(content).digest())
    if key not in _ANSWERS:
        _ANSWERS[key] = answer("-d", folder, "--no-cache")
    return _ANSWERS[key]


def killed_when(
    process: subprocess.Popen[bytes], is_time: Callable[[], bool], how: int = signal.SIGKILL
) -> bool:
    """End a process as soon as it is time; return False if it ended before."""
    while not is_time():
        try:
            process.communicate(timeout=0.001)
            return False
        except subprocess.TimeoutExpired:
            continue
    process.send_signal(how)
    return True


def end_when(
    is_time: Callable[[], bool],
    cache: Path,
    how: int,
    process_of: Callable[[], subprocess.Popen[bytes]],
) -> tuple[int, str, str]:
    """Return the status, the output and the errors of a process that is ended when it is time.

    On a busy machine it may end by itself before it is seen or reached: then it is tried again.
    """
    for _ in range(50):
        process = process_of()
        killed_when(process, is_time, how)
        out, err = process.communicate(timeout=600)
        if process.returncode:
            return process.returncode, out.decode(), err.decode()
        for path in cache.iterdir():
            path.unlink()
    pytest.fail("the process was never ended in time")


def larger_than(size: int, pattern: str, cache: Path) -> Callable[[], bool]:
    """Return what tells if the cache has a file of at least that size."""

    def is_time() -> bool:
        try:
            return any(path.stat().st_size >= size for path in cache.glob(pattern))
        except FileNotFoundError:
            return False

    return is_time


def nothing_left(cache: Path) -> None:
    assert sorted(path.name[32:] for path in cache.iterdir()) == [".db", ".db.lock", ".db.seal"]


@pytest.mark.parametrize(
    ("pattern", "size"), [("*.lock", 0), ("*.new", 0), ("*.new", 200_000), ("*.new", 1_500_000)]
)
def test_a_first_reading_that_is_killed_leaves_nothing_wrong(
    large: Path, cache: Path, pattern: str, size: int
) -> None:
    is_time = larger_than(size, pattern, cache)
    status, _, _ = end_when(is_time, cache, signal.SIGKILL, lambda: started("topics", "-d", large))
    assert status == -signal.SIGKILL
    assert not list(cache.glob("*.db"))
    assert answer("-d", large) == answer_without_index(large)
    nothing_left(cache)


@pytest.mark.parametrize(("size", "count"), [(0, 1), (1, 3), (30_000, 3)])
def test_an_update_that_is_killed_leaves_nothing_wrong(
    large: Path, cache: Path, size: int, count: int
) -> None:
    assert answer("-d", large)
    with changed(large, count):
        process = started("topics", "-d", large)
        killed_when(process, larger_than(size, "*-journal", cache))
        process.communicate(timeout=600)
        expected = answer_without_index(large)
        assert "of seven words" in expected
        assert answer("-d", large) == expected
        nothing_left(cache)


def test_a_worker_that_is_killed_is_an_error_and_leaves_nothing_wrong(
    large: Path, cache: Path
) -> None:
    parents: list[int] = []

    def start() -> subprocess.Popen[bytes]:
        process = started("quotes", "-f", "jsonl", "-d", large)
        parents[:] = [process.pid]
        return process

    def kill_a_worker() -> bool:
        (parent,) = parents
        try:
            workers = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except OSError:
            pytest.skip("this system does not tell what processes a process has")
        if workers:
            with suppress(ProcessLookupError):
                os.kill(int(workers[0]), signal.SIGKILL)
        return bool(workers)

    status, out, err = end_when(kill_a_worker, cache, 0, start)
    assert (status, out) == (2, "")
    assert err.startswith("quotecli: a worker process was killed\n")
    assert answer("-d", large) == answer_without_index(large)
    nothing_left(cache)


@pytest.mark.parametrize(
    ("how", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_reading_that_is_interrupted_leaves_no_process_and_no_litter(
    large: Path, cache: Path, how: signal.Signals, status: int
) -> None:
    # A signal between the making of a connection and the `with` that closes it leaves the
    # closing to the interpreter, whose warning about that nobody sees unless it is asked for:
    # so this one runs without "-W error".
    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "quotecli", "topics", "-d", str(large)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    # Workers hold the other end of the pipe too: it is read to its end only when they are gone.
    found, out, err = end_when(larger_than(0, "*.new", cache), cache, how, start)
    assert (found, out, err.strip()) == (status, "", "")
    assert [path.name[32:] for path in cache.iterdir()] == [".db.lock"]


def test_closing_the_pipe_early_ends_the_program_quietly(large: Path, run: Run) -> None:
    done = run.shell(f"quotecli quotes -d '{large}' | head -n 1")
    assert (len(done.lines), done.err) == (1, "")


def test_twenty_processes_without_an_index_all_answer_correctly(folder: Path, cache: Path) -> None:
    expected = answer_without_index(folder)
    processes = [started("quotes", "-f", "jsonl", "-d", folder) for _ in range(20)]
    assert {ended(process) for process in processes} == {expected}
    nothing_left(cache)


def test_many_processes_meet_a_change_while_a_stalled_one_reads(large: Path, cache: Path) -> None:
    assert answer("-d", large)
    stuck = started("quotes", "-f", "jsonl", "-d", large)
    assert stuck.stdout is not None
    first = os.read(stuck.stdout.fileno(), 1)
    with changed(large, 3):
        expected = answer_without_index(large)
        processes = [started("quotes", "-f", "jsonl", "-d", large) for _ in range(8)]
        assert {ended(process) for process in processes} == {expected}
        nothing_left(cache)
        # The stalled process goes on with the index that it began to read.
        rest = ended(stuck)
        assert "of seven words" in expected
        assert "of seven words" not in rest
        assert (first.decode() + rest).count("\n") == expected.count("\n")


def test_a_stopped_process_blocks_the_others_only_for_a_while(
    large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quotecli.library.loading import load

    is_building = larger_than(0, "*.new", cache)
    for _ in range(50):
        process = started("topics", "-d", large)
        if killed_when(process, is_building, how=signal.SIGSTOP) and is_building():
            break
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=600)
        for path in cache.iterdir():
            path.unlink()
    monkeypatch.setattr("quotecli.library.cache.folder._MAX_WAIT", 0.1)
    found = load(str(large))
    assert "locked by another process that has stopped" in found.notes[0]
    assert list(found.lines()) == list(load(str(large), cache=False).lines())
    process.send_signal(signal.SIGCONT)
    ended(process)
    nothing_left(cache)


def no_room(size: int) -> Callable[[], None]:
    """Limit the size of files in this process, as a full disk does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [0, 8192, 100_000])
def test_without_space_everything_is_read_again_with_a_warning(
    large: Path, cache: Path, size: int, run: Run
) -> None:
    expected = answer_without_index(large)
    done = run.process("quotes", "-f", "jsonl", "-d", large, start=no_room(size))
    assert done.out == expected
    assert done.err.startswith(f"quotecli: cannot write the index in {cache} (")
    assert done.err.count("\n") == 1
    assert not list(cache.glob("*.new")) + list(cache.glob("*.db"))


@pytest.mark.parametrize("size", [0, 1000, 20_000])
def test_without_space_for_a_change_the_answers_stay_right(
    large: Path, cache: Path, size: int, run: Run
) -> None:
    before = answer("-d", large)
    with changed(large, 3):
        done = run.process("quotes", "-f", "jsonl", "-d", large, start=no_room(size))
        expected = answer_without_index(large)
        assert done.out == expected != before
        assert "cannot write the index" in done.err
        assert answer("-d", large) == expected
        nothing_left(cache)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    place = tmp_path / "mounted"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", place],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("file systems cannot be mounted here")
    yield place
    gc.collect()
    subprocess.run(["umount", place], check=True)


def test_a_full_or_read_only_disk_is_no_failure(
    folder: Path, mounted: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answer_without_index(folder)
    env = {"QUOTECLI_CACHE": str(mounted)}
    # Files that are old enough need not be compared.
    monkeypatch.setattr(register, "_GRAIN", -3600 * 10**9)
    done = run("quotes", "-f", "jsonl", "-d", folder, env=env)
    assert (done.out, "cannot write the index" in done.err) == (expected, True)
    subprocess.run(["mount", "-o", "remount,size=8m", mounted], check=True)
    assert run("quotes", "-f", "jsonl", "-d", folder, env=env).err == ""
    subprocess.run(["mount", "-o", "remount,ro", mounted], check=True)
    # A valid index can still be read.
    done = run("quotes", "-f", "jsonl", "-d", folder, env=env)
    assert (done.out, done.err) == (expected, "")
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    done = run("quotes", "-f", "jsonl", "-d", folder, env=env)
    assert done.out == answer_without_index(folder) != expected
    assert done.err.startswith(f"quotecli: cannot write the index in {mounted} (")


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/nowhere", "/dev/null"])
def test_a_cache_folder_that_cannot_be_created_is_no_failure(
    folder: Path, run: Run, place: str
) -> None:
    folder.joinpath("file").touch()
    for _ in range(2):
        done = run(
            "quotes", "-f", "jsonl", "-d", folder, env={"QUOTECLI_CACHE": str(folder / place)}
        )
        assert done.out == answer_without_index(folder)
        assert done.err.startswith(f"quotecli: cannot write the index in {folder / place} (")


def test_no_cache_keeps_nothing(folder: Path, cache: Path, run: Run) -> None:
    run("topics", "-d", folder, "--no-cache")
    assert list(cache.iterdir()) == []


# Files that are bad


def test_a_bad_file_is_reported_and_counted_and_hides_nothing(folder: Path, run: Run) -> None:
    folder.joinpath("bad.yaml").write_text("title: [", encoding="utf-8")
    for _ in range(2):
        done = run("quotes", "--count", "-d", folder)
        assert done.out == "6\n"
        assert done.err.startswith(f"{folder / 'bad.yaml'}:")
        assert "skipped 1 file" in done.err
    assert "bad.yaml" in run("quotes", "--count", "-d", folder, "--strict", status=2).err
    assert "bad.yaml" in run("quotes", "-d", folder, "-d", folder / "bad.yaml", status=2).err


def named(folder: Path) -> list[str | Path]:
    """Return the options for each file of a folder, without those of the folders in it."""
    return [word for path in sorted(folder.glob("[!.]*.yaml")) for word in ("-d", path)]


@pytest.mark.parametrize("others", [1, 2])
def test_an_unreadable_folder_is_reported_and_counted_and_hides_nothing(
    folder: Path, run: Run, refused: Callable[[str | Path], None], others: int
) -> None:
    if others == 2:
        folder.joinpath("harbour2.yaml").write_text(HARBOUR, encoding="utf-8")
    expected = run("quotes", "-f", "jsonl", *named(folder)).out
    run("quotes", "-d", folder)
    below = folder / "below"
    refused(below)
    for _ in range(2):
        done = run("quotes", "-f", "jsonl", "-d", folder)
        assert done.out == expected
        assert done.err == (
            f"{below}: unreadable: Permission denied\n"
            f"quotecli: skipped 1 folder\n  'quotecli check {folder}' lists every problem\n"
        )
    done = run("quotes", "-d", folder, "--strict", status=2)
    assert (done.out, done.err) == ("", f"{below}: unreadable: Permission denied\n")
    done = run("check", folder, status=2)
    assert f"{below}: error: unreadable: Permission denied [unreadable]\n" in done.out
    assert "harbour.yaml" in done.out
    folder.joinpath("bad.yaml").write_text("title: [", encoding="utf-8")
    assert "skipped 1 file and 1 folder\n" in run("quotes", "-d", folder).err


def test_a_codebook_is_not_called_unused_if_a_folder_is_unreadable(
    folder: Path, run: Run, refused: Callable[[str | Path], None]
) -> None:
    folder.joinpath("codebook.yaml").write_text("topics: {rare: {label: Rare}}", encoding="utf-8")
    assert "rare" in run("check", folder).out
    refused(folder / "below")
    assert "rare" not in run("check", folder, status=2).out


def test_a_folder_of_bad_files_and_one_of_none_are_errors(
    folder: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "empty").mkdir()
    assert "no statements in this folder" in run("topics", "-d", tmp_path / "empty", status=2).err
    for path in ("harbour.yaml", "below/storm.yml"):
        folder.joinpath(path).write_text("title: [", encoding="utf-8")
    assert run("topics", "-d", folder, status=2).out == ""


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_file_names_that_are_not_utf_8_are_shown_escaped(
    tmp_path: Path, run: Run, form: str
) -> None:
    for name, content in (("a\udcff", STORM), ("b\n\x1b[31m", HARBOUR)):
        tmp_path.joinpath(f"{name}.yaml").write_text(content, encoding="utf-8")
    tmp_path.joinpath("c\udcfe\n\x1b[31m.yaml").write_text("title: [", encoding="utf-8")
    for _ in range(2):
        done = run("statements", "-d", tmp_path, "-f", form)
        assert "\x1b" not in done.out + done.err
        assert done.err.count("\n") == 4, done.err
