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
def check(
    ctx: click.Context, paths: tuple[str, ...], data: tuple[str, ...], strict: bool, form: str
) -> None:
    """Prove statement files: their structure, their names, every excerpt verbatim.

    Lists every problem of every file, each with its line, column and what to do, codebooks
    included, and what only shows over several files: one id for two people or topics, two
    statements of one name. Exits with 0 where there is no error, with 1 where there is one, with 2
    where a file cannot be read.

    \b
    Examples:
      quotecli check
      quotecli check --strict -f json
    """
    from quotecli.checking.across_files import check_files
    from quotecli.checking.report import Totals
    from quotecli.cli import output
    from quotecli.errors import UnreadableError
    from quotecli.render import reports
    from quotecli.store.files import shipped

    totals = Totals()
    found = totals.count(check_files(paths or data or [shipped()]))
    if form == "text":
        screen = output.screen()
        for line in reports.text(found, output.glyphs()):
            screen.line(line)
    else:
        output.write(reports.FORMATS[form](found), as_json=form == "json")
    if totals.unreadable:
        first, *others = totals.unreadable
        more = (
            f"{len(others):,} other {'file' if len(others) == 1 else 'files'} cannot be read either"
        )
        hint = "\n".join(filter(None, [first.hint, more if others else ""]))
        raise UnreadableError(first.message, place=first.place, hint=hint)
    if totals.with_errors or (strict and totals.with_warnings):
        ctx.exit(1)
