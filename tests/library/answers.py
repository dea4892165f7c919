"""All answers of a library as plain values, so that two libraries can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

from quotecli.criteria import COUNTED_BY, Criteria, Sort
from quotecli.errors import StatementError, UnreadableError
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.library.tally import By
from quotecli.model import Quote, Statement
from quotecli.objects import encode, quote_object
from quotecli.store import codebook, reader
from quotecli.store.discovery import scan
from quotecli.text.slugs import make_slug

SORTS: tuple[Sort, ...] = tuple(sort for sort in get_args(Sort) if sort != "random")
SIDES: tuple[By, ...] = COUNTED_BY


def whole(quote: Quote) -> tuple[Any, ...]:
    """Return a quote with what is derived from its place, which == ignores."""
    return quote, quote.anchor, quote.paragraph


def whole_statement(one: Statement) -> tuple[Any, ...]:
    """Return a statement with the order of its definitions and its whole quotes."""
    return one, list(one.topics), list(one.speakers), [whole(quote) for quote in one.quotes]


def criteria(library: Library) -> Iterator[Criteria]:
    """Yield criteria that match quotes of a library, and some that match none."""
    yield Criteria()
    for topic in library.topics:
        yield Criteria(topics=(topic,))
        yield Criteria(not_topics=(topic,), kinds=("direct",))
    yield Criteria(topics=tuple(library.topics)[:2], every_topic=True)
    for speaker in library.speakers:
        yield Criteria(speakers=(speaker,))
    for name in library.statements:
        yield Criteria(statements=(name,))
    for search in ("harbour", "the quay*", '"will grow"', "harbour OR storm", "nothing"):
        yield Criteria(search=(search,))
    yield Criteria(since="2021", until="2022-06")


def answers(library: Library) -> dict[str, Any]:
    """Return the answers to every question."""
    found: dict[str, Any] = {
        "topics": list(library.topics.items()),
        "speakers": list(library.speakers.items()),
        "statements": [(key, whole_statement(one)) for key, one in library.statements.items()],
        "problems": library.problems,
        "left out": library.left_out,
        "notes": library.notes,
        "tally": [
            library.tally(by) for by in (*((side,) for side in SIDES), *combinations(SIDES, 2))
        ],
        "pairs": library.pairs(),
        "features": list(library.features()),
    }
    for one in criteria(library):
        found[str(one)] = {
            "quotes": {
                sort: [whole(quote) for quote in library.quotes(one, sort)] for sort in SORTS
            },
            "lines": list(library.lines(one)),
            "count": library.count(one),
            "topics": library.count_topics(one),
            "speakers": library.count_speakers(one),
            "statements": library.count_statements(one),
            "summary": library.summary(one),
            "select": [whole_statement(item) for item in library.select(one)],
            "texts": [
                whole_statement(item) for item in library.texts(one, lambda text: "harbour" in text)
            ],
        }
    return found


def asked(*paths: str | Path, cache: bool = True) -> dict[str, Any]:
    """Return the answers of the library of some paths, or the error of loading it."""
    try:
        return answers(load(*map(str, paths), cache=cache, strict=False))
    except (StatementError, UnreadableError) as error:
        return {"error": (type(error), str(error), error.hint, getattr(error, "problems", None))}


def one_by_one(*paths: str | Path) -> list[Statement]:
    """Return the statements of some paths, each read by itself, without unreadable ones."""
    found = scan([str(path) for path in paths])
    taken: set[str] = set()
    read = []
    for path, book in zip(found.paths, found.books):
        try:
            shared = codebook.read_codebook(book) if book else None
        except (StatementError, UnreadableError):
            shared = None
        name = make_slug(Path(path).stem)
        if name not in taken:
            with suppress(StatementError, UnreadableError):
                read.append(reader.load(path, shared))
        taken.add(name)
    return read


def in_memory(*paths: str | Path) -> list[tuple[Any, ...]]:
    """Return the quotes of some paths and their JSON, read without an index."""
    library = Library(one_by_one(*paths))
    quotes = list(library.quotes())
    return [(*whole(quote), encode(quote_object(quote))) for quote in quotes]
