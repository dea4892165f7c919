"""Files are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError
from quotecli.files import write_whole


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


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(QuotecliError, match="it is a folder"):
        write_whole(str(tmp_path), [b"x"], force=True)


def test_a_link_is_not_followed_to_another_file(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(QuotecliError, match="is there already"):
        write_whole(str(tmp_path / "link"), [b"new"])
    write_whole(str(tmp_path / "link"), [b"new"], force=True)
    assert target.read_bytes() == b"old"
