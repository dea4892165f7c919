"""quotecli draft --jsonl: articles as JSON Lines to the quotes of each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.notices import complain
from quotecli.errors import Place, UnreadableError

if TYPE_CHECKING:
    from quotecli.drafting.draft import Counts


def draft_file(
    path: str,
    output: str | None,
    force: bool,
    jobs: int | None,
    settings: dict[str, Any],
    *,
    as_rows: bool = False,
) -> tuple[Counts, bool]:
    """Write the quotes of each article in a file; report each line that is not an article.

    Returns what was drafted, and False if there was such a line; `settings` are arguments of
    make(). With `as_rows` each quote is a line of its own.
    """
    from quotecli.drafting.batch import draft_lines
    from quotecli.drafting.draft import Counts
    from quotecli.text.escape import json_safe

    counts, whole = Counts(), True

    def answers() -> Iterator[str]:
        nonlocal counts, whole
        with _open_lines(path) as (lines, size), _show_progress(size) as advance:
            for answer in draft_lines(lines, jobs or 1, settings, as_rows=as_rows):
                advance(answer.size)
                counts = counts.plus(answer.counts)
                if answer.error:
                    whole = False
                    complain(answer.error, place=Place(path, answer.number))
                elif answer.json:
                    yield f"{json_safe(answer.json)}\n"

    if output is not None:
        from quotecli.store.files import write_whole

        write_whole(output, (answer.encode() for answer in answers()), force=force)
    else:
        from quotecli.cli.writing import write_text

        write_text(answers(), as_json=True)
    return counts, whole


@contextmanager
def _open_lines(path: str) -> Iterator[tuple[Iterable[bytes], int]]:
    """Yield the lines of a file, and its size in bytes, or those of standard input, and 0."""
    if path == "-":
        if sys.stdin is None:
            raise UnreadableError("unreadable: standard input is closed", place=Place(path))
        yield sys.stdin.buffer, 0
        return
    try:
        stream = open(path, "rb")  # noqa: SIM115  # closed below, after the lines are used
    except OSError as error:
        raise UnreadableError(f"unreadable: {error.strerror}", place=Place(path)) from None
    with stream:
        yield stream, os.fstat(stream.fileno()).st_size


@contextmanager
def _show_progress(size: int) -> Iterator[Callable[[int], None]]:
    """Show a bar that is advanced by bytes, if standard error is a terminal."""
    if not (size and sys.stderr.isatty()):
        yield lambda _: None
        return
    with click.progressbar(length=size, label="drafting", file=sys.stderr) as bar:
        yield bar.update
