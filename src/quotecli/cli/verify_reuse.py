"""quotecli verify --reuse: one source is looked for in many articles."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quotecli.cli.notices import add_notes, complain
from quotecli.cli.options import Data, Output
from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError

if TYPE_CHECKING:
    from quotecli.model import Quote
    from quotecli.verifying.finding import Article, Finding
    from quotecli.verifying.reuse import Reuse
    from quotecli.verifying.searching.sources import SourceText
    from quotecli.verifying.verify import Verifier

_Checked = list[tuple["Article", list["Finding"]]]


def find_reuse(
    source: str, paths: Sequence[str], data: Data, criteria: Criteria
) -> tuple[_Checked, list[Reuse]]:
    """Return the articles that quote a source, and what they quote of it, the most quoted first.

    `paths` are articles and folders of them; an unreadable one is told and left out, and a source
    in a folder is no article. Raises QuotecliError if the source is unreadable, or if no article is
    left.
    """
    from quotecli.verifying.reuse import USED, list_reuse

    articles = _read_articles(paths, source)
    verifier, quotes, texts = _open(source, data, criteria)
    checked = [
        (article, [one for one in findings if one.verdict in USED and one.passage])
        for article, findings in verifier.verify(articles, texts)
    ]
    used = [pair for pair in checked if pair[1]]
    return used, list_reuse(quotes, [finding for _, some in used for finding in some])


def _open(
    source: str, data: Data, criteria: Criteria
) -> tuple[Verifier, Sequence[Quote], list[SourceText]]:
    """Return what looks for quotations in a source, its annotated quotes, and its plain text."""
    from quotecli.cli.loading import load
    from quotecli.intake.gathering import gather
    from quotecli.store.files import read_bytes
    from quotecli.verifying.reading.article import is_statement
    from quotecli.verifying.searching.sources import read_source
    from quotecli.verifying.verify import Verifier

    if not is_statement(source):
        (text,) = gather([source]).texts
        return Verifier(), (), [read_source(text, read_bytes(source))]
    library = load(data._replace(paths=(source,)), criteria)
    return Verifier(library, criteria), list(library.quotes(criteria)), []


def _read_articles(paths: Sequence[str], source: str) -> list[Article]:
    from quotecli.cli.verify_articles import read
    from quotecli.intake.gathering import gather

    gathered = gather(paths)
    add_notes(gathered.notes)
    errors: list[QuotecliError] = list(gathered.errors)
    articles = []
    for text in gathered.texts:
        if text.path not in paths and os.path.realpath(text.path) == os.path.realpath(source):
            continue
        try:
            articles.append(read(text.path))
        except QuotecliError as error:
            errors.append(error)
    if errors and not articles:
        raise errors[0]
    for problem in errors:
        complain(problem.message, problem.hint, place=problem.place)
    return articles


def write_reuse(checked: _Checked, uses: Sequence[Reuse], output: Output) -> None:
    """Write what articles quote of a source: as tables, JSON, CSV or a page."""
    from quotecli.cli.writing import write_items, write_page, write_text
    from quotecli.render.reuse import COLUMNS, REUSE, list_rows, reuse_tables

    if output.form == "html":
        write_page("findings", checked, uses)
    elif output.form == "csv":
        from quotecli.render.machine.separated import csv_lines

        write_text(csv_lines(list_rows(uses), COLUMNS, raw=output.raw))
    elif output.is_json:
        write_items(uses, REUSE, output)
    elif uses:
        from quotecli.cli.screen import show

        show(reuse_tables(uses), pager=output.pager)
