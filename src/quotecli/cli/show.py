"""quotecli show."""

from __future__ import annotations

import click

from quotecli.cli.completion import complete_quotes
from quotecli.cli.options import Data, Output, data_options, output_options
from quotecli.criteria import Criteria


@click.command()
@click.argument("name", metavar="ID", shell_complete=complete_quotes)
@data_options
@output_options("text", "json")
def show(name: str, data: Data, output: Output) -> None:
    """Show one quote in its context, with its evidence.

    The evidence is the cue of its attribution, the quotes around it, a citation, and the lines of
    the files that have the excerpt and the quote. ID is a quote's id or the beginning of a word of
    it; if several statements have it, STATEMENT/ID.

    \b
    Examples:
      quotecli show more-exercises
      quotecli show just -f json
    """
    from quotecli.cli.loading import load
    from quotecli.store.places import find_places

    library = load(data)
    quote = library.quote(name)
    statement = library.statement_of(quote)
    places = find_places(quote, statement)
    if output.is_json:
        from quotecli.cli.writing import write_json
        from quotecli.objects import encode
        from quotecli.render.machine.shapes import detail_object

        write_json([encode(detail_object(quote, statement, places))], "jsonl")
    else:
        from quotecli.cli import screen
        from quotecli.render.detail import detail

        view = screen.view_for(library, Criteria())
        lines = detail(quote, statement, library.neighbours(quote), places, view)
        screen.show(lines, pager=output.pager)
