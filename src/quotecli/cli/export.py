"""quotecli export."""

from __future__ import annotations

from itertools import chain

import click

from quotecli.cli.options import criteria_options, data_option, load
from quotecli.export import FORMATS, exporter
from quotecli.select import Criteria


@click.command()
@data_option
@criteria_options
@click.option("--to", "form", type=click.Choice(list(FORMATS)), required=True, help="The format.")
@click.option("-o", "--output", metavar="PATH", type=click.Path(), help="Write there, not to standard output.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.pass_context
def export(
    ctx: click.Context, data: tuple[str, ...], criteria: Criteria, form: str, output: str | None, force: bool
) -> None:
    """Take quotes elsewhere: filtered as by quotes, whole, citable.

    \b
    Examples:
      quotecli export --to md
      quotecli export --to md --topic military
      quotecli export --to html --topic military > page.html
    """
    from quotecli.cli.output import nothing, write_bytes
    from quotecli.files import write_whole

    statements = load(data).selected(criteria)
    first = next(statements, None)
    if first is None:
        nothing(criteria)
        ctx.exit(1)
    chunks = exporter(form)(chain([first], statements))
    if output is not None and output != "-":
        write_whole(output, chunks, force=force)
    else:
        write_bytes(chunks, binary=FORMATS[form].binary)
