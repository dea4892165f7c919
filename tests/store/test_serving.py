"""Which codebook serves a file, named alone or found in a folder: the same one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quotecli.store.discovery import scan
from quotecli.store.serving import find_codebook, would_serve
from tests.store.conftest import Place


def real(path: str) -> str:
    return os.path.realpath(path) if path else ""


def books(*paths: str) -> list[str]:
    """Return the codebooks of files; each must be the same alone as with every folder above."""
    alone = [real(scan([path]).books[0]) for path in paths]
    for path, book in zip(paths, alone):
        for folder in [".", *map(str, Path(path).parents)]:
            found = scan([folder])
            together = {real(one): real(its) for one, its in zip(found.paths, found.books)}
            assert together[real(path)] == book, (path, folder)
    return [os.path.relpath(book) if book else "" for book in alone]


@pytest.mark.parametrize("top", [".git/", ".git"])
def test_a_repository_ends_the_way_up(place: Place, top: str) -> None:
    place("codebook.yaml", "a.yaml", "r/" + top, "r/b.yaml", "r/s/c.yaml", "q/codebook.yaml")
    place("q/" + top, "q/s/t/d.yaml", "q/s/u/codebook.yaml", "q/s/u/e.yaml")
    assert books("a.yaml", "r/b.yaml", "r/s/c.yaml", "q/s/t/d.yaml", "q/s/u/e.yaml") == [
        *("codebook.yaml", "", "", "q/codebook.yaml", "q/s/u/codebook.yaml"),
    ]


def test_the_codebook_of_a_shared_folder_serves_only_what_is_in_it(place: Place) -> None:
    place("codebook.yaml", "tmp/codebook.yaml", "tmp/a.yaml", "tmp/mine/b.yaml", "w/c.yaml")
    place("w/codebook.yaml", "w/s/d.yaml")
    os.chmod("tmp", 0o1777)
    os.chmod("w", 0o0777)  # as every folder is on some file systems
    assert books("tmp/a.yaml", "tmp/mine/b.yaml", "w/s/d.yaml") == [
        *("tmp/codebook.yaml", "codebook.yaml", "w/codebook.yaml"),
    ]


def test_links_to_folders_are_followed_before_going_up(place: Place) -> None:
    place("codebook.yaml", "real/codebook.yaml", "real/s/a.yaml")
    os.symlink("real/s", "link")
    assert real(scan(["link/a.yaml"]).books[0]) == os.path.realpath("real/codebook.yaml")
    assert real(scan(["link"]).books[0]) == os.path.realpath("real/codebook.yaml")


def test_a_folder_that_is_closed_to_us_ends_the_way_up(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place("codebook.yaml", "closed/s/a.yaml")
    assert find_codebook("closed/s") == os.path.realpath("codebook.yaml")
    monkeypatch.setattr("os.access", lambda path, mode: not path.endswith("closed"))
    assert find_codebook("closed/s") == ""


def test_the_way_up_ends_at_the_root() -> None:
    assert find_codebook(os.sep) == ""


def test_a_new_codebook_would_serve_as_one_that_is_there(place: Place) -> None:
    place("n/.git/", "n/a/b/c.yaml", "n/r/.git/", "n/r/d.yaml", "shared/s/e.yaml")
    os.chmod("shared", 0o1777)
    for book in ("n/codebook.yaml", "shared/codebook.yaml", "codebook.yaml"):
        for folder in ("n", "n/a/b", "n/r", "shared", "shared/s", "."):
            expected = would_serve(book, folder)
            Path(book).write_text("x")
            assert expected == (find_codebook(folder) == os.path.realpath(book)), (book, folder)
            os.remove(book)
