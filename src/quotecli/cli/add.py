"""quotecli add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.options import Consent, change_options

if TYPE_CHECKING:
    from quotecli.store.editing.statement_file import StatementFile


@click.command()
@click.argument("file", type=click.Path())
@click.option(
    "--excerpt",
    metavar="WORDS",
    multiple=True,
    required=True,
    help="The words, as in the text; repeated for each part if the source interrupts the quote.",
)
@click.option("--speaker", metavar="SPEAKER", help="The speaker: id, name or alias.")
@click.option(
    "--new-speaker", metavar="NAME", help="A speaker to add, if the file has none so named."
)
@click.option(
    "--topic", "topics", metavar="TOPIC", multiple=True, help="A topic: id, label or alias."
)
@click.option(
    "--new-topic",
    "made",
    metavar="LABEL",
    multiple=True,
    help="A topic to add, if the file has none so named.",
)
@click.option(
    "--kind",
    type=click.Choice(["direct", "indirect", "mixed"]),
    default="direct",
    show_default=True,
    help="The kind of quote.",
)
@click.option(
    "--polarity", type=click.Choice(["positive", "negative"]), help="negative: it is denied."
)
@click.option("--cue", metavar="WORDS", help="The words that attribute it in the source.")
@click.option("--prefix", metavar="WORDS", help="The words right before the excerpt.")
@click.option("--suffix", metavar="WORDS", help="The words right after the excerpt.")
@click.option("--note", metavar="TEXT", help="A note.")
@click.option("--id", "key", metavar="ID", default="", help="The id. Default: made of the words.")
@change_options
@click.pass_context
def add(ctx: click.Context, /, file: str, consent: Consent, **values: Any) -> None:
    """Add a quote to a statement file.

    The excerpt is proved first: if it is not in the text of FILE, the nearest passage is shown, and
    the file stays as it is.

    \b
    Examples:
      quotecli add --help
    """
    from quotecli.cli.changes import finish
    from quotecli.store.editing.statement_file import edit

    if values["speaker"] and values["new_speaker"]:
        raise click.UsageError("--speaker and --new-speaker cannot be combined", ctx)
    edited = edit(file)
    finish([edited], "add", [_add(edited, **values)], consent)


def _add(
    file: StatementFile,
    *,
    speaker: str | None,
    new_speaker: str | None,
    topics: tuple[str, ...],
    made: tuple[str, ...],
    **values: Any,
) -> str:
    """Add a quote, and the speaker and topics that it brings; return its id."""
    from quotecli.cli import changes as shared

    about = [shared.resolve_topic(file, topic) for topic in topics]
    about += [shared.find_or_add_topic(file, label) for label in made]
    who = None
    if speaker:
        who = shared.resolve_speaker(file, speaker)
    elif new_speaker:
        who = shared.find_or_add_speaker(file, new_speaker)
    return file.add_quote(speaker=who, topics=about, **values)
