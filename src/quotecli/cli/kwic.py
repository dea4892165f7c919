"""quotecli kwic."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Literal

import click

from quotecli.cli.notices import exit_if_none, peek
from quotecli.cli.options import (
    Data,
    Output,
    limit_option,
    output_options,
    query_options,
)
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.model import Quote

Where = Literal["quotes", "narration"]

# A line of the output is as wide as both sides, whatever the length of the text.
_MAX_WIDTH = 100_000


@click.command()
@click.argument("words", nargs=-1, required=True)
@query_options
@click.option(
    "--in",
    "where",
    type=click.Choice(["quotes", "narration"]),
    help="Search only quotes, or only the text outside them.",
)
@click.option(
    "-w",
    "--width",
    type=click.IntRange(min=0, max=_MAX_WIDTH),
    metavar="N",
    help="Characters of context on each side. Default: what fits the terminal, else 40.",
)
@click.option(
    "--sort",
    type=click.Choice(["source", "left", "right"]),
    default="source",
    show_default=True,
    help="Order of the hits: as in the source, by the words before them (nearest first), or by"
    " those after.",
)
@limit_option("hits")
@output_options("text", "json", "jsonl", "csv", "tsv")
@click.pass_context
def kwic(
    ctx: click.Context,
    words: tuple[str, ...],
    data: Data,
    criteria: Criteria,
    where: Where | None,
    width: int | None,
    sort: Literal["source", "left", "right"],
    limit: int | None,
    output: Output,
) -> None:
    """Show words in context (KWIC), in quotes and narration.

    Finds every place where any of WORDS occurs, ignoring case and accents; word* is a beginning,
    '"two words"' a phrase. A hit in a quote names the speaker of the innermost quote that contains
    it; hits in unproved quotes count as narration. With filters, only hits inside matching quotes
    are shown. Exits with 1 if nothing is found.

    \b
    Examples:
      quotecli kwic military
      quotecli kwic '"foreign policy" diploma*' --sort right
      quotecli kwic war --speaker mohbaliyev -w 60
      quotecli kwic MP --in narration -f csv
    """
    from quotecli.cli.loading import load
    from quotecli.cli.screen import show, terminal_columns, view_for
    from quotecli.render import kwic as layout
    from quotecli.text.concordance import SORTED_BY, find_hits, sort_hits
    from quotecli.text.finder import Finder
    from quotecli.text.query import parse_query

    if where == "narration" and _filters_quotes(criteria):
        raise click.UsageError("--in narration and a filter of quotes cannot be combined", ctx)
    library = load(data, criteria)
    search = " ".join(words)
    query = parse_query(search)
    finder = Finder(query)
    in_quotes = where == "quotes" or _filters_quotes(criteria)
    said = [query._replace(terms=(term,)) for term in query.terms] if in_quotes else []
    columns = terminal_columns()
    found = find_hits(
        library.texts(criteria, finder.may_occur, said),
        finder,
        max(layout.reach(columns, width), SORTED_BY),
        _condition(library, criteria, where),
    )
    in_order = islice(found, limit) if sort == "source" else sort_hits(found, sort, limit)
    hits, any_found = peek(in_order)

    if output.form == "text":
        view = view_for(library, criteria)
        show(layout.lines(hits, view, screen=columns, context=width), pager=output.pager)
    else:
        from quotecli.cli.writing import write_items
        from quotecli.render.machine.shapes import HITS

        side = layout.PIPED if width is None else width
        write_items((hit.narrow(side) for hit in hits), HITS, output)
    exit_if_none(any_found, criteria._replace(search=(search, *criteria.search)), "hits")


def _filters_quotes(criteria: Criteria) -> bool:
    """Return True if criteria filter quotes, and not only statements."""
    return bool(criteria._replace(statements=(), since="", until=""))


def _condition(
    library: Library, criteria: Criteria, where: Where | None
) -> Callable[[Quote | None], bool]:
    """Return the test that the quote of a hit, None in narration, must pass to be shown."""
    if _filters_quotes(criteria):
        # At random, which needs no sorting.
        matching = {(quote.statement, quote.id) for quote in library.quotes(criteria, "random")}
        return lambda quote: quote is not None and (quote.statement, quote.id) in matching
    return lambda quote: where is None or (quote is not None) == (where == "quotes")
