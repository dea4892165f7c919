"""quotecli review, before its screen and after it; tests/tui has what it shows."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import DRAFT, Run


def test_without_a_terminal_or_a_path_a_line_says_so(run: Run, town: Path) -> None:
    assert "a full screen needs a terminal" in run("review", town, status=2).err
    assert "say what to review" in run("review", status=2).err


def test_nothing_to_review_is_status_1(run: Run, town: Path) -> None:
    shown = run.terminal("review", town, "--status", "unresolved", status=1).shown
    assert "no quotes to review found" in shown
    assert "\x1b[?1049h" not in shown


def test_quotes_that_are_reviewed_are_gone_through_with_all(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "quay.yaml"
    done = DRAFT.replace("status: draft", "status: reviewed").replace("unresolved", "reviewed")
    path.write_text(done, encoding="utf-8")
    run.terminal("review", path, status=1)
    shown = run.terminal("review", path, "--everything", keys={b"1 of 3": b"q"}).shown
    assert "nothing changed; 3 left to review" in shown


def test_a_key_from_before_the_first_quote_is_seen_decides_nothing(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "quay.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    shown = run.terminal("review", path, typed=b"aaxx", keys={b"1 of 3": b"q"}).shown
    assert "nothing changed; 3 left to review" in shown
    assert path.read_text(encoding="utf-8") == DRAFT


def test_the_end_says_what_was_done_what_is_left_and_the_check(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "quay.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    keys = {b"1 of 3": b"a", b"2 of 3": b"x", b"3 of 3": b"q"}
    shown = run.terminal("review", path, "--sort", "doubt", keys=keys).shown
    end = shown.rpartition("\x1b[?1049l")[2]
    assert " 1" in end
    assert "left to review" in end
    assert f"{path}:" in "".join(end.split())  # a long path is broken at the width
    assert "id: asked" not in path.read_text(encoding="utf-8") or "reviewed" in path.read_text()
