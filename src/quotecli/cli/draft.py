"""quotecli draft: articles, and folders of them, to statement files."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.draft_tables import ENGINES, draft_tables, is_table
from quotecli.cli.notices import add_notes
from quotecli.cli.options import force_option
from quotecli.store.head import KEYS, OF_SOURCE
from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.drafting.draft import Counts
    from quotecli.store.codebook import Codebook

_MAX_JOBS = 1_000


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --source.author and so on, given to the command as source_author and so on."""
    for name in reversed(OF_SOURCE):
        command = click.option(
            f"--source.{name}",
            f"source_{name}",
            metavar="TEXT",
            default="",
            help=f"{KEYS[name].label} of the source.",
        )(command)
    return command


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--jsonl",
    metavar="FILE",
    type=click.Path(allow_dash=True),
    help="Read articles as JSON Lines, {id, text, …}, and write the quotes of each as one line.",
)
@click.option(
    "--rows", "as_rows", is_flag=True, help="With --jsonl, write a line for each quote: its row."
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(),
    help="Write to PATH; several articles, or a folder of them, to a folder.",
)
@force_option
@click.option(
    "--from",
    "kind",
    type=click.Choice(["text", "html", "pdf", "word", "vtt", "srt", "mail"]),
    help="Kind of the files. Default: what the content of each shows.",
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
    help="Number of processes. Default: 1 with --jsonl, all processors for INPUT OUTPUT.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="Draft INPUT in a cluster. Default: on this machine.",
)
@click.option(
    "--master",
    metavar="URL",
    help="The master of the cluster, such as spark://HOST:7077. Default: what Spark is set to.",
)
@click.pass_context
def draft(
    ctx: click.Context,
    /,
    sources: tuple[str, ...],
    jsonl: str | None,
    as_rows: bool,
    output: str | None,
    force: bool,
    kind: str | None,
    show_text: bool,
    split: str,
    topics: str | None,
    everything: bool,
    jobs: int | None,
    engine: str | None,
    master: str | None,
    **head: str,
) -> None:
    """Draft annotated statements from articles or transcripts, for review.

    A SOURCE is a text, a web page, a PDF or Word file, an e-mail, subtitles, a folder of such
    files, an address that begins with https://, or - for standard input. Several of them, or a
    folder, are drafted to a folder; an unreadable one does not stop the others. Every quotation
    found gets its speaker, kind, cue, topics and confidence; comments say what to review. Standard
    error says how many quotes there are, how many of them are sure, and what is left out. Uses no
    language model, and the network only for addresses.

    Two arguments without -o, the first Parquet or JSON Lines (.parquet, .jsonl, .jsonl.gz; a
    folder of them or a quoted pattern), are INPUT and OUTPUT: every row with an id and a text is
    drafted, and OUTPUT is a folder of Parquet files, quotes, texts and rejected. With --engine
    spark a cluster does it, from and to any store that it reads, such as s3a://.

    \b
    Examples:
      quotecli draft --help
      echo '“It will rain,” said Ann Lee.' | quotecli draft -
    """
    _refuse(ctx, sources, jsonl, output, head)
    tables = is_table(ctx)
    named = sources or (jsonl or "-",)
    if show_text:
        from quotecli.cli.draft_articles import show_text as show

        if not show(named, kind or ""):
            ctx.exit(2)
        return

    book = _read_book(named, sources[1] if tables else output)
    settings = {**_read_settings(topics, book), "everything": everything, "split": split}
    settings |= _read_head(head)
    if tables:
        draft_tables(ctx, settings)
        return
    if jsonl is not None:
        from quotecli.cli.draft_lines import draft_file

        counts, whole = draft_file(jsonl, output, force, jobs, settings, as_rows=as_rows)
    else:
        from quotecli.cli.draft_articles import draft_articles

        counts, whole = draft_articles(sources, output, force, settings, book, kind or "")

    _sum_up(counts, _suggest_next(jsonl, sources, output), any_read=whole)
    if not whole:
        ctx.exit(2)
    if not counts.quotes:
        ctx.exit(1)


def _refuse(
    ctx: click.Context,
    sources: tuple[str, ...],
    jsonl: str | None,
    output: str | None,
    head: dict[str, str],
) -> None:
    """Raise click.UsageError if the arguments and options do not go together."""
    if bool(sources) == (jsonl is not None):
        raise click.UsageError("give either SOURCE or --jsonl FILE", ctx)
    if ctx.params["as_rows"] and jsonl is None:
        raise click.UsageError("--rows goes with --jsonl", ctx)
    if output == "-":
        raise click.UsageError("omit -o to write to standard output", ctx)
    for name, value in head.items():
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise click.UsageError(f"--{name.replace('source_', 'source.')} is not UTF-8", ctx)


def _read_head(head: dict[str, str]) -> dict[str, Any]:
    """Return what the options say of the statements and their sources."""
    from quotecli.model import Source

    source = Source(**{name: head[f"source_{name}"] for name in OF_SOURCE})
    return {name: head[name] for name in KEYS if name not in OF_SOURCE} | {"source": source}


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


def _read_book(sources: tuple[str, ...], output: str | None) -> Codebook | None:
    """Return the codebook that serves what is written; None if there is none."""
    from quotecli.store.codebook import read_codebook
    from quotecli.store.serving import find_codebook

    if output and "://" in output:  # a store of Spark's, in which no codebook is looked for
        return None
    path = find_codebook(_find_folder(sources, output))
    return read_codebook(path) if path else None


def _find_folder(sources: tuple[str, ...], output: str | None) -> str:
    """Return the folder that is written to, or else that of the first source."""
    first = sources[0]
    if output is None:
        output = "." if first == "-" or first.lower().startswith(("http://", "https://")) else first
    many = len(sources) > 1 or os.path.isdir(first)
    return output if many or os.path.isdir(output) else os.path.dirname(output)


def _suggest_next(jsonl: str | None, sources: tuple[str, ...], output: str | None) -> str:
    """Return what to do with what was drafted."""
    if jsonl is not None:
        return "to review the quotes, draft a folder of texts: quotecli draft FOLDER -o FOLDER"
    if output is not None:
        return shlex.join(["quotecli", "review", output])
    name = os.path.splitext(os.path.basename(sources[0]))[0]
    file = shlex.quote(f"{name if name != '-' else 'draft'}.yaml")
    return f"save this as {file}, then: quotecli review {file}"


def _sum_up(counts: Counts, what_next: str, *, any_read: bool) -> None:
    """Say how many quotes were drafted, how sure they are, what is left out, and what to do."""
    quotes, sure, unnamed, unsure, skipped = counts
    notes = ["no quotes found"] if any_read else []
    if quotes:
        notes = [
            f"{count_noun(quotes, 'quote')} drafted: {sure:,} sure,"
            f" {quotes - sure:,} to review, {unnamed:,} of them without a name"
        ]
    if unsure:
        notes.append(f"{unsure:,} left out as unsure; --all shows them")
    if skipped:
        notes.append(f"{skipped:,} left out: the same words occur elsewhere in the text")
    add_notes([*notes, *[f"next: {what_next}"] * bool(quotes)])
