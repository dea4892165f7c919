"""The explorer: what each key does, at each width, over real folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecli.criteria import Criteria
from tests.everyday import everyday
from tests.tui.driving import Session, drive


def test_the_first_screen_lists_the_quotes_and_shows_the_first_where_it_stands(
    folder: Path,
) -> None:
    async def script(on: Session) -> None:
        assert "6 quotes" in on.rows()[0]
        who = [row.split("  ")[0] for row in on.pane("quotes")]
        assert who[:4] == [
            "▌■ Ann Lee",
            " ■ Bo Chan",
            " ▲ Bo Chan, as told by … more herring than ever",
            " ◆ Carla Díaz",
        ]
        assert "harbour/harbour-grows" in on.pane("head")[0]
        assert "⟦The harbour will grow⟧,” said the mayor. “⟦It feeds us all.⟧”" in on.text()
        assert "Topics" in on.pane("filters")[0]

    drive(str(folder), script)


@pytest.mark.parametrize(("columns", "rows"), everyday(2, [(80, 24), (120, 40), (200, 50)]))
def test_every_width_shows_the_list_and_the_text(folder: Path, columns: int, rows: int) -> None:
    async def script(on: Session) -> None:
        assert all(strip.cell_length == columns for strip in on.strips())
        assert len(on.rows()) == rows
        assert ("Speakers" in on.text()) == (columns > 80)
        assert "⟦The harbour will grow⟧" in on.text()
        await on.press("f")
        assert "Speakers" in on.text()

    drive(str(folder), script, size=(columns, rows))


def test_words_filter_as_they_are_typed(folder: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("slash", *"harb")
        assert "1 of 6 quotes" in on.rows()[0]
        assert "harbour/harbour-grows" in on.pane("head")[0]
        await on.press(*"x")
        assert "no quotes found" in on.text()
        await on.press("enter", "x")
        assert "6 quotes" in on.rows()[0]

    drive(str(folder), script)


def test_a_filter_to_begin_with_is_one_that_can_be_taken_back(folder: Path) -> None:
    async def script(on: Session) -> None:
        assert "2 of 6 quotes" in on.rows()[0]
        assert on.rows()[1].strip() == "Fishing"
        await on.press("x")
        assert "6 quotes" in on.rows()[0]

    drive(str(folder), script, criteria=Criteria(topics=("fish",)))
