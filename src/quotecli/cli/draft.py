"""quotecli draft: an article, or a folder of them, to statement files."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.notices import add_notes

if TYPE_CHECKING:
    from quotecli.drafting.draft import Counts
    from quotecli.store.codebook import Codebook

_MAX_JOBS = 1_000
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
    "--from",
    "kind",
    type=click.Choice(["text", "html", "pdf", "word", "vtt", "srt"]),
    help="Kind of the file. Default: what its content shows.",
)
@click.option("--show-text", is_flag=True, help="Print the text that would be drafted, and stop.")
@click.option(
    "--split",
    type=click.Choice(["turn", "paragraph", "sentence"]),
    default="turn",
    help="How much of a transcript is one quote. Default: turn.",
)
@click.option(
    "--topics",
    metavar="FILE",
    type=click.Path(),
    help="Assign the topics of FILE, a codebook or a statement."
    " Default: those of the codebook.yaml in the folder of the output or the nearest above it,"
    " which is referred to and not copied; its speakers are known in any case.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Include what is otherwise left out as unsure."
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
    kind: str | None,
    show_text: bool,
    split: str,
    topics: str | None,
    everything: bool,
    jobs: int,
    **head: str,
) -> None:
    """Draft an annotated statement from an article or a transcript, for review.

    ARTICLE is a text, a web page, a PDF or Word file, subtitles, a folder of such files (with -o
    FOLDER), an address that begins with https://, or - for standard input. Every quotation found
    gets its speaker, kind, cue, topics and confidence; comments say what to review. Standard error
    says how many quotes there are, how many of them are sure, and what is left out. Uses no model,
    and no network but for an address.

    \b
    Examples:
      quotecli draft --help
      echo '“It will rain,” said Ann Lee.' | quotecli draft -
    """
    _refuse(ctx, article, jsonl, output, head)
    if show_text:
        from quotecli.cli.draft_articles import show_text as show

        show(article or jsonl or "-", kind or "")
        return

    book = _read_book(article or jsonl or "-", output)
    settings = {**_read_settings(topics, book), "everything": everything, "split": split}
    if jsonl is not None:
        from quotecli.cli.draft_lines import draft_file

        counts, whole = draft_file(jsonl, output, force, jobs, settings)
    else:
        from quotecli.cli.draft_articles import draft_articles

        settings |= _read_head(head)
        counts, whole = draft_articles(article or "-", output, force, settings, book, kind or "")

    _sum_up(counts, _suggest_next(jsonl, article, output))
    if not whole:
        ctx.exit(2)
    if not counts.quotes:
        ctx.exit(1)


def _refuse(
    ctx: click.Context,
    article: str | None,
    jsonl: str | None,
    output: str | None,
    head: dict[str, str],
) -> None:
    """Raise click.UsageError if the arguments and options do not go together."""
    if (article is None) == (jsonl is None):
        raise click.UsageError("give either ARTICLE or --jsonl FILE", ctx)
    if output == "-":
        raise click.UsageError("omit -o to write to standard output", ctx)
    for name, value in head.items():
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise click.UsageError(f"--{name.replace('source_', 'source.')} is not UTF-8", ctx)

    if jsonl is not None and any(head.values()):
        raise click.UsageError("--jsonl has many articles; metadata options do not apply", ctx)


def _read_head(head: dict[str, str]) -> dict[str, Any]:
    """Return what the options say of the statement and its source."""
    from quotecli.model import Source

    source = Source(**{name: head[f"source_{name}"] for name in _SOURCE})
    return {name: head[name] for name in ("title", "speaker", "occasion")} | {"source": source}


def _read_settings(topics: str | None, book: Codebook | None) -> dict[str, Any]:
    """Return the topics that drafts assign, and the speakers that they know."""
    from quotecli.store.codebook import read_topics

    if book:
        what = "topics and speakers" if topics is None else "speakers"
        add_notes([f"note: {what} are those of {book.file}"])
    shared = {"topics": book.topics, "shared_speakers": book.speakers} if book else {}
    if topics is None or (book and os.path.realpath(topics) == os.path.realpath(book.file)):
        return shared
    return {**shared, "topics": read_topics(topics)}


def _read_book(article: str, output: str | None) -> Codebook | None:
    """Return the codebook that serves what is written; None if there is none."""
    from quotecli.store.codebook import read_codebook
    from quotecli.store.serving import find_codebook

    path = find_codebook(_find_folder(article, output))
    return read_codebook(path) if path else None


def _find_folder(article: str, output: str | None) -> str:
    """Return the folder that is written to, or else that of the article."""
    if output is None and article.lower().startswith(("http://", "https://")):
        article = "-"
    path = output or ("." if article == "-" else article)
    is_folder = os.path.isdir(path) or (article != "-" and os.path.isdir(article))
    return path if is_folder else os.path.dirname(path)


def _suggest_next(jsonl: str | None, article: str | None, output: str | None) -> str:
    """Return what to do with what was drafted."""
    if jsonl is not None:
        return "to review the quotes, draft a folder of texts: quotecli draft FOLDER -o FOLDER"
    if output is not None:
        return shlex.join(["quotecli", "check", output])
    name = os.path.splitext(os.path.basename(article or "-"))[0]
    file = shlex.quote(f"{name if name != '-' else 'draft'}.yaml")
    return f"save this as {file}, then: quotecli check {file}"


def _sum_up(counts: Counts, what_next: str) -> None:
    """Say how many quotes were drafted, how sure they are, what is left out, and what to do."""
    quotes, sure, unnamed, unsure, skipped = counts
    notes = ["no quotes found"]
    if quotes:
        notes = [
            f"{quotes:,} quote{'s' * (quotes > 1)} drafted: {sure:,} sure,"
            f" {quotes - sure:,} to review, {unnamed:,} of them without a name"
        ]
    if unsure:
        notes.append(f"{unsure:,} left out as unsure; --all shows them")
    if skipped:
        notes.append(f"{skipped:,} left out: the same words occur elsewhere in the text")
    add_notes([*notes, *[f"next: {what_next}"] * bool(quotes)])
