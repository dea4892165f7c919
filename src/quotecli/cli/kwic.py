"""quotecli kwic."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal

import click

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
    from quotecli.model import Quote

Where = Literal["quotes", "narration"]


@click.command()
@click.argument("words", nargs=-1, required=True)
@data_option
@criteria_options
@click.option(
    "--in",
    "where",
    type=click.Choice(["quotes", "narration"]),
    help="Only in quotes, or only outside them.",
)
@click.option(
    "-w", "--width", type=click.IntRange(min=0), metavar="N",
    help="Characters of context on each side. Default: what fits the terminal, and 40 elsewhere.",
)  # fmt: skip
@click.option(
    "--sort", type=click.Choice(["source", "left", "right"]), default="source", show_default=True,
    help="In the order of the source, by the words before the hit, the nearest first, or by those after it.",
)  # fmt: skip
@click.option(
    "-n", "--limit", type=click.IntRange(min=1), metavar="N", help="At most this many hits."
)
@format_option("text", "json", "jsonl", "csv")
@raw_option
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
    form: str,
    raw: bool,
) -> None:
    """Show WORDS in context: every place where any of them occurs, in quotes and narration.

    Each word is looked for by itself, whatever its case and accents; word* is a beginning, '"two
    words"' a phrase. A hit in a quote is told with its speaker: that of the innermost quote that
    all of it stands in. A quote that is not proved lends its speaker to no words, which then count
    as narration. Filters of quotes leave the hits in quotes that meet them. Exits with 1 where
    nothing is found.

    \b
    Examples:
      quotecli kwic military
      quotecli kwic '"foreign policy" diploma*' --sort right
      quotecli kwic war --speaker mohbaliyev -w 60
      quotecli kwic MP --in narration -f csv
    """
    from quotecli.cli import output
    from quotecli.render import kwic as drawn
    from quotecli.text.concordance import SORTED_BY, concordance, in_order
    from quotecli.text.finder import Finder
    from quotecli.text.query import parse

    if where == "narration" and _of_quotes(criteria):
        raise click.UsageError("--in narration and a filter of quotes contradict each other", ctx)
    library = load(data, criteria)
    asked = " ".join(words)
    finder = Finder(parse(asked))
    screen = output.columns()
    reach = max(drawn.reach(screen, width), SORTED_BY)
    found = concordance(
        library.texts(criteria, finder.may_occur), finder, reach, _wanted(library, criteria, where)
    )
    hits = islice(found, limit) if sort == "source" else iter(in_order(found, sort, limit))
    first = next(hits, None)
    hits = chain([first], hits) if first else hits
    if form == "text" and first:
        shown = output.screen()
        for line in drawn.lines(
            hits, output.style(library, criteria), screen=screen, context=width
        ):
            shown.line(line)
    elif form != "text":
        from quotecli.render.machine import HITS

        side = drawn.PIPED if width is None else width
        output.machine((hit.narrowed(side) for hit in hits), HITS, form, raw=raw)
    if first is None:
        output.nothing(criteria._replace(search=(asked, *criteria.search)), "hits")
        ctx.exit(1)


def _of_quotes(criteria: Criteria) -> bool:
    """Whether criteria ask for anything of quotes, and not of statements alone."""
    return bool(criteria._replace(statements=(), since="", until=""))


def _wanted(
    library: Library, criteria: Criteria, where: Where | None
) -> Callable[[Quote | None], bool]:
    """Whether hits in a quote, or in narration, are asked for."""
    if _of_quotes(criteria):
        # In no order, which takes no time to make.
        chosen = {(quote.statement, quote.id) for quote in library.quotes(criteria, "random")}
        return lambda quote: quote is not None and (quote.statement, quote.id) in chosen
    return lambda quote: where is None or (quote is not None) == (where == "quotes")
