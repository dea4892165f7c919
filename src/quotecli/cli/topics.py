"""quotecli topics."""

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
@click.option("--memos", is_flag=True, help="Show the notes on the topics.")
@output_options(*COUNT_FORMATS)
def topics(data: Data, criteria: Criteria, memos: bool, output: Output) -> None:
    """List the topics, with their quotes and words.

    A topic counts the quotes of its subtopics, too. The share is that of the words of all quotes
    counted; a quote on two topics counts in both.

    \b
    Examples:
      quotecli topics
      quotecli topics --speaker aliyev
      quotecli topics -f csv
    """
    from quotecli.cli.loading import load

    library = load(data, criteria)
    counts = library.count_topics(criteria)
    if output.form != "table":
        from quotecli.cli.writing import write_items
        from quotecli.render.machine.shapes import TOPICS

        write_items(counts, TOPICS, output)
    elif counts:
        from quotecli.cli.screen import show, view_for
        from quotecli.render.tables import topics_table

        table = topics_table(counts, view_for(library, criteria), memos=memos)
        show([table], pager=output.pager)
    exit_if_none(counts, criteria, "topics")
