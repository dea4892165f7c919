"""quotecli draft: an article, or a folder of them, to statement files."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.notices import add_notes, complain
from quotecli.errors import Place, QuotecliError, UnreadableError

if TYPE_CHECKING:
    from quotecli.drafting.draft import Draft
    from quotecli.model import Statement

_MAX_JOBS = 1_000
_MAX_SKIPPED = 10
_MAX_EXCERPT = 200
_SOURCE = {
    "author": "Author",
    "publisher": "Publisher",
    "url": "URL",
    "published": "Publication date",
    "accessed": "Access date",
    "language": "Language",
}


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --source.author and so on, given to the command as source_author and so on."""
    for name, label in reversed(_SOURCE.items()):
        command = click.option(
            f"--source.{name}",
            f"source_{name}",
            metavar="TEXT",
            default="",
            help=f"{label} of the source.",
        )(command)
    return command


@click.command()
@click.argument("article", required=False, type=click.Path(allow_dash=True))
@click.option(
    "--jsonl",
    metavar="FILE",
    type=click.Path(allow_dash=True),
    help="Read articles as JSON Lines, {id, text}, and write the quotes of each as one line.",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(),
    help="Write to PATH; a folder of articles to a folder.",
)
@click.option("--force", is_flag=True, help="Overwrite existing files.")
@click.option(
    "--topics",
    metavar="FILE",
    type=click.Path(),
    help="Assign the topics of FILE, a codebook or a statement."
    " Default: those of the nearest codebook.yaml in the folder of the output or above it.",
)
@click.option("--title", metavar="TEXT", default="", help="Title. Default: the headline.")
@click.option("--speaker", metavar="NAME", default="", help="Speaker of the whole statement.")
@click.option("--occasion", metavar="TEXT", default="", help="Occasion, such as a place and date.")
@source_options
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1, max=_MAX_JOBS),
    default=1,
    help="Number of processes, with --jsonl.",
)
@click.pass_context
def draft(
    ctx: click.Context,
    /,
    article: str | None,
    jsonl: str | None,
    output: str | None,
    force: bool,
    topics: str | None,
    jobs: int,
    **head: str,
) -> None:
    """Draft an annotated statement from a plain text, for review.

    ARTICLE is a text file, a folder of .txt files (with -o FOLDER), or - for standard input. Every
    quotation found gets its speaker, kind, cue, topics and confidence; comments say what to review.
    Uses no model and no network.

    \b
    Examples:
      quotecli draft --help
      echo '“It will rain,” said Ann Lee.' | quotecli draft -
    """
    if (article is None) == (jsonl is None):
        raise click.UsageError("give either ARTICLE or --jsonl FILE", ctx)
    if output == "-":
        raise click.UsageError("omit -o to write to standard output", ctx)
    for name, value in head.items():
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise click.UsageError(f"--{name.replace('source_', 'source.')} is not UTF-8", ctx)

    if article is not None:
        _draft_articles(ctx, article, output, force, _read_settings(head, topics, article, output))
    elif topics is not None or any(head.values()):
        raise click.UsageError(
            "--jsonl only extracts quotes; --topics and metadata do not apply", ctx
        )
    elif jsonl is not None:
        from quotecli.cli.draft_lines import draft_file

        if not draft_file(jsonl, output, force, jobs):
            ctx.exit(2)


def _read_settings(
    head: dict[str, str], topics: str | None, article: str, output: str | None
) -> dict[str, Any]:
    """Return the settings of a draft: the head of its statement and the topics to assign."""
    from quotecli.model import Source
    from quotecli.store.codebook import read_codebook, read_topics
    from quotecli.store.discovery import find_codebook

    settings: dict[str, Any] = {name: head[name] for name in ("title", "speaker", "occasion")}
    settings["source"] = Source(**{name: head[f"source_{name}"] for name in _SOURCE})
    if topics is not None:
        settings["topics"] = read_topics(topics)
    elif book := find_codebook(_find_folder(article, output)):
        settings["topics"] = read_codebook(book).topics
        add_notes([f"note: topics are those of {book}"])
    return settings


def _find_folder(article: str, output: str | None) -> str:
    """Return the folder that is written to, or else that of the article."""
    path = output or ("." if article == "-" else article)
    is_folder = os.path.isdir(path) or (article != "-" and os.path.isdir(article))
    return path if is_folder else os.path.dirname(path)


def _draft_articles(
    ctx: click.Context, path: str, output: str | None, force: bool, settings: dict[str, Any]
) -> None:
    """Write the draft of an article to a file or standard output, those of a folder to a folder."""
    if path == "-" or not os.path.isdir(path):
        made = _draft_article(path, settings)
        _write(made, output, force)
        _sum_up(ctx, [made.statement], output)
        return
    if output is None:
        raise click.UsageError("ARTICLE is a folder; use -o FOLDER", ctx)
    from quotecli.store.discovery import name_statement_files
    from quotecli.store.files import create_folder, list_files

    articles, unreadable = list_files(path, (".txt",))
    if not articles:
        nothing = UnreadableError("no .txt files in this folder", place=Place(path))
        raise (*unreadable, nothing)[0]
    for error in unreadable:
        complain(error.message, place=error.place)
    failed = bool(unreadable)
    stems = [os.path.splitext(os.path.relpath(article, path))[0] for article in articles]
    drafted: list[Statement] = []
    for article, name in zip(articles, name_statement_files(stems)):
        target = os.path.join(output, name)
        try:
            made = _draft_article(article, settings)
            create_folder(os.path.dirname(target))
            _write(made, target, force)
            drafted.append(made.statement)
        except QuotecliError as refused:
            failed = True
            complain(refused.message, refused.hint, place=refused.place)
    if failed:
        ctx.exit(2)
    _sum_up(ctx, drafted, output)


def _sum_up(ctx: click.Context, drafted: list[Statement], output: str | None) -> None:
    """Say how many quotes were drafted, how sure they are, and what to do next."""
    from quotecli.drafting.draft import SURE

    quotes = [quote for statement in drafted for quote in statement.quotes]
    if not quotes:
        add_notes(["no quotes found"])
        ctx.exit(1)
    unnamed = sum(quote.status == "unresolved" for quote in quotes)
    sure = sum(quote.status == "draft" and (quote.confidence or 0) >= SURE for quote in quotes)
    counts = f"{len(quotes):,} quotes" if len(quotes) > 1 else "1 quote"
    notes = [
        f"{counts} drafted: {sure:,} sure, {len(quotes) - sure:,} to review,"
        f" {unnamed:,} of them without a name"
    ]
    if output:
        import shlex

        notes.append(f"next: {shlex.join(['quotecli', 'check', output])}")
    add_notes(notes)


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


def _write(made: Draft, output: str | None, force: bool) -> None:
    """Write a draft as a statement file, and say which excerpts are not in it."""
    from quotecli.drafting.draft import SURE
    from quotecli.store.writer import write

    head = [
        "Drafted by quotecli; no quote has been reviewed yet. Check and correct each one, then",
        f"set its status to reviewed. A quote below a confidence of {SURE} has a comment that says",
        "what to look at. 'quotecli check' verifies the excerpts.",
    ]
    content = write(made.statement, made.review, head)
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
