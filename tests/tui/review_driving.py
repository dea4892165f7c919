"""Drives a review in a test: keys in, the file and the rows of the screen out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from quotecli.store.reader import load
from quotecli.tui.review import ReviewApp
from quotecli.tui.reviewing import Item, Review

Script = Callable[["Session"], Awaitable[None]]


class Session:
    """A running review of one file."""

    def __init__(self, app: ReviewApp, pilot: Pilot[Any], path: Path) -> None:
        self.app, self.pilot, self.path = app, pilot, path

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type on the line that asks for a text."""
        self.app.screen.query_one(Input).value = text
        await self.pilot.pause()

    @property
    def file(self) -> str:
        return self.path.read_bytes().decode()

    @property
    def current(self) -> str:
        return self.app.review.item.key

    def quote(self, key: str) -> Any:
        return next(one for one in load(str(self.path)).quotes if one.id == key)

    def strips(self) -> list[Any]:
        return list(self.app.screen._compositor.render_strips())

    def text(self) -> str:
        return "\n".join(strip.text for strip in self.strips())


def drive(
    path: Path,
    script: Script,
    *,
    keys: str = "grow fish asked",
    size: tuple[int, int] = (120, 30),
    book: Path | None = None,
    app_class: type[ReviewApp] = ReviewApp,
) -> ReviewApp:
    """Run a review of the quotes of these ids under a script, and return it after its end."""
    books = {str(path): str(book)} if book else {}

    async def run() -> ReviewApp:
        app = app_class(Review([Item(str(path), key) for key in keys.split()], books))
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            await script(Session(app, pilot, path))
        return app

    return asyncio.run(run())
