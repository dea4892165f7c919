"""quotecli edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.completion import complete_quotes
from quotecli.cli.options import (
    CHOICES,
    Consent,
    Data,
    FilterCommand,
    Option,
    add_options,
    change_options,
    query_options,
)
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.store.editing.statement_file import StatementFile


_CHANGES = (
    Option(("--set-speaker",), "SPEAKER", "Set the speaker: id, name or alias."),
    Option(("--new-speaker",), "NAME", "Set the speaker; added to the file if new."),
    Option(
        ("--set-excerpt",),
        "WORDS",
        "Set the excerpt, as in the text; repeat for each part if the source interrupts it.",
        several=True,
    ),
    Option(("--set-prefix",), "WORDS", 'Set the words right before the excerpt; "" removes them.'),
    Option(("--set-suffix",), "WORDS", 'Set the words right after the excerpt; "" removes them.'),
    Option(("--set-kind",), CHOICES["kind"], "Set the kind."),
    Option(("--set-polarity",), CHOICES["polarity"], "Set the polarity."),
    Option(
        ("--set-status",),
        CHOICES["status"],
        "Set the status; reviewed removes the confidence and the comments of a draft.",
    ),
    Option(
        ("--set-important/--no-important", "set_important"),
        "",
        "Mark as important, or remove the mark.",
        more={"default": None},
    ),
    Option(("--set-cue",), "WORDS", 'Set the cue; "" removes it.'),
    Option(("--set-coder",), "NAME", 'Set who annotated it; "" removes the name.'),
    Option(("--set-note",), "TEXT", 'Set the note; "" removes it.'),
    Option(("--add-topic",), "TOPIC", "Add a topic: id, label or alias; repeatable.", several=True),
    Option(
        ("--new-topic",),
        "LABEL",
        "Add a topic; added to the file if new; repeatable.",
        several=True,
    ),
    Option(("--remove-topic",), "TOPIC", "Remove a topic; repeatable.", several=True),
)


@click.command(cls=FilterCommand)
@click.argument("name", metavar="[ID]", required=False, shell_complete=complete_quotes)
@query_options
@add_options(*_CHANGES)
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

    Give the ID of one quote, or filters that choose several. An edit changes only the lines that it
    concerns. Exits with 1 if there is no such quote.

    \b
    Examples:
      quotecli edit more-exercises --set-status reviewed --dry-run
      quotecli edit --topic military --add-topic diplomacy --dry-run
      quotecli edit more-exercises --set-excerpt "military exercises" --dry-run
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
    from quotecli.store.editing.statement_file import EXCERPT

    removed = [shared.resolve_topic(file, topic) for topic in changes["remove_topic"]]
    added = [shared.resolve_topic(file, topic) for topic in changes["add_topic"]]
    added += [shared.find_or_add_topic(file, label) for label in changes["new_topic"]]
    values = {
        name.removeprefix("set_"): value
        for name, value in changes.items()
        if name.startswith("set_") and value not in (None, ())
    }
    if changes["set_speaker"]:
        values["speaker"] = shared.resolve_speaker(file, changes["set_speaker"])
    elif changes["new_speaker"]:
        values["speaker"] = shared.find_or_add_speaker(file, changes["new_speaker"])

    # What proves an excerpt goes together.
    proved = {name: values.pop(name) for name in EXCERPT if name in values}
    for key in ids if proved else ():
        file.set_quote(key, **proved)
    for one, value in values.items():
        for key in ids:
            file.set_quote(key, **{one: value})
    for key in ids if added else ():
        file.add_topics(key, *added)
    for key in ids if removed else ():
        file.remove_topics(key, *removed)
