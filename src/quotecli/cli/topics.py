"""quotecli topics."""

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
    from quotecli.library.counts import TopicCount
    from quotecli.render.machine.formats import Shape


@click.command(cls=FilterCommand)
@data_options
@criteria_options
@output_options(*COUNT_FORMATS)
def topics(data: Data, criteria: Criteria, output: Output) -> None:
    """List the topics, with their quotes and words.

    A topic counts the quotes of its subtopics, too. The share is that of the words of all quotes
    counted; a quote on two topics counts in both.

    \b
    Examples:
      quotecli topics
      quotecli topics --speaker aliyev
      quotecli topics -f csv
    """
    from quotecli.cli.listing import list_counts
    from quotecli.cli.loading import load
    from quotecli.cli.screen import view_for
    from quotecli.render.tables import topics_table

    library = load(data, criteria)
    counts = library.count_topics(criteria)

    def shape() -> Shape[TopicCount]:
        from quotecli.render.machine.shapes import TOPICS

        return TOPICS

    list_counts(
        counts,
        criteria,
        output,
        lambda: [topics_table(counts, view_for(library, criteria))],
        shape,
        "topics",
    )
