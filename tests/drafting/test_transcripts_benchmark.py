"""The benchmark of transcripts counts turns as a person does."""

from __future__ import annotations

from pathlib import Path

import pytest
import transcripts


def test_turns_and_speakers_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Ines Rook: It is open.\n\nOwen Salt: I doubt it.\n")
    table = tmp_path / "table.csv"
    table.write_text(
        "file,speaker,words,last\na.txt,Rook|Ines Rook,It is,open\na.txt,Bo Chan,I doubt,\n"
        "a.txt,Bo Chan,And,\n"
    )
    transcripts.main(str(tmp_path), str(table))
    assert capsys.readouterr().out.splitlines() == [
        "      3 turns  found  66.7%  right  33.3%  false 0  a.txt",
        "      3 turns  found  66.7%  right  33.3%  false 0  in all",
    ]
