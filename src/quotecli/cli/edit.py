"""quotecli edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.completion import complete_quotes, complete_speakers, complete_topics
from quotecli.cli.options import Consent, Data, FilterCommand, change_options, query_options
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.store.editing.statement_file import StatementFile


@click.command(cls=FilterCommand)
@click.argument("name", metavar="[ID]", required=False, shell_complete=complete_quotes)
@query_options
@click.option(
    "--set-speaker",
    metavar="SPEAKER",
    shell_complete=complete_speakers,
    help="Set the speaker: id, name or alias.",
)
@click.option(
    "--new-speaker",
    metavar="NAME",
    help="Set a speaker who is added if the file has none so named.",
)
@click.option(
    "--set-kind",
    "kind",
    type=click.Choice(["direct", "indirect", "mixed"]),
    help="Set the kind.",
)
@click.option(
    "--set-polarity",
    "polarity",
    type=click.Choice(["positive", "negative"]),
    help="Set the polarity.",
)
@click.option(
    "--set-status",
    "status",
    type=click.Choice(["draft", "unresolved", "reviewed"]),
    help="Set the state of review; reviewed removes the confidence and the comments of a draft.",
)
@click.option(
    "--important/--not-important", default=None, help="Mark as important, or remove the mark."
)
@click.option("--set-cue", "cue", metavar="WORDS", help='Set the cue; "" removes it.')
@click.option("--set-note", "note", metavar="TEXT", help='Set the note; "" removes it.')
@click.option(
    "--add-topic",
    "added",
    metavar="TOPIC",
    multiple=True,
    shell_complete=complete_topics,
    help="Add a topic: id, label or alias; repeatable.",
)
@click.option(
    "--new-topic",
    "made",
    metavar="LABEL",
    multiple=True,
    help="Add a topic that is made if the file has none so named; repeatable.",
)
@click.option(
    "--remove-topic",
    "removed",
    metavar="TOPIC",
    multiple=True,
    shell_complete=complete_topics,
    help="Remove a topic; repeatable.",
)
@change_options
@click.pass_context
def edit(
    ctx: click.Context,
    /,
    name: str | None,
    data: Data,
    criteria: Criteria,
    consent: Consent,
    **changes: Any,
) -> None:
    """Change quotes in their files.

    ID is that of one quote; filters choose several. An edit changes the lines that it concerns and
    leaves all others as they are. Exits with 1 if there is no such quote.

    \b
    Examples:
      quotecli edit more-exercises --set-status reviewed --dry-run
      quotecli edit --topic military --add-topic diplomacy --dry-run
    """
    from quotecli.cli.changes import choose_quotes, finish, list_ids

    if not any(value is not None and value != () for value in changes.values()):
        raise click.UsageError("say what to change: --set-speaker, --add-topic …", ctx)
    if changes["set_speaker"] and changes["new_speaker"]:
        raise click.UsageError("--set-speaker and --new-speaker cannot be combined", ctx)
    chosen = choose_quotes(ctx, data, name, criteria, consent.dry_run)
    for file, ids in chosen:
        _change(file, ids, changes)
    finish([file for file, _ in chosen], "edit", list_ids(chosen), consent)


def _change(file: StatementFile, ids: list[str], changes: dict[str, Any]) -> None:
    """Make the changes of all quotes in a file, one kind of change after the other."""
    from quotecli.cli import changes as shared

    removed = [shared.resolve_topic(file, topic) for topic in changes["removed"]]
    added = [shared.resolve_topic(file, topic) for topic in changes["added"]]
    added += [shared.find_or_add_topic(file, label) for label in changes["made"]]
    names = ("kind", "polarity", "status", "important", "cue", "note")
    values = {name: changes[name] for name in names if changes[name] is not None}
    if changes["set_speaker"]:
        values["speaker"] = shared.resolve_speaker(file, changes["set_speaker"])
    elif changes["new_speaker"]:
        values["speaker"] = shared.find_or_add_speaker(file, changes["new_speaker"])

    for one, value in values.items():
        for key in ids:
            file.set_quote(key, **{one: value})
    for key in ids if added else ():
        file.add_topics(key, *added)
    for key in ids if removed else ():
        file.remove_topics(key, *removed)
