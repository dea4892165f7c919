"""Quotes under the headings of their statements and speakers, as one reads codings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from quotecli.model import NOBODY, Quote
from quotecli.render.excerpt import excerpt
from quotecli.render.layout import Line, Piece
from quotecli.render.machine.markdown import escape_markup, quote_blocks
from quotecli.render.passage import Context
from quotecli.render.view import View


class Group(NamedTuple):
    """The quotes of one speaker in one statement; `title` is "" if it has been said before."""

    title: str
    speaker: str
    role: str
    quotes: list[Quote]


def group_quotes(quotes: Iterable[Quote], title_of: Callable[[Quote], str]) -> Iterator[Group]:
    """Yield quotes in source order by statement, and in each by speaker.

    Speakers come in the order of their first quotes; quotes that name nobody are one group.
    """
    for _, those in groupby(quotes, key=lambda quote: quote.statement):
        people: dict[tuple[str, str], list[Quote]] = {}
        for quote in those:
            who = quote.speaker
            people.setdefault((who.id, who.name) if who else ("", ""), []).append(quote)
        for number, (person, own) in enumerate(people.items()):
            role = own[0].speaker.role if own[0].speaker else ""
            yield Group("" if number else title_of(own[0]), person[1] or NOBODY, role, own)


def draw_groups(
    groups: Iterable[Group], view: View, context: Context | None
) -> Iterator[Iterable[Line]]:
    """Yield blocks of lines: headings, and the quotes below them."""
    for group in groups:
        if group.title:
            yield [Line([Piece(group.title, "heading")])]
        role = f", {group.role}" if group.role else ""
        yield [Line([Piece(group.speaker, "speaker"), Piece(role, "dim")])]
        for quote in group.quotes:
            yield excerpt(quote, view, context.lines(quote, view) if context else ())


def write_groups(groups: Iterable[Group], context: Context | None) -> Iterator[str]:
    """Yield Markdown: headings of two levels, and the quotes below them as block quotes."""
    gap = ""
    for group in groups:
        if group.title:
            yield f"{gap}## {escape_markup(group.title)}\n"
            gap = "\n"
        yield f"{gap}### {escape_markup(group.speaker)}\n\n"
        yield from quote_blocks(group.quotes, {}, context)
