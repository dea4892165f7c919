"""The review of what two coders coded differently: one key settles it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.comparing.make import ADA, BEN, write
from tests.tui.review_driving import Session, drive

KEYS = "waits nobody scandal scandal-ben-oak spring"


@pytest.fixture
def merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The merged statement of two coders."""
    files = write(tmp_path / "ada", "Ada Ash", ADA), write(tmp_path / "ben", "Ben Oak", BEN)
    Run(monkeypatch)("compare", *files, "--merge", "-o", tmp_path / "merged", status=1)
    return tmp_path / "merged" / "ferry.yaml"


def test_the_panel_says_whose_coding_it_is_and_how_another_has_it(merged: Path) -> None:
    async def script(on: Session) -> None:
        assert "coder      Ada Ash" in on.text()
        assert "Ben Oak differs in extent, topics:" in on.text()
        await on.press("n")
        assert "coder      Ben Oak" in on.text()
        assert "Ada Ash differs in extent, topics:" in on.text()

    drive(merged, script, keys=KEYS, size=(140, 34))


def test_accepting_one_coding_rejects_the_other_and_both_come_back(merged: Path) -> None:
    before = merged.read_bytes()

    async def script(on: Session) -> None:
        await on.press("a")
        assert "id: nobody" not in on.file
        assert (on.quote("waits").status, on.quote("waits").coder) == ("reviewed", "Ada Ash")
        assert on.current == "scandal"
        await on.press("n", "a")
        assert "id: scandal\n" not in on.file
        assert on.current == "spring"
        assert {item.key: what for item, what in on.app.review.settled.items()} == {
            "waits": "accepted",
            "nobody": "rejected",
            "scandal": "rejected",
            "scandal-ben-oak": "accepted",
        }
        await on.press("u", "u")
        assert merged.read_bytes() == before
        assert not on.app.review.settled
        await on.press("U")
        assert on.app.review.left == 3

    drive(merged, script, keys=KEYS)


def test_what_one_coder_alone_has_is_accepted_or_rejected(merged: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("x")
        assert "id: spring" not in on.file
        assert on.app.review.left == 0

    drive(merged, script, keys="spring")


def test_another_who_has_the_same_is_only_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coders = {"ada": ADA, "ben": BEN, "cy": ADA}
    files = [write(tmp_path / name, name, quotes) for name, quotes in coders.items()]
    Run(monkeypatch)("compare", *files, "--merge", "-o", tmp_path / "merged", status=1)

    async def script(on: Session) -> None:
        assert "ben differs in extent, topics:" in on.text()
        assert "cy has the same" in on.text()
        assert "cy has the same:" not in on.text()

    keys = "waits nobody waits-cy scandal scandal-ben scandal-cy spring spring-cy"
    drive(tmp_path / "merged" / "ferry.yaml", script, keys=keys, size=(140, 40))
