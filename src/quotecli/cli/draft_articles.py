"""quotecli draft SOURCE…: articles, and folders of them, to statement files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.notices import add_notes, complain
from quotecli.errors import Place, QuotecliError, UnreadableError

if TYPE_CHECKING:
    from quotecli.drafting.draft import Counts, Draft
    from quotecli.intake.document import Document
    from quotecli.intake.gathering import Gathered
    from quotecli.store.codebook import Codebook

_MAX_SKIPPED = 10
_MAX_EXCERPT = 200


def draft_articles(
    sources: Sequence[str],
    output: str | None,
    force: bool,
    settings: dict[str, Any],
    book: Codebook | None,
    kind: str,
) -> tuple[Counts, bool]:
    """Write the draft of an article to a file or standard output, those of several to a folder.

    Returns what was drafted, and False if an article was not; `settings` are arguments of make(),
    `book` is the codebook that serves what is written, and is not copied into it. `kind` is that of
    the articles, or "" for what the content of each shows.
    """
    from quotecli.intake.gathering import gather

    if is_many(sources, output):
        return _draft_all(gather(sources), output or "", force, settings, book, kind)
    (text,) = gather(sources).texts
    made = _draft_article(text.path, os.path.dirname(output or ""), text.head, settings, kind)
    _write(made, output, force, book)
    return made.counts, True


def is_many(sources: Sequence[str], output: str | None) -> bool:
    """Return True if drafts go to a folder; raise click.UsageError if it is not named."""
    many = len(sources) > 1 or os.path.isdir(sources[0])
    if many and output is None:
        what = "several SOURCEs" if len(sources) > 1 else "SOURCE is a folder"
        raise click.UsageError(f"{what}; use -o FOLDER", click.get_current_context())
    return many or os.path.isdir(output or "")


def show_text(sources: Sequence[str], kind: str) -> bool:
    """Write the text that is drafted of each source; return False if one was not readable."""
    from quotecli.cli.writing import write_text
    from quotecli.intake.gathering import gather

    gathered = gather(sources)
    whole = _tell(gathered)
    many = len(gathered.texts) > 1
    for path, *_ in gathered.texts:
        try:
            text = _read_article(path, kind)[1].text
        except QuotecliError as refused:
            whole = False
            complain(refused.message, refused.hint, place=refused.place)
            continue
        write_text([f"==> {path} <==\n" * many, text, "" if text.endswith("\n") else "\n"])
    return whole


def _tell(gathered: Gathered) -> bool:
    """Tell what could not be gathered; return False if there was such a source."""
    for error in gathered.errors:
        complain(error.message, error.hint, place=error.place)
    add_notes(gathered.notes)
    return not gathered.errors


def _draft_all(
    gathered: Gathered,
    output: str,
    force: bool,
    settings: dict[str, Any],
    book: Codebook | None,
    kind: str,
) -> tuple[Counts, bool]:
    from quotecli.drafting.draft import Counts
    from quotecli.intake.gathering import name_targets
    from quotecli.store.files import create_folder

    if os.path.isfile(output):
        raise QuotecliError("not a directory", place=Place(output), hint="give a folder with -o")
    whole = _tell(gathered)
    counts = Counts()
    for text, name in zip(gathered.texts, name_targets(gathered.texts)):
        target = os.path.join(output, name)
        try:
            folder = os.path.dirname(target)
            made = _draft_article(text.path, folder, text.head, settings, kind)
            create_folder(folder)
            _write(made, target, force, book)
        except QuotecliError as refused:
            whole = False
            complain(refused.message, refused.hint, place=refused.place)
        else:
            counts = counts.plus(made.counts)
    return counts, whole


def _draft_article(
    path: str, folder: str, head: dict[str, str], settings: dict[str, Any], kind: str
) -> Draft:
    """Return the draft of an article that is written to `folder`; `head` is what is known of it."""
    from quotecli.drafting.draft import make
    from quotecli.intake.address import is_address
    from quotecli.store.head import fill_settings
    from quotecli.store.yaml_events import MAX_SCALAR
    from quotecli.text.slugs import make_slug

    data, document, found = _read_article(path, kind)
    text = document.text
    if not text.strip():
        raise UnreadableError("the article is empty", place=Place(path))
    if len(text) > MAX_SCALAR:
        raise UnreadableError(
            f"too long: {len(text):,} characters",
            place=Place(path),
            hint=f"split it; the limit is {MAX_SCALAR:,}",
        )
    stem = os.path.splitext(os.path.basename(path.rstrip("/")))[0]
    name = make_slug(stem) if path != "-" else "draft"
    known = fill_settings(settings, {**found, **head})
    if path != "-" and not is_address(path):
        file, checksum = _name_file(path, folder), sha256(data).hexdigest()
        known["source"] = known["source"]._replace(file=file, sha256=checksum)
    return make(text, name=name, **known)


def _read_article(path: str, kind: str) -> tuple[bytes, Document, dict[str, str]]:
    """Return the bytes of a file or page, what is read of them, and what is known of the source."""
    from quotecli.intake.address import is_address
    from quotecli.intake.kinds import read
    from quotecli.store.files import read_bytes

    if not is_address(path):
        document = read(data := read_bytes(path), path, kind)
        return data, document, document._asdict()
    from quotecli.intake.fetching import fetch

    data, address = fetch(path, lambda text: add_notes([f"note: {text}"]))
    document = read(data, path, kind, address)
    today = date.today().isoformat()
    return data, document, {**document._asdict(), "url": address, "accessed": today}


def _name_file(path: str, folder: str) -> str:
    """Return the path of a file from a folder, if it is in it, or its name alone."""
    inside = os.path.relpath(path, folder or ".").replace(os.sep, "/")
    name = os.path.basename(path) if inside.startswith("../") else inside
    # A statement names its files as they are called on every system.
    return name if not set(name) & set("\\:") else ""


def _write(made: Draft, output: str | None, force: bool, book: Codebook | None) -> None:
    """Write a draft as a statement file, and say which excerpts are not in it."""
    from quotecli.checking.definitions import select_own
    from quotecli.drafting.draft import SURE
    from quotecli.store.writer import write

    head = [
        "Drafted by quotecli; no quote has been reviewed yet. Check and correct each one, then",
        f"set its status to reviewed. A quote below a confidence of {SURE} has a comment that says",
        "what to look at. 'quotecli check' verifies the excerpts.",
    ]
    topics, speakers = select_own(made.statement, book)
    own = made.statement._replace(topics=topics, speakers=speakers)
    content = write(own, made.review, head)
    if output is not None:
        from quotecli.store.discovery import refuse_codebook
        from quotecli.store.files import write_whole

        refuse_codebook(output)
        write_whole(output, [content.encode()], force=force)
    else:
        from quotecli.cli.writing import write_text

        write_text([content])

    notes = [
        f"skipped: the same words occur elsewhere: {excerpt[:_MAX_EXCERPT]}"
        for excerpt in made.skipped[:_MAX_SKIPPED]
    ]
    if len(made.skipped) > _MAX_SKIPPED:
        notes.append(f"and {len(made.skipped) - _MAX_SKIPPED:,} more")
    add_notes(notes)
