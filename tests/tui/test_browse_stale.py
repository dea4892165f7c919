"""What the explorer shows is of the filters that its list has, and of the files that were read."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.app import App

from quotecli.criteria import Criteria
from quotecli.library import explore
from quotecli.library.explore import Found
from quotecli.tui import asking, quote_list
from quotecli.tui.quote_list import QuoteList
from tests.tui.driving import Session, drive

REVIEW = (sys.executable, "-m", "quotecli", "review")


def test_a_page_of_the_old_list_is_not_taken_for_one_of_the_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAGE", 2)
    monkeypatch.setattr(quote_list, "PAGE", 2)
    asked: list[Criteria] = []
    gate = Event()
    gate.set()
    find = explore.find_window

    def slow(library: Any, criteria: Criteria, *where: Any) -> list[Found]:
        assert gate.wait(60)
        asked.append(criteria)
        return find(library, criteria, *where)

    monkeypatch.setattr(explore, "find_window", slow)

    async def script(on: Session) -> None:
        quotes = on.app.query_one(QuoteList)
        gate.clear()
        on.app._toggle("kind", "direct")
        # The old list is on the screen, and asks for a page that it does not hold.
        del quotes._pages[1]
        quotes.find(2)
        gate.set()
        await on.settle()
        for row in range(quotes.count):
            quotes.find(row)
            await on.settle()
        every = [found.quote.id for row in range(quotes.count) if (found := quotes.find(row))]
        listed = on.app.explorer.listed
        assert listed.criteria == Criteria(kinds=("direct",))
        right = [quote.id for quote in listed.library.quotes(listed.criteria)]
        assert every == right
        assert quotes.count == len(right)

    drive(str(folder), script)
    assert asked[0] == Criteria()


def test_counts_of_other_filters_are_not_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, count = Event(), explore.count_topics
    gate.set()

    def slow(*of: Any) -> Any:
        assert gate.wait(60)
        return count(*of)

    monkeypatch.setattr(explore, "count_topics", slow)

    def topics(on: Session) -> str:
        return "\n".join(on.pane("filters")).partition("Speakers")[0]

    async def script(on: Session) -> None:
        assert re.search("Trade +[0-9]", topics(on))
        gate.clear()
        on.app._toggle("kind", "direct")
        while on.app.explorer.listed.criteria != Criteria(kinds=("direct",)):
            await on.pilot.pause(0.01)
        await on.pilot.pause(0.05)
        assert "Trade" in topics(on)
        assert not re.search("[0-9]", topics(on))
        gate.set()
        await on.settle()
        assert re.search("Trade +[0-9]", topics(on))

    drive(str(folder), script)


def test_review_opens_at_the_quote_and_the_list_comes_back_as_the_files_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Sequence[str]] = []
    path = folder / "below" / "storm.yml"

    def review(command: Sequence[str]) -> int:
        ran.append(command)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("id: bells,", "id: bells, status: draft,"), encoding="utf-8")
        return 0

    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())
    monkeypatch.setattr(subprocess, "call", review)

    async def script(on: Session) -> None:
        quotes = on.app.query_one(QuoteList)
        await on.press("down", "down", "down", "down")
        shown = quotes.current
        await on.press("v")
        await on.settle()
        assert shown
        assert ran == [
            [*REVIEW, "--everything", "--at", shown.quote.id, "--", str(path)],
        ]
        assert quotes.cursor == 4
        statuses = {quote.id: quote.status for quote in on.app.explorer.library.quotes()}
        assert statuses["bells"] == "draft"

    drive(str(folder), script)
