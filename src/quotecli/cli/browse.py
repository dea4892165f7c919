"""quotecli browse."""

from __future__ import annotations

import click

from quotecli.cli.options import Data, query_options
from quotecli.criteria import Criteria


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(allow_dash=True))
@query_options
@click.pass_context
def browse(ctx: click.Context, paths: tuple[str, ...], data: Data, criteria: Criteria) -> None:
    """Explore quotes on a full screen.

    PATH is as for --data. Filters can be changed on the screen with keys or the mouse, and words
    filter as they are typed. The key ? lists all keys. No file is changed.

    \b
    Examples:
      quotecli browse
      quotecli browse --topic military
      quotecli browse --speaker aliyev --kind indirect
    """
    from quotecli.cli.full_screen import run

    if len(criteria.search) > 1:
        raise click.UsageError("browse takes one --search", ctx)
    ctx.exit(run(data._replace(paths=paths or data.paths), criteria))
