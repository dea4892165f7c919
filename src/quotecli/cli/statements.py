"""quotecli statements."""

from __future__ import annotations

import click

from quotecli.cli.notices import exit_if_none
from quotecli.cli.options import (
    COUNT_FORMATS,
    Data,
    FilterCommand,
    Output,
    output_options,
    query_options,
)
from quotecli.criteria import Criteria


@click.command(cls=FilterCommand)
@query_options
@output_options(*COUNT_FORMATS)
def statements(data: Data, criteria: Criteria, output: Output) -> None:
    """List the statements, with their quotes and words.

    With filters, only matching quotes are counted, and only statements that have any are listed.

    \b
    Examples:
      quotecli statements
      quotecli statements --speaker aliyev
      quotecli statements -f csv
    """
    from quotecli.cli.loading import load

    counts = load(data, criteria).count_statements(criteria)
    if output.form != "table":
        from quotecli.cli.writing import write_items
        from quotecli.render.machine.shapes import STATEMENTS

        write_items(counts, STATEMENTS, output)
    elif counts:
        from quotecli.cli.screen import show
        from quotecli.render.tables import statements_table

        show([statements_table(counts)], pager=output.pager)
    exit_if_none(counts, criteria, "statements")
