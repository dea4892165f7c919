"""quotecli suggest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quotecli.cli.notices import add_notes, exit_if_none
from quotecli.cli.options import (
    COUNT_FORMATS,
    Consent,
    Data,
    FilterCommand,
    Output,
    change_options,
    force_option,
    limit_option,
    output_options,
    query_options,
)
from quotecli.criteria import Criteria
from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.model import Topic
    from quotecli.suggesting.quotes import Likely

_LIKELY = 0.5
_SURE = 0.8  # enough to set a topic by default


@click.group(invoke_without_command=True)
@click.pass_context
def suggest(ctx: click.Context) -> None:
    """Suggest topics for quotes, and quotes for topics.

    \b
    Examples:
      quotecli suggest topics
      quotecli suggest quotes --help
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@suggest.command(cls=FilterCommand)
@query_options
@limit_option("topics")
@click.option("-o", "--output", "path", metavar="FILE", type=click.Path(), help="Write a codebook.")
@force_option
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
    6 topics, a folder up to 30; the same input gives the same topics. With SciPy, 150 quotes
    and more are grouped by what their words mean. The codebook is to be edited, not to be trusted.

    \b
    Examples:
      quotecli suggest topics
      quotecli suggest topics -n 3 -f json
      quotecli suggest topics --speaker mohbaliyev -f csv
    """
    from quotecli.cli.loading import load
    from quotecli.suggesting.topics import LEAST_TOPICS
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
    wanted = limit or LEAST_TOPICS
    if len(found) < wanted:
        why = "the texts have too few words in common for more"
        add_notes([f"note: only {len(found):,} of {count_noun(wanted, 'topic')}: {why}"])


@suggest.command(cls=FilterCommand)
@query_options
@limit_option("quotes")
@click.option(
    "--at-least",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Only quotes whose probability is at least P (default: 0.5, with --apply 0.8).",
)
@click.option("--apply", is_flag=True, help="Add the topic to these quotes, as drafts.")
@change_options
@output_options(*COUNT_FORMATS)
@click.pass_context
def quotes(
    ctx: click.Context,
    data: Data,
    criteria: Criteria,
    limit: int | None,
    at_least: float | None,
    apply: bool,
    consent: Consent,
    output: Output,
) -> None:
    """Suggest quotes for a topic, by those that have it.

    Lists quotes without the --topic that are like those with it, each with its probability and the
    words that speak for it. What was reviewed with the topic and without it are the examples: what
    you accept and reject in a review teaches the next suggestions. --apply adds the topic and marks
    the quotes as drafts, which review goes through. Needs scikit-learn.

    \b
    Examples:
      quotecli suggest quotes --topic diplomacy --at-least 0.1
      quotecli suggest quotes --topic diplomacy --apply --at-least 0.1 --dry-run
    """
    from quotecli.cli.loading import load
    from quotecli.suggesting.quotes import find_topic, suggest_quotes

    if len(criteria.topics) != 1:
        raise click.UsageError("give one --topic", ctx)
    if apply and not (data.paths or consent.dry_run):
        raise click.UsageError("say which files to change with -d PATH", ctx)
    library = load(data, criteria)
    topic = find_topic(library, criteria.topics[0])
    least = at_least if at_least is not None else _SURE if apply else _LIKELY
    found = suggest_quotes(library, topic, criteria._replace(topics=()), least, limit)
    exit_if_none(found, criteria)
    if apply:
        _apply(found, topic, library, data, consent)
    else:
        _list(found, output)


def _list(found: Sequence[Likely], output: Output) -> None:
    from quotecli.render import suggestions

    if output.form != "table":
        from quotecli.cli.writing import write_items

        write_items(found, suggestions.QUOTES, output)
    else:
        from quotecli.cli.screen import glyphs, separate, show

        known = glyphs()
        show(separate(suggestions.quote_lines(one, known) for one in found), pager=output.pager)


def _apply(
    found: Sequence[Likely], topic: Topic, library: Library, data: Data, consent: Consent
) -> None:
    """Add a topic to quotes in their files, as drafts."""
    from quotecli.cli.changes import finish, open_files

    chosen = open_files(library, [one.quote for one in found], data)
    for file, ids in chosen:
        if topic.id not in file.statement.topics:
            file.add_topic(topic.label, key=topic.id)
        for key in ids:
            file.add_topics(key, topic.id)
            file.set_quote(key, status="draft")
    finish([file for file, _ in chosen], "edit", [one.quote.id for one in found], consent)
