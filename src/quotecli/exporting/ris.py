"""The sources of quotes as RIS, for reference managers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecli.citing.bylines import parse_byline
from quotecli.model import Statement, collapse_space
from quotecli.text.dates import is_date
from quotecli.text.escape import visible_line


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Yield an entry for each statement with quotes, in UTF-8 with CRLF line ends."""
    for statement in statements:
        lines = [f"{tag}  - {_on_one_line(value)}\r\n" for tag, value in _tags(statement) if value]
        yield "".join([*lines, "ER  - \r\n"]).encode()


def _tags(statement: Statement) -> list[tuple[str, str]]:
    """Return the tags of an entry in order, those without a value too."""
    source = statement.source
    labels = dict.fromkeys(topic.label for quote in statement.quotes for topic in quote.topics)
    return [
        ("TY", "ELEC" if source.url else "GEN"),
        ("ID", statement.id),
        *[("AU", author.inverted_name) for author in parse_byline(source.author)],
        ("TI", statement.title),
        ("PB", source.publisher),
        ("PY", source.published[:4] if is_date(source.published) else ""),
        _date("DA", "Published", source.published),
        _date("Y2", "Accessed", source.accessed),
        ("UR", source.url),
        ("LA", source.language),
        ("N1", statement.occasion),
        *[("KW", label) for label in labels],
    ]


def _date(tag: str, name: str, date: str) -> tuple[str, str]:
    """Return a date as RIS has it, year/month/day/, or a note with anything that is not a date."""
    if not is_date(date):
        return "N1", f"{name}: {date}" if date else ""
    year, month, day = [*date.split("-"), "", ""][:3]
    return tag, f"{year}/{month}/{day}/"


def _on_one_line(text: str) -> str:
    return visible_line(collapse_space(text))
