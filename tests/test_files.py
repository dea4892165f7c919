"""Files are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError
from quotecli.files import statement_files, write_whole


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


def test_an_old_file_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(QuotecliError, match="is there already"):
        write_whole(str(path), [b"new"])
    assert path.read_bytes() == b"old"
    write_whole(str(path), [b"new"], force=True)
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("force", [False, True])
def test_what_fails_on_the_way_leaves_nothing_behind(tmp_path: Path, force: bool) -> None:
    path = tmp_path / "a.txt"

    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write_whole(str(path), chunks(), force=force)
    assert os.listdir(tmp_path) == []


def test_what_is_no_file_is_not_written_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(QuotecliError, match="it is no file"):
            write_whole(str(path), [b"x"], force=True)
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_stays_and_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target)
    with pytest.raises(QuotecliError, match="is there already"):
        write_whole(str(link), [b"new"])
    write_whole(str(link), [b"new"], force=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_told_before_the_work_is_done(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def chunks() -> Iterator[bytes]:
        raise AssertionError("the work was done")
        yield b""

    with pytest.raises(QuotecliError, match="is there already"):
        write_whole(str(path), chunks())


def test_a_named_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "a.yaml").write_bytes(b"x")
    assert statement_files([str(tmp_path)]) == [str(tmp_path / "a.yaml")]
