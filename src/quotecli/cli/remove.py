"""quotecli remove."""

from __future__ import annotations

import click

from quotecli.cli.completion import complete_quotes
from quotecli.cli.options import Consent, Data, FilterCommand, change_options, query_options
from quotecli.criteria import Criteria


@click.command(cls=FilterCommand)
@click.argument("name", metavar="[ID]", required=False, shell_complete=complete_quotes)
@query_options
@change_options
@click.pass_context
def remove(
    ctx: click.Context, name: str | None, data: Data, criteria: Criteria, consent: Consent
) -> None:
    """Remove quotes from their files.

    ID is that of one quote; filters choose several. The comments right above a quote go with it.
    Exits with 1 if there is no such quote.

    \b
    Examples:
      quotecli remove more-exercises --dry-run
    """
    from quotecli.cli.changes import choose_quotes, finish, list_ids

    chosen = choose_quotes(ctx, data, name, criteria, consent.dry_run)
    for file, ids in chosen:
        for key in ids:
            file.remove_quote(key)
    finish([file for file, _ in chosen], "remove", list_ids(chosen), consent)
