"""quotecli export --to parquet, and import --from parquet."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytest.importorskip("pyarrow")


def test_a_folder_goes_out_and_comes_back(run: Run, folder: Path, tmp_path: Path) -> None:
    rows, back = tmp_path / "rows", tmp_path / "back"
    run("export", "--to", "parquet", "-d", folder, "-o", rows)
    done = run("import", "--from", "parquet", rows, "-o", back)
    assert "skipped" not in done.err
    assert {"harbour.yaml", "storm.yaml"} <= {path.name for path in back.iterdir()}
    assert (
        run("quotes", "-d", back, "-f", "jsonl").out
        == run("quotes", "-d", folder, "-f", "jsonl").out
    )
    assert (
        run("topics", "-d", back, "-f", "csv").out == run("topics", "-d", folder, "-f", "csv").out
    )
    refused = run("import", "--from", "parquet", rows, status=2)
    assert "holds 2 statements" in refused.err


def test_filters_choose_the_rows_and_a_folder_is_replaced_with_force(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "rows"
    run("export", "--to", "parquet", "-d", folder, "-o", rows)
    line = ("export", "--to", "parquet", "-d", folder, "-q", "grow", "-o", rows)
    refused = run(*line, status=2)
    assert refused.err == f"{rows}: already exists\n  use --force to overwrite\n"
    run(*line, "--force")
    found = run("import", "--from", "parquet", rows)
    assert "harbour-grows" in found.out
    assert "deeper-quay" not in found.out


def test_what_cannot_be_read_is_one_line(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("import", "--from", "parquet", folder, status=2)
    assert done.err == f"{folder}/texts: unreadable: No such file or directory\n"
    done = run("import", "--from", "parquet", folder, "--text", "a.txt", status=2)
    assert "--text is not for parquet, which has the texts" in done.err


def test_without_pyarrow_it_is_said_what_to_install(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.endswith((".parquet", ".arrow"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for line in (
        ("export", "--to", "parquet", "-d", folder, "-o", tmp_path / "rows"),
        ("import", "--from", "parquet", tmp_path),
    ):
        done = run(*line, status=2)
        assert done.err.splitlines()[-1] == "  pip install 'pyarrow>=17'"
        assert "the format parquet needs pyarrow, which is not installed" in done.err
