"""quotecli read: the whole text with its quotes marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotecli.library.loading import load
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
