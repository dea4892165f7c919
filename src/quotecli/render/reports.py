"""The results of a check, for people, programs and pull requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from quotecli.checking.report import Report, Totals
from quotecli.model import TIERS, Tier
from quotecli.objects import encode
from quotecli.render.annotations import annotation
from quotecli.render.layout import Glyphs, Line, Piece
from quotecli.render.machine.formats import json_text
from quotecli.text.escape import visible_line
from quotecli.text.plural import count_noun


def text(reports: Iterable[Report], glyphs: Glyphs) -> Iterator[Line]:
    """Yield each problem with its place and hint, a line for each file, and one for all files if
    there are several.
    """
    totals = Totals()
    for report in totals.count(reports):
        for problem in report.problems:
            style = "warning" if problem.severity == "error" else "caution"
            yield Line(
                [
                    Piece(f"{visible_line(str(problem.place))}: ", "id"),
                    Piece(problem.severity, style),
                    Piece(f": {visible_line(problem.message)} "),
                    Piece(f"[{problem.rule}]", "dim"),
                ]
            )
            if problem.hint:
                yield Line([Piece(f"{glyphs.arrow} {visible_line(problem.hint)}", "dim")], indent=4)
        if not report.unreadable:
            yield Line([Piece(f"{visible_line(report.file)}: "), *_summary(report)])
    if totals.files > 1:
        yield Line(_total(totals))


def _total(totals: Totals) -> list[Piece]:
    bad, doubtful = totals.with_errors, totals.with_warnings
    pieces = [Piece(f"{count_noun(totals.files, 'file')}: ")]
    pieces += [Piece(f"{bad:,} with errors", "warning" if bad else ""), Piece(", ")]
    pieces += [Piece(f"{doubtful:,} with warnings", "caution" if doubtful else "")]
    pieces.append(Piece(f"; {_count_quotes(totals.tiers)}"))
    return [*pieces, *_unreviewed(totals.unreviewed)]


def _summary(report: Report) -> list[Piece]:
    errors = report.errors
    warnings = len(report.problems) - errors
    pieces = [Piece(count_noun(errors, "error"), "warning" if errors else ""), Piece(", ")]
    pieces += [Piece(count_noun(warnings, "warning"), "caution" if warnings else "")]
    if report.defines:
        topics, speakers = report.defines
        rest = f"{count_noun(topics, 'topic')} and {count_noun(speakers, 'speaker')}"
    elif report.tiers:
        pieces.append(Piece(f"; {_count_quotes(report.tiers)}"))
        pieces += _unreviewed(report.unreviewed)
        rest = f"{_percent(report):g} % of the words covered"
    else:
        rest = "the quotes could not be checked"
    return [*pieces, Piece(f"; {rest}")]


def _unreviewed(count: int) -> list[Piece]:
    """Return how many quotes nobody has reviewed, nothing if there is none."""
    return [Piece("; "), Piece(f"{count:,} not reviewed", "caution")] if count else []


def _count_quotes(tiers: Mapping[Tier, int]) -> str:
    """Return the number of quotes, and how many are of each tier."""
    each = ", ".join(f"{tiers[tier]:,} {tier}" for tier in TIERS if tiers.get(tier))
    return f"{count_noun(sum(tiers.values()), 'quote')}{f' ({each})' if each else ''}"


def as_json(reports: Iterable[Report]) -> Iterator[str]:
    """Yield the JSON of an object for each file, with its problems, tiers and coverage."""
    objects = (
        {
            "file": report.file,
            "errors": report.errors,
            "warnings": len(report.problems) - report.errors,
            "tiers": report.tiers or None,
            "words": report.words if report.tiers else None,
            "covered": report.covered if report.tiers else None,
            "coverage": _percent(report) if report.tiers else None,
            "problems": [
                {
                    "rule": problem.rule,
                    "severity": problem.severity,
                    "message": problem.message,
                    "hint": problem.hint or None,
                    **problem.place._asdict(),
                }
                for problem in report.problems
            ],
        }
        for report in reports
    )
    return json_text(map(encode, objects), "json")


def as_github(reports: Iterable[Report]) -> Iterator[str]:
    """Yield workflow commands that GitHub shows beside the lines of a pull request."""
    for report in reports:
        for problem in report.problems:
            hint = f" ({problem.hint})" if problem.hint else ""
            message = f"{problem.message}{hint}"
            yield annotation(problem.severity, problem.place, problem.rule, message)


FORMATS: Mapping[str, Callable[[Iterable[Report]], Iterator[str]]] = {
    "json": as_json,
    "github": as_github,
}


def _percent(report: Report) -> float:
    return round(100 * report.covered / (report.words or 1), 1)
