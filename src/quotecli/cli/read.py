"""quotecli read."""

from __future__ import annotations

import click

from quotecli.cli.options import Data, criteria_options, data_option, load
from quotecli.select import Criteria


@click.command()
@data_option
@criteria_options
@click.option("--pager/--no-pager", default=True, help="On a terminal, page what is longer than the screen (default).")
@click.pass_context
def read(ctx: click.Context, data: Data, criteria: Criteria, pager: bool) -> None:
    """Read the whole statement with its quotes marked by topic.

    Each quote stands between brackets that begin with its id; the rest is narration. Filters choose which quotes
    are marked.

    \b
    Examples:
      quotecli read
      quotecli read --topic military --no-pager
    """
    from quotecli.cli import output
    from quotecli.render.layout import Line
    from quotecli.render.reading import reading

    library = load(data, criteria)
    style = output.style(library, criteria)
    marked = list(library.quotes(criteria))
    with output.paged(pager) as screen:
        for number, statement in enumerate(library.statements.values()):
            if number:
                screen.line(Line())
            of_this = [quote for quote in marked if quote.statement == statement.id]
            for line in reading(statement, of_this, style):
                screen.line(line)
    if not marked:
        output.nothing(criteria)
        ctx.exit(1)
