"""A statement file -> what the database holds of it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from quotecli.errors import Place, Problem, StatementError, UnreadableError
from quotecli.library.cache.rows import store_quote
from quotecli.library.cache.values import digest, encode_problems
from quotecli.library.sql import QUOTE_COLUMNS
from quotecli.model import Quote, Statement
from quotecli.objects import encode
from quotecli.store.annotators import find_coder
from quotecli.store.codebook import Codebook
from quotecli.store.discovery import MISSING, UNSURE, Fingerprint, fingerprint
from quotecli.store.reader import examine
from quotecli.store.text_file import TextFiles
from quotecli.text.dates import day_range
from quotecli.text.query import build_index_text
from quotecli.text.words import count_words

QuoteRow = tuple[Any, ...]
"""id, speaker's id, speaker's name, reporter's id, number of words, ids of topics, QUOTE_COLUMNS,
what store_quote() returns, words to index.
"""


class Entry(NamedTuple):
    """One file, as plain values that can go from one process to another.

    `problems` is the JSON of what is wrong with it. If nothing is, `statement` has the id, the
    first and the last day, the title and the head of the statement; `topics` and `speakers` are
    the JSON of what it defines. `coder` is who annotated it, if that is one person.
    """

    path: str
    digest: bytes = b""
    text_file: str = ""
    text_fingerprint: Fingerprint = MISSING
    text_digest: bytes = b""
    problems: str = ""
    statement: tuple[Any, ...] = ()
    topics: str = ""
    speakers: str = ""
    text: str = ""
    quotes: tuple[QuoteRow, ...] = ()
    coder: str = ""


class _WatchedTexts(TextFiles):
    """Text files with the path and the fingerprint of the last one, taken before it was read."""

    path, fingerprint = "", MISSING

    def read(self, name: str) -> str:
        self.path = self.locate(name)
        self.fingerprint = fingerprint(self.path, follow=False)
        try:
            return super().read(name)
        except UnreadableError:
            # What the system refused once, it may give the next time.
            self.fingerprint = UNSURE
            raise


def make_entry(path: str, data: bytes, book: Codebook | None) -> Entry:
    """Return the entry of the file at `path`, from its bytes and the codebook that serves it."""
    texts = _WatchedTexts(path)
    statement, problems = examine(data, path, book, texts=texts, placed=False)
    if statement is None or problems:
        # Lines are only needed for problems.
        statement, problems = examine(data, path, book, texts=texts)
    entry = Entry(path, digest(data), texts.path, texts.fingerprint)
    if statement is None or problems:
        return entry._replace(problems=encode_problems(problems))

    text = statement.text.encode("utf-8", "surrogatepass") if texts.path else b""
    return entry._replace(
        text_digest=digest(text) if text else b"",
        statement=_statement_columns(statement),
        topics=encode([*statement.topics.values()]),
        speakers=encode([*statement.speakers.values()]),
        text=statement.text,
        quotes=tuple(map(_make_row, sorted(statement.quotes, key=_start))),
        coder=find_coder(statement),
    )


def make_broken_entry(path: str, error: UnreadableError | StatementError) -> Entry:
    """Return the entry of an unreadable file."""
    if isinstance(error, StatementError):
        return Entry(path, problems=encode_problems(error.problems))
    problem = Problem("unreadable", error.message, error.place or Place(path), error.hint)
    return Entry(path, problems=encode_problems([problem]))


def _statement_columns(statement: Statement) -> tuple[Any, ...]:
    speaker = statement.speaker.id if statement.speaker else None
    about = (statement.occasion, statement.coder, statement.memo)
    head = (statement.file, statement.text_file, speaker, *about, statement.source)
    # In ASCII, since a path may not be valid text.
    return (statement.id, *day_range(statement.source.published), statement.title, json.dumps(head))


def _start(quote: Quote) -> float:
    """Return where a quote begins; one without a place comes last."""
    spans = quote.anchor.spans
    return spans[0].start if spans else float("inf")


def _make_row(quote: Quote) -> QuoteRow:
    who, reporter = quote.speaker, quote.reported_by
    return (
        quote.id,
        who.id if who else None,
        who.name if who else None,
        reporter.id if reporter else None,
        sum(map(count_words, quote.parts)),
        tuple([topic.id for topic in quote.topics]),
        tuple([read(quote) for read in QUOTE_COLUMNS.values()]),
        *store_quote(quote),
        build_index_text(quote.parts),
    )
