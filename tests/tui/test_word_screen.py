"""The words of the text on a screen: a cursor, words that are marked, and what is made of them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import DRAFT
from tests.tui.review_driving import Session, drive


def test_a_quote_is_split_at_the_cursor(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("w")
        assert "Split here" in on.text()
        await on.press(*["right"] * 5, "left", "s")
        assert on.quote("grow").excerpt == "The quay will grow"
        await on.press("n")
        assert on.quote(on.current).excerpt == "and it will pay"
        await on.press("p", "j")
        assert on.quote("grow").excerpt == "The quay will grow, and it will pay"

    drive(path, script)


def test_a_new_quote_is_made_of_the_words_that_are_marked(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("w", "end", "left", "space", "right")
        await on.press("enter")
        assert on.quote(on.current).excerpt == "We’re late."
        assert "2 of 4" in on.text()
        assert "draft, not reviewed" in on.text()
        await on.press("u")
        assert on.file == DRAFT
        assert on.current == "grow"
        await on.press("w", "space", "escape", "w", *"axtkudimnp", "w")
        assert on.file == DRAFT

    drive(path, script)


def test_the_cursor_moves_by_sentences_and_stays_in_the_text(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("w", "home", "left", "down", "down")
        await on.press("enter")
        assert on.quote(on.current).excerpt == "Nobody"
        await on.press("w", "end", "right", "down", "up", "enter")
        assert on.quote(on.current).excerpt == "Somebody"

    drive(path, script)


def test_the_mouse_marks_words(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("w")
        row = next(y for y, strip in enumerate(on.strips()) if "We’re late." in strip.text)
        text = on.strips()[row].text
        first, last = text.index("We’re"), text.index("late")
        await on.pilot.mouse_down(offset=(first + 1, row))
        await on.pilot.hover(offset=(last + 1, row))
        await on.pilot.mouse_up(offset=(last + 1, row))
        await on.press("enter")
        assert on.quote(on.current).excerpt == "We’re late."

    drive(path, script)


def test_the_quote_is_in_sight_in_a_paragraph_longer_than_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    words = " ".join(f"word{number}" for number in range(900))
    path.write_text(
        f"title: long\ntext: {words}\nquotes:\n  - id: q\n    kind: direct\n"
        "    excerpt: word700 word701\n    status: draft\n"
    )

    async def script(on: Session) -> None:
        assert "⟦word700 word701⟧" in on.text()
        await on.press("w")
        assert "⟦word700 word701⟧" in on.text()

    drive(path, script, keys="q", size=(80, 24))
