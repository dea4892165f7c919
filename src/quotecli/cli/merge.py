"""quotecli merge."""

from __future__ import annotations

import click

from quotecli.cli.options import Consent, change_options, paths_option


@click.command()
@click.argument("what", type=click.Choice(["topic", "speaker"]))
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--into", metavar="NAME", required=True, help="The one that stays.")
@paths_option
@change_options
@click.pass_context
def merge(
    ctx: click.Context,
    what: str,
    names: tuple[str, ...],
    into: str,
    data: tuple[str, ...],
    consent: Consent,
) -> None:
    """Make one topic or speaker of several, in every file.

    Each NAME is an id, a label or name, or an alias. The quotes of all become those of --into; the
    labels and aliases of the others become its aliases. The codebooks are changed with the files
    that they serve, all of them or none.

    \b
    Examples:
      quotecli merge --help
    """
    from quotecli.cli.changes import finish_all, open_collection
    from quotecli.store.editing.renaming import Renaming

    collection = open_collection(ctx, data)
    Renaming(collection, "topics" if what == "topic" else "speakers").merge(names, into)
    finish_all(collection, "merge", f"{', '.join(names)} into {into}", consent)
