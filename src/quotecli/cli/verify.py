"""quotecli verify."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quotecli.cli.options import Data, Output, output_options, query_options
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.verifying.finding import Article, Finding

_FORMATS = ("text", "json", "jsonl", "github", "html")


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
@query_options
@output_options(*_FORMATS)
@click.pass_context
def verify(
    ctx: click.Context,
    articles: tuple[str, ...],
    folders: tuple[str, ...],
    data: Data,
    criteria: Criteria,
    output: Output,
) -> None:
    """Hold the quotations of articles against their sources.

    ARTICLE is a text, a web page, a PDF or Word file, a statement file, or - for standard input.
    Every quotation is looked for in the statements of --data and in the texts of --sources, and is
    verbatim, shortened, altered, not found, or too short to judge. "Turned" is what means something
    else in its source: a "not" is left out or stands beside it. Exits with 0 if all quotations are
    verbatim and said by whom the article names, with 1 if not (with --strict, also for short ones).

    \b
    Examples:
      echo 'They spoke of “a quick end to the war”.' | quotecli verify -
      quotecli verify --help
    """
    from quotecli.cli.verify_articles import check, is_true

    checked = check(articles, folders, data, criteria)
    _write(checked, output)
    findings = [finding for _, some in checked for finding in some]
    if not all(is_true(finding, strict=data.strict) for finding in findings):
        ctx.exit(1)


def _write(checked: Sequence[tuple[Article, list[Finding]]], output: Output) -> None:
    from quotecli.cli.writing import write_bytes, write_json, write_text

    findings = [finding for _, some in checked for finding in some]
    if output.is_json:
        from quotecli.objects import encode
        from quotecli.render.machine.findings import finding_object

        write_json((encode(finding_object(one)) for one in findings), output.form)
    elif output.form == "github":
        from quotecli.render.annotations import annotate_findings

        write_text(annotate_findings(findings))
    elif output.form == "html":
        from quotecli.export.page.findings import export

        write_bytes(export(checked), binary=False)
    else:
        from quotecli.cli.screen import glyphs, show
        from quotecli.render.findings import text

        show(text(checked, glyphs()), pager=output.pager)
