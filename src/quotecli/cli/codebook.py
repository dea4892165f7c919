"""quotecli codebook."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from quotecli.cli.options import Consent, change_options

if TYPE_CHECKING:
    from quotecli.store.editing.collection import Collection, Member
    from quotecli.store.editing.lifting import Lifted


@click.command()
@click.argument("folder", type=click.Path())
@click.option("--check", is_flag=True, help="Say what would go into it; exit with 1 if anything.")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(),
    help="Add the topics of a table instead: CSV or TSV with the columns name, description, parent,"
    " id, aliases and keywords.",
)
@click.option("--to", "target", metavar="FILE", type=click.Path(), help="Write its topics as CSV.")
@click.option("--force", is_flag=True, help="Overwrite an existing file with --to.")
@change_options
@click.pass_context
def codebook(
    ctx: click.Context,
    folder: str,
    check: bool,
    source: str | None,
    target: str | None,
    force: bool,
    consent: Consent,
) -> None:
    """Collect shared topics and speakers in a codebook.

    What several files in FOLDER define goes into its codebook.yaml, and out of the files, which it
    serves. Definitions that differ stay where they are, and are listed on standard error. All files
    are written, or none. Aliases and keywords in a table have | between them.

    \b
    Examples:
      quotecli codebook --help
    """
    from quotecli.cli.changes import finish_all, open_collection
    from quotecli.errors import Place, QuotecliError
    from quotecli.store.serving import CODEBOOK

    if sum((check, source is not None, target is not None)) > 1:
        raise click.UsageError("--check, --from and --to cannot be combined", ctx)
    if not os.path.isdir(folder):
        raise QuotecliError("not a directory", place=Place(folder))
    collection = open_collection(ctx, [folder])
    book = collection.find_book(os.path.join(folder, CODEBOOK))
    if target is not None:
        _write_table(book, target, force)
    elif source is not None:
        finish_all(collection, "change", _read_table(book, source), consent)
    else:
        _lift(ctx, collection, book, check, consent)


def _write_table(book: Member, path: str, force: bool) -> None:
    from quotecli.render.machine.separated import csv_lines
    from quotecli.store.editing.table import COLUMNS, list_rows
    from quotecli.store.files import write_whole

    lines = csv_lines(list_rows(book.records("topics")), COLUMNS, raw=False)
    write_whole(path, (line.encode() for line in lines), force=force)


def _read_table(book: Member, path: str) -> str:
    """Add the topics of a table to a codebook, and return what they are in words."""
    from quotecli.cli.changes import count
    from quotecli.cli.notices import add_notes
    from quotecli.store.editing.table import fill_book, read_rows
    from quotecli.store.files import read_bytes
    from quotecli.store.yaml_events import text_of

    rows, left_out = read_rows(text_of(read_bytes(path), path), path)
    add_notes(f"note: the column '{name}' is left out" for name in left_out if name)
    fill_book(book, rows)
    return f"{count(len(rows), 'topic')} of {book.path}"


def _lift(
    ctx: click.Context, collection: Collection, book: Member, check: bool, consent: Consent
) -> None:
    from quotecli.cli.changes import count, finish_all
    from quotecli.cli.notices import add_notes
    from quotecli.store.editing.lifting import find_shared, lift

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
