"""quotecli draft INPUT OUTPUT: a table of texts to tables of quotes, here or in Spark."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from quotecli.cli.notices import add_notes
from quotecli.extras import load_module
from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.engines.outputs import RowCounts

ENGINES = ("spark",)


def is_table(ctx: click.Context) -> bool:
    """Return True if the arguments of draft are INPUT OUTPUT.

    These are two arguments without -o, if an engine is named or the first is a table by its name.
    Raises click.UsageError if an option does not go with what the arguments are.
    """
    given = {name: value for name, value in ctx.params.items() if value}
    sources, engine = ctx.params["sources"], "engine" in given
    two = len(sources) == 2 and "output" not in given
    if engine and not two:
        raise click.UsageError("--engine takes two arguments, INPUT and OUTPUT, and no -o", ctx)
    if "master" in given and not engine:
        raise click.UsageError("--master goes with --engine spark", ctx)
    if not (two and (engine or _has_tables(sources[0]))):
        return False
    _refuse_others(ctx)
    return True


def _refuse_others(ctx: click.Context) -> None:
    """Raise click.UsageError for an option that a table of texts does not take."""
    given = ctx.params
    refused = (
        ("--from", given["kind"], "a table of texts"),
        ("--show-text", given["show_text"], "a table of texts"),
        ("--jobs", given["jobs"] and given["engine"], "--engine"),
    )
    for option, value, what in refused:
        if value:
            raise click.UsageError(f"{option} does not go with {what}", ctx)


def _has_tables(source: str) -> bool:
    """Return True if a name is that of Parquet or JSON Lines, or of a folder that has them."""
    from quotecli.engines.inputs import find_kind_of_name

    if not os.path.isdir(source):
        return find_kind_of_name(source) is not None
    return any(find_kind_of_name(name) for name in os.listdir(source))


def draft_tables(ctx: click.Context, settings: dict[str, Any]) -> None:
    """Draft the texts of INPUT to the folder OUTPUT, and say how many quotes there are.

    Exits with 1 if there is none.
    """
    source, output = ctx.params["sources"]
    force = ctx.params["force"]
    load_module("pyspark" if ctx.params["engine"] else "pyarrow")
    if ctx.params["engine"]:
        from quotecli.engines.spark import draft_in_spark

        master = ctx.params["master"]
        totals = draft_in_spark(source, output, settings, master=master, force=force)
    else:
        from quotecli.engines.local import draft_here
        from quotecli.processes import count_processors

        jobs = ctx.params["jobs"] or count_processors()
        totals = draft_here(source, output, settings, jobs=jobs, force=force)

    _sum_up(totals, output)
    if not totals.quotes:
        ctx.exit(1)


def _sum_up(totals: RowCounts, output: str) -> None:
    quotes, texts = count_noun(totals.quotes, "quote"), count_noun(totals.texts, "text")
    notes = [f"{quotes} drafted from {texts}"]
    if totals.rejected:
        where = os.path.join(output, "rejected")
        notes.append(f"{totals.rejected:,} not drafted; {where} has the reason of each")
    add_notes(notes)
