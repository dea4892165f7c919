"""The files that paths stand for, their order and their codebooks."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from quotecli.errors import UnreadableError
from quotecli.store.discovery import MISSING, fingerprint, name_statement_files, scan
from tests.store.conftest import Place


def test_the_files_of_a_folder_come_before_those_of_the_folders_in_it(place: Place) -> None:
    place(
        "z.yaml",
        "a.yml",
        "m/b.yaml",
        "m/a/c.yaml",
        "b.txt",
        ".h.yaml",
        ".h/a.yaml",
        "a.d/x.yaml",
        "d.yaml/y.yaml",
    )
    found = scan(["."])
    assert found.paths == [f"./{name}" for name in (
        "a.yml", "z.yaml", "a.d/x.yaml", "d.yaml/y.yaml", "m/b.yaml", "m/a/c.yaml",
    )]  # fmt: skip
    assert found.fingerprints == [fingerprint(path) for path in found.paths]
    assert found.named == set()


def test_the_nearest_codebook_serves(place: Place) -> None:
    place(
        "codebook.yaml",
        "a.yaml",
        "m/b.yaml",
        "n/codebook.yaml",
        "n/c.yaml",
        "n/o/d.yaml",
        "p/e.yaml",
    )
    found = scan(["."])
    assert dict(zip(found.paths, found.books)) == {
        "./a.yaml": "./codebook.yaml", "./m/b.yaml": "./codebook.yaml",
        "./p/e.yaml": "./codebook.yaml",
        "./n/c.yaml": "./n/codebook.yaml", "./n/o/d.yaml": "./n/codebook.yaml",
    }  # fmt: skip
    above = os.path.abspath("codebook.yaml")
    assert scan(["n/o/d.yaml"]).books == [os.path.abspath("n/codebook.yaml")]
    assert scan(["m/b.yaml", "p/e.yaml"]).books == [above, above]
    assert scan(["m", "n/o"]).books == [above, os.path.abspath("n/codebook.yaml")]
    assert scan(["m"]).codebooks == []
    assert scan(["n/c.yaml", "a.yaml"]).books == ["n/codebook.yaml", "codebook.yaml"]
    with pytest.raises(UnreadableError, match="a codebook, not a statement"):
        scan(["n/codebook.yaml"])


def test_no_codebook_serves_the_shipped_statement(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place("codebook.yaml", "deep/statement.yaml")
    shipped = os.path.abspath("deep/statement.yaml")
    assert scan([shipped]).books == [os.path.abspath("codebook.yaml")]
    monkeypatch.setattr("quotecli.store.discovery.find_shipped", lambda: shipped)
    assert scan([shipped]).books == [""]


def test_a_codebook_is_a_file(place: Place) -> None:
    place("a.yaml", "codebook.yaml/b.yaml", "p/c.yaml")
    os.mkfifo("p/codebook.yaml")
    found = scan(["."])
    assert (found.paths, found.books) == (
        ["./a.yaml", "./codebook.yaml/b.yaml", "./p/c.yaml"],
        [""] * 3,
    )


def test_a_dead_link_is_an_unreadable_codebook(place: Place) -> None:
    place("a.yaml")
    Path("codebook.yaml").symlink_to("nowhere")
    assert scan(["."]).books == ["./codebook.yaml"]


def test_each_file_is_listed_once_under_whatever_names(place: Place) -> None:
    place("d/a.yaml", "d/b.yaml")
    os.link("d/a.yaml", "d/c.yaml")
    Path("d/e.yaml").symlink_to("b.yaml")
    Path("link").symlink_to("d")
    assert scan(["d", "d", "link", "d/a.yaml", "link/b.yaml", "./d"]).paths == [
        "d/a.yaml",
        "d/b.yaml",
    ]
    assert scan(["link"]).paths == ["link/a.yaml", "link/b.yaml"]


@pytest.mark.parametrize(
    "paths",
    [["d", "d/b.yaml"], ["d/b.yaml", "d"], ["d", "./d/../d/b.yaml"], ["d", "d/b.yaml", "d/b.yaml"]],
)
def test_a_file_that_is_named_counts_as_named_even_if_a_folder_has_it(
    place: Place, paths: list[str]
) -> None:
    place("d/a.yaml", "d/b.yaml")
    found = scan(paths)
    assert sorted(found.paths) == ["d/a.yaml", "d/b.yaml"]
    assert found.named == {"d/b.yaml"}


def test_standard_input_and_missing_files_are_named_once(place: Place) -> None:
    found = scan(["-", "nowhere", "-", "nowhere", "a\0b"])
    assert (found.paths, found.fingerprints) == (["-", "nowhere", "a\0b"], [MISSING] * 3)
    assert found.named == {"-", "nowhere", "a\0b"}


def test_folders_and_loops_behind_links_are_not_followed(place: Place) -> None:
    place("d/a.yaml")
    Path("d/loop").symlink_to("..")
    Path("d/own.yaml").symlink_to("own.yaml")
    Path("d/folder.yaml").symlink_to(".")
    os.mkfifo("d/pipe.yaml")
    found = scan(["d"])
    assert dict(zip(found.paths, found.fingerprints)) == {
        "d/a.yaml": fingerprint("d/a.yaml"),
        "d/own.yaml": (MISSING[0], errno.ELOOP, 0, 0),
    }


def test_folders_may_be_a_thousand_levels_deep(place: Place, tmp_path: Path) -> None:
    deep = 1200
    for _ in range(deep):
        os.mkdir("d")
        os.chdir("d")
    Path("a.yaml").write_text("x")
    os.chdir(tmp_path)
    assert scan(["."]).paths == [f"./{'d/' * deep}a.yaml"]
    # What removes the folders of tests goes less deep.
    subprocess.run(["rm", "-r", "d"], check=True)


def test_an_empty_folder_is_refused_but_not_one_with_known_files(place: Place) -> None:
    place("d/a.yaml", "e/notes.txt")
    with pytest.raises(UnreadableError, match="no statements in this folder"):
        scan(["d", "e"])
    assert scan(["d/a.yaml", "d"]).paths == ["d/a.yaml"]


def test_a_folder_that_disappears_meanwhile_is_empty(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place("a.yaml", "d/b.yaml")
    real = os.scandir

    def vanishing(path: str) -> object:
        if path == "./d":
            raise FileNotFoundError(2, "No such file or directory", path)
        if path == "./e":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr("os.scandir", vanishing)
    assert scan(["."]).paths == ["./a.yaml"]


def test_an_unreadable_folder_below_is_left_out(
    place: Place, refused: Callable[[str], None]
) -> None:
    place("a.yaml", "d/b.yaml", "d/codebook.yaml", "e/c.yaml")
    refused("d")
    found = scan(["."])
    assert found.paths == ["./a.yaml", "./e/c.yaml"]
    ((problem,),) = found.unreadable.values()
    assert (problem.rule, str(problem.place)) == ("unreadable", "./d")
    assert problem.message == "unreadable: Permission denied"
    with pytest.raises(UnreadableError, match="d: unreadable: Permission denied"):
        scan(["d", "a.yaml"])


def test_if_nothing_else_is_there_an_unreadable_folder_is_the_reason(
    place: Place, refused: Callable[[str], None]
) -> None:
    place("d/e/b.yaml")
    refused("d/e")
    with pytest.raises(UnreadableError, match="d/e: unreadable: Permission denied"):
        scan(["d"])


def test_a_link_has_its_own_fingerprint_or_that_of_its_target(place: Place) -> None:
    place("a.yaml")
    Path("link").symlink_to("a.yaml")
    assert fingerprint("link") == fingerprint("a.yaml") != fingerprint("link", follow=False)
    assert fingerprint("a\0b") == MISSING
    # Why it is not there is said of it, and may change.
    assert (fingerprint("nowhere"), fingerprint("a.yaml/b")) == (
        (-1, errno.ENOENT, 0, 0),
        (-1, errno.ENOTDIR, 0, 0),
    )


def test_no_statement_is_named_like_a_codebook() -> None:
    stems = ["a/codebook", "codebook", "codebook-2", "Codebook", "a/b"]
    assert name_statement_files(stems) == [
        *("a/codebook-2.yaml", "codebook-3.yaml", "codebook-2.yaml"),
        *("Codebook-4.yaml", "a/b.yaml"),
    ]
