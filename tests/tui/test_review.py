"""The review: a decision is in the file before the next quote shows, and can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App

from quotecli.store.reader import load
from tests.cli.conftest import DRAFT
from tests.tui.review_driving import Session, drive


def test_accepting_removes_what_a_draft_says_and_goes_on(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("n", "a")
        assert on.current == "asked"
        assert on.file == DRAFT.replace(
            "  # review: the excerpt and the speaker (confidence 0.40)\n", ""
        ).replace("    status: draft\n    confidence: 0.4  # low\n", "    status: reviewed\n")
        await on.press("enter")
        assert on.current == "grow"
        await on.press("a")
        assert [quote.status for quote in load(str(path)).quotes] == ["reviewed"] * 3
        assert "no quote is left" in on.text()
        assert "0 left" in on.text()

    drive(path, script)


def test_any_number_of_decisions_is_undone_and_redone_byte_for_byte(path: Path) -> None:
    async def script(on: Session) -> None:
        states = [on.file]
        for key in ("a", "k", "d", "i", "x", "l"):
            await on.press(key)
            assert on.file != states[-1], key
            states.append(on.file)
        for state in reversed(states[:-1]):
            await on.press("u")
            assert on.file == state
        assert on.current == "grow"
        assert "3 left" in on.text()
        await on.press("u")
        assert on.file == DRAFT
        for state in states[1:]:
            await on.press("U")
            assert on.file == state
        await on.press("U", "u", "k", "U")
        assert on.app.review.left == 1

    drive(path, script)


def test_the_speaker_is_of_the_cast_or_somebody_new(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("s")
        await on.type("bo")
        await on.press("enter")
        assert on.quote("grow").speaker.name == "Bo Chan"
        await on.press("n", "s")
        await on.type("Cy Dell")
        await on.press("enter")
        assert on.quote("fish").speaker.name == "Cy Dell"
        await on.press("n", "full_stop")
        assert on.quote("asked").speaker.name == "Cy Dell"
        assert on.file.count("name: Cy Dell") == 1
        await on.press("s", "escape")
        assert on.quote("asked").speaker.name == "Cy Dell"

    drive(path, script)


def test_copying_and_leaving(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: taken.append(text))

    async def script(on: Session) -> None:
        await on.press("c", "C", "o", "q")

    app = drive(path, script)
    assert taken[0].startswith("“The quay will grow, and it will pay” — Ann Lee")
    assert app.return_value == 0
