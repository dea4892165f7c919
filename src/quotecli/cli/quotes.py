"""quotecli quotes."""

from __future__ import annotations

from itertools import chain

import click
from click.core import ParameterSource

from quotecli.cli.options import criteria_options, data_option, format_option, load, raw_option
from quotecli.select import Criteria, Sort


@click.command()
@data_option
@criteria_options
@click.option("-n", "--limit", type=click.IntRange(min=1), metavar="N", help="At most this many quotes.")
@click.option(
    "--sort", type=click.Choice(["source", "speaker", "length"]), default="source", show_default=True,
    help="In the order of the source, by the speaker's name, or the longest first.",
)  # fmt: skip
@click.option("--random", is_flag=True, help="One quote at random, or as many as --limit says.")
@click.option("--count", is_flag=True, help="Print only how many there are.")
@format_option("excerpt", "table", "json", "jsonl", "csv", "md")
@raw_option
@click.pass_context
def quotes(
    ctx: click.Context,
    data: tuple[str, ...],
    criteria: Criteria,
    limit: int | None,
    sort: Sort,
    random: bool,
    count: bool,
    form: str,
    raw: bool,
) -> None:
    """Print attributed excerpts, filtered by topic, speaker, kind and words.

    The same option repeated widens the choice, different options narrow it. Exits with 1 where nothing is found.

    \b
    Examples:
      quotecli quotes --topic military
      quotecli quotes -t war -t diplomacy --all
      quotecli quotes --speaker aliyev --kind indirect
      quotecli quotes -q '"foreign policy" relation*' -f json
      quotecli quotes --not-topic diplomacy --count
    """
    from quotecli.cli import output

    if random and ctx.get_parameter_source("sort") is not ParameterSource.DEFAULT:
        raise click.UsageError("--random and --sort contradict each other", ctx)
    library = load(data)
    if count:
        number = library.count(criteria)
        click.echo(min(number, limit) if limit else number)
        ctx.exit(0 if number else 1)
    chosen = library.quotes(criteria, "random", limit or 1) if random else library.quotes(criteria, sort, limit)
    first = next(chosen, None)
    found = chain([first], chosen) if first else iter(())
    if form == "excerpt" and first:
        from quotecli.render import human
        from quotecli.render.layout import Line

        screen, style = output.screen(), output.style(library, criteria)
        for number, quote in enumerate(found):
            if number:
                screen.line(Line())
            for line in human.excerpt(quote, style):
                screen.line(line)
    elif form == "table" and first:
        from quotecli.render import human

        output.screen().table(human.quotes_table(list(found), output.style(library, criteria)))
    elif form not in ("excerpt", "table"):
        from quotecli.render.machine import QUOTES

        output.machine(found, QUOTES, form, raw=raw)
    if first is None:
        output.nothing(criteria)
        ctx.exit(1)
