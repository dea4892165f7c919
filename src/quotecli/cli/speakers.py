"""quotecli speakers."""

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
    from quotecli.library.counts import SpeakerCount, SpeakerSort
    from quotecli.render.machine.formats import Shape


@click.command(cls=FilterCommand)
@data_options
@criteria_options
@click.option(
    "-n", "--limit", type=click.IntRange(min=1), metavar="N", help="At most this many speakers."
)
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
    from quotecli.cli.listing import list_counts
    from quotecli.cli.loading import load
    from quotecli.cli.notices import warn_of_namesakes
    from quotecli.cli.screen import view_for
    from quotecli.render.tables import speakers_table

    library = load(data, criteria)
    counts = library.count_speakers(criteria, sort, limit)
    labels = {key: topic.label for key, topic in library.topics.items()}

    def shape() -> Shape[SpeakerCount]:
        from quotecli.render.machine.shapes import SPEAKERS

        return SPEAKERS

    list_counts(
        counts,
        criteria,
        output,
        lambda: [speakers_table(counts, view_for(library, criteria), labels)],
        shape,
        "speakers",
    )

    # Loading has warned of those that the criteria name.
    if not criteria.speakers:
        counted = {count.speaker.id for count in counts if count.speaker}
        shared = library.namesakes()
        warn_of_namesakes(
            {key: shared[key] for key in shared if counted & shared[key].keys()}, data.paths
        )
