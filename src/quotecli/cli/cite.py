"""quotecli cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecli.cli.completion import complete_quotes
from quotecli.cli.options import Data, data_option, format_option, load

if TYPE_CHECKING:
    from quotecli.citing.styles import Style


@click.command()
@click.argument("name", metavar="ID", shell_complete=complete_quotes)
@data_option
@click.option(
    "--style", type=click.Choice(["apa", "chicago", "mla", "ap"]),
    help="APA 7, Chicago 17 (notes), MLA 9 or AP; without it, everything that is known of the place.",
)  # fmt: skip
@format_option("text", "json")
def cite(name: str, data: Data, style: Style | None, form: str) -> None:
    """Cite one quote: its words with their attribution, and the reference or note under them.

    Names and words stay as they are printed; a name is turned about only where it is certain. ID is
    as for show.

    \b
    Examples:
      quotecli cite more-exercises
      quotecli cite more-exercises --style apa
      quotecli cite importance --style chicago -f json
    """
    from quotecli.cli import output
    from quotecli.render.machine import cited_object, json_lines

    library = load(data)
    quote = library.quote(name)
    cited = cited_object(library.statements[quote.statement], quote, style)
    if form == "json":
        output.write(json_lines([cited]), as_json=True)
        return
    from quotecli.render.layout import Line, Piece

    screen = output.screen()
    lines = [text for key in ("text", "reference") if (text := cited[key])]
    for number, text in enumerate(lines):
        if number:
            screen.line(Line())
        screen.line(Line([Piece(text)]))
