"""Output for people: plain in a pipe; coloured, wrapped and, if long, paged on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from quotecli.criteria import Criteria
from quotecli.render.layout import Glyphs, Line, Table, glyphs_for
from quotecli.render.plain import PlainScreen
from quotecli.render.view import View

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.render.terminal import Screen


def open_screen() -> PlainScreen | Screen:
    """Return the screen that draws on standard output."""
    if not _is_terminal():
        return PlainScreen(sys.stdout)
    from quotecli.render.terminal import Screen

    return Screen(sys.stdout)


def _is_terminal() -> bool:
    """Return True if standard output is a terminal, or FORCE_COLOR asks to treat it as one."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def terminal_columns() -> int:
    """Return the width of the terminal on standard output, in columns; 0 if it is none."""
    if not _is_terminal():
        return 0
    from quotecli.render.width import measure_terminal

    return measure_terminal().columns


def glyphs() -> Glyphs:
    """Return the glyphs that standard output can encode; signs of topics are for screens."""
    known = glyphs_for(sys.stdout.encoding or "ascii")
    return known if _is_terminal() else known._replace(signs="")


def view_for(library: Library, criteria: Criteria) -> View:
    """Return what all output of a command shares: glyphs, topics' colours, words to highlight."""
    return View(
        glyphs=glyphs(),
        topics={topic: number for number, topic in enumerate(library.topics)},
        names_statement=len(library.statements) > 1,
        queries=criteria.queries(),
    )


def show(drawings: Iterable[Line | Table], *, pager: bool = False) -> None:
    """Draw lines and tables on standard output as they come.

    With `pager`, what is longer than the terminal's screen goes through the user's pager ($PAGER,
    else less), which starts as soon as the screen is full: memory stays bounded, and nothing more
    is drawn once the pager is closed.
    """
    if not (pager and sys.stdout.isatty()):
        screen = open_screen()
        for drawing in drawings:
            _draw(drawing, screen)
        return
    from quotecli.render.width import measure_terminal

    size = measure_terminal()
    texts = _draw_texts(drawings, size.columns)
    held: list[str] = []
    rows = 0
    for text in texts:
        held.append(text)
        rows += text.count("\n")
        # The prompt that comes back needs a row, too.
        if rows >= size.lines:
            _page(chain(held, texts))
            return
    sys.stdout.write("".join(held))


def separate(groups: Iterable[Iterable[Line]]) -> Iterator[Line]:
    """Yield the lines of all groups, with a blank line between two groups."""
    for number, group in enumerate(groups):
        if number:
            yield Line()
        yield from group


def _draw(drawing: Line | Table, screen: PlainScreen | Screen) -> None:
    if isinstance(drawing, Line):
        screen.line(drawing)
    else:
        screen.table(drawing)


def _draw_texts(drawings: Iterable[Line | Table], columns: int) -> Iterator[str]:
    """Yield the text of each drawing, with the colours of the terminal that it will be shown on."""
    import io

    from quotecli.render.terminal import Screen

    memory = io.StringIO()
    screen = Screen(memory, width=columns, pager=True)
    for drawing in drawings:
        _draw(drawing, screen)
        yield memory.getvalue()
        memory.seek(0)
        memory.truncate()


def _page(texts: Iterator[str]) -> None:
    import signal

    import click

    # Closing the pager early is no failure: click stops on the error that this turns into.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    # Without R, less shows colours as codes.
    # An interrupt is for the pager, any number of times; click catches what it raises here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    options = os.environ.get("LESS", "FRX")
    os.environ["LESS"] = options if "R" in options else f"{options} -R"
    click.echo_via_pager(_without_last_line_end(texts), color=True)


def _without_last_line_end(texts: Iterable[str]) -> Iterator[str]:
    """Yield the same text but for its last line end, which click adds."""
    line_end = ""
    for text in texts:
        yield line_end + text.removesuffix("\n")
        line_end = "\n"
