"""Statements as the files of a folder, beside a codebook with what they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from quotecli.errors import QuotecliError, StatementError
from quotecli.model import Speaker, Statement, Topic
from quotecli.store.codebook import Codebook
from quotecli.store.reader import read
from quotecli.store.serving import CODEBOOK
from quotecli.store.text_file import TextFiles
from quotecli.store.writer import write, write_codebook

_NO_TOPICS: Mapping[str, Topic] = MappingProxyType({})
_NO_PEOPLE: Mapping[str, Speaker] = MappingProxyType({})


def make_files(
    names: Mapping[str, str],
    statements: Iterable[Statement],
    topics: Mapping[str, Topic],
    people: Mapping[str, Speaker],
    refused: dict[str, str] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of statement files, then of the codebook that they share.

    `names` are the names of the files by the ids of the statements; `topics` and `people` are those
    of the codebook, by id. A statement that no file can hold raises QuotecliError, or is left out
    with the reason in `refused`, by id. Without statements or without definitions there is no
    codebook.
    """
    written = False
    for item in statements:
        try:
            content = encode_statement(item, topics, people)
        except QuotecliError as error:
            if refused is None:
                raise
            refused[item.id] = error.message
            continue
        yield names[item.id], content
        written = True

    if written and (topics or people):
        yield CODEBOOK, write_codebook(topics, people).encode()


def encode_statement(
    statement: Statement,
    topics: Mapping[str, Topic] = _NO_TOPICS,
    people: Mapping[str, Speaker] = _NO_PEOPLE,
) -> bytes:
    """Return a statement as a file beside a codebook of topics and people.

    It is read back first: what other tools wrote, or several people, must survive that. Raises
    QuotecliError if it does not.
    """
    if has_unattributed(statement):
        statement = statement._replace(speaker=None)
    own = {key: topic for key, topic in statement.topics.items() if topics.get(key) != topic}
    speakers = {key: who for key, who in statement.speakers.items() if people.get(key) != who}
    content = write(statement._replace(topics=own, speakers=speakers)).encode()
    book = Codebook("", dict(topics), dict(people))
    try:
        same = read(content, f"{statement.id}.yaml", book, texts=TextFiles("-"))
    except StatementError as error:
        raise QuotecliError(
            f"cannot write the statement '{statement.id}' as a file: {error.message}"
        ) from None
    if same.text != statement.text or len(same.quotes) != len(statement.quotes):
        raise QuotecliError(
            f"the statement '{statement.id}' does not survive being written and read"
        )
    return content


def has_unattributed(statement: Statement) -> bool:
    """Return True if a quote without a speaker would get that of its statement in a file."""
    return statement.speaker is not None and any(one.speaker is None for one in statement.quotes)
