"""Files are written whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError, UnreadableError
from quotecli.store.discovery import scan
from quotecli.store.files import read_bytes, write_folder, write_whole


def test_a_new_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(str(path), [b"one ", b"two"])
    assert path.read_bytes() == b"one two"
    assert os.listdir(tmp_path) == ["a.txt"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_existing_file_is_kept_without_force(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(QuotecliError, match="already exists"):
        write_whole(str(path), [b"new"])
    assert path.read_bytes() == b"old"
    write_whole(str(path), [b"new"], force=True)
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("force", [False, True])
def test_a_failure_leaves_nothing_behind(tmp_path: Path, force: bool) -> None:
    path = tmp_path / "a.txt"

    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write_whole(str(path), chunks(), force=force)
    assert os.listdir(tmp_path) == []


def test_only_regular_files_are_overwritten(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for force in (False, True):
        with pytest.raises(QuotecliError, match="not a regular file"):
            write_whole(str(tmp_path / "pipe"), [b"x"], force=force)
        with pytest.raises(QuotecliError, match="is a directory") as refused:
            write_whole(str(tmp_path), [b"x"], force=force)
        assert refused.value.hint == "give the name of a file in it"
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_stays_and_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target)
    with pytest.raises(QuotecliError, match="already exists"):
        write_whole(str(link), [b"new"])
    write_whole(str(link), [b"new"], force=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_reported_before_the_work_is_done(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def chunks() -> Iterator[bytes]:
        raise AssertionError("the work was done")
        yield b""

    with pytest.raises(QuotecliError, match="already exists"):
        write_whole(str(path), chunks())


def test_a_named_pipe_in_a_folder_is_skipped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "a.yaml").write_bytes(b"x")
    assert scan([str(tmp_path)]).paths == [str(tmp_path / "a.yaml")]


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_folder_is_written(tmp_path: Path) -> None:
    write_folder(str(tmp_path / "notes"), [("a.md", b"one"), ("b.md", b"two")])
    assert _contents(tmp_path / "notes") == {"a.md": b"one", "b.md": b"two"}
    assert os.listdir(tmp_path) == ["notes"]


def test_a_folder_that_fails_is_not_made(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[str, bytes]]:
        yield "a.md", b"one"
        raise QuotecliError("stop")

    with pytest.raises(QuotecliError, match="stop"):
        write_folder(str(tmp_path / "notes"), failing())
    assert os.listdir(tmp_path) == []
    (tmp_path / "notes").mkdir()
    with pytest.raises(QuotecliError, match="stop"):
        write_folder(str(tmp_path / "notes"), failing(), force=True)
    assert os.listdir(tmp_path / "notes") == []


def test_an_existing_file_in_a_folder_is_kept_without_force_in_any_case(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_bytes(b"old")
    (tmp_path / "mine.md").write_bytes(b"mine")
    with pytest.raises(QuotecliError, match=r"A\.md already exists"):
        write_folder(str(tmp_path), [("b.md", b"two"), ("a.md", b"one")])
    assert _contents(tmp_path) == {"A.md": b"old", "mine.md": b"mine"}
    write_folder(str(tmp_path), [("b.md", b"two"), ("a.md", b"one")], force=True)
    assert _contents(tmp_path) == {"a.md": b"one", "b.md": b"two", "mine.md": b"mine"}


def test_a_folder_is_restored_if_a_file_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    link = os.link

    def failing(source: str, target: str, **options: bool) -> None:
        if os.path.basename(source) == "b.md":
            raise FileExistsError(28, "No space left on device")
        link(source, target, **options)

    monkeypatch.setattr(os, "link", failing)
    with pytest.raises(QuotecliError, match="No space left"):
        write_folder(str(tmp_path), [("a.md", b"one"), ("b.md", b"two")], force=True)
    assert _contents(tmp_path) == {"a.md": b"old"}


def test_a_folder_never_replaces_a_file_nor_a_file_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "a.md").mkdir()
    with pytest.raises(QuotecliError, match="not a directory"):
        write_folder(str(tmp_path / "file"), [("a.md", b"one")], force=True)
    with pytest.raises(QuotecliError, match="already exists"):
        write_folder(str(tmp_path), [("a.md", b"one")], force=True)
    assert sorted(os.listdir(tmp_path)) == ["a.md", "file"]


def test_a_file_is_read_whole_whatever_its_size_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"Marlow")
    assert read_bytes(str(path)) == b"Marlow"
    monkeypatch.setattr("os.fstat", lambda fd: os.stat_result((0,) * 6 + (2,) + (0,) * 3))
    assert read_bytes(str(path)) == b"Marlow"  # which has grown meanwhile
    monkeypatch.setattr("quotecli.store.files.MAX_FILE", 5)
    with pytest.raises(UnreadableError, match="larger than"):
        read_bytes(str(path))


def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"Marlow" * 50_000,))
    writer.start()
    assert read_bytes(str(pipe)) == b"Marlow" * 50_000
    writer.join()
