"""The sources of quotes as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quotecli.citing.bylines import Author, parse_byline
from quotecli.citing.citation import encode_url
from quotecli.model import Statement, collapse_space
from quotecli.text.dates import is_date
from quotecli.text.escape import visible_line

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # Two of these would become a single character: a dash, a quotation mark.
    "-": "-{}",
    "'": "'{}",
    "`": r"\textasciigrave{}",
    # In the old encoding of TeX's fonts these print as other signs.
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_SPECIAL = re.compile(r"[\\{}~^#$%&_`<>]|-(?=-)|'(?=')")


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Yield an entry for each statement with quotes, in UTF-8; its key is the statement's id."""
    for statement in statements:
        fields = _fields(statement).items()
        lines = "".join([f"  {name} = {{{value}}},\n" for name, value in fields if value])
        kind = "online" if statement.source.url else "misc"
        yield f"@{kind}{{{statement.id},\n{lines}}}\n\n".encode()


def list_keywords(statement: Statement) -> list[str]:
    """Return the labels of the topics of its chosen quotes, or the ids of those with a comma."""
    topics = dict.fromkeys(topic for quote in statement.quotes for topic in quote.topics)
    # Commas separate keywords, and cannot be escaped.
    return list(dict.fromkeys(topic.id if "," in topic.label else topic.label for topic in topics))


def _fields(statement: Statement) -> dict[str, str]:
    source = statement.source
    published = source.published if is_date(source.published) else ""
    accessed = source.accessed if is_date(source.accessed) else ""
    notes = [
        statement.occasion,
        f"Published: {source.published}" if source.published and not published else "",
        f"Accessed: {source.accessed}" if source.accessed and not accessed else "",
    ]
    return {
        "author": " and ".join(map(_name, parse_byline(source.author))),
        # Braces keep capitals, which styles would change.
        "title": f"{{{escape(statement.title)}}}",
        "publisher": f"{{{escape(source.publisher)}}}" if source.publisher else "",
        "year": published[:4],
        "date": published,
        "url": encode_url(source.url),
        "urldate": accessed,
        "language": escape(source.language),
        "note": "; ".join(escape(note) for note in notes if note),
        "keywords": ", ".join(map(escape, list_keywords(statement))),
    }


def _name(author: Author) -> str:
    """Return a name for BibTeX, which does not divide what is in braces."""
    if not author.family:
        return f"{{{escape(author.name)}}}"
    return f"{escape(author.family)}, {escape(author.given)}"


def escape(text: str) -> str:
    """Return a text on one line so that LaTeX prints it."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match.group()], visible_line(collapse_space(text)))
