"""What of a tally a screen has room for: the rest is grouped in one row and one column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from quotecli.criteria import COUNTED_BY
from quotecli.library.identity import disambiguate
from quotecli.library.tally import ALL, OTHER, By, Count, Key, Measure, Tally
from quotecli.model import NOBODY, Speaker, Topic
from quotecli.render.layout import BETWEEN, LEAST_WRAPPED
from quotecli.render.width import width
from quotecli.text.plural import count_noun
from quotecli.topic_tree import TopicTree

_MAX_ROWS = 100  # rows that a screen shows; the less frequent others are one
_NONE: dict[By, str] = {"topic": "no topic", "speaker": NOBODY, "month": "undated"}


class Labels(NamedTuple):
    """What topics and speakers are called, by their ids, and how many topics include each topic."""

    topics: Mapping[str, str]
    speakers: Mapping[str, str]
    depths: Mapping[str, int]

    def of(self, side: By, key: Key, others: int = 0) -> str:
        """Return what a key of a side is called; `others` counts those that are grouped."""
        if key == OTHER:
            return f"{others:,} more"
        if key is None:
            return _NONE.get(side, f"no {side}")
        return {"topic": self.topics, "speaker": self.speakers}.get(side, {}).get(key, key)


def make_labels(topics: Mapping[str, Topic], speakers: Mapping[str, Speaker]) -> Labels:
    """Return the labels of topics and the names of speakers, with the id if several share one."""
    tree = TopicTree(topics)
    return Labels(
        disambiguate({key: topic.label for key, topic in topics.items()}),
        disambiguate({key: who.name for key, who in speakers.items()}),
        {key: tree.depth(key) for key in topics},
    )


class Fold(NamedTuple):
    """For each side of a tally the keys that are shown, None if all are, and how many are not."""

    keep: tuple[Sequence[str] | None, ...] = (None, None)
    others: tuple[int, ...] = (0, 0)


NO_FOLD = Fold()


def fold(tally: Tally, measure: Measure, labels: Labels, columns: int) -> Fold:
    """Return what of a tally a screen of so many columns shows: the most frequent keys, and the
    last months. Without a screen, 0 columns, it is everything.

    Quotes without a topic, a speaker or a date always have a row or column of their own.
    """
    if not columns:
        return NO_FOLD
    sides = [_most_frequent(tally.by[0], tally.rows, _MAX_ROWS)]
    if tally.columns:
        room = _fitting(tally, measure, labels, columns)
        sides.append(_most_frequent(tally.by[1], tally.columns, room))
    totals = [len(margin) - (None in margin) for margin in (tally.rows, tally.columns)]
    others = [0 if keep is None else total - len(keep) for keep, total in zip(sides, totals)]
    return Fold(tuple(sides), tuple(others))


def leave_out_unknown(tally: Tally) -> Tally:
    """Return a cross-table without the row and the column of what is not known.

    The totals still count those quotes.
    """
    rows: dict[Key, Count] = {key: count for key, count in tally.rows.items() if key is not None}
    columns: dict[Key, Count] = {
        key: count for key, count in tally.columns.items() if key is not None
    }
    cells = {keys: count for keys, count in tally.cells.items() if None not in keys}
    return tally._replace(rows=rows, columns=columns, cells=cells)


def unknown_notes(tally: Tally) -> Iterator[str]:
    """Yield what a cross-table leaves out: quotes without a topic, a speaker or a date."""
    for side, margin in zip(tally.by, (tally.rows, tally.columns)):
        if None in margin:
            quotes = count_noun(margin[None].quotes, "quote")
            yield f"left out: {quotes}, {_NONE.get(side, f'no {side}')}; --with-unknown shows them"


def notes(tally: Tally, fold: Fold) -> Iterator[str]:
    """Yield what a reader of a tally's table has to know."""
    for side, others in zip(tally.by, fold.others):
        if others:
            which = "earlier" if side == "month" else "less frequent"
            what = f"{side}s" if side in COUNTED_BY else f"values of {side}"
            yield f"{others:,} {which} {what} grouped; use -f csv for all"
    if "topic" in tally.by:
        yield "a quote on several topics counts in each of them, and once in all"


def denial_notes(tally: Tally) -> Iterator[str]:
    """Yield what a cross-table has no room to show: how many of its quotes are denials."""
    if tally.columns and tally.all.denied:
        denied = tally.all.denied
        what, them = ("is a denial", "it") if denied == 1 else ("are denials", "them")
        yield f"{denied:,} of the quotes {what}; --polarity positive leaves {them} out"


def value_text(value: float, measure: Measure) -> str:
    """Return a value of a measure as text: a share as a percentage, a count with separators."""
    if measure.endswith("thousand"):
        return f"{value:,.1f}"
    return f"{value:.0%}" if measure == "share" else f"{value:,}"


def total_text(tally: Tally, count: Count, measure: Measure, row: Key) -> str:
    """Return what the last column says of a row: the measure, or the words that shares are of."""
    if measure == "share":
        return f"{count.words:,}"
    return value_text(tally.value(measure, count, row, ALL), measure)


def _most_frequent(side: By, margin: Mapping[Key, Count], number: int) -> list[str] | None:
    """Return the most frequent keys of a side, of months the last, in no order; None if there are
    no more than `number`.
    """
    keys = [key for key in margin if key]
    if len(keys) <= number:
        return None
    if side == "month":
        return keys[-number:]
    keys.sort(key=lambda key: (margin[key].quotes, margin[key].words), reverse=True)
    return keys[:number]


def _fitting(tally: Tally, measure: Measure, labels: Labels, columns: int) -> int:
    """Return how many columns of a cross-table fit a screen beside those that are always there; at
    least one.
    """
    second = tally.by[1]
    figures = len(total_text(tally, tally.all, measure, ALL))
    narrowest = len("100%") if measure == "share" else figures

    def needed(key: Key) -> int:
        words = labels.of(second, key).split()
        return BETWEEN + max(narrowest, min(LEAST_WRAPPED, max(map(width, words), default=0)))

    room = columns - _first_column(tally, labels, columns)
    room -= BETWEEN + max(len("words"), len(total_text(tally, tally.all, measure, ALL)))
    if None in tally.columns:
        room -= needed(None)

    keys = [key for key in tally.columns if key]
    if sum(map(needed, keys)) <= room:
        return len(keys)
    chosen = _most_frequent(second, tally.columns, len(keys) - 1) or keys
    if second == "month":
        chosen = chosen[::-1]
    grouped = BETWEEN + max(narrowest, len("1,000"), len("more"))
    sums = list(accumulate(map(needed, chosen), initial=grouped))
    return max(1, sum(total <= room for total in sums[1:]))


def _first_column(tally: Tally, labels: Labels, columns: int) -> int:
    """Return the width that the first column of a cross-table has at least."""
    side = tally.by[0]
    depths = labels.depths
    sizes = [width(labels.of(side, key)) + 2 * depths.get(key or "", 0) for key in tally.rows]
    sign = len("● ") if side == "topic" else 0
    longest = max(*(sign + size for size in sizes), len(side), len("all"))
    return longest if side == "month" else min(longest, max(LEAST_WRAPPED, columns // 4))
