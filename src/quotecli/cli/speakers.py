"""quotecli speakers."""

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
def speakers(ctx: click.Context, data: Data, criteria: Criteria, form: str, raw: bool) -> None:
    """List who is quoted, in which role, how often, and on what.

    \b
    Examples:
      quotecli speakers
      quotecli speakers --topic military
      quotecli speakers -f json
    """
    from quotecli.cli import output

    library = load(data, criteria)
    counts = library.count_speakers(criteria)
    if form == "table" and counts:
        from quotecli.render import human

        labels = {key: topic.label for key, topic in library.topics.items()}
        output.table(human.speakers_table(counts, output.style(library, criteria), labels))
    elif form != "table":
        from quotecli.render.machine import SPEAKERS

        output.machine(counts, SPEAKERS, form, raw=raw)
    if not criteria.speakers:
        counted = {count.speaker.id for count in counts if count.speaker}
        shared = library.namesakes()
        output.tell_apart(
            {key: shared[key] for key in shared if counted & shared[key].keys()}, data.paths
        )
    if not counts:
        output.nothing(criteria, "speakers")
        ctx.exit(1)
