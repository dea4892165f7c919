"""quotecli compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quotecli.cli.notices import add_notes
from quotecli.cli.options import (
    Data,
    Output,
    filter_options,
    force_option,
    output_options,
    reading_options,
)
from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError
from quotecli.extras import explain_missing

if TYPE_CHECKING:
    from quotecli.comparing.compare import Comparison
    from quotecli.comparing.differences import Disagreement
    from quotecli.comparing.tallying import Measured

# As in quotecli.comparing.tallying, which is loaded only when something is compared.
_MEASURED = ("characters", "words", "quotes")


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--unit",
    "measured",
    type=click.Choice(_MEASURED),
    default="characters",
    show_default=True,
    help="Count these in the table; quotes match that share half of their text.",
)
@click.option(
    "--only",
    type=click.Choice(["figures", "differences"]),
    help="Print only the table of figures, or only the differences.",
)
@filter_options
@reading_options
@output_options("text", "json", "jsonl", "csv", "html")
@click.option(
    "--merge",
    is_flag=True,
    help="Write one statement of each text to the folder of --output: what the coders agree on as"
    " reviewed, and the rest as drafts of each, for quotecli review to settle.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="FOLDER",
    type=click.Path(),
    help="Write to FOLDER, with --merge.",
)
@force_option
@click.pass_context
def compare(
    ctx: click.Context,
    paths: tuple[str, ...],
    measured: Measured,
    only: str | None,
    merge: bool,
    folder: str | None,
    force: bool,
    data: Data,
    criteria: Criteria,
    output: Output,
) -> None:
    """Compare how several people coded the same texts.

    Each PATH is the work of one coder: a statement file, or a folder of them; files of one name
    must have the same text. For each topic, and for speaker, kind and all, a table shows how much
    each coder quotes, percent agreement, Cohen's kappa, and Krippendorff's alpha and unitized
    alphas, with 95 % intervals if numpy is installed. Then come the differences, those of the
    topic with the least agreement first. The csv format has a row for each difference, or with
    --only figures for each row of figures. Exits with 0 if all codings are the same, with 1 if
    some differ.

    \b
    Examples:
      quotecli compare --help
    """
    from quotecli.comparing.differences import find_differences

    if len(paths) < 2:
        raise click.UsageError("compare takes the work of two coders or more", ctx)
    if merge != (folder is not None):
        raise click.UsageError("--merge and -o FOLDER go together", ctx)
    if merge and criteria:
        raise click.UsageError("--merge takes all quotes: it cannot be combined with filters", ctx)
    comparison = _compare(paths, data, criteria, measured, output)
    differences = find_differences(comparison)
    if folder is not None:
        _merge(comparison, folder, force)
    elif output.form == "text":
        _show(comparison, differences, measured, only, output)
    else:
        _write(comparison, differences, only, output)
    if differences:
        ctx.exit(1)


def _compare(
    paths: Sequence[str], data: Data, criteria: Criteria, measured: Measured, output: Output
) -> Comparison:
    from quotecli.cli.loading import load
    from quotecli.comparing import compare as comparing
    from quotecli.comparing.coding import list_alone, list_shared, name_coders, put_side_by_side
    from quotecli.comparing.conflicts import list_topic_conflicts
    from quotecli.comparing.tallying import MEASURED

    libraries = [load(data._replace(paths=(path,))) for path in paths]
    coders = name_coders(libraries, paths)
    codings = put_side_by_side(libraries, criteria)
    alone = list_alone(codings)
    if len(alone) == len(codings):
        raise QuotecliError(
            "no text is in two of the paths",
            hint="give files of one text the same name in each folder",
        )
    add_notes(f"note: left out, as only one coder has it: {coding.first.file}" for coding in alone)
    shared = list_shared(codings)
    add_notes(f"note: compared as one: {line}" for line in list_topic_conflicts(coders, shared))
    # The order of the differences is by characters.
    chosen = MEASURED if output.form != "text" else dict.fromkeys(["characters", measured])
    return comparing.compare(coders, codings, list(chosen))


def _show(
    comparison: Comparison,
    differences: Sequence[Disagreement],
    measured: Measured,
    only: str | None,
    output: Output,
) -> None:
    from quotecli.cli.screen import glyphs, show, terminal_columns
    from quotecli.render import comparison as render
    from quotecli.render.layout import Line, Table
    from quotecli.render.view import View

    view = View(glyphs(), {topic: number for number, topic in enumerate(comparison.topics)})
    columns = terminal_columns()
    drawings: list[Line | Table] = []
    if only != "differences":
        drawings += [*render.summary_lines(comparison), Line()]
        drawings.append(render.agreement_table(comparison, measured, view, columns))
        drawings += render.note_lines(comparison, columns)
    if only != "figures":
        drawings += render.difference_lines(differences, comparison, view)
    show(drawings, pager=output.pager)
    if not comparison.resamples and len(comparison.shared) > 1:
        missing = explain_missing("agreement")
        add_notes([f"note: {missing}; {missing.hint}"])


def _merge(comparison: Comparison, folder: str, force: bool) -> None:
    """Write one statement of each text into a folder, with what they share in a codebook."""
    from quotecli.cli.screen import show
    from quotecli.comparing.conflicts import list_people_conflicts
    from quotecli.comparing.merging import count_drafts, merge, merge_topics
    from quotecli.render.layout import Line, Piece
    from quotecli.store.codebook import find_shared_speakers
    from quotecli.store.discovery import name_statement_files
    from quotecli.store.files import write_folder
    from quotecli.store.folder import make_files
    from quotecli.text.plural import count_noun

    shared = comparison.shared
    merged = [
        merge(comparison.coders, coding, found) for coding, found in zip(shared, comparison.matches)
    ]
    ids = [item.id for item in merged]
    names = dict(zip(ids, name_statement_files(ids)))
    statements = [item for coding in shared for item in coding.known]
    topics = merge_topics(statements) if len(merged) > 1 else {}
    people = find_shared_speakers(item.speakers for item in merged)
    write_folder(folder, make_files(names, merged, topics, people), force=force)
    drafts = sum(map(count_drafts, merged))
    agreed = sum(len(item.quotes) for item in merged) - drafts
    done = (
        f"{count_noun(len(merged), 'statement')}: {count_noun(agreed, 'quote')} agreed,"
        f" {count_noun(drafts, 'draft')} to review"
    )
    show([Line([Piece(done)])])
    conflicts = list_people_conflicts(comparison.coders, shared)
    add_notes(f"note: the first is kept: {line}" for line in conflicts)


def _write(
    comparison: Comparison, differences: Sequence[Disagreement], only: str | None, output: Output
) -> None:
    from quotecli.cli.writing import write_items, write_page
    from quotecli.render.machine import comparison as shapes

    if output.form == "html":
        write_page("comparison", comparison, differences)
    elif output.form == "csv" and only == "figures":
        write_items(comparison.agreements, shapes.make_figures_shape(comparison), output)
    elif output.form == "csv":
        write_items(differences, shapes.make_differences_shape(comparison), output)
    else:
        records = [
            record
            for record in shapes.list_records(comparison, differences)
            if only is None
            or record["record"] == only.removesuffix("s")
            or record["record"] == only
        ]
        write_items(records, shapes.make_records_shape(), output)
