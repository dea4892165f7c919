"""quotecli draft ARTICLE: an article, or a folder of them, to statement files."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.notices import add_notes, complain
from quotecli.errors import Place, QuotecliError, UnreadableError

if TYPE_CHECKING:
    from quotecli.drafting.draft import Counts, Draft
    from quotecli.intake.document import Document
    from quotecli.model import Source
    from quotecli.store.codebook import Codebook

_MAX_SKIPPED = 10
_MAX_EXCERPT = 200


def draft_articles(
    path: str,
    output: str | None,
    force: bool,
    settings: dict[str, Any],
    book: Codebook | None,
    kind: str = "",
) -> tuple[Counts, bool]:
    """Write the draft of an article to a file or standard output, those of a folder to a folder.

    Returns what was drafted, and False if an article was not; `settings` are arguments of make(),
    `book` is the codebook that serves what is written, and is not copied into it. `kind` is that of
    the article, by default what its content shows.
    """
    from quotecli.intake.heads import read_heads

    if path == "-" or not os.path.isdir(path):
        folder, name = os.path.split(path)
        head = read_heads(folder).get(name, {}) if path != "-" else {}
        made = _draft_article(path, os.path.dirname(output or ""), head, settings, kind)
        _write(made, output, force, book)
        return made.counts, True
    if output is None:
        raise click.UsageError("ARTICLE is a folder; use -o FOLDER", click.get_current_context())
    return _draft_folder(path, output, force, settings, book, kind)


def show_text(path: str, kind: str = "") -> None:
    """Write the text that is drafted to standard output; of a folder, that of each file."""
    from quotecli.cli.writing import write_text

    articles = _list_articles(path)[0] if os.path.isdir(path) else [path]
    for article in articles:
        text = _read_article(article, kind)[1].text
        title = f"==> {article} <==\n" if len(articles) > 1 else ""
        write_text([title, text, "" if text.endswith("\n") else "\n"])


def _list_articles(path: str) -> tuple[list[str], list[UnreadableError]]:
    from quotecli.intake.kinds import ENDINGS
    from quotecli.store.files import list_files

    endings = tuple(ENDINGS)
    articles, unreadable = list_files(path, (*endings, *map(str.upper, endings)))
    if not articles:
        nothing = UnreadableError(
            "no .txt files in this folder",
            place=Place(path),
            hint="nor any other that can be drafted",
        )
        raise (*unreadable, nothing)[0]
    return articles, unreadable


def _draft_folder(
    path: str,
    output: str,
    force: bool,
    settings: dict[str, Any],
    book: Codebook | None,
    kind: str,
) -> tuple[Counts, bool]:
    from quotecli.drafting.draft import Counts
    from quotecli.intake.heads import NAME, read_heads
    from quotecli.store.discovery import name_statement_files
    from quotecli.store.files import create_folder

    articles, unreadable = _list_articles(path)
    for error in unreadable:
        complain(error.message, place=error.place)
    heads = read_heads(path)
    inside = [os.path.relpath(article, path).replace(os.sep, "/") for article in articles]
    if missing := sorted(heads.keys() - set(inside)):
        add_notes([f"note: {NAME} names {missing[0]}, which is not in the folder"])

    counts, whole = Counts(), not unreadable
    for article, short, name in zip(articles, inside, name_statement_files(_find_stems(inside))):
        target = os.path.join(output, name)
        try:
            head = heads.get(short, {})
            made = _draft_article(article, os.path.dirname(target), head, settings, kind)
            create_folder(os.path.dirname(target))
            _write(made, target, force, book)
        except QuotecliError as refused:
            whole = False
            complain(refused.message, refused.hint, place=refused.place)
        else:
            counts = counts.plus(made.counts)
    return counts, whole


def _find_stems(files: list[str]) -> list[str]:
    """Return the paths of files without their endings, which stay where two would be alike."""
    stems = [os.path.splitext(file)[0] for file in files]
    often = Counter(stem.lower() for stem in stems)
    return [
        file.replace(".", "-") if often[stem.lower()] > 1 else stem
        for file, stem in zip(files, stems)
    ]


def _draft_article(
    path: str, folder: str, head: dict[str, str], settings: dict[str, Any], kind: str
) -> Draft:
    """Return the draft of an article that is written to `folder`; `head` is what is known of it."""
    from quotecli.drafting.draft import make
    from quotecli.intake.fetching import is_address
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
    said = {**found, **head}
    source: Source = settings["source"]
    known = {key: value or said.get(key, "") for key, value in source._asdict().items()}
    if path != "-" and not is_address(path):
        known["file"], known["sha256"] = _name_file(path, folder), sha256(data).hexdigest()
    own = {key: settings[key] or said.get(key, "") for key in ("title", "speaker", "occasion")}
    return make(text, name=name, **{**settings, **own, "source": source._replace(**known)})


def _read_article(path: str, kind: str) -> tuple[bytes, Document, dict[str, str]]:
    """Return the bytes of a file or page, what is read of them, and what is known of the source."""
    from quotecli.intake.fetching import fetch, is_address
    from quotecli.intake.kinds import read
    from quotecli.store.files import read_bytes

    if not is_address(path):
        document = read(data := read_bytes(path), path, kind)
        return data, document, document._asdict()
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
