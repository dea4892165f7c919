"""quotecli codebook."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from quotecli.cli.options import Consent, change_options

if TYPE_CHECKING:
    from quotecli.store.editing.lifting import Lifted


@click.command()
@click.argument("folder", type=click.Path())
@click.option("--check", is_flag=True, help="Say what would go into it; exit with 1 if anything.")
@change_options
@click.pass_context
def codebook(ctx: click.Context, folder: str, check: bool, consent: Consent) -> None:
    """Collect shared topics and speakers in a codebook.

    What several files in FOLDER define goes into its codebook.yaml, and out of the files, which it
    serves. Definitions that differ stay where they are, and are listed on standard error. All files
    are written, or none.

    \b
    Examples:
      quotecli codebook --help
    """
    from quotecli.cli.changes import count, finish_all, open_collection
    from quotecli.cli.notices import add_notes
    from quotecli.errors import Place, QuotecliError
    from quotecli.store.discovery import CODEBOOK
    from quotecli.store.editing.lifting import find_shared, lift

    if not os.path.isdir(folder):
        raise QuotecliError("not a directory", place=Place(folder))
    collection = open_collection(ctx, [folder])
    book = collection.find_book(os.path.join(folder, CODEBOOK))
    found = find_shared(collection, book)
    shared = [one for one in found if not one.differ]
    add_notes(
        f"note: {_describe(one)}, which differ in their {one.differ}" for one in found if one.differ
    )
    if check:
        _list(shared)
        ctx.exit(1 if shared else 0)
    if not shared:
        add_notes(["nothing to change"])
        return
    lift(found, book)
    finish_all(collection, "move", f"{count(len(shared), 'definition')} to {book.path}", consent)


def _list(shared: list[Lifted]) -> None:
    from quotecli.cli.screen import show
    from quotecli.render.layout import cell

    show(cell(_describe(one)) for one in shared)


def _describe(one: Lifted) -> str:
    number = len(one.members)
    return f"{one.group[:-1]} {one.key}: {number:,} definition{'s' * (number > 1)}"
