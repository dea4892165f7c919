"""quotecli quotes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import click

from quotecli.cli.options import (
    Data,
    FilterCommand,
    Output,
    criteria_options,
    data_options,
    output_options,
)
from quotecli.criteria import Criteria, Sort

if TYPE_CHECKING:
    from quotecli.library import Library

Item = TypeVar("Item")


@click.command(cls=FilterCommand)
@data_options
@criteria_options
@click.option(
    "-n", "--limit", type=click.IntRange(min=1), metavar="N", help="At most this many quotes."
)
@click.option(
    "--sort",
    type=click.Choice(["source", "relevance", "speaker", "length"]),
    help="Order of the quotes: as in the source, best match first, by speaker, longest first."
    " Default: relevance for a search in several statements, else source.",
)
@click.option("--random", is_flag=True, help="One quote at random, or as many as --limit says.")
@click.option("--count", is_flag=True, help="Print only the number of quotes.")
@output_options("excerpt", "table", "json", "jsonl", "csv", "md")
@click.pass_context
def quotes(
    ctx: click.Context,
    data: Data,
    criteria: Criteria,
    limit: int | None,
    sort: Sort | None,
    random: bool,
    count: bool,
    output: Output,
) -> None:
    """Print attributed excerpts that match the filters.

    Repeating an option widens the choice, different options narrow it. Exits with 1 if nothing is
    found.

    \b
    Examples:
      quotecli quotes --topic military
      quotecli quotes -t war -t diplomacy --all
      quotecli quotes --speaker aliyev --kind indirect
      quotecli quotes -q '"foreign policy" relation*' -f json
      quotecli quotes --not-topic diplomacy --count
    """
    from quotecli.cli.loading import load
    from quotecli.cli.notices import exit_if_none

    if random and sort:
        raise click.UsageError("--random and --sort cannot be combined", ctx)
    library = load(data, criteria)
    if count:
        number = library.count(criteria)
        click.echo(min(number, limit) if limit else number)
        ctx.exit(0 if number else 1)
    if random:
        sort, limit = "random", limit or 1
    elif sort is None:
        sort = "relevance" if criteria.search and len(library.statements) > 1 else "source"
    exit_if_none(_print_quotes(library, criteria, sort, limit, output), criteria)


def _print_quotes(
    library: Library, criteria: Criteria, sort: Sort, limit: int | None, output: Output
) -> bool:
    """Print the quotes in a format; return False if there are none."""
    if output.is_json:
        from quotecli.cli.writing import write_json

        objects, any_found = _peek(library.lines(criteria, sort, limit))
        write_json(objects, output.form)
        return any_found

    found, any_found = _peek(library.quotes(criteria, sort, limit))
    if output.form not in ("excerpt", "table"):
        from quotecli.cli.writing import write_items
        from quotecli.render.machine.shapes import QUOTES

        write_items(found, QUOTES, output)
    elif any_found:
        from quotecli.cli.screen import separate, show, view_for
        from quotecli.render.excerpt import excerpt
        from quotecli.render.tables import quotes_table

        view = view_for(library, criteria)
        show(
            [quotes_table(list(found), view)]
            if output.form == "table"
            else separate(excerpt(quote, view) for quote in found),
            pager=output.pager,
        )
    return any_found


def _peek(items: Iterator[Item]) -> tuple[Iterator[Item], bool]:
    """Return the same items, and True if there are any."""
    for first in items:
        return chain([first], items), True
    return items, False
