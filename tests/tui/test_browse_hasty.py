"""Keys that come before the answers to those before them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App

from quotecli.tui.quote_list import PAGE, QuoteList
from tests.tui.driving import Session, drive


@pytest.fixture
def long(tmp_path: Path) -> str:
    """A statement of more quotes than are asked for at a time."""
    said = [f"“Wave {at} is high,” said Ann Lee." for at in range(2 * PAGE)]
    quotes = "".join(
        f"  - {{id: q{at}, kind: direct, speaker: lee, excerpt: Wave {at} is high}}\n"
        for at in range(2 * PAGE)
    )
    path = tmp_path / "waves.yaml"
    path.write_text(
        "title: Waves\nspeakers:\n  lee: {name: Ann Lee}\ntext: |\n"
        f"  {' '.join(said)}\nquotes:\n{quotes}",
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.parametrize("row", [1, PAGE + 1, 2 * PAGE - 1])
def test_a_key_acts_on_the_quote_under_the_cursor_and_not_on_the_one_before(
    long: str, row: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: taken.append(text))

    async def script(on: Session) -> None:
        quotes = on.app.query_one(QuoteList)
        quotes.cursor = row
        on.app.action_copy(False)
        await on.settle()
        assert f"q{row} " in on.pane("head")[0]
        # On a page that is not here yet no quote is meant.
        assert len(taken) == (row < PAGE)
        on.app.action_copy(False)
        assert taken
        assert all(f"“Wave {row} is high" in text for text in taken)

    drive(long, script)


def test_a_key_for_a_quote_that_was_left_before_it_was_shown_does_nothing(
    long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: taken.append(text))

    async def script(on: Session) -> None:
        quotes = on.app.query_one(QuoteList)
        quotes.cursor = 1
        on.app.action_copy(False)
        quotes.cursor = 2
        await on.settle()
        assert "q2 " in on.pane("head")[0]
        assert taken == []

    drive(long, script)
