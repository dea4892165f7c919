"""quotecli check."""

from __future__ import annotations

import click

from quotecli.cli.options import format_option, paths_option


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(allow_dash=True))
@paths_option
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@format_option("text", "json", "github")
@click.pass_context
def check(ctx: click.Context, paths: tuple[str, ...], data: tuple[str, ...], strict: bool, form: str) -> None:
    """Prove statement files: their structure, their names, every excerpt verbatim.

    Lists every problem of every file, each with its line, column and what to do. Exits with 0 where there is no
    error, with 1 where there is one, with 2 where a file cannot be read.

    \b
    Examples:
      quotecli check
      quotecli check --strict -f json
    """
    from quotecli.check import check_file
    from quotecli.cli import output
    from quotecli.errors import UnreadableError
    from quotecli.files import shipped
    from quotecli.render import reports
    from quotecli.scan import scan
    from quotecli.statement import read_codebook

    read, unreadable = [], []
    found = scan(paths or data or [shipped()])
    for file, book in zip(found.paths, found.books):
        try:
            read.append(check_file(file, book=read_codebook(book, placed=True) if book else None))
        except UnreadableError as error:
            unreadable.append(error)
    if form == "text":
        screen = output.screen()
        for line in reports.text(read, output.glyphs()):
            screen.line(line)
    else:
        output.write(reports.FORMATS[form](read), as_json=form == "json")
    if unreadable:
        first, *others = unreadable
        first.hint = "\n".join(filter(None, [first.hint, *map(str, others)]))
        raise first
    if any(report.errors or (strict and report.problems) for report in read):
        ctx.exit(1)
