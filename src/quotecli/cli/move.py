"""quotecli move."""

from __future__ import annotations

import click

from quotecli.cli.options import Consent, change_options, paths_option


@click.command()
@click.argument("what", type=click.Choice(["topic"]))
@click.argument("name")
@click.option("--under", metavar="TOPIC", help="The topic that is to include it.")
@click.option("--top", is_flag=True, help="Make it a topic that no other one includes.")
@paths_option
@change_options
@click.pass_context
def move(
    ctx: click.Context,
    what: str,
    name: str,
    under: str | None,
    top: bool,
    data: tuple[str, ...],
    consent: Consent,
) -> None:
    """Move a topic under another one, in every file.

    NAME is an id, a label or an alias. A file that does not know the topic above gets its
    definition. The codebooks are changed with the files that they serve, all of them or none.

    \b
    Examples:
      quotecli move --help
    """
    from quotecli.cli.changes import finish_all, open_collection
    from quotecli.store.editing.renaming import Renaming

    if (under is None) == (not top):
        raise click.UsageError("give either --under TOPIC or --top", ctx)
    collection = open_collection(ctx, data)
    Renaming(collection, "topics").move(name, under)
    where = f"under {under}" if under is not None else "to the top"
    finish_all(collection, "move", f"{what} {name} {where}", consent)
