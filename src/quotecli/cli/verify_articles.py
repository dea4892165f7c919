"""quotecli verify: articles and sources are read, and each quotation is looked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from quotecli.cli.notices import add_notes, complain
from quotecli.cli.options import Data
from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError

_MAX_FETCHED = 20  # pages of one run
_MISSING = (
    "no words between quotation marks, no block quotations, and no turns of a transcript with two"
    " speakers"
)
_NO_PROSE = "not prose (code, a table, a picture, a heading), or not in the text read from the page"
_PRIVATE_HINT = "add --fetch-private if you trust the articles"

if TYPE_CHECKING:
    from quotecli.library.library import Library
    from quotecli.store.codebook import Codebook
    from quotecli.verifying.finding import Article, Finding
    from quotecli.verifying.searching.sources import SourceText


def check(
    paths: Sequence[str],
    folders: Sequence[str],
    data: Data,
    criteria: Criteria,
    *,
    fetch: bool = False,
    fetch_private: bool = False,
) -> list[tuple[Article, list[Finding]]]:
    """Return articles with what is found out about their quotations.

    The library is left out if only other sources are named. With `fetch`, what the articles link
    to is a source as well, on private networks only with `fetch_private`. Raises QuotecliError if
    an article is unreadable, or all sources are.
    """
    from quotecli.verifying.verify import Verifier

    articles = [read(file) for path in paths for file in _list_files(path)]
    _tell_of_articles(articles)
    library = _load(data, criteria) if data.paths or not folders else None
    if not data.paths and not folders:
        add_notes(
            ["note: the sources are the statement that comes with quotecli; name yours with -d"]
        )
    texts = _read_sources(folders, strict=data.strict) if folders else iter(())
    is_fetched = fetch or fetch_private
    linked = _fetch_links(articles, fetch_private) if is_fetched else iter(())
    return list(Verifier(library, criteria).verify(articles, chain(texts, linked)))


def _list_files(path: str) -> list[str]:
    """Return the file of an article, or those in a folder of them."""
    if not os.path.isdir(path):
        return [path]
    from quotecli.intake.gathering import gather

    gathered = gather([path])
    if gathered.errors:
        raise gathered.errors[0]
    add_notes(gathered.notes)
    return [text.path for text in gathered.texts]


def _load(data: Data, criteria: Criteria) -> Library:
    from quotecli.cli.loading import load

    return load(data, criteria)


def _tell_of_articles(articles: Sequence[Article]) -> None:
    """Tell which articles quote nothing, and whose lines are not those of the file itself."""
    silent = [article.name for article in articles if not article.quotes]
    if silent:
        add_notes([f"note: no quotations in {_name_all(silent)}: {_MISSING}"])
    unread = [f"{article.name}:{line}" for article in articles for line in article.unread]
    if unread:
        more = f" and {len(unread) - 1:,} more" * (len(unread) > 1)
        add_notes([f"note: not verified in block quotations: {unread[0]}{more}: {_NO_PROSE}"])
    names = [article.name for article in articles if article.is_extracted]
    if names:
        shown = "quotecli draft --show-text"
        add_notes([f"note: lines in {_name_all(names)} are those of the text that {shown} prints"])


def _name_all(names: Sequence[str]) -> str:
    """Return the first of some files, and how many other articles there are."""
    others = len(names) - 1
    more = " and another article" if others == 1 else f" and {others:,} other articles"
    return names[0] + more * (others > 0)


def is_true(finding: Finding, *, strict: bool) -> bool:
    """Return True if nothing is wrong with a quotation; if `strict`, a short one is."""
    if finding.verdict == "short":
        return not strict
    return finding.verdict == "verbatim" and finding.attribution.verdict != "differs"


def read(path: str) -> Article:
    """Return an article; the speakers of the codebook near it are known."""
    from quotecli.intake.address import is_address
    from quotecli.store.files import read_bytes
    from quotecli.verifying.reading.article import is_statement, read_article, read_statement

    if is_address(path):
        from quotecli.intake.fetching import fetch

        data, address = fetch(path, lambda text: add_notes([f"note: {text}"]))
        return read_article(data, path, address)
    data = read_bytes(path)
    book = _find_book(path)
    if is_statement(path):
        from quotecli.store import reader

        return read_statement(reader.load(path, book), data)
    return read_article(data, path, speakers=book.speakers if book else None)


def _find_book(path: str) -> Codebook | None:
    from quotecli.store.serving import find_codebook

    found = find_codebook(os.path.dirname(path)) if path != "-" else ""
    if not found:
        return None
    from quotecli.store.codebook import read_codebook

    return read_codebook(found)


def _read_sources(folders: Sequence[str], *, strict: bool) -> Iterator[SourceText]:
    """Yield the texts of files and folders; what is unreadable among them is told.

    Raises QuotecliError if all are, or if any is and the reading is `strict`.
    """
    from quotecli.intake.gathering import gather
    from quotecli.store.files import read_bytes
    from quotecli.verifying.searching.sources import read_source

    gathered = gather(folders)
    for error in gathered.errors:
        if strict:
            raise error
        complain(error.message, error.hint, place=error.place)
    add_notes(gathered.notes)
    unread = 0
    for text in gathered.texts:
        try:
            yield read_source(text, read_bytes(text.path))
        except QuotecliError as error:
            if strict:
                raise
            complain(error.message, error.hint, place=error.place)
            unread += 1
    if unread == len(gathered.texts):
        raise QuotecliError("no source is readable")


def _fetch_links(articles: Sequence[Article], may_be_private: bool) -> Iterator[SourceText]:
    """Yield the pages that articles link to; each is told, and what is unreadable."""
    from quotecli.intake.fetching import PrivateError, fetch
    from quotecli.intake.gathering import Text
    from quotecli.verifying.searching.sources import read_source

    links = list(dict.fromkeys(link for article in articles for link in article.links))
    if len(links) > _MAX_FETCHED:
        add_notes([f"note: fetching {_MAX_FETCHED} of {len(links):,} links"])
    for link in links[:_MAX_FETCHED]:
        add_notes([f"note: fetching {link}"])
        try:
            data, address = fetch(
                link, lambda text: add_notes([f"note: {text}"]), may_be_private=may_be_private
            )
            yield read_source(Text(link, link, "", {"url": address}), data)
        except PrivateError as error:
            complain(error.message, _PRIVATE_HINT, place=error.place)
        except QuotecliError as error:
            complain(error.message, error.hint, place=error.place)
