"""Errors and problems: where, what, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """A place in a file; lines and columns count from 1, columns in code points."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part is not None)


class Problem(NamedTuple):
    """One thing wrong with a statement file.

    `rule` is the short, stable name of the rule it breaks; docs/file-format.md lists them.
    """

    rule: str
    message: str
    place: Place
    hint: str = ""
    severity: Severity = "error"


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
