"""Which texts files and folders stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecli.intake.gathering import gather


@pytest.mark.parametrize("folder", [".", "./notes", "notes/", "notes/../notes"])
def test_each_file_of_a_folder_is_one_text(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "notes" / "deep"
    deep.mkdir(parents=True)
    for path in (deep / "a.txt", tmp_path / "notes" / "b.txt"):
        path.write_text("Marlow", encoding="utf-8")
    (tmp_path / "notes" / "c.txt").symlink_to("deep/a.txt")  # the same text again
    (tmp_path / "again").symlink_to("notes")
    monkeypatch.chdir(tmp_path)

    texts = gather([folder, "notes/deep/a.txt", "again", "notes/deep"]).texts
    before = "notes/" if folder == "." else ""
    assert [text.inside for text in texts] == [f"{before}b.txt", f"{before}c.txt"]
    assert [text.above for text in texts] == ["notes", "notes"]
