"""Messages on standard error: errors, warnings, progress, and that nothing was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from quotecli.errors import Place, Problem
from quotecli.text.escape import visible_line
from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.criteria import Criteria
    from quotecli.library.library import Library
    from quotecli.model import Speaker

Item = TypeVar("Item")

_MAX_PROBLEMS = 3
_MAX_NAMESAKES = 6
# Seconds before progress is shown.
_PATIENCE = 1.0


def complain(message: str, hint: str = "", *, place: Place | None = None) -> None:
    """Write one line that says what is wrong and where, and indented below it what to do.

    A place comes first, as in a compiler's messages, so that an editor can go there.
    """
    lines = [f"{place or 'quotecli'}: {message}"]
    lines += [f"  {line}" for line in hint.split("\n") if line]
    sys.stderr.write("".join(f"{visible_line(line)}\n" for line in lines))
    sys.stderr.flush()


def add_notes(texts: Iterable[str]) -> None:
    """Write what a reader must know of the output, a line each."""
    sys.stdout.flush()
    sys.stderr.write("".join(f"{visible_line(text)}\n" for text in texts))


def exit_if_none(found: object, criteria: Criteria, what: str = "quotes") -> None:
    """Say that nothing was found, if `found` is empty or false, and exit with 1.

    Names the search that can find nothing because it holds no word.
    """
    if found:
        return
    import click

    from quotecli.text.query import parse_query

    wordless = [text for text in criteria.search if not parse_query(text).terms]
    why = f": the search '{wordless[0]}' has no word in it" if wordless else ""
    add_notes([f"no {what} found{why}"])
    raise click.exceptions.Exit(1)


def peek(items: Iterable[Item]) -> tuple[Iterator[Item], bool]:
    """Return the same items, and True if there are any."""
    rest = iter(items)
    for first in rest:
        return chain([first], rest), True
    return rest, False


def warn_of_skipped(library: Library, paths: Sequence[str]) -> None:
    """Say which files and folders in a folder were skipped, and pass on the notes of the library.

    Only the first problem of each of the first few files is shown; codebooks come first, since
    other problems may follow from theirs.
    """
    from quotecli.store.serving import is_codebook

    for note in library.notes:
        complain(note)

    firsts: dict[str, Problem] = {}
    for problem in library.problems:
        firsts.setdefault(problem.place.file, problem)
    ranked = sorted(firsts.values(), key=lambda problem: not is_codebook(problem.place.file))
    for problem in ranked[:_MAX_PROBLEMS]:
        complain(problem.message, problem.hint, place=problem.place)

    if library.left_out:
        folders = sum(map(os.path.isdir, firsts))
        counts = ((library.left_out - folders, "file"), (folders, "folder"))
        skipped = [count_noun(count, what) for count, what in counts if count]
        complain(
            f"skipped {' and '.join(skipped)}", f"'{_check_command(paths)}' lists every problem"
        )


def warn_of_namesakes(shared: Mapping[str, Mapping[str, Speaker]], paths: Sequence[str]) -> None:
    """Say which ids refer to several people, who are counted separately.

    `shared` holds, by the shared id, each person by the id that tells them apart.
    """
    if not shared:
        return
    if len(shared) == 1:
        ((key, people),) = shared.items()
        names, subject = list(people), f"'{key}' refers to {len(people)} people"
    else:
        names, subject = list(shared), f"{len(shared):,} ids refer to several people each"

    hidden = len(names) - _MAX_NAMESAKES
    more = f" and {hidden:,} more" if hidden > 0 else ""
    sys.stdout.flush()
    complain(
        f"{subject}, counted separately: {', '.join(names[:_MAX_NAMESAKES])}{more}",
        f"'{_check_command(paths)}' shows where",
    )


def _check_command(paths: Sequence[str]) -> str:
    """Return the command that checks the same paths, without them if they are too many."""
    import shlex

    shown = paths if len(paths) <= _MAX_PROBLEMS else ()
    return shlex.join(["quotecli", "check", *shown])


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int, int], None] | None]:
    """Yield a function that shows progress on a terminal; None if nobody is watching.

    It takes the files read, the files in all (0 while another process holds the index) and the
    quotes read, and shows nothing during the first second.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from time import monotonic

    began = shown = monotonic()

    def watch(files: int, total: int, quotes: int) -> None:
        nonlocal shown
        now = monotonic()
        if now - began > _PATIENCE and now - shown > 0.1:
            rate = quotes / (now - began)
            done = f"{files:,} of {total:,} files, {quotes:,} quotes, {rate:,.0f} a second"
            sys.stderr.write(f"\r\x1b[K{what}: {done if total else 'waiting for another quotecli'}")
            sys.stderr.flush()
            shown = now

    try:
        yield watch
    finally:
        if shown != began:
            sys.stderr.write("\r\x1b[K")
