"""The sources of quotes as RIS, which reference managers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecli.citing.bylines import parse_byline
from quotecli.model import Statement, collapse_space
from quotecli.render.escape import visible_line
from quotecli.text.dates import is_date


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """An entry for each statement that has quotes, in UTF-8 with CRLF line ends."""
    return (
        "".join([f"{tag}  - {_value(value)}\r\n" for tag, value in _tags(item)]).encode()
        for item in statements
    )


def _tags(statement: Statement) -> Iterator[tuple[str, str]]:
    source = statement.source
    yield "TY", "ELEC" if source.url else "GEN"
    yield "ID", statement.id
    for author in parse_byline(source.author):
        yield "AU", author.inverted_name
    yield "TI", statement.title
    if source.publisher:
        yield "PB", source.publisher
    if is_date(source.published):
        yield "PY", source.published[:4]
        yield "DA", _date(source.published)
    elif source.published:
        yield "N1", f"Published: {source.published}"
    if is_date(source.accessed):
        yield "Y2", _date(source.accessed)
    elif source.accessed:
        yield "N1", f"Accessed: {source.accessed}"
    if source.url:
        yield "UR", source.url
    if source.language:
        yield "LA", source.language
    if statement.occasion:
        yield "N1", statement.occasion
    for label in dict.fromkeys(topic.label for quote in statement.quotes for topic in quote.topics):
        yield "KW", label
    yield "ER", ""


def _date(date: str) -> str:
    """A date as RIS has it: year/month/day/, what is not known empty."""
    year, month, day = [*date.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/"


def _value(text: str) -> str:
    """A value on its one line."""
    return visible_line(collapse_space(text))
