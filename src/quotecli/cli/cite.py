"""quotecli cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecli.cli.completion import complete_quotes
from quotecli.cli.options import Data, Output, data_options, output_options

if TYPE_CHECKING:
    from quotecli.citing.styles import CitationStyle


@click.command()
@click.argument("name", metavar="ID", shell_complete=complete_quotes)
@data_options
@click.option(
    "--style",
    type=click.Choice(["apa", "chicago", "mla", "ap"]),
    help="APA 7, Chicago 17 (notes), MLA 9 or AP. Default: all that is known of the source.",
)
@output_options("text", "json", paged=False)
def cite(name: str, data: Data, style: CitationStyle | None, output: Output) -> None:
    """Cite one quote: its words, attribution and reference.

    Names and words are printed as they are; names are inverted only when the surname is certain. ID
    is as for show.

    \b
    Examples:
      quotecli cite more-exercises
      quotecli cite more-exercises --style apa
      quotecli cite importance --style chicago -f json
    """
    from quotecli.cli.loading import load
    from quotecli.render.machine.shapes import cited_object

    library = load(data)
    quote = library.quote(name)
    cited = cited_object(library.statements[quote.statement], quote, style)
    if output.is_json:
        from quotecli.cli.writing import write_json
        from quotecli.objects import encode

        write_json([encode(cited)], "jsonl")
    else:
        from quotecli.cli.screen import separate, show
        from quotecli.render.layout import cell

        show(separate([cell(text)] for key in ("text", "reference") if (text := cited[key])))
