"""An excerpt that is not in its own text is looked for in the other statements of the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecli.checking import elsewhere
from quotecli.checking.across_files import check_files
from tests.make import quote, tree, written


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a.yaml quotes what b.yaml has, over two of its lines."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "notes"
    home.mkdir()
    lost = [quote("the mole will hold"), quote("mole wil", "b"), quote("One six", "c")]
    (home / "a.yaml").write_bytes(written(tree("One two.", *lost, quote(["two", "One"], "d"))))
    (home / "b.yaml").write_text(
        "title: B\ntext_file: b.txt\nquotes:\n- {id: x, kind: direct, excerpt: One six}\n"
    )
    (home / "b.txt").write_text("Lee said the mole\nwill hold.\n")
    (home / "bad.yaml").write_text("title: [\n")
    return home


def hints(*paths: str) -> dict[str, str]:
    """Return the hint of each missing excerpt of a.yaml, by the first words of its message."""
    return {
        problem.message: problem.hint
        for report in check_files(paths)
        for problem in report.problems
        if problem.rule == "missing" and report.file.endswith("a.yaml")
    }


def test_the_file_that_has_the_excerpt_is_named(folder: Path) -> None:
    found = hints("notes")
    stands = found.pop("quote 'a' is not in the text")
    assert stands.startswith("stands in notes/b.yaml; here, ")
    # A part of a word, what only another quote has, and what is in its text in another order.
    assert len(found) == 3
    assert not any("stands in" in hint for hint in found.values())


def test_only_files_that_are_checked_are_read(folder: Path) -> None:
    assert not any("stands in" in hint for hint in hints("notes/a.yaml").values())


def test_no_more_is_looked_for_than_is_worth_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "_MAX_EXCERPTS", 0)
    assert not any("stands in" in hint for hint in hints("notes").values())
