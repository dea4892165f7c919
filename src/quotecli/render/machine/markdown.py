"""Quotes and tables as Markdown that shows the very words and runs none: CommonMark, with GitHub's
tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quotecli.citing.attribution import attribution, find_cue
from quotecli.model import Quote, collapse_space
from quotecli.objects import Row
from quotecli.render.layout import UNICODE, Line, Table, plain_text
from quotecli.render.view import View
from quotecli.text.escape import visible

if TYPE_CHECKING:
    from quotecli.render.passage import Context

# What would be markup, anywhere or at the beginning, to CommonMark, GitHub's tables,
# Python-Markdown with its extensions, note-taking programs (comments, tags and highlights) or site
# builders, which run what stands in braces. All of them take a backslash before some signs; the
# others are references, since Python-Markdown would show the backslash.
_MARKUP = re.compile(
    r"(?P<slash>[\\`*_\]{}#>]|(?<!^)\[|^[+-]|^!(?=!!)|(?<=\+)\+|\+(?=\+))"
    r"|[<&|~$^@\[]|%(?=[%}])|(?<=[%{])%|=(?==)|(?<==)=|:(?=[\w+-]+:|//)|^[:=]|^\?(?=\?\?)|^/(?=//)"
)
_ENUMERATION = re.compile(r"^(\d{1,9})(?=[.)])")
_NAMES = {"<": "&lt;", "&": "&amp;"}


def escape_markup(text: str) -> str:
    """Return text on one line as Markdown that shows it: what would be markup is escaped."""
    escaped = _MARKUP.sub(_escape, visible(collapse_space(text)))
    return _ENUMERATION.sub(r"\1\\", escaped)


def _escape(match: re.Match[str]) -> str:
    sign = match.group()
    return f"\\{sign}" if match["slash"] else _NAMES.get(sign, f"&#{ord(sign)};")


def quote_block(
    quote: Quote, said: str, notes: Iterable[str] = (), context: Sequence[Line] = ()
) -> str:
    """Return a quote as a block quote: its words, who `said` them, `notes` and its caveats.

    `said` and `notes` are Markdown already. Only the speaker's own words get quotation marks; lines
    of `context` stand in the place of the words.
    """
    words = f"“{quote.excerpt}”" if quote.kind == "direct" else quote.excerpt
    blocks = [escape_markup(plain_text(line)) for line in context] or [escape_markup(words)]
    cue = f" (cue: {escape_markup(told)})" if (told := find_cue(quote)) else ""
    blocks = [*filter(None, blocks), f"— {said}{cue}", *filter(None, notes)]
    blocks += [f"**{caveat}**" for caveat in quote.caveats]
    return "\n>\n".join(f"> {block}" for block in blocks) + "\n"


def quote_blocks(
    quotes: Iterable[Quote], titles: Mapping[str, str], context: Context | None = None
) -> Iterator[str]:
    """Yield quotes as block quotes, each with its attribution, paragraph and topics.

    `titles` are those of statements by id: a quote of one of these names it.
    """
    view = View(UNICODE, {})
    gap = ""
    for quote in quotes:
        title = titles.get(quote.statement)
        parts = [
            attribution(quote, manner=True),
            f"“{title}”" if title else "",
            f"¶ {quote.paragraph}" if quote.paragraph else "",
        ]
        about = ", ".join(topic.label for topic in quote.topics)
        said = ", ".join(part for part in parts if part) + (f" ({about})" if about else "")
        lines = context.lines(quote, view) if context else ()
        yield f"{gap}{quote_block(quote, escape_markup(said), context=lines)}"
        gap = "\n"


def table_of_rows(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """Yield a table of rows that have these columns."""
    return _table(columns, ([row[column] for column in columns] for row in rows))


def table_of_layout(table: Table) -> Iterator[str]:
    """Yield a table that people see, without its bars, which have no heading."""
    headed = [number for number, column in enumerate(table.columns) if column.heading]
    rows = ([plain_text(row[number]) for number in headed] for row in table.rows)
    sides = ["---:" if table.columns[number].right else "---" for number in headed]
    return _table([table.columns[number].heading for number in headed], rows, sides)


def _table(
    headings: Sequence[str], rows: Iterable[Iterable[Any]], sides: Sequence[str] = ()
) -> Iterator[str]:
    yield _table_line(headings)
    yield f"| {' | '.join(sides or ['---'] * len(headings))} |\n"
    for row in rows:
        yield _table_line(row)


def _table_line(cells: Iterable[Any]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return escape_markup(value)
    return "" if value is None else str(value)
