"""benchmarks/projects.py: what import makes of the selections of projects, counted."""

from __future__ import annotations

import sys
from pathlib import Path

import projects
import pytest

from tests.importing.test_positions import CR_LF, PROGRAMS, SENTENCES, archive, mark, marks


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Set the arguments of the script; return the folder that it reads."""
    monkeypatch.setattr(sys, "argv", ["projects.py", str(tmp_path), "--reasons"])
    return tmp_path


def test_selections_kept_and_left_out_are_counted(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = PROGRAMS["QualCoder, with line ends for MAXQDA"]
    selections = [*marks(program, CR_LF, SENTENCES), mark(3, 9_999, "out")]
    (table / "a.qdpx").write_bytes(archive(program.origin, CR_LF, *selections))
    (table / "b.qdpx").write_bytes(b"words")
    assert projects.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "| a.qdpx | QualCoder 3.6 | 1 | 7 | 6 | 1 | 0 | 0 |"
    assert lines[3].startswith("| b.qdpx | not imported: ")
    assert lines[4:] == ["     1  its positions,  to , are not in the text"]


def test_a_wrong_passage_is_found(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    selections = [mark(0, 9, "The boats need a deeper quay, or")]
    (table / "a.qdpx").write_bytes(archive("Another", CR_LF, *selections))
    assert projects.main() == 0
    monkeypatch.setattr(
        "quotecli.importing.positions.Positions._is_contradicted", lambda self, mark: False
    )
    assert projects.main() == 1
