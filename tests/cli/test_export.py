"""quotecli export: what was filtered, and where it goes."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_the_filtered_quotes_are_written_and_nothing_else(run: Run, town: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    run("export", "--to", "md", "-d", town, "-k", "mixed", "-o", target)
    text = target.read_text(encoding="utf-8")
    assert "hold for a century" in text.replace("“", "").replace("”", "")
    assert "nobody will pay twice" not in text
    assert run("export", "--to", "md", "-d", town, "-k", "mixed").out == text


def test_what_is_there_is_written_over_only_by_force(run: Run, town: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    target.write_text("mine", encoding="utf-8")
    refused = run("export", "--to", "md", "-d", town, "-o", target, status=2)
    assert "is there already" in refused.err
    assert target.read_text(encoding="utf-8") == "mine"
    run("export", "--to", "md", "-d", town, "-o", target, "--force")
    assert "hold for a century" in target.read_text(encoding="utf-8")


def test_nothing_found_writes_nothing(run: Run, town: Path, tmp_path: Path) -> None:
    done = run("export", "--to", "md", "-d", town, "-q", "zebra", "-o", tmp_path / "out.md", status=1)
    assert done.err == "no quotes found\n"
    assert not (tmp_path / "out.md").exists()
