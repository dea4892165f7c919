"""quotecli draft ARTICLE: an article, or a folder of them, to statement files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.notices import add_notes, complain
from quotecli.errors import Place, QuotecliError, UnreadableError

if TYPE_CHECKING:
    from quotecli.drafting.draft import Counts, Draft
    from quotecli.store.codebook import Codebook

_MAX_SKIPPED = 10
_MAX_EXCERPT = 200


def draft_articles(
    path: str, output: str | None, force: bool, settings: dict[str, Any], book: Codebook | None
) -> tuple[Counts, bool]:
    """Write the draft of an article to a file or standard output, those of a folder to a folder.

    Returns what was drafted, and False if an article was not; `settings` are arguments of make(),
    `book` is the codebook that serves what is written, and is not copied into it.
    """
    if path == "-" or not os.path.isdir(path):
        made = _draft_article(path, settings)
        _write(made, output, force, book)
        return made.counts, True
    if output is None:
        raise click.UsageError("ARTICLE is a folder; use -o FOLDER", click.get_current_context())
    return _draft_folder(path, output, force, settings, book)


def _draft_folder(
    path: str, output: str, force: bool, settings: dict[str, Any], book: Codebook | None
) -> tuple[Counts, bool]:
    from quotecli.drafting.draft import Counts
    from quotecli.store.discovery import name_statement_files
    from quotecli.store.files import create_folder, list_files

    articles, unreadable = list_files(path, (".txt",))
    if not articles:
        nothing = UnreadableError("no .txt files in this folder", place=Place(path))
        raise (*unreadable, nothing)[0]
    for error in unreadable:
        complain(error.message, place=error.place)

    counts, whole = Counts(), not unreadable
    stems = [os.path.splitext(os.path.relpath(article, path))[0] for article in articles]
    for article, name in zip(articles, name_statement_files(stems)):
        target = os.path.join(output, name)
        try:
            made = _draft_article(article, settings)
            create_folder(os.path.dirname(target))
            _write(made, target, force, book)
        except QuotecliError as refused:
            whole = False
            complain(refused.message, refused.hint, place=refused.place)
        else:
            counts = counts.plus(made.counts)
    return counts, whole


def _draft_article(path: str, settings: dict[str, Any]) -> Draft:
    from quotecli.drafting.draft import make
    from quotecli.store.files import read_bytes
    from quotecli.store.yaml_events import MAX_SCALAR, text_of
    from quotecli.text.slugs import make_slug

    text = text_of(read_bytes(path), path)
    if not text.strip():
        raise UnreadableError("the article is empty", place=Place(path))
    if len(text) > MAX_SCALAR:
        raise UnreadableError(
            f"too long: {len(text):,} characters",
            place=Place(path),
            hint=f"split it; the limit is {MAX_SCALAR:,}",
        )
    name = make_slug(os.path.splitext(os.path.basename(path))[0]) if path != "-" else "draft"
    # A statement file has line feeds at its line ends, whatever the article has.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return make(text, name=name, **settings)


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
