"""quotecli speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecli.cli.notices import exit_if_none, warn_of_namesakes
from quotecli.cli.options import (
    COUNT_FORMATS,
    Data,
    FilterCommand,
    Output,
    limit_option,
    output_options,
    query_options,
)
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.library.counts import SpeakerSort


@click.command(cls=FilterCommand)
@query_options
@limit_option("speakers")
@click.option(
    "--sort",
    type=click.Choice(["quotes", "words", "statements", "name"]),
    default="quotes",
    show_default=True,
    help="Order of the speakers: most quotes, words or statements first, or by name.",
)
@output_options(*COUNT_FORMATS)
def speakers(
    data: Data, criteria: Criteria, limit: int | None, sort: SpeakerSort, output: Output
) -> None:
    """List who is quoted, in which role, how often and on what.

    \b
    Examples:
      quotecli speakers
      quotecli speakers --topic military
      quotecli speakers -n 10 --sort words
      quotecli speakers -f json
    """
    from quotecli.cli.loading import load

    library = load(data, criteria)
    counts = library.count_speakers(criteria, sort, limit)
    if output.form != "table":
        from quotecli.cli.writing import write_items
        from quotecli.render.machine.shapes import speakers_shape

        write_items(counts, speakers_shape(library.list_attributes()), output)
    elif counts:
        from quotecli.cli.screen import show, view_for
        from quotecli.render.tables import speakers_table

        labels = {key: topic.label for key, topic in library.topics.items()}
        table = speakers_table(counts, view_for(library, criteria), labels)
        show([table], pager=output.pager)
    exit_if_none(counts, criteria, "speakers")

    # Loading has warned of those that the criteria name.
    if not criteria.speakers:
        from quotecli.library.identity import SEPARATOR

        counted = [count.speaker.id for count in counts if count.speaker]
        several = [key for key in counted if SEPARATOR in key]
        warn_of_namesakes(library.namesakes(several) if several else {}, data.paths)
