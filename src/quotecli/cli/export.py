"""quotecli export."""

from __future__ import annotations

from collections.abc import Mapping

import click

from quotecli.cli.notices import exit_if_none, peek
from quotecli.cli.options import Data, FilterCommand, bom_option, force_option, query_options
from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError
from quotecli.exporting.formats import FORMATS, check_options, gather_options, load_export, write


@click.command(cls=FilterCommand)
@query_options
@click.option(
    "--to", "form", type=click.Choice(list(FORMATS)), required=True, help="Output format."
)
@click.option("-o", "--output", metavar="PATH", type=click.Path(), help="Write to PATH.")
@force_option
@click.option(
    "--by", type=click.Choice(["topic", "speaker"]), help="In md, put quotes under headings."
)
@click.option(
    "--split",
    type=click.Choice(["topic", "speaker", "quote"]),
    help="In md, write a file for each, with YAML front matter, to the folder -o.",
)
@click.option(
    "--positions",
    type=click.Choice(["codepoints", "utf16"]),
    help="In w3c and qdpx, count positions in these units (default: codepoints).",
)
@bom_option("csv")
def export(
    data: Data,
    criteria: Criteria,
    form: str,
    output: str | None,
    force: bool,
    split: str | None,
    by: str | None,
    positions: str | None,
    bom: bool,
) -> None:
    """Export quotes for other tools, filtered as by quotes.

    \b
    html                    one page to read, filter, link and cite from
    md, csv, xlsx, sqlite   block quotes, tables, a database
    w3c, qdpx, taguette     annotations for other tools; import reads them back
    label-studio, doccano   texts with labels to be reviewed there; import reads them back
    brat                    the same, as a folder of texts and annotations
    parquet                 a folder of tables for DuckDB, Spark, pandas; import reads it back
    ris, bibtex, csl-json   the sources alone

    \b
    Examples:
      quotecli export --to md
      quotecli export --to html --topic military > page.html
      quotecli export --to w3c --topic diplomacy
      quotecli export --to md --by topic --topic military
      quotecli export --to csv --kind direct
      quotecli export --to bibtex
    """
    from quotecli.cli.loading import load
    from quotecli.cli.writing import write_bytes

    given = gather_options(split=split, by=by, positions=positions, bom=bom)
    is_file = output not in (None, "-")
    _check_options(form, given, is_file)
    library = load(data, criteria)
    statements, any_found = peek(library.select(criteria))
    exit_if_none(any_found, criteria)

    if "attributes" in FORMATS[form].options:
        given["attributes"] = ",".join(library.list_attributes())
    if output is not None and is_file:
        write(statements, form, output, given, force=force)
    else:
        write_bytes(load_export(form)(statements, **given), binary=FORMATS[form].binary)


def _check_options(form: str, given: Mapping[str, str], is_file: bool) -> None:
    """Refuse options that the format does not take, or that cannot be combined."""
    try:
        check_options(form, given, "--")
    except QuotecliError as error:
        raise click.UsageError(error.message) from None
    if not is_file and ("split" in given or not FORMATS[form].module):
        what = "--split" if "split" in given else f"--to {form}"
        raise click.UsageError(f"{what} writes a folder; use -o FOLDER")
