"""quotecli topics."""

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
def topics(ctx: click.Context, data: Data, criteria: Criteria, form: str, raw: bool) -> None:
    """List the topics, with how many quotes and words each has.

    A topic counts the quotes of its subtopics, too. The share is that of the words of all quotes
    counted; a quote on two topics counts in both.

    \b
    Examples:
      quotecli topics
      quotecli topics --speaker aliyev
      quotecli topics -f csv
    """
    from quotecli.cli import output

    library = load(data, criteria)
    counts = library.count_topics(criteria)
    if form == "table" and counts:
        from quotecli.render import human

        output.table(human.topics_table(counts, output.style(library, criteria)))
    elif form != "table":
        from quotecli.render.machine import TOPICS

        output.machine(counts, TOPICS, form, raw=raw)
    if not counts:
        output.nothing(criteria, "topics")
        ctx.exit(1)
