"""quotecli read: the whole text with its quotes marked, through a pager where it is longer than the
screen.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotecli.library import load
from tests.cli.conftest import Run


@pytest.mark.parametrize("own", [False, True])
def test_without_the_marks_it_is_the_text(run: Run, town: Path, own: bool) -> None:
    paths = [str(town)] if own else []
    out = run("read", *(part for path in paths for part in ("-d", path))).out
    (statement,) = load(*paths).statements.values()
    body = re.sub(r"⟦[a-z0-9-]+: |⟧", "", out).partition("\n\n")[2]
    assert body.rstrip("\n") == statement.text.rstrip("\n")


def test_the_head_names_the_topics_and_what_is_not_proved(run: Run, town: Path) -> None:
    lines = run("read", "-d", town).lines
    assert lines[0] == "The harbour bill"
    assert set(lines[1].split("  ·  ")) == {
        "Money 2",
        "Taxes 1",
        "Harbour tax 1",
        "Harbour works 5",
    }
    assert lines[2] == "⚠ not proved: fair, gallery, lost"


def test_filters_choose_what_is_marked(run: Run, town: Path) -> None:
    out = run("read", "-d", town, "-s", "chan").out
    assert re.findall(r"⟦([a-z-]+):", out) == ["century", "learn"]
    none = run("read", "-q", "nowhere", status=1)
    assert none.err == "no quotes found\n"
    assert "⟦" not in none.out


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that leaves what it was given in a file."""
    script = tmp_path / "pager"
    script.write_text(f'#!/bin/sh\ncat > "{tmp_path}/paged"\n')
    script.chmod(0o755)
    return script


@pytest.mark.parametrize(
    ("rows", "options", "pages"), [(10, [], True), (500, [], False), (10, ["--no-pager"], False)]
)
def test_a_pager_only_for_more_than_the_screen(
    run: Run, pager: Path, rows: int, options: list[str], pages: bool
) -> None:
    done = run.terminal("read", *options, rows=rows, env={"PAGER": str(pager)})
    assert pager.with_name("paged").exists() == pages
    assert ("⟦more-exercises" in done.shown) != pages


def test_no_pager_in_a_pipe(run: Run, pager: Path) -> None:
    run.process("read", env={"PAGER": str(pager), "LINES": "5"})
    assert not pager.with_name("paged").exists()


def test_leaving_the_pager_early_is_no_failure(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "pager"
    script.write_text("#!/bin/sh\nread line\n")
    script.chmod(0o755)
    path = tmp_path / "long.yaml"
    path.write_text("title: t\ntext: |\n" + "  a line of words\n" * 5_000 + "quotes: []\n")
    run.terminal(
        "read", "-d", path, status=1, env={"PAGER": str(script)}
    )  # 1, since it has no quotes
