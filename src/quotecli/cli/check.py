"""quotecli check."""

from __future__ import annotations

import click

from quotecli.cli.options import format_option, paths_option


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(allow_dash=True))
@paths_option
@click.option("--strict", is_flag=True, help="Exit with 1 if there are warnings, too.")
@format_option("text", "json", "github")
@click.pass_context
def check(
    ctx: click.Context, paths: tuple[str, ...], data: tuple[str, ...], strict: bool, form: str
) -> None:
    """Check statement files: structure, ids, every excerpt.

    Lists every problem of every file and codebook, each with its line, column and what to do, and
    problems across files: one id for two people or topics, two statements with one id. Exits with 0
    if there are no errors, with 1 if there are any, with 2 if a file or folder is
    unreadable.

    \b
    Examples:
      quotecli check
      quotecli check --strict -f json
    """
    from quotecli.checking.across_files import check_files
    from quotecli.checking.report import Totals
    from quotecli.cli.screen import glyphs, show
    from quotecli.cli.writing import write_text
    from quotecli.errors import UnreadableError
    from quotecli.render import reports
    from quotecli.store.files import find_shipped

    totals = Totals()
    found = totals.count(check_files(paths or data or [find_shipped()]))
    if form == "text":
        show(reports.text(found, glyphs()))
    else:
        write_text(reports.FORMATS[form](found), as_json=form == "json")

    if totals.unreadable and form == "text":  # which lists it for people already
        ctx.exit(2)
    if totals.unreadable:
        first, *others = totals.unreadable
        more = f"{len(others):,} more {'is' if len(others) == 1 else 'are'} unreadable"
        hint = "\n".join(filter(None, [first.hint, more if others else ""]))
        raise UnreadableError(first.message, place=first.place, hint=hint)
    if totals.with_errors or (strict and totals.with_warnings):
        ctx.exit(1)
