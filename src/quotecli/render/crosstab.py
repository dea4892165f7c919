"""Tallies of quotes as people read them: charts, cross-tables with heat, pairs of topics, a
summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from quotecli.library.counts import Summary
from quotecli.library.identity import apart
from quotecli.library.pairs import TopicPair
from quotecli.library.tally import OTHER, By, Count, Key, Measure, Tally
from quotecli.model import NOBODY, Speaker, Topic
from quotecli.render.human import Style, bar
from quotecli.render.layout import BETWEEN, LEAST_WRAPPED, Column, Line, Piece, Table, cell
from quotecli.render.width import width
from quotecli.topic_tree import TopicTree

_MOST_ROWS = 100
"""A screen shows as many rows; the least frequent others are one."""
_LONGEST_GAP = 120
"""Months without quotes are shown where the tally has no more months than this from the first to
the last.
"""
_NONE: dict[By, str] = {"topic": "no topic", "speaker": NOBODY, "month": "undated"}
_HEAT = 5
"""The steps of heat beyond none."""


class Names(NamedTuple):
    """What topics and speakers are called, by their ids, and how many topics include each topic."""

    topics: Mapping[str, str]
    speakers: Mapping[str, str]
    depths: Mapping[str, int]

    def of(self, side: By, key: Key, others: int = 0) -> str:
        """What a key of a side is called; `others` counts those that are counted together."""
        if key == OTHER:
            return f"{others:,} more"
        if key is None:
            return _NONE[side]
        return {"topic": self.topics, "speaker": self.speakers}.get(side, {}).get(key, key)


def names(topics: Mapping[str, Topic], speakers: Mapping[str, Speaker]) -> Names:
    """What topics and speakers are called: by label and name, with the id where several have the
    same.
    """
    tree = TopicTree(topics)
    return Names(
        apart({key: topic.label for key, topic in topics.items()}),
        apart({key: who.name for key, who in speakers.items()}),
        {key: tree.depth(key) for key in topics},
    )


class Fold(NamedTuple):
    """For each side the keys that a screen tells apart, or none where it does all, and how many it
    does not.
    """

    keep: tuple[Sequence[str] | None, ...] = (None, None)
    others: tuple[int, ...] = (0, 0)


NO_FOLD = Fold()


def fold(tally: Tally, measure: Measure, names: Names, columns: int | None) -> Fold:
    """What of a tally is shown on a screen of so many columns: the most frequent, and of months the
    last.

    What has no topic, no speaker or no date is always told apart.
    """
    if columns is None:
        return NO_FOLD
    sides = [_most(tally.by[0], tally.rows, _MOST_ROWS)]
    if tally.columns:
        sides.append(_most(tally.by[1], tally.columns, _fitting(tally, measure, names, columns)))
    told = [len(margin) - (None in margin) for margin in (tally.rows, tally.columns)]
    others = [0 if keep is None else many - len(keep) for keep, many in zip(sides, told)]
    return Fold(tuple(sides), tuple(others))


def chart(
    tally: Tally, measure: Measure, names: Names, style: Style, fold: Fold = NO_FOLD
) -> Table:
    """A row for each key of a tally by one side, its measure as a bar; months that have none are
    shown too.
    """
    (side,) = tally.by
    table = Table(
        [
            Column(side, wraps=side != "month"),
            *(Column(heading, right=True) for heading in ("quotes", "words", "share")),
            Column(""),
        ],
        [],
    )
    rows = {part.keys[0]: part for part in tally.parts()}
    keys = (
        [*rows]
        if side != "month"
        else [*_months(rows), *(last for last in (OTHER, None) if last in rows)]
    )
    # What is counted together is no measure for what is told apart, here and in a cross-table.
    most = (
        max((getattr(part, measure) for key, part in rows.items() if key != OTHER), default=0) or 1
    )
    for key in keys:
        part = rows.get(key)
        quotes, words, share = part[1:] if part else (0, 0, 0)
        table.rows.append(
            [
                Line([_name(side, key, names, style, fold.others[0])]),
                *(
                    cell(text, "" if part else "dim")
                    for text in (f"{quotes:,}", f"{words:,}", f"{share:.0%}")
                ),
                cell(
                    bar(getattr(part, measure) / most if part else 0, style.glyphs),
                    _colour(side, key, style),
                ),
            ]
        )
    every = (
        "all",
        f"{tally.all.quotes:,}",
        f"{tally.all.words:,}",
        f"{1 if tally.all.words else 0:.0%}",
        "",
    )
    table.rows.append([cell(text, "total") for text in every])
    return table


def crosstab(
    tally: Tally, measure: Measure, names: Names, style: Style, fold: Fold = NO_FOLD
) -> Table:
    """A row for each key of the first side, a column for each of the second, the last of both of
    all quotes.

    By share a cell is the part of the row's words, and the last column has these words.
    """
    first, second = tally.by
    headings = [names.of(second, key, fold.others[1]) for key in tally.columns]
    table = Table(
        [
            Column(first, wraps=first != "month"),
            *(Column(heading, right=True, wraps_heading=True) for heading in headings),
            Column("words" if measure == "share" else "all", right=True),
        ],
        [],
    )
    values = {keys: _value(tally, measure, *keys) for keys in tally.cells}
    most = max((value for keys, value in values.items() if OTHER not in keys), default=0) or 1
    for row, count in tally.rows.items():
        cells = [Line([_name(first, row, names, style, fold.others[0])])]
        for column in tally.columns:
            value = values.get((row, column), 0)
            heat = min(_HEAT, 1 + int(_HEAT * value / most)) if value else 0
            cells.append(cell(_figure(value, measure), f"heat {heat}"))
        table.rows.append([*cells, cell(_whole(count, measure), "total")])
    sums = [
        _figure(_margin(count, tally.all, measure), measure) for count in tally.columns.values()
    ]
    table.rows.append([cell(text, "total") for text in ("all", *sums, _whole(tally.all, measure))])
    return table


def notes(tally: Tally, fold: Fold) -> Iterator[str]:
    """What is to be known of a table of a tally to read it right."""
    for side, others in zip(tally.by, fold.others):
        if others:
            which = "earlier" if side == "month" else "less frequent"
            yield f"{others:,} {which} {side}s are counted together; a pipe and -f csv tell all apart"
    if "topic" in tally.by:
        yield "a quote on several topics counts in each of them, and once in all"


def pairs_table(pairs: Sequence[TopicPair], labels: Mapping[str, str], style: Style) -> Table:
    """A row for each pair of topics: the quotes on both, and how close they are."""
    table = Table(
        [
            Column("topic", wraps=True),
            Column("with", wraps=True),
            *(Column(heading, right=True) for heading in ("quotes", "words", "jaccard", "lift")),
        ],
        [],
    )
    for pair in pairs:
        table.rows.append(
            [
                *(cell(labels[topic], style.topic(topic)) for topic in (pair.first, pair.second)),
                *(cell(text) for text in (f"{pair.quotes:,}", f"{pair.words:,}")),
                *(cell(text) for text in (f"{pair.jaccard:.2f}", f"{pair.lift:.2f}")),
            ]
        )
    return table


def summary_lines(summary: Summary) -> Iterator[Line]:
    """What there is in all, a line each."""
    of = [f"{quotes:,} {kind}" for kind, quotes in summary.kinds.items()]
    dates = (
        [" to ".join(dict.fromkeys(date for date in (summary.first, summary.last) if date))]
        if summary.first
        else []
    )
    if summary.undated:
        dates.append(f"{summary.undated:,} undated" if summary.first else "undated")
    for label, text in (
        ("Statements", f"{summary.statements:,}"),
        ("Published", ", ".join(dates)),
        ("Quotes", f"{summary.quotes:,}: {', '.join(of)}"),
        ("Words", f"{summary.words:,}"),
        ("Speakers", f"{summary.speakers:,}"),
        ("Topics", f"{summary.topics:,}"),
    ):
        yield Line([Piece(text)], label=label)


def _name(side: By, key: Key, names: Names, style: Style, others: int) -> Piece:
    """What begins a row: a topic stands under the one that includes it."""
    text = names.of(side, key, others)
    if not key:
        return Piece(text, "dim")
    if side == "topic":
        return Piece("  " * names.depths[key] + text, style.topic(key))
    return Piece(text, "speaker" if side == "speaker" else "id")


def _colour(side: By, key: Key, style: Style) -> str:
    return style.topic(key) if side == "topic" and key else "bar"


def _value(tally: Tally, measure: Measure, row: Key, column: Key) -> float:
    if measure == "share":
        return tally.share(row, column)
    count = tally.cells[row, column]
    return count.quotes if measure == "quotes" else count.words


def _margin(count: Count, every: Count, measure: Measure) -> float:
    if measure == "share":
        return count.words / every.words if every.words else 0
    return count.quotes if measure == "quotes" else count.words


def _whole(count: Count, measure: Measure) -> str:
    return f"{count.quotes if measure == 'quotes' else count.words:,}"


def _figure(value: float, measure: Measure) -> str:
    return f"{value:.0%}" if measure == "share" else f"{value:,}"


def _months(keys: Mapping[Key, object]) -> list[str]:
    """Months and years in the order of time, with the months between them where these are not too
    many.
    """
    dates = {key for key in keys if key}
    months = sorted(key for key in dates if len(key) == 7)
    if months:
        first, last = (int(key[:4]) * 12 + int(key[5:]) - 1 for key in (months[0], months[-1]))
        if last - first < _LONGEST_GAP:
            dates |= {f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)}
    return sorted(dates)


def _most(side: By, margin: Mapping[Key, Count], many: int) -> list[str] | None:
    """The most frequent keys of a side, of months the last, in no order; none where there are no
    more than `many`.
    """
    keys = [key for key in margin if key]
    if len(keys) <= many:
        return None
    if side == "month":
        return keys[-many:]
    return sorted(keys, key=lambda key: (margin[key].quotes, margin[key].words), reverse=True)[
        :many
    ]


def _fitting(tally: Tally, measure: Measure, names: Names, columns: int) -> int:
    """How many columns of a cross-table a screen has room for beside those that are always there;
    one at least.
    """
    first, second = tally.by
    labels = [
        width(names.of(first, key)) + 2 * names.depths.get(key or "", 0) for key in tally.rows
    ]
    longest = max(*labels, len(first), len("all"))
    figures = len(_figure(tally.all.words if measure == "words" else tally.all.quotes, "words"))
    least = len("100%") if measure == "share" else figures

    def needed(key: Key) -> int:
        words = names.of(second, key).split()
        return BETWEEN + max(least, min(LEAST_WRAPPED, max(map(width, words), default=0)))

    room = columns - (
        longest if first == "month" else min(longest, max(LEAST_WRAPPED, columns // 4))
    )
    room -= BETWEEN + max(len("words"), len(_whole(tally.all, measure)))
    if None in tally.columns:
        room -= needed(None)
    keys = [key for key in tally.columns if key]
    if sum(map(needed, keys)) <= room:
        return len(keys)
    chosen = _most(second, tally.columns, len(keys) - 1) or keys
    if second == "month":
        chosen = chosen[::-1]
    sums = list(
        accumulate(map(needed, chosen), initial=BETWEEN + max(least, len("1,000"), len("more")))
    )
    return max(1, sum(total <= room for total in sums[1:]))
