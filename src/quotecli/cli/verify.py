"""quotecli verify."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quotecli.cli.options import Data, Output, output_options, query_options
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.verifying.finding import Article, Finding

_FORMATS = ("text", "json", "jsonl", "csv", "github", "html")


@click.command()
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--sources",
    "folders",
    metavar="PATH",
    multiple=True,
    type=click.Path(),
    help="Texts, transcripts, pages to look in: a file or a folder of them; repeatable.",
)
@click.option("--fetch", is_flag=True, help="Also look in the pages that the articles link to.")
@click.option(
    "--fetch-private",
    is_flag=True,
    help="As --fetch, and follow links to this machine and private networks, too.",
)
@click.option(
    "--reuse",
    "source",
    metavar="SOURCE",
    type=click.Path(),
    help="List what the articles quote of SOURCE, a statement or a text.",
)
@query_options
@output_options(*_FORMATS)
@click.pass_context
def verify(
    ctx: click.Context,
    articles: tuple[str, ...],
    folders: tuple[str, ...],
    fetch: bool,
    fetch_private: bool,
    source: str | None,
    data: Data,
    criteria: Criteria,
    output: Output,
) -> None:
    """Hold the quotations of articles against their sources.

    ARTICLE is a text, a web page, a PDF or Word file, a folder of them, a statement file, or - for
    standard input. Every quotation is looked for in the statements of --data and in the texts of
    --sources, and is verbatim, shortened, altered, not found, or too short to judge. "Turned" is
    what means something else in its source: a "not" is left out or stands beside it. Exits with 0
    if all quotations are verbatim and said by whom the article names, with 1 if not (with --strict,
    also for short ones).

    --reuse asks the other way round: which passages of SOURCE do the articles quote, how
    faithfully, and which most often? Exits with 1 if they quote none.

    \b
    Examples:
      echo 'They gave “information about the progress of the war”.' | quotecli verify -
      quotecli verify --help
    """
    if source is not None and (fetch or fetch_private):
        raise click.UsageError("--reuse cannot be combined with --fetch", ctx)
    if source is not None:
        _list_reuse(ctx, source, articles, folders, data, criteria, output)
        return
    if output.form == "csv":
        raise click.UsageError("-f csv needs --reuse", ctx)

    from quotecli.cli.verify_articles import check, is_true

    checked = check(articles, folders, data, criteria, fetch=fetch, fetch_private=fetch_private)
    _write(checked, output)
    findings = [finding for _, some in checked for finding in some]
    if not all(is_true(finding, strict=data.strict) for finding in findings):
        ctx.exit(1)


def _list_reuse(
    ctx: click.Context,
    source: str,
    articles: tuple[str, ...],
    folders: tuple[str, ...],
    data: Data,
    criteria: Criteria,
    output: Output,
) -> None:
    """List what articles quote of a source; exit with 1 if they quote nothing."""
    from quotecli.cli.verify_reuse import find_reuse, write_reuse

    if folders or data.paths:
        raise click.UsageError("--reuse cannot be combined with --sources and --data", ctx)
    if os.path.isdir(source):
        raise click.UsageError(f"--reuse takes one file, and {source} is a folder", ctx)
    if output.form == "github":
        raise click.UsageError("--reuse cannot be combined with -f github", ctx)
    checked, uses = find_reuse(source, articles, data, criteria)
    write_reuse(checked, uses, output)
    if not uses:
        ctx.exit(1)


def _write(checked: Sequence[tuple[Article, list[Finding]]], output: Output) -> None:
    from quotecli.cli.writing import write_json, write_page, write_text

    findings = [finding for _, some in checked for finding in some]
    if output.is_json:
        from quotecli.objects import encode
        from quotecli.render.machine.findings import finding_object

        write_json((encode(finding_object(one)) for one in findings), output.form)
    elif output.form == "github":
        from quotecli.render.annotations import annotate_findings

        write_text(annotate_findings(findings))
    elif output.form == "html":
        write_page("findings", checked)
    else:
        from quotecli.cli.screen import glyphs, show
        from quotecli.render.findings import text

        show(text(checked, glyphs()), pager=output.pager)
