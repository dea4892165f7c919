"""quotecli read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from quotecli.cli.notices import exit_if_none
from quotecli.cli.options import (
    Data,
    FilterCommand,
    Output,
    output_options,
    query_options,
)
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.model import Statement


@click.command(cls=FilterCommand)
@query_options
@output_options()
def read(data: Data, criteria: Criteria, output: Output) -> None:
    """Read a whole statement with its quotes marked.

    Each quote stands between brackets that begin with its id; the rest is narration. Filters choose
    which quotes are marked and, of several statements, those that have such quotes.

    \b
    Examples:
      quotecli read
      quotecli read --topic military --no-pager
    """
    from quotecli.cli.loading import load
    from quotecli.cli.screen import separate, show, view_for
    from quotecli.render.reading import reading

    library = load(data, criteria)
    # Counted first: whoever closes the pager early must not be told that there was nothing.
    found = library.count(criteria)
    view = view_for(library, criteria)
    texts = (reading(statement, statement.quotes, view) for statement in _select(library, criteria))
    show(separate(texts), pager=output.pager)
    exit_if_none(found, criteria)


def _select(library: Library, criteria: Criteria) -> Iterator[Statement]:
    """Return the statements to read, each with the quotes to mark in it."""
    if criteria and len(library.statements) > 1:
        return library.select(criteria)
    statements = library.texts(Criteria(), lambda _: True)
    if not criteria:
        return statements
    marked = tuple(library.quotes(criteria))
    return (statement._replace(quotes=marked) for statement in statements)
