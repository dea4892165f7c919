"""quotecli review."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

import click

from quotecli.cli.options import Data, query_options
from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError
from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.model import Quote
    from quotecli.tui.reviewing import Review

Sort = Literal["source", "doubt"]


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@query_options
@click.option(
    "--everything",
    is_flag=True,
    help="Go through all quotes, including reviewed ones.",
)
@click.option(
    "--sort",
    type=click.Choice(["source", "doubt"]),
    default="source",
    show_default=True,
    help="Order of the quotes: as in the sources, or the most doubtful first.",
)
@click.option("--at", metavar="ID", help="Begin with the quote ID.")
@click.pass_context
def review(
    ctx: click.Context,
    paths: tuple[str, ...],
    data: Data,
    criteria: Criteria,
    everything: bool,
    sort: Sort,
    at: str | None,
) -> None:
    """Review quotes on a full screen, one key a decision.

    Goes through the quotes that are draft or unresolved, or have another --status, in the files and
    folders of PATH or --data. Each decision is in its file before the next quote shows, and can be
    undone. The key ? lists all keys. Exits with 1 if there is nothing to review.

    \b
    Examples:
      quotecli review speeches/
      quotecli review speeches/ --sort doubt
      quotecli review speeches/ --speaker "Ann Lee" --everything
    """
    from quotecli.cli.full_screen import import_program, run_program
    from quotecli.cli.notices import add_notes

    data = data._replace(paths=paths or data.paths)
    if not data.paths:
        raise click.UsageError("say what to review: a file or a folder", ctx)
    program = import_program("review", data)
    if not (criteria.statuses or everything):
        criteria = criteria._replace(statuses=("draft", "unresolved"))
    found = _begin(data, criteria, sort)
    if at and found.item.key != at and not found.find(lambda quote: quote.id == at):
        raise QuotecliError(
            f"no quote '{at}' to review", hint="use --everything for reviewed quotes"
        )
    status = run_program(program.ReviewApp(found))
    add_notes([_describe(found)])
    _check(found.paths)
    ctx.exit(status)


def _begin(data: Data, criteria: Criteria, sort: Sort) -> Review:
    """Return the review of the quotes that meet the criteria; exit with 1 if there are none."""
    from quotecli.cli.loading import load
    from quotecli.cli.notices import exit_if_none
    from quotecli.store.discovery import scan
    from quotecli.tui.reviewing import Item, Review

    library = load(data, criteria)
    quotes = list(library.quotes(criteria))
    exit_if_none(quotes, criteria, "quotes to review")
    if sort == "doubt":
        quotes.sort(key=_doubt)
    found = scan(data.paths)
    books = dict(zip(found.paths, found.books))
    files = {key: library.statements[key].file for key in {quote.statement for quote in quotes}}
    return Review([Item(files[quote.statement], quote.id) for quote in quotes], books)


def _doubt(quote: Quote) -> tuple[bool, bool, float]:
    """Return what sorts quotes: not proved first, then unresolved, then by confidence."""
    return quote.proved, quote.status != "unresolved", quote.confidence or 0.0


def _describe(review: Review) -> str:
    """Return what was done, and how much is left."""
    done = Counter(review.settled.values())
    parts = [f"{what} {number:,}" for what, number in done.items()]
    others = sum(not step.settled for step in review.steps)
    parts += [count_noun(others, "other change")] * bool(others)
    return f"{', '.join(parts) or 'nothing changed'}; {review.left:,} left to review"


def _check(paths: list[str]) -> None:
    """Print the check of the files that were changed."""
    from quotecli.checking.across_files import check_files
    from quotecli.cli.screen import glyphs, show
    from quotecli.render import reports

    if paths:
        show(reports.text(check_files(paths), glyphs()))
