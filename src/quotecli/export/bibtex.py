"""The sources of quotes as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quotecli.citing.bylines import Author, parse_byline
from quotecli.citing.citation import encode_url
from quotecli.model import Statement, collapse_space
from quotecli.render.escape import visible_line
from quotecli.text.dates import is_date

_SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # Two of these would become one sign: a dash, a quotation mark.
    "-": "-{}",
    "'": "'{}",
    "`": r"\textasciigrave{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_SPECIAL = re.compile(r"[\\{}~^#$%&_`]|-(?=-)|'(?=')")


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """An entry for each statement that has quotes, in UTF-8; its key is the statement's id."""
    for item in statements:
        fields = "".join([f"  {name} = {{{value}}},\n" for name, value in _fields(item)])
        yield f"@misc{{{item.id},\n{fields}}}\n\n".encode()


def keywords(statement: Statement) -> list[str]:
    """The topics of its chosen quotes, each once: their labels, or the id of one whose label holds
    a comma.
    """
    topics = dict.fromkeys(topic for quote in statement.quotes for topic in quote.topics)
    # Commas set keywords apart, and nothing keeps them from it.
    return list(dict.fromkeys(topic.id if "," in topic.label else topic.label for topic in topics))


def _fields(statement: Statement) -> Iterator[tuple[str, str]]:
    source = statement.source
    if source.author:
        yield "author", " and ".join(map(_name, parse_byline(source.author)))
    # Braces keep the case of what styles would put into another.
    yield "title", f"{{{escaped(statement.title)}}}"
    if source.publisher:
        yield "publisher", f"{{{escaped(source.publisher)}}}"
    if is_date(source.published):
        yield "year", source.published[:4]
        yield "date", source.published
    if source.url:
        yield "url", encode_url(source.url)
    if is_date(source.accessed):
        yield "urldate", source.accessed
    if source.language:
        yield "language", escaped(source.language)
    loose = [("Published", source.published), ("Accessed", source.accessed)]
    notes = [
        statement.occasion,
        *[f"{what}: {date}" for what, date in loose if date and not is_date(date)],
    ]
    if any(notes):
        yield "note", "; ".join(escaped(note) for note in notes if note)
    labels = keywords(statement)
    if labels:
        yield "keywords", ", ".join(map(escaped, labels))


def _name(author: Author) -> str:
    """A name for BibTeX: what is in braces it does not take apart."""
    if not author.family:
        return f"{{{escaped(author.name)}}}"
    return f"{escaped(author.family)}, {escaped(author.given)}"


def escaped(text: str) -> str:
    """A text on one line as LaTeX prints it."""
    return _SPECIAL.sub(lambda match: _SPECIALS[match.group()], visible_line(collapse_space(text)))
