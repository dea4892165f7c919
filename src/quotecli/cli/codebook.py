"""quotecli codebook."""

from __future__ import annotations

import os
from itertools import chain
from typing import TYPE_CHECKING

import click

from quotecli.cli.options import Consent, bom_option, change_options, force_option
from quotecli.errors import Place, QuotecliError
from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.model import Topic
    from quotecli.store.editing.collection import Collection, Member
    from quotecli.store.editing.lifting import Lifted

_MAX_ADDED = 10  # people whom a table adds are named


@click.command()
@click.argument("folder", type=click.Path())
@click.option("--check", is_flag=True, help="List what would be moved; exit with 1 if anything.")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(),
    help="Add the topics of a file instead: a REFI-QDA codebook (.qdc), or CSV or TSV with the"
    " columns name, description, parent, colour, id, aliases, keywords and memo.",
)
@click.option(
    "--attributes",
    "people",
    metavar="FILE",
    type=click.Path(),
    help="Add the attributes of speakers from a table: CSV or TSV with a column name or id, and a"
    " column for each attribute.",
)
@click.option(
    "--to",
    "target",
    metavar="FILE",
    type=click.Path(),
    help="Write the topics to FILE: as a REFI-QDA codebook if it ends in .qdc, else as CSV.",
)
@force_option
@bom_option("CSV with --to")
@change_options
@click.pass_context
def codebook(
    ctx: click.Context,
    folder: str,
    check: bool,
    source: str | None,
    people: str | None,
    target: str | None,
    force: bool,
    bom: bool,
    consent: Consent,
) -> None:
    """Collect shared topics and speakers in a codebook.

    Moves what several files in FOLDER define to its codebook.yaml. Definitions that differ stay
    where they are, and are listed on standard error. All files are written, or none. In a table,
    aliases and keywords are separated by |. NVivo, MAXQDA, ATLAS.ti, QualCoder and others exchange
    codebooks as .qdc files; Taguette reads and writes tables, and reads those with --bom right.

    \b
    Examples:
      quotecli codebook --help
    """
    from quotecli.cli.changes import finish_all, open_collection
    from quotecli.store.serving import CODEBOOK

    given = [value is not None for value in (source, people, target)]
    if check + sum(given) > 1:
        message = "--check, --from, --attributes and --to cannot be combined"
        raise click.UsageError(message, ctx)
    if not os.path.isdir(folder):
        what = "not a directory" if os.path.lexists(folder) else "no such directory"
        raise QuotecliError(what, place=Place(folder), hint="give a folder of statement files")
    # A study may begin with its codebook.
    collection = open_collection(ctx, [folder], may_be_empty=any(given))
    book = collection.find_book(os.path.join(folder, CODEBOOK))
    if target is not None:
        _write(book, target, force, bom)
    elif source is not None:
        finish_all(collection, "change", _read(book, source), consent)
    elif people is not None:
        changed = _read_attributes(collection, book, people)
        finish_all(collection, "change", changed, consent)
    else:
        _lift(ctx, collection, book, check, consent)


def _write(book: Member, path: str, force: bool, bom: bool) -> None:
    """Write the topics of a codebook, as the ending of the path says."""
    from quotecli.store.files import write_whole

    if _is_refi(path):
        from quotecli.exporting.refi_codes import write_codebook

        topics = _list_topics(book)
        if not topics:
            raise QuotecliError("no topics", place=Place(book.path), hint="add one, or write CSV")
        chunks = write_codebook(topics)
    else:
        from quotecli.render.machine.separated import BOM, csv_lines
        from quotecli.store.editing.table import COLUMNS, list_rows

        rows = csv_lines(list_rows(book.records("topics")), COLUMNS, raw=False)
        chunks = (line.encode() for line in chain([BOM] * bom, rows))
    write_whole(path, chunks, force=force)


def _read(book: Member, path: str) -> str:
    """Add the topics of another file to a codebook, and return what they are in words."""
    from quotecli.cli.notices import add_notes
    from quotecli.store.decoding import text_of
    from quotecli.store.editing.table import fill_book, make_records, read_rows
    from quotecli.store.files import read_bytes
    from quotecli.store.tree import topic_tree

    data = read_bytes(path)
    if _is_refi(path):
        from quotecli.importing import qdc

        topics, left_out = qdc.read(data, path, _list_topics(book))
        records = {key: topic_tree(topic) for key, topic in topics.items()}
    else:
        rows, columns = read_rows(text_of(data, path), path)
        left_out = [f"the column '{name}' is left out" for name in columns if name]
        records = make_records(rows, book.records("topics"))
    add_notes(f"note: {line}" for line in left_out)
    fill_book(book, records)
    return f"{count_noun(len(records), 'topic')} of {book.path}"


def _read_attributes(collection: Collection, book: Member, path: str) -> str:
    """Give speakers the attributes of a table, and return whose they are in words."""
    from quotecli.cli.notices import add_notes
    from quotecli.store.decoding import text_of
    from quotecli.store.editing.people import read_people, set_attributes
    from quotecli.store.files import read_bytes

    people = read_people(text_of(read_bytes(path), path), path)
    added = set_attributes(collection, book, people, path)
    add_notes(f"note: {line}" for line in added[:_MAX_ADDED])
    if len(added) > _MAX_ADDED:
        add_notes([f"note: {len(added) - _MAX_ADDED:,} more are added"])
    return f"{count_noun(len(people), 'speaker')} of {book.path}"


def _is_refi(path: str) -> bool:
    return path.lower().endswith(".qdc")


def _list_topics(book: Member) -> dict[str, Topic]:
    """Return the topics of a codebook as it is; raise QuotecliError if it is invalid."""
    from quotecli.errors import StatementError
    from quotecli.store.codebook import examine_codebook

    known, problems = examine_codebook(book.document.encode(), book.path)
    if problems:
        raise StatementError(problems)
    return known.topics


def _lift(
    ctx: click.Context, collection: Collection, book: Member, check: bool, consent: Consent
) -> None:
    from quotecli.cli.changes import finish_all
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
    finish_all(
        collection, "move", f"{count_noun(len(shared), 'definition')} to {book.path}", consent
    )


def _list(shared: list[Lifted]) -> None:
    from quotecli.cli.screen import show
    from quotecli.render.layout import cell

    show(cell(_describe(one)) for one in shared)


def _describe(one: Lifted) -> str:
    return f"{one.group[:-1]} {one.key}: {count_noun(len(one.members), 'definition')}"
