"""Tallies of quotes as people read them: charts, cross-tables with heat, pairs of topics, a
summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quotecli.criteria import COUNTED_BY
from quotecli.library.counts import Summary
from quotecli.library.pairs import TopicPair
from quotecli.library.tally import ALL, OTHER, By, Key, Measure, Part, Tally
from quotecli.render.folding import NO_FOLD, Fold, Labels, total_text, value_text
from quotecli.render.layout import Line, Piece, Table, TableColumn, cell
from quotecli.render.tables import bar
from quotecli.render.view import View

# Months without quotes are shown if the first and the last month are no further apart.
_MAX_MONTHS = 120
_HEAT_STEPS = 5  # beyond none


def chart(
    tally: Tally, measure: Measure, labels: Labels, view: View, fold: Fold = NO_FOLD
) -> Table:
    """Return a row for each key of a tally by one side, its measure as a bar.

    Months without quotes are shown, too.
    """
    (side,) = tally.by
    denied = ("denied",) if tally.all.denied else ()
    rate = ("per 1,000 words",) if measure.endswith("thousand") else ()
    headings = ("quotes", "words", "share", *rate, *denied)
    columns = [
        _first_column(side),
        *(TableColumn(heading, right=True) for heading in headings),
        TableColumn(""),
    ]
    parts = {part.keys[0]: part for part in tally.parts()}
    # What is grouped is no measure for single keys, here and in a cross-table.
    values = {key: tally.value(measure, count, key) for key, count in tally.rows.items()}
    most = _greatest(value for key, value in values.items() if key != OTHER)
    rows = []
    for key in add_empty_months(parts) if side == "month" else parts:
        part, value = parts.get(key) or Part((key,), 0, 0, 0, 0), values.get(key, 0)
        colour = view.topic_style(key) if side == "topic" and key else "bar"
        name = _name(side, key, labels, view, fold.others[0])
        figures = _figures(part, value_text(value, measure), headings)
        cells = [cell(text, "" if part.quotes else "dim") for text in figures]
        rows.append([name, *cells, cell(bar(value / most, view.glyphs), colour)])

    part = Part((ALL,), *tally.all[:2], float(bool(tally.all.words)), tally.all.denied)
    total = value_text(tally.value(measure, tally.all, ALL), measure)
    texts = ("all", *_figures(part, total, headings), "")
    return Table(columns, [*rows, [cell(text, "total") for text in texts]])


def _figures(part: Part, rate: str, headings: Iterable[str]) -> list[str]:
    """Return the figures of a row by the headings of their columns."""
    figures = {
        **{"quotes": f"{part.quotes:,}", "words": f"{part.words:,}", "share": f"{part.share:.0%}"},
        **{"per 1,000 words": rate, "denied": f"{part.denied:,}"},
    }
    return [figures[heading] for heading in headings]


def crosstab(
    tally: Tally, measure: Measure, labels: Labels, view: View, fold: Fold = NO_FOLD
) -> Table:
    """Return a row for each key of the first side, a column for each of the second, and totals.

    By share a cell is the part of the row's words, and the last column has these words.
    """
    first, second = tally.by
    headings = [labels.of(second, key, fold.others[1]) for key in tally.columns]
    columns = [
        _first_column(first),
        *(TableColumn(heading, right=True, wraps_heading=True) for heading in headings),
        TableColumn("words" if measure == "share" else "all", right=True),
    ]

    values = {keys: tally.value(measure, count, *keys) for keys, count in tally.cells.items()}
    most = _greatest(value for keys, value in values.items() if OTHER not in keys)
    rows = []
    for row, count in tally.rows.items():
        name = _name(first, row, labels, view, fold.others[0])
        cells = [_heated(values.get((row, column), 0), measure, most) for column in tally.columns]
        rows.append([name, *cells, cell(total_text(tally, count, measure, row), "total")])

    sums = [tally.value(measure, count, ALL, key) for key, count in tally.columns.items()]
    texts = [value_text(value, measure) for value in sums]
    total = ("all", *texts, total_text(tally, tally.all, measure, ALL))
    return Table(columns, [*rows, [cell(text, "total") for text in total]])


def _greatest(values: Iterable[float]) -> float:
    return max(values, default=0) or 1


def pairs_table(pairs: Sequence[TopicPair], labels: Mapping[str, str], view: View) -> Table:
    """Return a row for each pair of topics: the quotes on both, and how close they are."""
    columns = [
        TableColumn("topic", wraps=True),
        TableColumn("with", wraps=True),
        *(TableColumn(heading, right=True) for heading in ("quotes", "words", "jaccard", "lift")),
    ]
    rows = []
    for pair in pairs:
        counts = [f"{number:,}" for number in (pair.quotes, pair.words)]
        scores = [f"{score:.2f}" for score in (pair.jaccard, pair.lift)]
        topics = [Line(view.topic(key, labels[key])) for key in (pair.first, pair.second)]
        rows.append([*topics, *map(cell, counts + scores)])
    return Table(columns, rows)


def summary_lines(summary: Summary) -> Iterator[Line]:
    """Yield the counts of everything, a line each."""
    kinds = ", ".join(f"{quotes:,} {kind}" for kind, quotes in summary.kinds.items())
    kinds += f"; {summary.denied:,} denied" if summary.denied else ""
    for label, text in (
        ("Statements", f"{summary.statements:,}"),
        ("Published", _published(summary)),
        ("Quotes", f"{summary.quotes:,}: {kinds}"),
        ("Words", f"{summary.words:,}"),
        ("Speakers", f"{summary.speakers:,}"),
        ("Topics", f"{summary.topics:,}"),
    ):
        yield Line([Piece(text)], label=label)


def _published(summary: Summary) -> str:
    dates = " to ".join(dict.fromkeys(date for date in (summary.first, summary.last) if date))
    if not summary.undated:
        return dates
    return f"{dates}, {summary.undated:,} undated" if dates else "undated"


def _name(side: By, key: Key, labels: Labels, view: View, others: int) -> Line:
    """Return what begins a row: a topic is indented under the one that includes it."""
    text = labels.of(side, key, others)
    if not key:
        return cell(text, "dim")
    if side == "topic":
        return Line([Piece("  " * labels.depths[key]), *view.topic(key, text)])
    style = "speaker" if side == "speaker" else "id"
    return cell(text, style if side in COUNTED_BY else "")


def _first_column(side: By) -> TableColumn:
    # Topics and speakers stand there by their labels, statements by their ids.
    wraps = side in ("topic", "speaker") or side not in COUNTED_BY
    return TableColumn(side, wraps=wraps, is_id=side == "statement")


def _heated(value: float, measure: Measure, most: float) -> Line:
    heat = min(_HEAT_STEPS, 1 + int(_HEAT_STEPS * value / most)) if value else 0
    return cell(value_text(value, measure), f"heat {heat}")


def add_empty_months(parts: Mapping[Key, object]) -> list[Key]:
    """Return the months and years in the order of time, what is grouped or has no date last.

    The months between them are added if these are not too many.
    """
    dates = {key for key in parts if key}
    months = sorted(key for key in dates if len(key) == 7)
    if months:
        first, last = (int(key[:4]) * 12 + int(key[5:]) - 1 for key in (months[0], months[-1]))
        if last - first < _MAX_MONTHS:
            dates |= {f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)}
    return [*sorted(dates), *(key for key in (OTHER, None) if key in parts)]
