"""quotecli quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import click

from quotecli.cli.options import (
    Data,
    criteria_options,
    data_option,
    format_option,
    load,
    raw_option,
)
from quotecli.criteria import Criteria, Sort

if TYPE_CHECKING:
    from quotecli.cli.output import AnyScreen
    from quotecli.model import Quote
    from quotecli.render.human import Style

Item = TypeVar("Item")


@click.command()
@data_option
@criteria_options
@click.option(
    "-n", "--limit", type=click.IntRange(min=1), metavar="N", help="At most this many quotes."
)
@click.option(
    "--sort", type=click.Choice(["source", "relevance", "speaker", "length"]),
    help="In the order of the source, what a search finds best first, by the speaker's name, or the longest first."
    " Default: relevance for a search in several statements, else source.",
)  # fmt: skip
@click.option("--random", is_flag=True, help="One quote at random, or as many as --limit says.")
@click.option("--count", is_flag=True, help="Print only how many there are.")
@format_option("excerpt", "table", "json", "jsonl", "csv", "md")
@raw_option
@click.pass_context
def quotes(
    ctx: click.Context,
    data: Data,
    criteria: Criteria,
    limit: int | None,
    sort: Sort | None,
    random: bool,
    count: bool,
    form: str,
    raw: bool,
) -> None:
    """Print attributed excerpts, filtered by topic, speaker, kind and words.

    The same option repeated widens the choice, different options narrow it. Exits with 1 where
    nothing is found.

    \b
    Examples:
      quotecli quotes --topic military
      quotecli quotes -t war -t diplomacy --all
      quotecli quotes --speaker aliyev --kind indirect
      quotecli quotes -q '"foreign policy" relation*' -f json
      quotecli quotes --not-topic diplomacy --count
    """
    from quotecli.cli import output

    if random and sort:
        raise click.UsageError("--random and --sort contradict each other", ctx)
    library = load(data, criteria)
    if count:
        number = library.count(criteria)
        click.echo(min(number, limit) if limit else number)
        ctx.exit(0 if number else 1)
    if random:
        sort, limit = "random", limit or 1
    elif sort is None:
        sort = "relevance" if criteria.search and len(library.statements) > 1 else "source"
    if form in ("json", "jsonl"):
        found, any_found = _peeked(library.lines(criteria, sort, limit))
        output.json(found, form)
    else:
        chosen, any_found = _peeked(library.quotes(criteria, sort, limit))
        if form == "excerpt":
            _excerpts(chosen, output.screen(), output.style(library, criteria))
        elif form == "table" and any_found:
            from quotecli.render import human

            output.screen().table(human.quotes_table(list(chosen), output.style(library, criteria)))
        elif form != "table":
            from quotecli.render.machine import QUOTES

            output.machine(chosen, QUOTES, form, raw=raw)
    if not any_found:
        output.nothing(criteria)
        ctx.exit(1)


def _excerpts(quotes: Iterable[Quote], screen: AnyScreen, style: Style) -> None:
    from quotecli.render import human
    from quotecli.render.layout import Line

    for number, quote in enumerate(quotes):
        if number:
            screen.line(Line())
        for line in human.excerpt(quote, style):
            screen.line(line)


def _peeked(items: Iterator[Item]) -> tuple[Iterator[Item], bool]:
    """The same items, and whether there are any."""
    for first in items:
        return chain([first], items), True
    return items, False
