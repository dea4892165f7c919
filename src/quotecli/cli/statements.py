"""quotecli statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecli.cli.options import (
    COUNT_FORMATS,
    Data,
    FilterCommand,
    Output,
    criteria_options,
    data_options,
    output_options,
)
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.library.counts import StatementCount
    from quotecli.render.machine.formats import Shape


@click.command(cls=FilterCommand)
@data_options
@criteria_options
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
    from quotecli.cli.listing import list_counts
    from quotecli.cli.loading import load
    from quotecli.render.tables import statements_table

    counts = load(data, criteria).count_statements(criteria)

    def shape() -> Shape[StatementCount]:
        from quotecli.render.machine.shapes import STATEMENTS

        return STATEMENTS

    list_counts(counts, criteria, output, lambda: [statements_table(counts)], shape, "statements")
