"""Statements of one text by several coders: their ids, and what follows when a file changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quotecli import Criteria, load
from quotecli.errors import UnknownNameError
from quotecli.library.library import Library
from tests.comparing.make import ADA, BEN, BOTH, QUAY, TEXT, write, write_study


@pytest.fixture
def study(tmp_path: Path) -> list[str]:
    """The folders of two coders, then of a third."""
    folders = [*write_study(tmp_path), str(tmp_path / "cy")]
    write(tmp_path / "cy", "Cy Elm", ADA)
    return folders


def test_each_annotation_has_an_id(study: list[str]) -> None:
    library = load(*study)
    assert {key: item.coder for key, item in library.statements.items()} == {
        "ferry": "Ada Ash",
        "quay": "Ada Ash",
        "ferry-ben-oak": "Ben Oak",
        "quay-ben-oak": "Ben Oak",
        "ferry-cy-elm": "Cy Elm",
    }
    assert {quote.statement for quote in library.quotes(Criteria(coders=("ben",)))} == {
        "ferry-ben-oak",
        "quay-ben-oak",
    }
    assert library.quote("ferry-ben-oak/scandal").coder == "Ben Oak"
    with pytest.raises(UnknownNameError) as caught:
        library.quote("scandal")
    assert "ferry/scandal, ferry-ben-oak/scandal, ferry-cy-elm/scandal" in str(caught.value)


def read(study: list[str]) -> tuple[list[str], list[str]]:
    """Return the ids, and the files that are refused; the index says what a fresh reading says."""

    def find(library: Library) -> tuple[list[str], list[str]]:
        refused = [problem.place.file for problem in library.problems]
        return list(library.statements), [os.path.relpath(one, f"{study[0]}/..") for one in refused]

    found = find(load(*study, strict=False))
    assert found == find(load(*study, strict=False, cache=False))
    return found


def test_a_change_of_one_file_tells_on_the_others(study: list[str], tmp_path: Path) -> None:
    every = ["ferry", "quay", "ferry-ben-oak", "quay-ben-oak", "ferry-cy-elm"]
    assert read(study) == (every, [])

    write(tmp_path / "ben", "Ada Ash", BEN)
    assert read(study) == ([*every[:2], *every[3:]], ["ben/ferry.yaml"])
    write(tmp_path / "ben", "Ben Oak", BEN)
    assert read(study) == (every, [])

    write(tmp_path / "ada", "Ada Ash", ADA, text=f"{TEXT}  More.\n")
    assert read(study) == (["ferry", "quay", "quay-ben-oak"], ["ben/ferry.yaml", "cy/ferry.yaml"])
    (tmp_path / "ada" / "ferry.yaml").unlink()
    assert read(study) == (["quay", "ferry", "quay-ben-oak", "ferry-cy-elm"], [])
    write(tmp_path / "ada", "Ada Ash", ADA)
    assert read(study) == (every, [])

    write(tmp_path / "ben", "Ben Oak", BOTH, "ferry-cy-elm", QUAY)
    ids = ["ferry", "quay", "ferry-cy-elm", "ferry-ben-oak", "quay-ben-oak"]
    found, refused = read(study)
    assert (sorted(found), refused) == (sorted(ids), ["cy/ferry.yaml"])
