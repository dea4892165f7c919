"""quotecli read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from quotecli.cli.options import Data, criteria_options, data_option, load
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.library import Library
    from quotecli.model import Statement


@click.command()
@data_option
@criteria_options
@click.option(
    "--pager/--no-pager",
    default=True,
    help="On a terminal, page what is longer than the screen (default).",
)
@click.pass_context
def read(ctx: click.Context, data: Data, criteria: Criteria, pager: bool) -> None:
    """Read the whole statement with its quotes marked by topic.

    Each quote stands between brackets that begin with its id; the rest is narration. Filters choose
    which quotes are marked and, of several statements, those that have such quotes.

    \b
    Examples:
      quotecli read
      quotecli read --topic military --no-pager
    """
    from quotecli.cli import output
    from quotecli.render.layout import Line
    from quotecli.render.reading import reading

    library = load(data, criteria)
    style = output.style(library, criteria)
    any_marked = False
    with output.paged(pager) as screen:
        for number, statement in enumerate(_read(library, criteria)):
            if number:
                screen.line(Line())
            any_marked |= bool(statement.quotes)
            for line in reading(statement, statement.quotes, style):
                screen.line(line)
    if not any_marked:
        output.nothing(criteria)
        ctx.exit(1)


def _read(library: Library, criteria: Criteria) -> Iterator[Statement]:
    """The statements that are read, each with the quotes that are marked in it."""
    if len(library.statements) > 1 and criteria:
        return library.selected(criteria)
    marked = list(library.quotes(criteria)) if criteria else None
    return (
        statement if marked is None else statement._replace(quotes=tuple(marked))
        for statement in library.texts(Criteria(), lambda _: True)
    )
