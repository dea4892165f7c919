"""quotecli stats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from quotecli.cli.options import (
    Data,
    criteria_options,
    data_option,
    format_option,
    load,
    raw_option,
)
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.library import Library
    from quotecli.library.tally import By, Measure

# As quotecli.library.tally has them, which is loaded only where something is counted.
_BY = ("topic", "speaker", "kind", "statement", "month")
_MEASURES = ("quotes", "words", "share")


@click.command()
@data_option
@criteria_options
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(_BY),
    help="What is counted by; given twice, the rows and columns of a table.",
)
@click.option(
    "--measure", type=click.Choice(_MEASURES), default="quotes", show_default=True,
    help="What the bars and the cells of a table show: share is that of the row's words.",
)  # fmt: skip
@click.option("--pairs", is_flag=True, help="The topics that quotes are about together.")
@click.option(
    "--matrix",
    is_flag=True,
    help="A row for each quote, with 1 or 0 for each topic, as csv, json or jsonl.",
)
@format_option("table", "json", "jsonl", "csv", "md")
@raw_option
@click.pass_context
def stats(
    ctx: click.Context,
    data: Data,
    criteria: Criteria,
    by: tuple[By, ...],
    measure: Measure,
    pairs: bool,
    matrix: bool,
    form: str,
    raw: bool,
) -> None:
    """Count quotes by topic, speaker, kind, statement and month, and by two of these at once.

    A quote on two topics counts in both, and once in all: totals are of quotes, not of sums. A
    topic counts the quotes of its subtopics, too. With one --by, share is the part of all words
    counted; with two, of the words of the row. Months are those of publication; where only the year
    is known, it has a row of its own. On a terminal, what does not fit is counted together, which a
    line on stderr says; a pipe and the other formats get everything.

    \b
    Examples:
      quotecli stats
      quotecli stats --by speaker
      quotecli stats --by topic --by speaker --measure share
      quotecli stats --by month -k direct
      quotecli stats --pairs
      quotecli stats --by topic --by kind -f csv
      quotecli stats --matrix -t diplomacy
    """
    from quotecli.cli import output

    if (len(by) > 0) + pairs + matrix > 1:
        raise click.UsageError("--by, --pairs and --matrix contradict each other", ctx)
    if len(by) > 2 or len(set(by)) < len(by):
        raise click.UsageError(
            "--by is given once or twice, and not twice the same; for topics see --pairs", ctx
        )
    if matrix and ctx.get_parameter_source("form") is ParameterSource.DEFAULT:
        form = "csv"
    elif matrix and form in ("table", "md"):
        raise click.UsageError(f"--matrix cannot be written as {form}", ctx)
    library = load(data, criteria)
    if matrix:
        found = _matrix(library, criteria, form, raw)
    elif pairs:
        found = _pairs(library, criteria, form, raw)
    elif by:
        found = _tally(library, criteria, by, measure, form, raw)
    else:
        found = _summary(library, criteria, form, raw)
    if not found:
        output.nothing(criteria, "topics together" if pairs else "quotes")
        ctx.exit(1)


def _tally(
    library: Library, criteria: Criteria, by: tuple[By, ...], measure: Measure, form: str, raw: bool
) -> bool:
    from quotecli.cli import output

    tally = library.tally(by, criteria)
    found = tally.all.quotes > 0
    if form in ("json", "jsonl", "csv"):
        from quotecli.render.figures import tally_shape

        output.machine(tally.parts(), tally_shape(by), form, raw=raw)
    elif found:
        from quotecli.render import crosstab

        columns = output.screen().width if form == "table" else None
        names, style = (
            crosstab.names(library.topics, library.speakers),
            output.style(library, criteria),
        )
        fold = crosstab.fold(tally, measure, names, columns)
        if any(fold.others):
            tally = library.tally(by, criteria, fold.keep)
        table = (crosstab.chart if len(by) == 1 else crosstab.crosstab)(
            tally, measure, names, style, fold
        )
        output.table(table, form)
        if columns is not None:
            output.notes(crosstab.notes(tally, fold))
    return found


def _pairs(library: Library, criteria: Criteria, form: str, raw: bool) -> bool:
    from quotecli.cli import output

    pairs = library.pairs(criteria)
    if form == "table" and pairs:
        from quotecli.render import crosstab

        labels = crosstab.names(library.topics, library.speakers).topics
        output.table(crosstab.pairs_table(pairs, labels, output.style(library, criteria)))
    elif form != "table":
        from quotecli.render.figures import PAIRS

        output.machine(pairs, PAIRS, form, raw=raw)
    return bool(pairs)


def _matrix(library: Library, criteria: Criteria, form: str, raw: bool) -> bool:
    from itertools import chain

    from quotecli.cli import output
    from quotecli.render.figures import matrix_shape

    features = library.features(criteria)
    first = next(features, None)
    output.machine(
        chain([first], features) if first else iter(()), matrix_shape(library.topics), form, raw=raw
    )
    return first is not None


def _summary(library: Library, criteria: Criteria, form: str, raw: bool) -> bool:
    from quotecli.cli import output

    summary = library.summary(criteria)
    found = summary.quotes > 0
    if form != "table":
        from quotecli.render.figures import SUMMARY

        output.machine([summary] if found else [], SUMMARY, form, raw=raw)
    elif found:
        from quotecli.render.crosstab import summary_lines

        screen = output.screen()
        for line in summary_lines(summary):
            screen.line(line)
    return found
