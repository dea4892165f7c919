"""quotecli add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.options import CHOICES, Consent, Option, add_options, change_options

if TYPE_CHECKING:
    from quotecli.store.editing.statement_file import StatementFile


_KEYS = (
    Option(
        ("--excerpt",),
        "WORDS",
        "The words, as in the text; repeat for each part if the source interrupts the quote.",
        several=True,
        more={"required": True},
    ),
    Option(("--speaker",), "SPEAKER", "The speaker: id, name or alias."),
    Option(("--new-speaker",), "NAME", "The speaker; added to the file if new."),
    Option(("--topic", "topics"), "TOPIC", "A topic: id, label or alias.", several=True),
    Option(
        ("--new-topic", "made"),
        "LABEL",
        "A topic; added to the file if new.",
        several=True,
    ),
    Option(
        ("--kind",),
        CHOICES["kind"],
        "The kind of quote.",
        more={"default": "direct", "show_default": True},
    ),
    Option(("--polarity",), CHOICES["polarity"], "negative: it is denied."),
    Option(("--cue",), "WORDS", "The words that attribute it in the source."),
    Option(("--prefix",), "WORDS", "The words right before the excerpt."),
    Option(("--suffix",), "WORDS", "The words right after the excerpt."),
    Option(("--important",), "", "Mark it as important."),
    Option(("--coder",), "NAME", "Who annotated it, if not the statement's coder."),
    Option(("--note",), "TEXT", "A note."),
    Option(("--id", "key"), "ID", "The id. Default: made of the words.", more={"default": ""}),
)


@click.command()
@click.argument("file", type=click.Path())
@add_options(*_KEYS)
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
