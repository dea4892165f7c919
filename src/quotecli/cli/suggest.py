"""quotecli suggest."""

from __future__ import annotations

import click

from quotecli.cli.notices import add_notes, exit_if_none
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
from quotecli.text.plural import count_noun


@click.group(invoke_without_command=True)
@click.pass_context
def suggest(ctx: click.Context) -> None:
    """Suggest topics for quotes, and quotes for topics.

    \b
    Examples:
      quotecli suggest topics
      quotecli suggest topics --help
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@suggest.command(cls=FilterCommand)
@query_options
@limit_option("topics")
@click.option("-o", "--output", "path", metavar="FILE", type=click.Path(), help="Write a codebook.")
@click.option("--force", is_flag=True, help="Overwrite an existing FILE.")
@output_options(*COUNT_FORMATS)
def topics(
    data: Data,
    criteria: Criteria,
    limit: int | None,
    path: str | None,
    force: bool,
    output: Output,
) -> None:
    """Suggest a codebook of topics from the words of quotes.

    Each topic has a label and keywords that the quotes use, the number of quotes that draft would
    give it, and two of them. A text without quotes counts by its sentences. One statement gets 3 to
    6 topics, a folder up to 30; the same input gives the same topics. With the extra "topics"
    (scikit-learn), 150 quotes and more are grouped by what their words mean. The codebook is to be
    edited, not to be trusted.

    \b
    Examples:
      quotecli suggest topics
      quotecli suggest topics -n 3 -f json
      quotecli suggest topics --speaker mohbaliyev -f csv
    """
    from quotecli.cli.loading import load
    from quotecli.suggesting.topics import suggest as suggest_topics

    found = suggest_topics(load(data, criteria), criteria, limit)
    exit_if_none(found, criteria, "topics")
    if path is not None:
        from quotecli.store.files import write_whole
        from quotecli.store.writer import write_codebook

        book = write_codebook({one.topic.id: one.topic for one in found})
        write_whole(path, [book.encode()], force=force)
        add_notes([f"wrote {count_noun(len(found), 'topic')} to {path}"])
    elif output.form != "table":
        from quotecli.cli.writing import write_items
        from quotecli.render.suggestions import TOPICS

        write_items(found, TOPICS, output)
    else:
        from quotecli.cli.screen import glyphs, separate, show
        from quotecli.render.suggestions import topic_lines

        known = glyphs()
        show(separate(topic_lines(one, known) for one in found), pager=output.pager)
