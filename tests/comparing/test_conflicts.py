"""What two coders define differently is told, and not taken from the first of them in silence."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.comparing.make import write_study

TOPICS = [
    ("{label: Boats}", "{label: Weather}", "label: “Boats” (Ada Ash), “Weather” (Ben Oak)"),
    ("{label: Boats}", "{label: BOATS}", ""),
    (
        "{label: Boats, parent: crews}",
        "{label: Boats, parent: pay}",
        "parent: “crews” (Ada Ash), “pay” (Ben Oak)",
    ),
]


def change(folder: str, old: str, new: str) -> None:
    """Replace a part of each file of a folder."""
    for path in Path(folder).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("ada", "ben", "told"), TOPICS)
def test_topics_of_one_id_that_are_defined_differently(
    run: Run, tmp_path: Path, ada: str, ben: str, told: str
) -> None:
    folders = write_study(tmp_path)
    for folder, defined in zip(folders, (ada, ben)):
        change(folder, "boats: {label: Boats}", f"boats: {defined}")
    done = run("compare", *folders, "-f", "csv", status=1)
    assert done.err == (f"note: compared as one: topic 'boats', {told}\n" if told else "")
    page = run("compare", *folders, "-f", "html", status=1).out
    assert ("Compared as one" in page) is bool(told)
    assert unescape(page).count(f"topic 'boats', {told}") == bool(told)


def test_people_who_are_described_differently(run: Run, tmp_path: Path) -> None:
    folders = write_study(tmp_path)
    change(folders[0], "Ann Lee}", "Ann Lee, role: pilot, attributes: {ship: Oak, age: '50'}}")
    change(folders[1], "Ann Lee}", "Ann Lee, role: clerk, attributes: {ship: Elm, trade: x}}")
    assert run("compare", *folders, "-f", "csv", status=1).err == ""
    done = run("compare", *folders, "--merge", "-o", tmp_path / "both", status=1)
    assert done.err.splitlines() == [
        "note: the first is kept: Ann Lee, role: “pilot” (Ada Ash), “clerk” (Ben Oak)",
        "note: the first is kept: Ann Lee, ship: “Oak” (Ada Ash), “Elm” (Ben Oak)",
    ]
    (kept,) = {
        line.strip()
        for path in (tmp_path / "both").glob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "role:" in line
    }
    assert kept == "role: pilot"
