"""Errors and problems: where, what, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """A place in a file; lines and columns count from 1, columns in code points."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part is not None)


MAX_PROBLEMS = 1_000
"""The most errors, and the most warnings, of one file that are listed."""
TOO_MANY = "too-many"
"""The rule of the problem that stands for those which are not listed."""


class Problem(NamedTuple):
    """One thing wrong with a statement file.

    `rule` is the short, stable name of the rule it breaks; docs/file-format.md lists them.
    """

    rule: str
    message: str
    place: Place
    hint: str = ""
    severity: Severity = "error"


def list_first(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first MAX_PROBLEMS of each severity, and for the others one that counts them."""
    passed = Counter[Severity]()
    first_left_out: dict[Severity, Problem] = {}
    for problem in problems:
        passed[problem.severity] += 1
        if passed[problem.severity] <= MAX_PROBLEMS:
            yield problem
        else:
            first_left_out.setdefault(problem.severity, problem)
    for severity, problem in first_left_out.items():
        yield count_left_out(problem.place, passed[severity] - MAX_PROBLEMS, severity)


def count_left_out(place: Place, number: int, severity: Severity = "error") -> Problem:
    """Return the problem that stands for a number of others, the first of them at a place."""
    message = f"{number:,} more {severity}{'' if number == 1 else 's'} not listed, from here on"
    return Problem(TOO_MANY, message, place, "correct those that are listed first", severity)


class QuotecliError(Exception):
    """An error that the user can correct: one line says what is wrong, a hint what to do."""

    def __init__(self, message: str, *, place: Place | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class UnreadableError(QuotecliError):
    """A file or folder that does not exist, cannot be opened, or has no statement."""


class StatementError(QuotecliError):
    """A statement file that breaks the file format; `problems` has every breach, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        hint = first.hint
        if len(problems) > 1:
            more = f"and {len(problems) - 1} more: 'quotecli check {first.place.file}' lists them"
            hint = f"{hint}\n{more}" if hint else more
        super().__init__(first.message, place=first.place, hint=hint)
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[StatementError], tuple[Sequence[Problem]]]:
        """Pickle the problems, so that the error can come from a worker process."""
        return StatementError, (self.problems,)


class UnknownNameError(QuotecliError):
    """A topic, speaker or quote that does not exist, or a name that matches several."""
