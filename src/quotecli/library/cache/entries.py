"""A statement file -> what the database keeps of it, as plain values that go from one process to
another.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from quotecli.errors import Place, Problem, StatementError, UnreadableError
from quotecli.library.cache.rows import store_quote
from quotecli.library.cache.values import as_tuple, digest
from quotecli.library.sql import QUOTE_COLUMNS
from quotecli.model import Quote, Statement
from quotecli.objects import encode
from quotecli.store.codebook import Codebook
from quotecli.store.discovery import MISSING, UNSURE, Fingerprint, fingerprint
from quotecli.store.reader import examine
from quotecli.store.text_file import TextFiles
from quotecli.text.dates import day_range
from quotecli.text.query import build_index_text
from quotecli.text.words import count_words

QuoteRow = tuple[Any, ...]
"""id, speaker's id, speaker's name, reporter's id, number of words, topics' ids, the QUOTE_COLUMNS,
the two parts of Kept, indexed words.
"""


class Entry(NamedTuple):
    """One file: the digest of its bytes, its text file and the fingerprint and digest of that, what is
    wrong with it, or the statement that it holds.

    `head` is its JSON but for the text; `topics` and `speakers` are what it defines, as JSON.
    """

    path: str
    digest: bytes
    text_file: str = ""
    text_fingerprint: Fingerprint = MISSING
    text_digest: bytes = b""
    problems: tuple[Any, ...] = ()
    name: str = ""
    first: str | None = None
    last: str | None = None
    title: str = ""
    speaker: str | None = None
    published: str = ""
    topics: str = ""
    speakers: str = ""
    head: str = ""
    text: str = ""
    quotes: tuple[QuoteRow, ...] = ()


def entry(path: str, data: bytes, book: Codebook | None) -> Entry:
    """What is kept of the file at `path` with these bytes, served by this codebook."""
    texts = _WatchedTexts(path)
    found = examine(data, path, book, texts=texts, placed=False)
    if found.statement is None or found.problems:
        # Lines are only needed where something is wrong.
        found = examine(data, path, book, texts=texts)
    if found.statement is None or found.problems:
        problems = tuple(as_tuple(problem) for problem in found.problems)
        return Entry(path, digest(data), texts.path, texts.fingerprint, problems=problems)
    return _entry(found.statement, texts.fingerprint, digest(data))


class _WatchedTexts(TextFiles):
    """Text files of which the path and the fingerprint are kept, as it was before they were read."""

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


def broken(path: str, error: UnreadableError | StatementError) -> Entry:
    """What is kept of a file that cannot be read."""
    if isinstance(error, StatementError):
        problems = error.problems
    else:
        problems = (Problem("unreadable", error.message, error.place or Place(path), error.hint),)
    return Entry(path, b"", problems=tuple(as_tuple(problem) for problem in problems))


def _entry(statement: Statement, text_fingerprint: Fingerprint, its_digest: bytes) -> Entry:
    first, last = day_range(statement.source.published)
    head = {
        "occasion": statement.occasion,
        "source": statement.source,
        "text_file": statement.text_file,
    }
    ordered = sorted(((_start(quote), n) for n, quote in enumerate(statement.quotes)))
    return Entry(
        path=statement.file,
        digest=its_digest,
        text_file=statement.text_file,
        text_fingerprint=text_fingerprint,
        text_digest=digest(statement.text.encode("utf-8", "surrogatepass"))
        if statement.text_file
        else b"",
        name=statement.id,
        first=first,
        last=last,
        title=statement.title,
        speaker=statement.speaker.id if statement.speaker else None,
        published=statement.source.published,
        topics=encode([*statement.topics.values()]),
        speakers=encode([*statement.speakers.values()]),
        # In ASCII, since a path can hold what is no text.
        head=json.dumps(head),
        text=statement.text,
        quotes=tuple([_row(statement.quotes[n]) for _, n in ordered]),
    )


def _start(quote: Quote) -> float:
    """Where a quote begins; what has no place comes last."""
    spans = quote.anchor.spans
    return spans[0].start if spans else float("inf")


def _row(quote: Quote) -> QuoteRow:
    who = quote.speaker
    return (
        quote.id,
        who.id if who else None,
        who.name if who else None,
        quote.reported_by.id if quote.reported_by else None,
        sum(map(count_words, quote.parts)),
        tuple([topic.id for topic in quote.topics]),
        tuple([of(quote) for of in QUOTE_COLUMNS.values()]),
        *store_quote(quote),
        build_index_text(quote.parts),
    )
