"""A folder with folders in it is written whole or not at all, and replaced whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError
from quotecli.store import staging, trees
from quotecli.store.trees import write_tree

OLD = {"a/one.txt": b"1", "b/two.txt": b"2"}
NEW = {"a/three.txt": b"3"}


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_folder_is_written_with_those_above_it(tmp_path: Path) -> None:
    folder = tmp_path / "x" / "y"
    write_tree(str(folder), OLD.items())
    assert read_tree(tmp_path) == {f"x/y/{name}": data for name, data in OLD.items()}
    empty = tmp_path / "empty"
    empty.mkdir()
    write_tree(str(empty), NEW.items())
    assert read_tree(empty) == NEW


def test_a_folder_is_replaced_as_a_whole_or_not(tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    write_tree(str(folder), OLD.items())
    with pytest.raises(QuotecliError, match="already exists"):
        write_tree(str(folder), NEW.items())
    with pytest.raises(QuotecliError, match="has other files in it"):
        write_tree(str(folder), NEW.items(), may_replace=lambda path: False)
    assert read_tree(tmp_path) == {f"rows/{name}": data for name, data in OLD.items()}
    write_tree(str(folder), NEW.items(), may_replace=lambda path: path == str(folder))
    assert read_tree(tmp_path) == {f"rows/{name}": data for name, data in NEW.items()}
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(QuotecliError, match="not a directory"):
        write_tree(str(tmp_path / "file"), NEW.items(), may_replace=lambda path: True)


def test_a_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[str, bytes]]:
        yield "a/three.txt", b"3"
        raise QuotecliError("stop")

    folder = tmp_path / "rows"
    write_tree(str(folder), OLD.items())
    for path in (folder, tmp_path / "new"):
        with pytest.raises(QuotecliError, match="stop"):
            write_tree(str(path), failing(), may_replace=lambda path: True)
    assert os.listdir(tmp_path) == ["rows"]
    assert read_tree(folder) == OLD


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_killed_process_leaves_the_old_folder_or_the_new_one(tmp_path: Path, step: int) -> None:
    folder = tmp_path / "rows"
    write_tree(str(folder), OLD.items())
    child = os.fork()
    if not child:
        steps = iter(range(1, 10))

        def rename(source: str, target: str) -> None:
            if next(steps) == step:
                os._exit(0)  # as a process that is killed: nothing is cleared up
            real(source, target)

        real, trees.os.rename = os.rename, rename  # type: ignore[attr-defined]
        if step == 3:  # killed when all is done but the clearing up
            staging._remove = lambda stream: os._exit(1)
        write_tree(str(folder), NEW.items(), may_replace=lambda path: True)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == (0 if step < 3 else 1)
    staging._clear_up_once.cache_clear()
    write_tree(str(tmp_path / "other"), NEW.items())
    assert sorted(os.listdir(tmp_path)) == ["other", "rows"]
    assert read_tree(folder) == (OLD if step < 3 else NEW)
