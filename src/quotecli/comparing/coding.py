"""Several annotations of the same texts, put side by side."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from quotecli.comparing.matching import match
from quotecli.comparing.people import identify_people
from quotecli.criteria import Criteria
from quotecli.errors import Place, QuotecliError, UnknownNameError
from quotecli.library.library import Library
from quotecli.model import Quote, Statement, collapse_space

# Code points that are shown from where two texts differ on.
_SHOWN = 24


class Coding(NamedTuple):
    """A text as each coder annotated it; None for a coder who has not.

    The statements have the quotes that are compared, and no others. One person has one id in all.
    """

    statements: tuple[Statement | None, ...]

    @property
    def known(self) -> Sequence[Statement]:
        """The statements that there are, at least one."""
        return [item for item in self.statements if item is not None]

    @property
    def first(self) -> Statement:
        """The first statement that there is, which has the text."""
        return self.known[0]


def list_shared(codings: Sequence[Coding]) -> list[Coding]:
    """Return the texts that more than one coder has."""
    return [coding for coding in codings if len(coding.known) > 1]


def list_alone(codings: Sequence[Coding]) -> list[Coding]:
    """Return the texts that only one coder has, which are left out."""
    return [coding for coding in codings if len(coding.known) == 1]


def name_coders(libraries: Sequence[Library], paths: Sequence[str]) -> list[str]:
    """Return the names of the coders of libraries that were read from paths, no two the same.

    That is who annotated every quote, if it is one person, otherwise the name of the path.
    """
    names = []
    for library, path in zip(libraries, paths):
        coders = {quote.coder for quote in library.quotes()} if library.count() else set()
        if not coders:
            coders = {item.coder for item in library.statements.values()}
        stem = os.path.splitext(os.path.basename(os.path.normpath(path)))[0]
        names.append(coders.pop() if len(coders) == 1 and "" not in coders else stem)
    return [
        name if names.count(name) == 1 else f"{name} ({path})" for name, path in zip(names, paths)
    ]


def put_side_by_side(libraries: Sequence[Library], criteria: Criteria) -> list[Coding]:
    """Return the texts of libraries, each as every coder annotated it, by the statements' ids.

    If every library has one statement, these are of one text, whatever their ids. Of the quotes
    those are left that meet the criteria, and what other coders made of the same words. Raises
    QuotecliError if the texts of one id differ, and UnknownNameError if the criteria name something
    that no library has.
    """
    columns = [_read(library, criteria) for library in libraries]
    if all(len(column) == 1 for column in columns):
        codings = [Coding(tuple(item for column in columns for item in column.values()))]
    else:
        keys = dict.fromkeys(key for column in columns for key in column)
        codings = [Coding(tuple(column.get(key) for column in columns)) for key in keys]
    for coding in codings:
        for other in coding.known[1:]:
            _compare_texts(coding.first, other)
    codings = [_identify(coding) for coding in codings]

    if criteria == criteria.for_statements():
        return codings
    chosen = _choose(libraries, criteria)
    return [_narrow(coding, chosen) for coding in codings]


def _identify(coding: Coding) -> Coding:
    """Return a coding with one id for one person."""
    known = iter(identify_people(coding.known))
    return Coding(tuple(item and next(known) for item in coding.statements))


def _read(library: Library, criteria: Criteria) -> dict[str, Statement]:
    every = library.texts(criteria.for_statements(), lambda text: True)
    return {item.id: item for item in every}


def _choose(libraries: Sequence[Library], criteria: Criteria) -> list[set[tuple[str, str]]]:
    """Return the quotes of each library that meet criteria, by the ids of statement and quote."""
    chosen: list[set[tuple[str, str]]] = []
    refused: list[UnknownNameError] = []
    for library in libraries:
        chosen.append(set())
        try:
            chosen[-1] |= {(quote.statement, quote.id) for quote in library.quotes(criteria)}
        except UnknownNameError as error:
            # Another coder may know it, and this one has no quote of it.
            refused.append(error)
    if len(refused) == len(libraries):
        raise refused[0]
    return chosen


def _narrow(coding: Coding, chosen: Sequence[set[tuple[str, str]]]) -> Coding:
    """Return a coding with the quotes that were chosen, and those that match one of them."""
    quotes = [item.quotes if item else () for item in coding.statements]
    kept: list[list[Quote]] = [[] for _ in quotes]
    for found in match(quotes):
        pairs = [(coder, quote) for coder, quote in enumerate(found) if quote]
        if any((quote.statement, quote.id) in chosen[coder] for coder, quote in pairs):
            for coder, quote in pairs:
                kept[coder].append(quote)
    return Coding(
        tuple(
            item and item._replace(quotes=tuple(some))
            for item, some in zip(coding.statements, kept)
        )
    )


def _compare_texts(first: Statement, other: Statement) -> None:
    """Raise QuotecliError if two texts differ, with the place."""
    if first.text == other.text:
        return
    ends = min(len(first.text), len(other.text))
    at = next((n for n in range(ends) if first.text[n] != other.text[n]), ends)
    before = first.text[:at]
    line, column = before.count("\n") + 1, at - before.rfind("\n")
    raise QuotecliError(
        f"its text is not that of {first.file}: line {line:,} of the text, column {column:,},"
        f" has {_show(other.text, at)} instead of {_show(first.text, at)}",
        place=Place(other.file),
        hint="give both files the same text: annotations of different texts cannot be compared",
    )


def _show(text: str, at: int) -> str:
    words = collapse_space(text[at : at + _SHOWN])
    return f"“{words}”" if words else "a line end" if text[at : at + 1] else "its end"
