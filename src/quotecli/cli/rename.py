"""quotecli rename."""

from __future__ import annotations

import click

from quotecli.cli.options import Consent, change_options, paths_option


@click.command()
@click.argument("what", type=click.Choice(["topic", "speaker"]))
@click.argument("old")
@click.argument("new")
@click.option("--label", is_flag=True, help="NEW is a label or name, even if it could be an id.")
@paths_option
@change_options
@click.pass_context
def rename(
    ctx: click.Context,
    what: str,
    old: str,
    new: str,
    label: bool,
    data: tuple[str, ...],
    consent: Consent,
) -> None:
    """Rename a topic or a speaker in every file.

    OLD is an id, a label or name, or an alias. NEW is a new id if it could be one (small letters,
    digits and hyphens), else a new label or name; the other one stays. The codebooks are changed
    with the files that they serve, all of them or none.

    \b
    Examples:
      quotecli rename --help
    """
    from quotecli.cli.changes import finish_all, open_collection
    from quotecli.store.editing.renaming import Renaming
    from quotecli.store.fields import SLUG

    collection = open_collection(ctx, data)
    renaming = Renaming(collection, "topics" if what == "topic" else "speakers")
    if SLUG.fullmatch(new) and not label:
        renaming.set_id(old, new)
    else:
        renaming.set_label(old, new)
    finish_all(collection, "rename", f"{what} {old}", consent)
