"""Writing that is cut off at any step loses nothing, also on a file system without hard links."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quotecli.errors import QuotecliError
from quotecli.store import staging
from quotecli.store.files import write_folder, write_whole

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")

# The calls that change a folder.
STEPS = ("mkdir", "rmdir", "link", "rename", "replace", "unlink")
BEFORE = {"a.md": b"edited a", "B.md": b"edited b", "mine.md": b"mine"}
NEW = {"a.md": b"new a", "b.md": b"new b", "d.md": b"new d"}
AFTER = {**NEW, "mine.md": b"mine"}
MIDDLE = 6  # the number of a step when some files have been moved, and some not
NEXT = {"next.md": b"next"}


@pytest.fixture(autouse=True)
def _fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", refuse)


def no_links_and_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    no_links(monkeypatch)
    monkeypatch.setattr(staging, "_rename_exclusively", lambda *_: False)


any_file_system = pytest.mark.parametrize(
    "limit", [None, no_links, no_links_and_no_call], ids=["links", "no-links", "no-call"]
)
Limit = Callable[[pytest.MonkeyPatch], None] | None


def in_a_child(work: Callable[[], object]) -> int:
    """Do something in a process of its own; return its status, 3 if it was interrupted."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except KeyboardInterrupt:
            status = 3
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def cut_off(at: int, how: Callable[[], object]) -> None:
    """Let `how` end the program after the step of number `at`, from 0."""
    steps = iter(range(sys.maxsize))

    def wrap(step: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **options: object) -> object:
            if next(steps) != at:
                return step(*args, **options)
            with contextlib.suppress(OSError):
                step(*args, **options)
            return how()

        return wrapped

    for name in STEPS:
        setattr(os, name, wrap(getattr(os, name)))
    staging._rename_exclusively = wrap(staging._rename_exclusively)  # type: ignore[assignment]  # a fake


def interrupt() -> None:
    raise KeyboardInterrupt


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fill(folder: Path) -> Path:
    folder.mkdir()
    for name, content in BEFORE.items():
        (folder / name).write_bytes(content)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if not path.name.startswith(".quotecli-")
    }


def everything(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def write_next(folder: Path) -> None:
    """Write as the next command does."""
    staging._clear_up_once.cache_clear()
    write_folder(str(folder), NEXT.items())
    assert not list(folder.glob(".quotecli-*"))
    (folder / "next.md").unlink()


@any_file_system
@pytest.mark.parametrize("how", [interrupt, kill])
def test_a_folder_cut_off_at_any_step_is_as_it_was_or_as_it_should_be(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: Limit,
    how: Callable[[], object],
) -> None:
    if limit:
        limit(monkeypatch)
    seen = []
    for at in range(200):
        folder = fill(tmp_path / str(at))

        def work(folder: Path = folder, at: int = at) -> None:
            cut_off(at, how)
            write_folder(str(folder), NEW.items(), force=True)

        status = in_a_child(work)
        found = everything(folder)
        assert all(old in found for old in BEFORE.values()) or contents(folder) == AFTER
        assert "a.md" in contents(folder)  # a replaced file is never missing
        if how is interrupt and not list(folder.glob(".quotecli-*")):
            assert contents(folder) in (BEFORE, AFTER)
        write_next(folder)
        seen.append(contents(folder))
        assert seen[-1] in (BEFORE, AFTER), at
        if status == 0:
            break
    assert status == 0
    assert seen[0] == BEFORE
    assert seen[-1] == AFTER
    assert len(seen) > 10


def test_the_way_back_may_be_cut_off_at_any_step_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_links(monkeypatch)
    status = -1
    for at in range(200):
        folder = fill(tmp_path / str(at))

        def moves(folder: Path = folder) -> None:
            cut_off(MIDDLE, kill)
            write_folder(str(folder), NEW.items(), force=True)

        def back(folder: Path = folder, at: int = at) -> None:
            cut_off(at, kill)
            write_folder(str(folder), NEXT.items(), force=True)

        assert in_a_child(moves) == -signal.SIGKILL
        assert contents(folder) not in (BEFORE, AFTER)
        status = in_a_child(back)
        (folder / "next.md").unlink(missing_ok=True)
        write_next(folder)
        assert contents(folder) == BEFORE, at
        if status == 0:
            break
    assert status == 0


@any_file_system
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("how", [interrupt, kill])
def test_a_file_cut_off_at_any_step_is_whole_or_not_there(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: Limit,
    how: Callable[[], object],
    force: bool,
) -> None:
    if limit:
        limit(monkeypatch)
    status = -1
    allowed = [{}, {"a.md": b"new"}, *([{"a.md": b""}] if limit is no_links_and_no_call else [])]
    for at in range(20):
        folder = tmp_path / str(at)
        folder.mkdir()

        def work(folder: Path = folder, at: int = at) -> None:
            cut_off(at, how)
            write_whole(str(folder / "a.md"), [b"new"], force=force)

        status = in_a_child(work)
        write_next(folder)
        assert contents(folder) in allowed
        if status == 0:
            break
    assert status == 0


@any_file_system
def test_files_and_folders_are_written_on_any_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: Limit
) -> None:
    if limit:
        limit(monkeypatch)
    path = tmp_path / "a.md"
    write_whole(str(path), [b"one"])
    with pytest.raises(QuotecliError, match="already exists"):
        write_whole(str(path), [b"two"])
    write_whole(str(path), [b"two"], force=True)
    write_folder(str(tmp_path), [("b.md", b"b")])
    with pytest.raises(QuotecliError, match=r"b\.md already exists"):
        write_folder(str(tmp_path), [("b.md", b"c")])
    write_folder(str(tmp_path / "new"), NEW.items())
    assert contents(tmp_path / "new") == NEW
    assert sorted(os.listdir(tmp_path)) == ["a.md", "b.md", "new"]
    assert (path.read_bytes(), (tmp_path / "b.md").read_bytes()) == (b"two", b"b")


@any_file_system
def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: Limit
) -> None:
    if limit:
        limit(monkeypatch)

    def chunks() -> Iterator[bytes]:
        yield b"new"
        (tmp_path / "a.md").write_bytes(b"theirs")

    with pytest.raises(QuotecliError, match="already exists"):
        write_whole(str(tmp_path / "a.md"), chunks())
    assert contents(tmp_path) == {"a.md": b"theirs"}
    assert len(os.listdir(tmp_path)) == 1


def test_what_a_process_has_under_way_is_left_alone(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"new"
        (under_way,) = tmp_path.glob(".quotecli-*")
        staging._clear_up_once.cache_clear()
        assert in_a_child(lambda: write_folder(str(tmp_path), NEXT.items())) == 0
        assert list(tmp_path.glob(".quotecli-*")) == [under_way]

    write_whole(str(tmp_path / "a.md"), chunks())
    assert contents(tmp_path) == {"a.md": b"new", **NEXT}


def test_a_note_edited_after_an_export_was_killed_is_kept(tmp_path: Path) -> None:
    folder = fill(tmp_path / "notes")

    def work() -> None:
        cut_off(MIDDLE, kill)
        write_folder(str(folder), NEW.items(), force=True)

    assert in_a_child(work) == -signal.SIGKILL
    assert (folder / "a.md").read_bytes() == b"new a"
    (folder / "a.md").write_bytes(b"edited again")
    late = time.time_ns() + 10**10
    os.utime(folder / "a.md", ns=(late, late))
    write_next(folder)
    assert contents(folder) == {**BEFORE, "a.md": b"edited again", "a.1.md": b"edited a"}


@pytest.mark.skipif(os.geteuid() != 0, reason="makes files of another user")
def test_nothing_of_another_user_is_cleared_up(tmp_path: Path) -> None:
    victim = tmp_path / "victim.md"
    victim.write_bytes(b"mine")
    planted = tmp_path / ".quotecli-planted"
    planted.write_bytes(b'["victim.md", "../victim.md"]')
    (tmp_path / ".quotecli-planted.d" / "old").mkdir(parents=True)
    (tmp_path / ".quotecli-link").symlink_to(victim)
    os.chown(tmp_path / ".quotecli-planted.d", 4711, 4711)
    late = time.time_ns() + 10**12
    os.utime(planted, ns=(late, late))
    write_folder(str(tmp_path), NEXT.items())
    assert victim.read_bytes() == b"mine"
    assert len(list(tmp_path.glob(".quotecli-*"))) == 3


def test_held_signals_end_the_program_afterwards(tmp_path: Path) -> None:
    folder = fill(tmp_path / "notes")

    def work() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        move: Any = os.replace

        def interrupted(*args: object) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            move(*args)
            os.kill(os.getpid(), signal.SIGINT)

        os.replace = interrupted  # type: ignore[assignment]  # a fake
        write_folder(str(folder), NEW.items(), force=True)

    assert in_a_child(work) == 3
    assert contents(folder) == AFTER
    assert not list(folder.glob(".quotecli-*"))
