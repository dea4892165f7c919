"""Where commands write: a screen for people, UTF-8 text for programs, and a word on stderr where
nothing was found.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO, TypeVar

from quotecli.errors import QuotecliError

if TYPE_CHECKING:
    from quotecli.criteria import Criteria
    from quotecli.errors import Problem
    from quotecli.library import Library
    from quotecli.model import Speaker
    from quotecli.render.human import Style
    from quotecli.render.layout import Glyphs, Line, Table
    from quotecli.render.machine import Shape

Item = TypeVar("Item")

_MOST_TOLD = 3
_MOST_NAMED = 6


class AnyScreen(Protocol):
    """What draws lines and tables; `width` counts its columns, none where nothing has to fit."""

    @property
    def width(self) -> int | None: ...

    def line(self, line: Line) -> None: ...

    def table(self, table: Table) -> None: ...


def is_terminal(stream: TextIO) -> bool:
    """Whether output to a stream is drawn for a screen: it is one, or FORCE_COLOR says so."""
    return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))


def screen() -> AnyScreen:
    """What draws on stdout: in colour and wrapped on a terminal, plainly in a pipe."""
    if is_terminal(sys.stdout):
        from quotecli.render.terminal import Screen

        return Screen(sys.stdout)
    from quotecli.render.plain import PlainScreen

    return PlainScreen(sys.stdout)


def columns() -> int:
    """How many columns the screen that stdout is drawn for has; 0 where there is none."""
    import shutil

    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else 0


def glyphs() -> Glyphs:
    """The signs that stdout can carry."""
    from quotecli.render.layout import glyphs_for

    return glyphs_for(sys.stdout.encoding or "ascii")


@contextmanager
def paged(wanted: bool) -> Iterator[AnyScreen]:
    """A screen whose output goes through the pager where it is longer than the terminal."""
    if not (wanted and sys.stdout.isatty()):
        yield screen()
        return
    import io
    import shutil
    import signal

    from quotecli.render.terminal import Screen

    size = shutil.get_terminal_size()
    drawn = Screen(io.StringIO(), width=size.columns, like=sys.stdout)
    yield drawn
    text = drawn.text()
    if text.count("\n") < size.lines:
        sys.stdout.write(text)
        return
    import click

    if hasattr(
        signal, "SIGPIPE"
    ):  # who leaves the pager early has read enough, and that is no failure
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    options = os.environ.get("LESS", "FRX")
    # Without R, less would show the colours as codes.
    os.environ["LESS"] = options if "R" in options else f"{options} -R"
    click.echo_via_pager(text, color=True)


def style(library: Library, criteria: Criteria) -> Style:
    """The style of a command's output for people."""
    from quotecli.render.human import Style

    return Style(
        glyphs=glyphs(),
        colours={topic: number for number, topic in enumerate(library.topics)},
        names_statement=len(library.statements) > 1,
        queries=criteria.queries(),
    )


def machine(items: Iterable[Item], shape: Shape[Item], form: str, *, raw: bool = False) -> None:
    """Write items for programs: UTF-8 whatever the locale, but JSON in ASCII where stdout is not
    UTF-8.
    """
    from quotecli.render.machine import chunks

    write(
        chunks(items, shape, form, raw=raw and not sys.stdout.isatty()),
        as_json=form in ("json", "jsonl"),
    )


def json(objects: Iterable[str], form: str) -> None:
    """Write objects that are JSON already, as json or jsonl."""
    from quotecli.render.machine import array_of, lines_of

    write((array_of if form == "json" else lines_of)(objects), as_json=True)


def table(drawn: Table, form: str = "table") -> None:
    """Draw a table on the screen, or write it as Markdown where the format is md."""
    if form == "md":
        from quotecli.render.machine import markdown_layout

        write(markdown_layout(drawn))
    else:
        screen().table(drawn)


def write(chunks: Iterable[str], *, as_json: bool = False) -> None:
    """Write text as UTF-8, in large pieces; JSON in ASCII where stdout is not UTF-8."""
    if as_json and (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        from quotecli.render.escape import json_ascii

        chunks = map(json_ascii, chunks)
    sys.stdout.flush()
    out = sys.stdout.buffer
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk.encode("utf-8"))
        size += len(held[-1])
        if size > 1 << 16:
            out.write(b"".join(held))
            held, size = [], 0
    out.write(b"".join(held))
    out.flush()


def write_bytes(chunks: Iterable[bytes], *, binary: bool) -> None:
    """Write the bytes of a file to stdout; where it is `binary` not to a terminal, which could not
    show it.
    """
    if sys.stdout.isatty():
        if binary:
            raise QuotecliError(
                "this format is not for a terminal", hint="write it to a file with -o"
            )
        from quotecli.render.escape import visible

        write(visible(chunk.decode()) for chunk in chunks)
        return
    sys.stdout.flush()
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int, int], None] | None]:
    """What is called with files read, files in all and quotes, to show them on a terminal once it
    takes a second.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from time import monotonic

    began = shown = monotonic()

    def watch(files: int, total: int, quotes: int) -> None:
        nonlocal shown
        now = monotonic()
        if now - began > 1 and now - shown > 0.1:
            rate = quotes / (now - began)
            done = f"{files:,} of {total:,} files, {quotes:,} quotes, {rate:,.0f} a second"
            sys.stderr.write(f"\r\x1b[K{what}: {done if total else 'another quotecli is at it'}")
            sys.stderr.flush()
            shown = now

    try:
        yield watch
    finally:
        if shown != began:
            sys.stderr.write("\r\x1b[K")


def tell_of(library: Library, paths: Sequence[str]) -> None:
    """Say on stderr which files of a folder were left out, and what else is to be known.

    Of three files at the most the first problem is told: that of a codebook first, since others may
    follow from it.
    """
    from quotecli.cli.complaints import complain
    from quotecli.store.discovery import is_codebook

    for note in library.notes:
        complain(note)
    firsts: dict[str, Problem] = {}
    for problem in library.problems:
        firsts.setdefault(problem.place.file, problem)
    told = sorted(firsts.values(), key=lambda problem: not is_codebook(problem.place.file))
    for problem in told[:_MOST_TOLD]:
        complain(problem.message, problem.hint, place=problem.place)
    if library.left_out:
        files = "1 file was" if library.left_out == 1 else f"{library.left_out:,} files were"
        complain(f"{files} left out", f"'{_check(paths)}' lists everything that is wrong")


def tell_apart(shared: Mapping[str, Mapping[str, Speaker]], paths: Sequence[str]) -> None:
    """Say on stderr which ids several people have, who are kept apart: by that id, what each is
    known by.
    """
    from quotecli.cli.complaints import complain

    if not shared:
        return
    if len(shared) == 1:
        ((key, people),) = shared.items()
        named, said = list(people), f"'{key}' is {len(people)} people, kept apart"
    else:
        named, said = list(shared), f"{len(shared):,} ids are several people each, kept apart"
    more = f" and {len(named) - _MOST_NAMED:,} more" if len(named) > _MOST_NAMED else ""
    sys.stdout.flush()
    complain(f"{said}: {', '.join(named[:_MOST_NAMED])}{more}", f"'{_check(paths)}' shows where")


def _check(paths: Sequence[str]) -> str:
    """The command that checks the same paths; where they are many, or come from the environment, in
    short.
    """
    import shlex

    return (
        " ".join(["quotecli check", *map(shlex.quote, paths)])
        if len(paths) <= _MOST_TOLD
        else "quotecli check"
    )


def nothing(criteria: Criteria, what: str = "quotes") -> None:
    """Say on stderr that nothing was found, and why where a search has no word in it."""
    from quotecli.render.escape import visible_line

    empty = [text for text in criteria.search if not _has_words(text)]
    why = f": the search '{visible_line(empty[0])}' has no word in it" if empty else ""
    sys.stderr.write(f"no {what} found{why}\n")


def notes(texts: Iterable[str]) -> None:
    """Say on stderr what is to be known of the output, a line each."""
    sys.stdout.flush()
    sys.stderr.write("".join(f"{text}\n" for text in texts))


def _has_words(text: str) -> bool:
    from quotecli.text.query import parse

    return bool(parse(text).terms)
