"""A text file is read from beside or below its statement, and nothing else is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from quotecli.errors import Place
from quotecli.store.reader import Examined, examine
from quotecli.store.yaml_events import MAX_SCALAR
from tests.make import quote, written


def with_text_file(folder: Path, name: str) -> Examined:
    path = folder / "a.yaml"
    path.write_bytes(written({"title": "a", "text_file": name, "quotes": [quote("two")]}))
    return examine(path.read_bytes(), str(path))


@pytest.mark.parametrize(
    "name", ["a.txt", "./a.txt", "below/a.txt", "below/./deeper/ü b.txt", "..a.txt"]
)
def test_a_text_file_is_beside_or_below(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"\xef\xbb\xbfone\r\ntwo")
    found, reported = with_text_file(tmp_path, name)
    assert reported == []
    assert found is not None
    assert (found.text, found.quotes[0].anchor.spans) == ("one\r\ntwo", ((5, 8),))
    assert Path(found.text_file) == tmp_path / name


def refused_text_file(folder: Path, name: str) -> str:
    found, (problem,) = with_text_file(folder, name)
    assert found is None
    assert (problem.rule, problem.place.file, problem.place.line) == (
        "text-file",
        str(folder / "a.yaml"),
        1,
    )
    assert problem.place.column == 29
    return f"{problem.message}: {problem.hint}"


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "below/../../a.txt",
        "/etc/passwd",
        "..",
        "a\\..\\b",
        "C:a.txt",
        "\\\\host\\a",
        "a\0b",
    ],
)
def test_a_text_file_outside_is_refused_unread(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.txt").write_text("one two")
    (problem,) = with_text_file(tmp_path / "in", name.replace("\0", "\\0"))[1]
    assert "outside the statement's folder" in problem.message


@pytest.mark.parametrize("name", ["link.txt", "linked/a.txt", "dead.txt"])
def test_a_text_file_through_a_link_is_refused(tmp_path: Path, name: str) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "a.txt").write_text("one two")
    (inside / "link.txt").symlink_to(outside / "a.txt")
    (inside / "linked").symlink_to(outside)
    (inside / "dead.txt").symlink_to(outside / "none")
    assert "behind a symbolic link" in refused_text_file(inside, name)


def test_a_text_file_must_be_a_file_with_text(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "empty.txt").write_bytes(b" \r\n\n")
    (tmp_path / "a.txt").write_text("one")
    assert "not a regular file" in refused_text_file(tmp_path, "below")
    assert ": empty" in refused_text_file(tmp_path, "empty.txt")
    assert "No such file" in refused_text_file(tmp_path, "none.txt")
    assert "Not a directory" in refused_text_file(tmp_path, "a.txt/b.txt")
    assert "too long" in refused_text_file(tmp_path, "x" * 300)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_text_file_that_is_a_fifo_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert "not a regular file" in refused_text_file(tmp_path, "fifo")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root"
)
def test_a_text_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "a.txt").chmod(0)
    assert "Permission denied" in refused_text_file(tmp_path, "a.txt")


def test_a_text_file_that_is_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * (MAX_SCALAR + 1))
    assert "too long: 20,000,001 characters: the limit is 20,000,000" in refused_text_file(
        tmp_path, "a.txt"
    )


@pytest.mark.parametrize(
    ("data", "line", "column"), [(b"one\n\xff", 2, 1), (b"one\n\ntwo\0", 3, 4)]
)
def test_a_text_file_that_is_not_text_is_reported_with_its_own_place(
    tmp_path: Path, data: bytes, line: int, column: int
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (problem,) = with_text_file(tmp_path, "a.txt")[1]
    assert (problem.rule, problem.place) == (
        "encoding",
        Place(str(tmp_path / "a.txt"), line, column),
    )


def test_a_statement_from_standard_input_has_no_text_file() -> None:
    (problem,) = examine(written({"title": "a", "text_file": "a.txt", "quotes": []}), "-").problems
    assert re.search("from standard input", problem.message)
    assert problem.rule == "text-file"
