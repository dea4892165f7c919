"""What commands that change statement files share: the quotes, the question, the diff, the end."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from quotecli.cli.notices import add_notes, exit_if_none
from quotecli.cli.options import Consent, Data
from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError
from quotecli.text.escape import visible_line
from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.model import Quote
    from quotecli.store.editing.collection import Collection
    from quotecli.store.editing.statement_file import StatementFile


class OpenQuotes(NamedTuple):
    """Quotes to be changed: the ids of those in one file, which is open for edits."""

    file: StatementFile
    ids: list[str]


def choose_quotes(
    ctx: click.Context, data: Data, name: str | None, criteria: Criteria, dry_run: bool
) -> list[OpenQuotes]:
    """Return the quote of an id, or those that pass the filters, by file.

    Exits with 1 if there are none. The statement that comes with quotecli is only for a `dry_run`.
    """
    from quotecli.cli.loading import load

    if not (data.paths or dry_run):
        raise click.UsageError("say which files to change with -d PATH", ctx)
    if (name is None) == (criteria == Criteria()):
        raise click.UsageError("give either ID or filters", ctx)
    library = load(data, criteria)
    quotes = [library.quote(name)] if name is not None else list(library.quotes(criteria))
    exit_if_none(quotes, criteria)
    return open_files(library, quotes, data)


def open_files(library: Library, quotes: Iterable[Quote], data: Data) -> list[OpenQuotes]:
    """Return quotes by file, each file open for edits."""
    from quotecli.store.discovery import scan
    from quotecli.store.editing.statement_file import open_file
    from quotecli.store.files import find_shipped

    found = scan(data.paths or [find_shipped()])
    books = dict(zip(found.paths, found.books))
    ids: dict[str, list[str]] = {}
    for quote in quotes:
        ids.setdefault(library.statements[quote.statement].file, []).append(quote.id)
    return [OpenQuotes(open_file(path, books.get(path, "")), keys) for path, keys in ids.items()]


def resolve_speaker(file: StatementFile, name: str) -> str:
    """Return the id of the speaker of a file with an id, name or alias."""
    from quotecli.library.names import resolve

    known = {key: (one.name, *one.aliases) for key, one in file.statement.speakers.items()}
    return resolve(name, known, "speaker", whole=True)


def resolve_topic(file: StatementFile, name: str) -> str:
    """Return the id of the topic of a file with an id, label or alias."""
    from quotecli.library.names import resolve

    known = {key: (one.label, *one.aliases) for key, one in file.statement.topics.items()}
    return resolve(name, known, "topic", whole=True)


def find_or_add_speaker(file: StatementFile, name: str) -> str:
    """Return the id of the speaker of that name, who is added to the file if there is none."""
    known = {one.name: key for key, one in file.statement.speakers.items()}
    return known.get(name) or file.add_speaker(name)


def find_or_add_topic(file: StatementFile, label: str) -> str:
    """Return the id of the topic of that label, which is added to the file if there is none."""
    known = {one.label: key for key, one in file.statement.topics.items()}
    return known.get(label) or file.add_topic(label)


def finish(files: Sequence[StatementFile], verb: str, ids: Sequence[str], consent: Consent) -> None:
    """Print what would change, or ask and write it.

    All files are known to be right before the first one is written. `verb` is what is done to the
    quotes of these ids.
    """
    changed = [file for file in files if file.encode() != file.original]
    for file in changed:
        _ = file.statement
    changes = {file.path: (file.original, file.encode()) for file in changed}
    where = changed[0].path if len(changed) == 1 else f"{len(changed):,} files"
    what = f"{count_noun(len(ids), 'quote') if len(ids) > 1 else ids[0]} in {where}"
    if _confirm(changes, verb, what, consent, asks=len(ids) > 1):
        for file in changed:
            file.save()
        _tell_done(verb, what)


def finish_all(collection: Collection, verb: str, what: str, consent: Consent) -> None:
    """Print what would change in a collection, or ask and write it: all of it or nothing."""
    changes = collection.changes()
    what = f"{what} in {count_noun(len(changes), 'file')}"
    if _confirm(changes, verb, what, consent, asks=len(changes) > 1):
        collection.save(changes)
        _tell_done(verb, what)


def _confirm(
    changes: Mapping[str, tuple[bytes, bytes]],
    verb: str,
    what: str,
    consent: Consent,
    *,
    asks: bool,
) -> bool:
    """Return True if files are to be written: there is a change, it is no dry run, the user agrees.

    `changes` has the old and the new bytes of each file, which a dry run prints as a diff.
    """
    if not changes:
        add_notes(["nothing to change"])
        return False
    if consent.dry_run:
        from quotecli.cli.writing import write_bytes

        write_bytes(_make_diffs(changes), binary=False)
        return False
    if asks:
        _ask(f"{verb} {what}", consent)
    return True


def _tell_done(verb: str, what: str) -> None:
    add_notes([f"{verb.removesuffix('e')}ed {what}"])


def open_collection(
    ctx: click.Context, paths: Sequence[str], *, may_be_empty: bool = False
) -> Collection:
    """Return the files of -d, which has to be given, and their codebooks."""
    from quotecli.store.editing.collection import Collection

    if not paths:
        raise click.UsageError("say which files to change with -d PATH", ctx)
    gc.disable()  # the files live until the process ends, soon
    return Collection(paths, may_be_empty=may_be_empty)


def _ask(what: str, consent: Consent) -> None:
    """Ask whether to do something, unless --yes was given.

    Exits with 1 if the answer is no. Raises QuotecliError if nobody is there to be asked.
    """
    if consent.yes:
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        raise QuotecliError(
            f"not done without --yes: {what}",
            hint="use --dry-run to see what would change",
        )
    question = visible_line(f"{what[0].upper()}{what[1:]}?")
    if not click.confirm(question, err=True):
        add_notes(["nothing is changed"])
        raise click.exceptions.Exit(1)


def list_ids(chosen: Iterable[OpenQuotes]) -> list[str]:
    """Return the ids of all quotes."""
    return [key for _, ids in chosen for key in ids]


def _make_diffs(changes: Mapping[str, tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Yield the lines of the unified diff of each file."""
    from difflib import unified_diff

    for path, (before, after) in changes.items():
        old, new = (data.decode("utf-8").split("\n") for data in (before, after))
        for lines in (old, new):
            lines[:-1] = [f"{line}\n" for line in lines[:-1]]
            if not lines[-1]:
                lines.pop()
        for line in unified_diff(old, new, path, path):
            end = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
            yield (line + end).encode("utf-8", "surrogateescape")
