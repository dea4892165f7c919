"""quotecli import."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from quotecli.cli.options import force_option
from quotecli.errors import Place, QuotecliError
from quotecli.importing.formats import COUNTED, FOLDERS, FORMATS

if TYPE_CHECKING:
    from quotecli.importing.formats import Imported
    from quotecli.model import Statement


@click.command("import")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--from", "form", type=click.Choice(FORMATS), required=True, help="Input format.")
@click.option(
    "--text",
    metavar="FILE",
    type=click.Path(),
    help="Read the source text from FILE, if the input does not hold it.",
)
@click.option(
    "--positions",
    type=click.Choice(["codepoints", "codepoints-lf", "utf16", "utf16-lf"]),
    help="Count positions so, and CR LF as one if -lf, instead of deciding by evidence.",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(),
    help="Write to PATH; several statements to a folder.",
)
@force_option
@click.pass_context
def import_(
    ctx: click.Context,
    file: str,
    form: str,
    text: str | None,
    positions: str | None,
    output: str | None,
    force: bool,
) -> None:
    """Import statements from other tools.

    FILE is a REFI-QDA project (qdpx: NVivo, ATLAS.ti, MAXQDA, QualCoder …), W3C Web Annotations in
    JSON-LD (w3c), annotations of Hypothesis, as its sidebar exports them in JSON or its API returns
    them (hypothesis), a project of Taguette (taguette), labelled texts (label-studio, doccano,
    the folder of brat), or a folder of rows, as export or draft wrote it (parquet); - is standard
    input. Anything that cannot be represented is listed on standard error, and the exit status
    is 1.

    \b
    Examples:
      quotecli import --help
      quotecli export --to w3c | quotecli import --from w3c -
    """
    from quotecli.cli.notices import add_notes
    from quotecli.importing.formats import load_folder_import, load_import
    from quotecli.store.decoding import text_of
    from quotecli.store.files import read_bytes

    if positions and form not in COUNTED:
        raise click.UsageError(f"--positions is for {', '.join(COUNTED)}, not {form}")
    if form in FOLDERS:
        if text is not None:
            raise click.UsageError(f"--text is not for {form}, which has the texts")
        found = load_folder_import(form)(file)
    else:
        options = {"positions": positions} if positions else {}
        source = text_of(read_bytes(text), text) if text is not None else None
        found = load_import(form)(read_bytes(file), file, source, **options)
    reminders = _Reminders()
    _write(found, reminders.watch(found.statements), file, output, force)
    add_notes(f"skipped: {line}" for line in found.skipped)
    if not found.statements:
        add_notes([f"no statements found in {file}"])
    add_notes(f"note: {line}" for line in [*found.remarks, *reminders.list()])
    ctx.exit(1 if found.skipped or not found.statements else 0)


def _write(
    found: Imported,
    statements: Iterator[Statement],
    file: str,
    output: str | None,
    force: bool,
) -> None:
    """Write one statement to a file or standard output, several to a folder with their codebook.

    `statements` are those found, a first time. Writes nothing if there are none, or if one of the
    files already exists, unless `force`.
    """
    from quotecli.store.discovery import name_statement_files, refuse_codebook
    from quotecli.store.files import write_folder, write_whole
    from quotecli.store.folder import encode_statement, make_files

    count = len(found.statements)
    if not count:
        return
    if output in (None, "-"):
        if count > 1:
            raise QuotecliError(
                f"holds {count:,} statements", place=Place(file), hint="use -o FOLDER"
            )
        from quotecli.cli.writing import write_bytes

        write_bytes([encode_statement(item) for item in statements], binary=False)
    elif count > 1 or os.path.isdir(output) or output.endswith(("/", os.sep)):
        ids = found.ids or [item.id for item in found.statements]
        names = dict(zip(ids, name_statement_files(ids)))
        files = make_files(names, statements, found.codebook, found.speakers)
        write_folder(output, files, force=force)
    else:
        refuse_codebook(output)
        write_whole(output, [encode_statement(item) for item in statements], force=force)


class _Reminders:
    """What a person still has to do: the importer guesses no speakers."""

    def __init__(self) -> None:
        self._quotes = self._nobody = self._unproved = self._drafts = 0
        self._unattributed: list[str] = []

    def watch(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Yield statements, and note what is to be done with each."""
        from quotecli.store.folder import has_unattributed

        for one in statements:
            self._quotes += len(one.quotes)
            self._nobody += sum(quote.speaker is None for quote in one.quotes)
            self._unproved += sum(not quote.proved for quote in one.quotes)
            self._drafts += sum(quote.status == "draft" for quote in one.quotes)
            self._unattributed += [one.id] * has_unattributed(one)
            yield one

    def list(self) -> Iterator[str]:
        """Yield a line on each thing to do."""
        if nobody := self._nobody:
            yield f"{_share(nobody, self._quotes)} {'has' if nobody == 1 else 'have'} no speaker"
        for key in self._unattributed:
            yield f"'{key}' is no longer by one speaker: it has quotes without a speaker"
        if unproved := self._unproved:
            verb = "is" if unproved == 1 else "are"
            yield f"{_share(unproved, self._quotes)} {verb} not proved; run quotecli check"
        if drafts := self._drafts:
            yield f"{_share(drafts, self._quotes)} {'is a draft' if drafts == 1 else 'are drafts'}"


def _share(number: int, total: int) -> str:
    return f"{number:,} of {total:,} {'quote' if total == 1 else 'quotes'}"
