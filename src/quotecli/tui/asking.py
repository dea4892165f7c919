"""What the explorer asks of the library, in which thread, and by which filters."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from quotecli.criteria import Criteria
from quotecli.library import explore
from quotecli.library.explore import VALUES, Counts, Found, Side
from quotecli.library.library import Library
from quotecli.model import Statement
from quotecli.render.layout import UNICODE
from quotecli.render.view import View
from quotecli.tui.background import Answer, Background
from quotecli.tui.filter_list import FIELDS, MOST, PICKED, Value
from quotecli.tui.passage import PassageLines, find_area, make_passage
from quotecli.tui.quote_list import PAGE

Values = dict[Side, Sequence[Value]]

_QUOTATION_MARKS = '"“”„«»'


class Overview(NamedTuple):
    """A quote with its statement, laid out where it stands.

    `is_old` is true if a file of the statement has changed since the library was loaded.
    """

    found: Found
    statement: Statement
    passage: PassageLines
    is_old: bool = False


class Listing(NamedTuple):
    """What the list on the screen was asked for: every question about it is asked by this."""

    library: Library
    criteria: Criteria
    view: View
    found: int | None = None


# The questions for counts, which nobody waits for once the filters are others.
_COUNTS = ("count", *(f"values of {side}" for side in ("topic", *PICKED, *VALUES)))


class Explorer:
    """The filters, and the questions that they and the screen ask.

    `criteria` are the filters that are set, `listed` is what the list on the screen shows, which
    may be a moment older. What a key waits for is asked in one thread, what may take longer in
    another: counts, and the names to pick from.
    """

    def __init__(
        self, library: Library, criteria: Criteria, deliver: Callable[[Answer], None]
    ) -> None:
        """Ask a library; `criteria` are the filters to begin with. Answers go to `deliver`."""
        self.library = library
        self._loaded = time.time()
        self.criteria = explore.resolve(library, criteria)
        self.listed = Listing(library, self.criteria, self._make_view())
        self.total: int | None = None
        self._quick = Background("quotes", deliver, self._stop)
        self._slow = Background("counts", deliver, self._stop)

    @property
    def busy(self) -> bool:
        """True while an answer is outstanding."""
        return self._quick.busy or self._slow.busy

    def end(self) -> None:
        """Ask nothing more."""
        self._quick.end()
        self._slow.end()

    def ask_again(self, load: Callable[[], Library], take: Callable[[Library], None]) -> None:
        """Ask for the library as it is now."""
        self._slow.ask("library", load, take)

    def replace_library(self, library: Library) -> None:
        """Ask another library from now on; filters by what it does not have are removed."""
        self.library, self._loaded = library, time.time()
        self.criteria = self.criteria._replace(
            topics=tuple(filter(library.topics.__contains__, self.criteria.topics)),
            not_topics=tuple(filter(library.topics.__contains__, self.criteria.not_topics)),
            speakers=tuple(filter(library.speakers.__contains__, self.criteria.speakers)),
            statements=tuple(filter(library.statements.__contains__, self.criteria.statements)),
        )
        self.total = None

    def set_search(self, typed: str) -> bool:
        """Search for words as they are typed; return False if that changes nothing."""
        search = (complete(typed),) if typed.strip() else ()
        if search == self.criteria.search:
            return False
        self.criteria = self.criteria._replace(search=search)
        return True

    def clear(self) -> None:
        """Clear all filters."""
        self.criteria = Criteria()

    def toggle(self, side: Side, key: str) -> None:
        """Turn the filter by a value of a side on or off."""
        field = FIELDS[side]
        chosen = getattr(self.criteria, field)
        left = tuple(one for one in chosen if one != key)
        values: dict[str, Any] = {field: left if key in chosen else (*chosen, key)}
        self.criteria = self.criteria._replace(**values)

    def describe_filters(self) -> str:
        """Return the filters in words, without the words searched for; "" if there are none."""
        library, criteria, view, _ = self.listed
        parts = []
        for side, field in FIELDS.items():
            names = [explore.find_name(library, side, key) for key in getattr(criteria, field)]
            joint = " and " if side == "topic" and criteria.every_topic else " or "
            if names:
                parts.append(joint.join(names))
        parts += [f"not {library.topics[key].label}" for key in criteria.not_topics]
        parts += [f"since {criteria.since}"] * bool(criteria.since)
        parts += [f"until {criteria.until}"] * bool(criteria.until)
        return f" {view.glyphs.dot} ".join(parts)

    def ask_first(self, take: Callable[[Sequence[Found]], None]) -> None:
        """Ask for the first page of the list; when it is taken, it is what is `listed`."""
        listing = Listing(self.library, self.criteria, self._make_view())

        def begin(found: Sequence[Found]) -> None:
            self._quick.drop("page", "overview")
            self.listed = listing
            take(found)

        self._slow.drop(*_COUNTS)
        self._quick.ask(
            "first", lambda: explore.find_window(listing.library, listing.criteria, 0, PAGE), begin
        )

    def ask_page(
        self, page: int, after: int | None, take: Callable[[Sequence[Found]], None]
    ) -> None:
        """Ask for a page of the list; `after` is the number of the quote before it, if known."""
        library, criteria, _, count = self.listed

        def ask() -> list[Found]:
            return explore.find_window(library, criteria, page * PAGE, PAGE, after, count)

        self._quick.ask("page", ask, self._if_listed(take))

    def ask_overview(self, found: Found, take: Callable[[Overview], None]) -> None:
        """Ask for a quote where it stands."""
        (library, _, view, _), loaded = self.listed, self._loaded

        def ask() -> Overview:
            statement = library.statement_of(found.quote)
            near = explore.find_near(library, found, find_area(found.quote, statement.text))
            passage = make_passage(found.quote, near, statement.text, view)
            return Overview(found, statement, passage, _has_changed(statement, loaded))

        self._quick.ask("overview", ask, self._if_listed(take))

    def drop_overview(self) -> None:
        """Take back the question for a quote."""
        self._quick.drop("overview")

    def ask_count(self, take: Callable[[int, int], None]) -> None:
        """Ask how many quotes meet the filters, and how many there are in all."""
        (library, criteria, *_), known = self.listed, self.total

        def ask() -> tuple[int, int]:
            total = library.count() if known is None else known
            return (explore.count_found(library, criteria) if criteria else total), total

        def remember(counts: tuple[int, int]) -> None:
            count, self.total = counts
            self.listed = self.listed._replace(found=count)
            take(*counts)

        self._slow.ask("count", ask, self._if_listed(remember))

    def ask_values(self, take: Callable[[Values], None]) -> None:
        """Ask for the values of each side, counted among the quotes that meet the other filters.

        They come in turn, those first that take the shortest.
        """
        library, criteria, *_ = self.listed
        rest = {side: _without(criteria, side) for side in FIELDS}

        def ask(sides: Sequence[Side], count: Callable[[], Mapping[Side, Counts]]) -> None:
            def answer() -> Values:
                counts = count()
                return {side: _make_values(library, side, counts[side], criteria) for side in sides}

            self._slow.ask(f"values of {sides[0]}", answer, self._if_listed(take))

        ask(["topic"], lambda: {"topic": explore.count_topics(library, rest["topic"])})
        for side in PICKED if len(library.statements) > 1 else PICKED[:1]:
            ask([side], partial(_count_most, library, side, rest[side]))
        ask(
            list(VALUES),
            lambda: _count_small(library, {side: rest[side] for side in VALUES}),
        )

    def ask_names(self, side: Side, take: Callable[[dict[str, str]], None]) -> None:
        """Ask for all names of a side."""
        library = self.library
        self._slow.ask("names", lambda: explore.list_names(library, side), take)

    def _if_listed(self, take: Callable[..., None]) -> Callable[..., None]:
        """Return what takes an answer only if the list is still the one it was asked for."""
        library, criteria, *_ = self.listed

        def take_if(*answer: Any) -> None:
            if (self.listed.library, self.listed.criteria) == (library, criteria):
                take(*answer)

        return take_if

    def _stop(self, thread: int) -> None:
        for library in {self.library, self.listed.library}:
            explore.stop(library, thread)

    def _make_view(self) -> View:
        library = self.library
        return View(
            glyphs=UNICODE,
            topics={topic: number for number, topic in enumerate(library.topics)},
            names_statement=len(library.statements) > 1,
            queries=self.criteria.queries(),
        )


def _make_values(
    library: Library, side: Side, counts: Mapping[str, int], criteria: Criteria
) -> list[Value]:
    """Return the values of a side in order, those that are chosen among them."""
    chosen = getattr(criteria, FIELDS[side])
    keys: Iterable[str] = dict.fromkeys([*counts, *chosen])
    if side in VALUES:
        keys = [key for key in VALUES[side] if key in counts or key in chosen]
    return [
        Value(
            key,
            explore.find_name(library, side, key),
            explore.find_depth(library, key) if side == "topic" else 0,
            counts.get(key),
        )
        for key in keys
    ]


def _without(criteria: Criteria, side: Side) -> Criteria:
    nothing: dict[str, Any] = {FIELDS[side]: ()}
    return criteria._replace(**nothing)


def _count_most(library: Library, side: Side, criteria: Criteria) -> dict[Side, Counts]:
    return {side: explore.count_most(library, side, criteria, MOST)}


def _count_small(library: Library, rest: Mapping[Side, Criteria]) -> dict[Side, Counts]:
    """Return the counts of the sides with few values, in one pass for those with equal filters."""
    counts: dict[Side, Counts] = {}
    for criteria in dict.fromkeys(rest.values()):
        sides = [side for side in rest if rest[side] == criteria]
        counts.update(explore.count_values(library, sides, criteria))
    return counts


def _has_changed(statement: Statement, since: float) -> bool:
    """Return True if a file of a statement has changed since a time, or is gone."""
    try:
        return any(
            os.stat(file).st_mtime > since
            for file in (statement.file, statement.text_file)
            if file not in ("", "-")
        )
    except OSError:
        return True


def complete(typed: str) -> str:
    """Return words being typed as a search: the last one is the beginning of a word."""
    typed = typed.strip()
    if sum(typed.count(mark) for mark in _QUOTATION_MARKS) % 2:
        return f'{typed}"*'
    return f"{typed}*" if typed[-1:].isalnum() else typed
