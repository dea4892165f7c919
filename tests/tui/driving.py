"""Drives a full-screen program in a test: keys in, the rows of the screen out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from quotecli.criteria import Criteria
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.tui.browse import Browse

Script = Callable[["Session"], Awaitable[None]]


class Session:
    """A running explorer."""

    def __init__(self, app: Browse, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each after the answer to the one before."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def settle(self) -> None:
        """Wait until every question is answered and drawn."""
        for _ in range(3):  # an answer may ask for more
            await self.pilot.pause(0.02)
            while self.app.explorer.busy:
                await self.pilot.pause(0.01)
        await self.pilot.pause()

    def rows(self) -> list[str]:
        """Return the rows of the screen, as their text."""
        return ["".join(part.text for part in strip) for strip in self.strips()]

    def strips(self) -> list[Any]:
        """Return the rows of the screen as strips of segments."""
        return list(self.app.screen._compositor.render_strips())

    def text(self) -> str:
        """Return the whole screen as text."""
        return "\n".join(self.rows())

    def pane(self, name: str) -> list[str]:
        """Return the rows of one pane."""
        region = self.app.screen.query_one(f"#{name}").region
        strips = self.strips()[region.y : region.bottom]
        return [strip.crop(region.x, region.right).text.rstrip() for strip in strips]


def drive(
    source: str | Library,
    script: Script,
    *,
    size: tuple[int, int] = (100, 30),
    criteria: Criteria | None = None,
) -> Browse:
    """Run an explorer of a folder, file or library under a script, and return it after its end."""

    def read() -> Library:
        return source if isinstance(source, Library) else load(source, strict=False)

    async def run() -> Browse:
        app = Browse(read, read(), criteria or Criteria())
        async with app.run_test(size=size, notifications=True) as pilot:
            session = Session(app, pilot)
            await session.settle()
            await script(session)
        return app

    return asyncio.run(run())
