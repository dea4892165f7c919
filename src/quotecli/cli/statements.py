"""quotecli statements."""

from __future__ import annotations

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


@click.command()
@data_option
@criteria_options
@format_option("table", "json", "jsonl", "csv", "md")
@raw_option
@click.pass_context
def statements(ctx: click.Context, data: Data, criteria: Criteria, form: str, raw: bool) -> None:
    """List the statements, with how many quotes and words each has.

    Where quotes are filtered, only these are counted, and only statements that have any are listed.

    \b
    Examples:
      quotecli statements
      quotecli statements --speaker aliyev
      quotecli statements -f csv
    """
    from quotecli.cli import output

    library = load(data, criteria)
    counts = library.count_statements(criteria)
    if form == "table" and counts:
        from quotecli.render import human

        output.table(human.statements_table(counts))
    elif form != "table":
        from quotecli.render.figures import STATEMENTS

        output.machine(counts, STATEMENTS, form, raw=raw)
    if not counts:
        output.nothing(criteria, "statements")
        ctx.exit(1)
