"""quotecli stats."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from quotecli.cli.completion import complete_sides
from quotecli.cli.notices import add_notes, exit_if_none, peek
from quotecli.cli.options import (
    COUNT_FORMATS,
    Data,
    FilterCommand,
    Output,
    force_option,
    output_options,
    query_options,
)
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.library.tally import By, Measure, Tally

_FEW_MISSING = 8  # characters that are named

# As in quotecli.library.tally, which is loaded only when something is counted.
_MEASURES = ("quotes", "words", "share", "quotes-per-thousand", "words-per-thousand")


@click.command(cls=FilterCommand)
@query_options
@click.option(
    "--by",
    multiple=True,
    metavar="SIDE",
    shell_complete=complete_sides,
    help="Count by topic, speaker, kind, statement, month or an attribute of speakers; given twice,"
    " the rows and columns of a table.",
)
@click.option(
    "--measure",
    type=click.Choice(_MEASURES),
    default="quotes",
    show_default=True,
    help="What bars and cells show: the share is that of the row's words, a rate per thousand words"
    " of the texts.",
)
@click.option(
    "--with-unknown",
    is_flag=True,
    help="Show in a cross-table what has no topic, no speaker, no date or not the attribute.",
)
@click.option(
    "--chart",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Draw the counts to FILE: a picture that ends in .svg or .png.",
)
@force_option
@click.option("--pairs", is_flag=True, help="Count the topics that quotes have in common.")
@click.option(
    "--matrix",
    is_flag=True,
    help="Print a row for each quote, with 1 or 0 for each topic, as csv, json or jsonl.",
)
@output_options(*COUNT_FORMATS)
@click.pass_context
def stats(
    ctx: click.Context,
    data: Data,
    criteria: Criteria,
    by: tuple[By, ...],
    measure: Measure,
    with_unknown: bool,
    chart: str | None,
    force: bool,
    pairs: bool,
    matrix: bool,
    output: Output,
) -> None:
    """Count quotes by topic, speaker, kind, statement, month and speakers' attributes.

    A quote on two topics counts in both, and once in all: totals count quotes, they do not add up
    rows. A topic counts the quotes of its subtopics, too. With --topic, --by topic counts only the
    topics asked for and their subtopics, and --pairs only pairs with one of them. With one --by,
    the share is that of all words counted; with two, that of the words of the row. Months are those
    of publication; if only the year is known, it has a row of its own. On a terminal, rows and
    columns that do not fit are grouped, and a line on standard error says so; a pipe and the other
    formats get everything.

    \b
    Examples:
      quotecli stats
      quotecli stats --by speaker
      quotecli stats --by topic --by speaker --measure share
      quotecli stats --by month -k direct
      quotecli stats --by statement --measure quotes-per-thousand
      quotecli stats --pairs
      quotecli stats --by topic --by kind -f csv
      quotecli stats --matrix -t diplomacy
    """
    from quotecli.cli.loading import load

    if (len(by) > 0) + pairs + matrix > 1:
        raise click.UsageError("--by, --pairs and --matrix cannot be combined", ctx)
    _check_sides(ctx, by, chart)
    if matrix and ctx.get_parameter_source("form") is ParameterSource.DEFAULT:
        output = output._replace(form="csv")
    elif matrix and output.form in ("table", "md"):
        raise click.UsageError(f"--matrix cannot be written as {output.form}", ctx)

    library = load(data, criteria)
    if matrix:
        _print_matrix(library, criteria, output)
    elif pairs:
        _print_pairs(library, criteria, output)
    elif by:
        drawn = Drawn(measure, with_unknown, chart, force)
        _print_tally(library, criteria, by, drawn, output)
    else:
        _print_summary(library, criteria, output)


def _check_sides(ctx: click.Context, by: tuple[By, ...], chart: str | None) -> None:
    """Refuse too many sides, the same twice, and a chart without one."""
    if len(by) > 2 or len(set(by)) < len(by):
        raise click.UsageError(
            "--by takes one or two different values; for pairs of topics use --pairs", ctx
        )
    if chart is not None and not by:
        raise click.UsageError("--chart needs --by", ctx)


class Drawn(NamedTuple):
    """How counts are drawn: what bars and cells show, and the file of a chart, if any."""

    measure: Measure
    with_unknown: bool
    chart: str | None
    force: bool


def _print_tally(
    library: Library, criteria: Criteria, by: tuple[By, ...], drawn: Drawn, output: Output
) -> None:
    rates = drawn.measure.endswith("per-thousand")
    tally = library.tally(by, criteria, rates=rates)
    if drawn.chart is not None and tally.all.quotes:
        _draw_chart(library, tally, drawn.chart, drawn)
    elif output.form not in ("table", "md"):
        from quotecli.cli.writing import write_items
        from quotecli.render.machine.statistics import tally_shape

        write_items(tally.parts(), tally_shape(by, tally if rates else None), output)
    elif tally.all.quotes:
        _draw_tally(library, criteria, tally, drawn, output)
    exit_if_none(tally.all.quotes, criteria)


def _draw_tally(
    library: Library, criteria: Criteria, tally: Tally, drawn: Drawn, output: Output
) -> None:
    """Draw a chart or a cross-table; what a terminal has no room for is grouped, with a note."""
    from quotecli.cli.screen import show, terminal_columns, view_for
    from quotecli.cli.writing import write_text
    from quotecli.render.crosstab import chart, crosstab
    from quotecli.render.folding import (
        denial_notes,
        fold,
        leave_out_unknown,
        make_labels,
        notes,
        unknown_notes,
    )
    from quotecli.render.machine.markdown import table_of_layout

    columns = terminal_columns() if output.form == "table" else 0
    # A topic whose parent is not counted is not indented under it.
    counted = {*tally.rows, *tally.columns}
    topics = {key: topic for key, topic in library.topics.items() if key in counted}
    labels = make_labels(topics, library.speakers)
    whole = tally
    strip = leave_out_unknown if tally.columns and not drawn.with_unknown else lambda full: full
    folded = fold(strip(tally), drawn.measure, labels, columns)
    if any(folded.others):
        rates = bool(tally.texts.by_key)
        tally = library.tally(tally.by, criteria, folded.keep, rates=rates)
    draw = chart if len(tally.by) == 1 else crosstab

    table = draw(strip(tally), drawn.measure, labels, view_for(library, criteria), folded)
    if output.form == "md":
        write_text(table_of_layout(table))
    else:
        show([table], pager=output.pager)
        if columns:
            add_notes(notes(tally, folded))
    if strip is leave_out_unknown:
        add_notes(unknown_notes(whole))
    add_notes(denial_notes(tally))


def _draw_chart(library: Library, tally: Tally, path: str, drawn: Drawn) -> None:
    """Draw the counts to a file as a picture."""
    from quotecli.render.charts import draw_chart
    from quotecli.render.folding import leave_out_unknown, make_labels
    from quotecli.store.files import write_whole

    labels = make_labels(library.topics, library.speakers)
    known = leave_out_unknown(tally) if tally.columns and not drawn.with_unknown else tally
    picture = draw_chart(known, drawn.measure, labels, path)
    write_whole(path, [picture.content], force=drawn.force)
    if picture.missing:
        some = " ".join(picture.missing[:_FEW_MISSING])
        number = len(picture.missing)
        more = f" and {number - _FEW_MISSING} more" if number > _FEW_MISSING else ""
        add_notes([f"no font has {some}{more}, drawn as boxes: write an .svg or install a font"])


def _print_pairs(library: Library, criteria: Criteria, output: Output) -> None:
    pairs = library.pairs(criteria)
    if output.form != "table":
        from quotecli.cli.writing import write_items
        from quotecli.render.machine.statistics import PAIRS

        write_items(pairs, PAIRS, output)
    elif pairs:
        from quotecli.cli.screen import show, view_for
        from quotecli.render.crosstab import pairs_table
        from quotecli.render.folding import make_labels

        labels = make_labels(library.topics, library.speakers).topics
        show([pairs_table(pairs, labels, view_for(library, criteria))], pager=output.pager)
    exit_if_none(pairs, criteria, "topics together")


def _print_matrix(library: Library, criteria: Criteria, output: Output) -> None:
    from quotecli.cli.writing import write_items
    from quotecli.render.machine.statistics import matrix_shape

    features, any_found = peek(library.features(criteria))
    write_items(features, matrix_shape(library.topics, library.list_attributes()), output)
    exit_if_none(any_found, criteria)


def _print_summary(library: Library, criteria: Criteria, output: Output) -> None:
    summary = library.summary(criteria)
    if output.form != "table":
        from quotecli.cli.writing import write_items
        from quotecli.render.machine.statistics import SUMMARY

        write_items([summary] if summary.quotes else [], SUMMARY, output)
    elif summary.quotes:
        from quotecli.cli.screen import show
        from quotecli.render.crosstab import summary_lines

        show(summary_lines(summary), pager=output.pager)
    exit_if_none(summary.quotes, criteria)
