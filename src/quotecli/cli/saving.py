"""quotecli quotes --save: a selection as statement files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quotecli.text.plural import count_noun

if TYPE_CHECKING:
    from quotecli.criteria import Criteria
    from quotecli.library.library import Library
    from quotecli.model import Quote, Statement

_MAX_LISTED = 20


def save_quotes(
    library: Library, quotes: Iterable[Quote], criteria: Criteria, folder: str, *, force: bool
) -> tuple[int, int, Sequence[str]]:
    """Write the statements of quotes, which meet criteria, with these alone, as files of a folder.

    What they share is in its codebook. Every excerpt is proved in its text again. Returns how many
    quotes were written, how many of them are to be reviewed, and a line for each one that was left
    out, and for each statement that no file can hold.
    """
    from quotecli.store.codebook import find_shared_speakers
    from quotecli.store.files import write_folder
    from quotecli.store.folder import make_files

    chosen: dict[str, list[Quote]] = {}
    for quote in quotes:
        chosen.setdefault(quote.statement, []).append(quote)
    together = (quote for some in chosen.values() for quote in sorted(some, key=_place))

    left_out: list[str] = []
    proved = [_prove(statement, left_out) for statement in library.gather(together, criteria)]
    proved = [_trim(statement) for statement in proved if statement.quotes]
    used = set[str]().union(*(statement.topics for statement in proved))
    several = len(proved) > 1
    shared = {key: topic for key, topic in library.topics.items() if several and key in used}
    people = find_shared_speakers(statement.speakers for statement in proved)
    refused: dict[str, str] = {}
    files = [*make_files(_name_files(proved), proved, shared, people, refused)]
    if files:
        write_folder(folder, files, force=force)

    left_out += [f"{key}: {why}" for key, why in refused.items()]
    written = [quote for item in proved if item.id not in refused for quote in item.quotes]
    return len(written), sum(bool(quote.review) for quote in written), left_out


def describe(written: int, unsure: int, left_out: Sequence[str], folder: str) -> Iterator[str]:
    """Yield what a reader must know of the files that were written."""
    from shlex import quote

    yield from (f"left out: {line}" for line in left_out[:_MAX_LISTED])
    if len(left_out) > _MAX_LISTED:
        yield f"left out: {len(left_out) - _MAX_LISTED:,} more"
    if written:
        review = f", {unsure:,} to be reviewed: quotecli review {quote(folder)}" if unsure else ""
        yield f"wrote {count_noun(written, 'quote')}{review}"


def _trim(statement: Statement) -> Statement:
    """Return a statement with the speakers and the topics that it uses, and those above them."""
    from quotecli.checking.definitions import find_uses

    used = find_uses(statement)
    speakers = {key: who for key, who in statement.speakers.items() if key in used.speakers}
    topics = {key: topic for key, topic in statement.topics.items() if key in used.topics}
    return statement._replace(speakers=speakers, topics=topics)


def _place(quote: Quote) -> float:
    """Return where a quote begins in its text; one without a place comes last."""
    spans = quote.anchor.spans
    return spans[0].start if spans else float("inf")


def _prove(statement: Statement, left_out: list[str]) -> Statement:
    """Return a statement with the quotes that its text proves; say of the others why not."""
    from quotecli.anchoring.anchor import Anchorer

    anchorer = Anchorer(statement.text)
    quotes = [replace(quote, anchoring=anchorer) for quote in statement.quotes]
    left_out += [f"{one.statement}/{one.id}: {one.doubt}" for one in quotes if not one.proved]
    return statement._replace(quotes=tuple([one for one in quotes if one.proved]))


def _name_files(statements: Sequence[Statement]) -> dict[str, str]:
    """Return a name for the file of each statement, made of its id, by id."""
    from quotecli.exporting.ids import name_id
    from quotecli.store.discovery import name_statement_files

    taken: set[str] = set()
    names = name_statement_files([name_id(statement.id, taken) for statement in statements])
    return dict(zip((statement.id for statement in statements), names))
