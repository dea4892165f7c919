"""The sources of quotes as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote as percent

from quotecli.bylines import Author, authors
from quotecli.dates import is_date
from quotecli.model import Statement, one_line
from quotecli.render.escape import visible_line

_SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_SPECIAL = re.compile(r"[\\{}~^#$%&_]")
_ADDRESS = "!#$%&'()*+,-./:;=?@[]_~"


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """An entry for each statement that has quotes, in UTF-8; its key is the statement's id."""
    for item in statements:
        fields = "".join([f"  {name} = {{{value}}},\n" for name, value in _fields(item)])
        yield f"@misc{{{item.id},\n{fields}}}\n\n".encode()


def keywords(statement: Statement) -> list[str]:
    """The labels of the topics of its chosen quotes, each once."""
    return list(dict.fromkeys(topic.label for quote in statement.quotes for topic in quote.topics))


def _fields(statement: Statement) -> Iterator[tuple[str, str]]:
    source = statement.source
    if source.author:
        yield "author", " and ".join(map(_name, authors(source.author)))
    # Braces keep the case of what styles would put into another.
    yield "title", f"{{{escaped(statement.title)}}}"
    if source.publisher:
        yield "publisher", f"{{{escaped(source.publisher)}}}"
    if is_date(source.published):
        yield "year", source.published[:4]
        yield "date", source.published
    if source.url:
        yield "url", percent(one_line(source.url), safe=_ADDRESS)
    if is_date(source.accessed):
        yield "urldate", source.accessed
    if source.language:
        yield "language", escaped(source.language)
    loose = [("Published", source.published), ("Accessed", source.accessed)]
    notes = [statement.occasion, *[f"{what}: {date}" for what, date in loose if date and not is_date(date)]]
    if any(notes):
        yield "note", "; ".join(escaped(note) for note in notes if note)
    labels = keywords(statement)
    if labels:
        # A comma sets keywords apart, whatever braces stand around it.
        yield "keywords", ", ".join(escaped(label.replace(",", ";")) for label in labels)


def _name(author: Author) -> str:
    """A name for BibTeX: what is in braces it does not take apart."""
    if not author.family:
        return f"{{{escaped(author.name)}}}"
    return f"{escaped(author.family)}, {escaped(author.given)}"


def escaped(text: str) -> str:
    """A text on one line as LaTeX prints it."""
    return _SPECIAL.sub(lambda match: _SPECIALS[match.group()], visible_line(one_line(text)))
