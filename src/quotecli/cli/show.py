"""quotecli show."""

from __future__ import annotations

import click

from quotecli.cli.completion import complete_quotes
from quotecli.cli.options import Data, data_option, format_option, load
from quotecli.criteria import Criteria


@click.command()
@click.argument("name", metavar="ID", shell_complete=complete_quotes)
@data_option
@format_option("text", "json")
def show(name: str, data: Data, form: str) -> None:
    """Show one quote in its context, with the evidence for its attribution and a citation.

    ID is a quote's id or the beginning of a word of it; where several statements have it,
    statement/id.

    \b
    Examples:
      quotecli show more-exercises
      quotecli show just -f json
    """
    from quotecli.cli import output

    library = load(data)
    quote = library.quote(name)
    statement = library.statement_of(quote)
    if form == "json":
        from quotecli.render.machine import detail_object, json_lines

        output.write(json_lines([detail_object(quote, statement)]), as_json=True)
        return
    from quotecli.render.detail import detail

    screen = output.screen()
    for line in detail(
        quote, statement, library.neighbours(quote), output.style(library, Criteria())
    ):
        screen.line(line)
