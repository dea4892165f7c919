"""quotecli quotes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from quotecli.cli.notices import exit_if_none, peek
from quotecli.cli.options import (
    MANY,
    Data,
    FilterCommand,
    Output,
    force_option,
    limit_option,
    output_options,
    query_options,
)
from quotecli.criteria import Criteria, Sort

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.model import Quote
    from quotecli.render.passage import Context


_EITHER = (
    *(("--random", "--sort"), ("--grouped", "--sort"), ("--grouped", "--random")),
    *(("--save", "--count"), ("--save", "--context"), ("--save", "--grouped")),
)
_UNWRITTEN = {
    "--context": ("table", "csv", "tsv"),
    "--grouped": ("table", "csv", "tsv", "json", "jsonl"),
}
"""The formats that an option has no place in."""


@click.command(cls=FilterCommand)
@query_options
@limit_option("quotes")
@click.option(
    "--sort",
    type=click.Choice(["source", "relevance", "speaker", "length"]),
    help="Order of the quotes: as in the source, best match first, by speaker, longest first."
    " Default: relevance for a search in several statements, else source (as in Parquet files).",
)
@click.option("--random", is_flag=True, help="One quote at random, or as many as --limit says.")
@click.option("--count", is_flag=True, help="Print only the number of quotes.")
@click.option(
    "--save",
    metavar="FOLDER",
    help="Write the quotes as statement files with their texts.",
)
@force_option
@click.option(
    "-C",
    "--context",
    "around",
    type=click.IntRange(min=0, max=MANY),
    metavar="N",
    help="Print the paragraphs of each quote, and N before and after, with the excerpt marked.",
)
@click.option(
    "--grouped",
    is_flag=True,
    help="Print the quotes of each statement by speaker, under headings.",
)
@output_options("excerpt", "table", "json", "jsonl", "csv", "tsv", "md")
@click.pass_context
def quotes(
    ctx: click.Context,
    data: Data,
    criteria: Criteria,
    limit: int | None,
    sort: Sort | None,
    random: bool,
    count: bool,
    save: str | None,
    force: bool,
    around: int | None,
    grouped: bool,
    output: Output,
) -> None:
    """Print attributed excerpts that match the filters.

    Repeating an option widens the choice; different options narrow it. Exits with 1 if nothing is
    found.

    \b
    Examples:
      quotecli quotes --topic military
      quotecli quotes -t war -t diplomacy --all
      quotecli quotes --speaker aliyev --kind indirect
      quotecli quotes -q '"foreign policy" relation*' -f json
      quotecli quotes -t military --context 1
      quotecli quotes -t diplomacy -C 0 --grouped
      quotecli quotes --not-topic diplomacy --count
      quotecli quotes --topic diplomacy --save selection/
    """
    from quotecli.cli.loading import load

    given = {
        **{"--random": random, "--sort": sort, "--save": save is not None, "--count": count},
        **{"--context": around is not None, "--grouped": grouped},
    }
    _check_options(ctx, {name for name, value in given.items() if value}, output.form)
    library = load(data, criteria)
    if count:
        number = library.count(criteria)
        click.echo(min(number, limit) if limit else number)
        ctx.exit(0 if number else 1)
    if random:
        sort, limit = "random", limit or 1
    sort = sort or ("source" if grouped else _default_sort(library, criteria))
    if save is not None:
        found, any_found = peek(library.quotes(criteria, sort, limit))
        exit_if_none(any_found, criteria)
        ctx.exit(_save_quotes(library, found, criteria, save, force))
    printed = _print_quotes(library, criteria, sort, limit, around, output, grouped=grouped)
    exit_if_none(printed, criteria)


def _check_options(ctx: click.Context, given: set[str], form: str) -> None:
    """Refuse options that cannot be combined, with each other or with a format."""
    for one, other in _EITHER:
        if {one, other} <= given:
            raise click.UsageError(f"{one} and {other} cannot be combined", ctx)
    for name, forms in _UNWRITTEN.items():
        if name in given and form in forms:
            raise click.UsageError(f"{name} cannot be written as {form}", ctx)


def _default_sort(library: Library, criteria: Criteria) -> Sort:
    return "relevance" if criteria.search and library.ranks_searches else "source"


def _save_quotes(
    library: Library, found: Iterable[Quote], criteria: Criteria, folder: str, force: bool
) -> int:
    """Write quotes as statement files; return 1 if some could not be."""
    from quotecli.cli.notices import add_notes
    from quotecli.cli.saving import describe, save_quotes

    written, unsure, left_out = save_quotes(library, found, criteria, folder, force=force)
    add_notes(describe(written, unsure, left_out, folder))
    return 1 if left_out else 0


def _print_quotes(
    library: Library,
    criteria: Criteria,
    sort: Sort,
    limit: int | None,
    around: int | None,
    output: Output,
    *,
    grouped: bool,
) -> bool:
    """Print the quotes in a format, with their context if asked; return False if there are none."""
    if output.is_json and around is None:
        from quotecli.cli.writing import write_json

        objects, any_found = peek(library.lines(criteria, sort, limit))
        write_json(objects, output.form)
        return any_found

    found, any_found = peek(library.quotes(criteria, sort, limit))
    context = None
    if around is not None:
        from quotecli.render.passage import Context

        context = Context(library.statement_of, around)
    if grouped:
        _print_groups(found, library, criteria, context, output)
    elif output.form == "md":
        _write_markdown(found, library, context)
    elif output.form in ("excerpt", "table"):
        _draw_quotes(found, library, criteria, context, output)
    else:
        _write_quotes(found, library, context, output)
    return any_found


def _print_groups(
    quotes: Iterable[Quote],
    library: Library,
    criteria: Criteria,
    context: Context | None,
    output: Output,
) -> None:
    """Print quotes by statement and speaker, for people or as Markdown."""
    from quotecli.render.grouping import draw_groups, group_quotes, write_groups

    titles = library.list_titles()
    groups = group_quotes(quotes, lambda quote: titles[quote.statement])
    if output.form == "md":
        from quotecli.cli.writing import write_text

        write_text(write_groups(groups, context))
        return
    from quotecli.cli.screen import separate, show, view_for

    drawn = draw_groups(groups, view_for(library, criteria), context)
    show(separate(drawn), pager=output.pager)


def _write_markdown(quotes: Iterable[Quote], library: Library, context: Context | None) -> None:
    """Write quotes as block quotes, which name their statement if there are several."""
    from quotecli.cli.writing import write_text
    from quotecli.library.identity import disambiguate
    from quotecli.render.machine.markdown import quote_blocks

    titles = disambiguate(library.list_titles()) if len(library.statements) > 1 else {}
    write_text(quote_blocks(quotes, titles, context))


def _draw_quotes(
    quotes: Iterable[Quote],
    library: Library,
    criteria: Criteria,
    context: Context | None,
    output: Output,
) -> None:
    """Draw quotes in full, or as a table if there are any."""
    from quotecli.cli.screen import separate, show, view_for
    from quotecli.render.excerpt import excerpt, quotes_table

    view = view_for(library, criteria)
    if output.form == "table":
        rows = list(quotes)
        show([quotes_table(rows, view)] if rows else [], pager=output.pager)
        return
    groups = (
        excerpt(quote, view, context.lines(quote, view) if context else ()) for quote in quotes
    )
    show(separate(groups), pager=output.pager)


def _write_quotes(
    quotes: Iterable[Quote], library: Library, context: Context | None, output: Output
) -> None:
    from quotecli.cli.writing import write_items, write_json
    from quotecli.render.machine.shapes import context_objects, quotes_shape

    if context is None:
        is_table = output.form in ("csv", "tsv")
        write_items(quotes, quotes_shape(library.list_attributes() if is_table else ()), output)
    else:
        write_json(context_objects(quotes, context), output.form)
