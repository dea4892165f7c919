"""quotecli draft."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.notices import complain
from quotecli.errors import Place, QuotecliError, UnreadableError

if TYPE_CHECKING:
    from quotecli.drafting.draft import Draft

_MOST_TOLD = 10
_SOURCE = ("author", "publisher", "url", "published", "accessed", "language")


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--source.author and so on, given to the command as source_author and so on."""
    for name in reversed(_SOURCE):
        option = click.option(
            f"--source.{name}",
            f"source_{name}",
            metavar="TEXT",
            default="",
            help=f"Fill in the source's {name}.",
        )
        command = option(command)
    return command


@click.command()
@click.argument("article", required=False, type=click.Path(allow_dash=True))
@click.option(
    "--jsonl",
    metavar="FILE",
    type=click.Path(allow_dash=True),
    help="Articles as JSON Lines: {id, text}.",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(),
    help="Write there; for a folder, into this folder.",
)
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option(
    "--topics",
    metavar="FILE",
    type=click.Path(),
    help="A statement file, or one that holds only topics.",
)
@click.option("--title", metavar="TEXT", default="", help="The title; by default the headline.")
@click.option("--speaker", metavar="NAME", default="", help="Whose statement it is.")
@click.option("--occasion", metavar="TEXT", default="", help="Where and when it was made.")
@source_options
@click.option(
    "--jobs", metavar="N", type=click.IntRange(min=1), default=1, help="With --jsonl: processes."
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
    """Draft an annotated statement from a plain text, to be reviewed.

    ARTICLE is a text file, a folder of .txt files (with -o FOLDER), or - for standard input. Every
    quotation found gets its speaker, kind, cue, topics and confidence; comments say what to review.
    No model, no network.

    \b
    Examples:
      quotecli draft --help
      echo '“It will rain,” said Ann Lee.' | quotecli draft -
    """
    if (article is None) == (jsonl is None):
        raise click.UsageError("give an ARTICLE or --jsonl FILE", ctx)
    if output == "-":
        raise click.UsageError("standard output is where it goes without -o", ctx)
    for name, value in head.items():
        if not value.isprintable() and any(
            "\ud800" <= character <= "\udfff" for character in value
        ):
            raise click.UsageError(f"--{name.replace('source_', 'source.')} is not UTF-8", ctx)
    if jsonl is not None:
        if topics is not None or any(head.values()):
            raise click.UsageError(
                "--jsonl finds quotes alone: it takes no topics and fills in no head", ctx
            )
        _many(ctx, jsonl, output, force, jobs)
        return
    assert article is not None
    settings: dict[str, Any] = {
        key: value for key, value in head.items() if not key.startswith("source_")
    }
    settings["source"] = {name: head[f"source_{name}"] for name in _SOURCE}
    if topics is not None:
        from quotecli.store.codebook import read_topics

        settings["topics"] = read_topics(topics)
    if article != "-" and os.path.isdir(article):
        if output is None:
            raise click.UsageError("a folder of articles needs -o FOLDER", ctx)
        _folder(ctx, article, output, force, settings)
        return
    made = _made(article, settings)
    if output is not None:
        from quotecli.store.files import write_whole

        write_whole(output, [_written(made).encode()], force=force)
    else:
        from quotecli.cli.writing import write_text

        write_text([_written(made)])
    _report(made)


def _made(path: str, settings: dict[str, Any]) -> Draft:
    from quotecli.drafting.draft import make
    from quotecli.model import Source
    from quotecli.store.files import read_bytes
    from quotecli.store.yaml_events import MAX_SCALAR, text_of
    from quotecli.text.slugs import make_slug

    text = text_of(read_bytes(path), path)
    if not text.strip():
        raise UnreadableError("the article is empty", place=Place(path))
    if len(text) > MAX_SCALAR:
        raise UnreadableError(
            f"the article has {len(text):,} characters", place=Place(path), hint="split it"
        )
    name = make_slug(os.path.splitext(os.path.basename(path))[0]) if path != "-" else "draft"
    # A statement file has line feeds at its line ends, whatever the article has.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return make(text, name=name, **{**settings, "source": Source(**settings["source"])})


def _written(made: Draft) -> str:
    from quotecli.drafting.draft import SURE
    from quotecli.store.writer import write

    head = [
        "Drafted by quotecli: no quote here has been seen by anybody. Review each, mend it, and set its status to",
        f"reviewed; what is below {SURE:.0%} sure has a comment. 'quotecli check' proves the excerpts.",
    ]
    return write(made.statement, made.review, head)


def _report(made: Draft) -> None:
    from quotecli.render.escape import visible_line

    for excerpt in made.skipped[:_MOST_TOLD]:
        sys.stderr.write(
            f"left out, since the same words stand elsewhere, too: {visible_line(excerpt)[:200]}\n"
        )
    if len(made.skipped) > _MOST_TOLD:
        sys.stderr.write(f"and {len(made.skipped) - _MOST_TOLD} more\n")


def _folder(
    ctx: click.Context, folder: str, output: str, force: bool, settings: dict[str, Any]
) -> None:
    from quotecli.store.files import files_below, write_whole

    articles = files_below(folder, (".txt",))
    if not articles:
        raise UnreadableError("no .txt files in this folder", place=Place(folder))
    failed = False
    for path in articles:
        target = os.path.join(output, os.path.splitext(os.path.relpath(path, folder))[0] + ".yaml")
        try:
            made = _made(path, settings)
            _make_folder(os.path.dirname(target))
            write_whole(target, [_written(made).encode()], force=force)
            _report(made)
        except QuotecliError as error:
            failed = True
            complain(error.message, error.hint, place=error.place)
    if failed:
        ctx.exit(2)


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise QuotecliError(f"cannot be made: {error.strerror}", place=Place(path)) from None


def _many(ctx: click.Context, path: str, output: str | None, force: bool, jobs: int) -> None:
    from quotecli.drafting.batch import draft_lines
    from quotecli.render.escape import json_safe

    failed = False

    def answers() -> Iterator[str]:
        nonlocal failed
        with _lines(path) as (lines, size), _progress(size) as advance:
            for line in draft_lines(lines, jobs):
                advance(line.size)
                if line.error:
                    failed = True
                    complain(line.error, place=Place(path, line.number))
                else:
                    yield f"{json_safe(line.json)}\n"

    if output is not None:
        from quotecli.store.files import write_whole

        write_whole(output, (answer.encode() for answer in answers()), force=force)
    else:
        from quotecli.cli.writing import write_text

        write_text(answers(), as_json=True)
    if failed:
        ctx.exit(2)


@contextmanager
def _lines(path: str) -> Iterator[tuple[Iterable[bytes], int]]:
    """The lines of a file, or of standard input, and their size in bytes where it is known."""
    if path == "-":
        if sys.stdin is None:
            raise UnreadableError("unreadable: standard input is closed", place=Place(path))
        yield sys.stdin.buffer, 0
        return
    try:
        stream = open(path, "rb")  # noqa: SIM115  # closed below, after the lines are used
    except OSError as error:
        raise UnreadableError(f"unreadable: {error.strerror}", place=Place(path)) from None
    with stream:
        yield stream, os.fstat(stream.fileno()).st_size


@contextmanager
def _progress(size: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr that is advanced by bytes; none where nobody is watching."""
    if not (size and sys.stderr.isatty()):
        yield lambda _: None
        return
    with click.progressbar(length=size, label="drafting", file=sys.stderr) as bar:
        yield bar.update
