"""What a check finds: the report of one file, and the totals over many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from quotecli.errors import TOO_MANY, Problem
from quotecli.model import Statement, Tier


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of one file found.

    `problems` are in file order. `tiers` counts the quotes by match tier; it is empty, and
    `statement` is None, if the structure is too broken for the quotes to be checked. `covered` is
    the number of words of the text that are inside quotes, `words` the number of all its words.
    `breaches` counts the problems for which other commands refuse the file. `defines` is the
    number of topics and of speakers in a codebook. `unreviewed` counts the quotes that nobody has
    reviewed.
    """

    file: str
    problems: tuple[Problem, ...]
    statement: Statement | None
    tiers: dict[Tier, int]
    covered: int = 0
    words: int = 0
    breaches: int = 0
    defines: tuple[int, int] | None = None
    unreviewed: int = 0

    @property
    def errors(self) -> int:
        """The number of problems that are errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def unreadable(self) -> Problem | None:
        """The problem that made the file unreadable, if it is."""
        return next((problem for problem in self.problems if problem.rule == "unreadable"), None)


@dataclass
class Totals:
    """Counts over many reports: files, files with errors, with warnings, and quotes.

    Quotes are counted by tier, and those that nobody has reviewed.
    """

    files: int = 0
    with_errors: int = 0
    with_warnings: int = 0
    unreadable: list[Problem] = field(default_factory=list)
    tiers: Counter[Tier] = field(default_factory=Counter)
    unreviewed: int = 0

    def count(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Yield the same reports, counting each as it passes."""
        for report in reports:
            self.files += 1
            self.with_errors += report.errors > 0
            self.with_warnings += report.errors < len(report.problems)
            self.unreadable += [report.unreadable] if report.unreadable else []
            self.tiers.update(report.tiers)
            self.unreviewed += report.unreviewed
            yield report


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of their places, those that count others at the end."""
    return tuple(sorted(problems, key=_position))


def _position(problem: Problem) -> tuple[bool, str, int, int]:
    file, line, column = problem.place
    return problem.rule == TOO_MANY, file, line or 0, column or 0
