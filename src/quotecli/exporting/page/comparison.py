"""A comparison of coders as one self-contained HTML page: the figures, then the differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from quotecli.comparing.coding import list_alone
from quotecli.comparing.compare import Agreement, Comparison, count_matches
from quotecli.comparing.conflicts import list_topic_conflicts
from quotecli.comparing.differences import Disagreement
from quotecli.comparing.people import name_people, name_speaker
from quotecli.comparing.tallying import MEASURED
from quotecli.exporting.page.style import name_topic_classes
from quotecli.exporting.page.template import fill
from quotecli.exporting.page.text import to_html
from quotecli.model import Quote
from quotecli.render.comparison import (
    collapse_context,
    join_names,
    show_covered,
    show_interval,
    show_percent,
    show_value,
)
from quotecli.topic_tree import TopicTree


class FigureRow(NamedTuple):
    """A row of a table; `look` is the colour and sign of its topic, "" without one."""

    label: str
    look: str
    depth: int
    cells: tuple[str, ...]


class CodingEntry(NamedTuple):
    """What one coder made of a passage; `quote` is None for nothing."""

    coder: str
    quote: Quote | None
    speaker: str
    reporter: str
    topics: tuple[tuple[str, str], ...]


class DifferenceEntry(NamedTuple):
    """A passage with its codings."""

    difference: Disagreement
    words: Markup
    codings: tuple[CodingEntry, ...]


def export(comparison: Comparison, differences: Sequence[Disagreement]) -> Iterator[bytes]:
    """Yield the page of a comparison and its differences."""
    looks = {key: name_topic_classes(number) for number, key in enumerate(comparison.topics)}
    tables = [(measured, _list_rows(comparison, measured, looks)) for measured in MEASURED]
    groups = [
        (key, [_make_entry(one, comparison, looks) for one in some])
        for key, some in groupby(differences, key=lambda one: one.topic)
    ]
    left_out = [coding.first.file for coding in list_alone(comparison.codings)]
    values = {
        "title": join_names(comparison.coders),
        "texts": len(comparison.shared),
        "notes": [
            ("Left out, as only one coder has the text", left_out),
            ("Compared as one", [*list_topic_conflicts(comparison.coders, comparison.shared)]),
        ],
        "matched": sum(count_matches(comparison.matches, len(comparison.coders)).values()),
        "coders": comparison.coders,
        "resamples": comparison.resamples,
        "tables": tables,
        "groups": groups,
        "total": len(differences),
        "labels": comparison.names,
        "looks": looks,
    }
    return fill("comparison.html", values, styles=("page.css", "findings.css", "comparison.css"))


def _list_rows(comparison: Comparison, measured: str, looks: dict[str, str]) -> list[FigureRow]:
    tree = TopicTree(comparison.topics)
    return [
        FigureRow(
            comparison.names.get(one.row.topic, one.label),
            looks.get(one.row.topic, ""),
            min(tree.depth(one.row.topic), 4) if one.row.topic else 0,
            _list_cells(one),
        )
        for one in comparison.agreements
        if one.measured == measured
    ]


def _list_cells(one: Agreement) -> tuple[str, ...]:
    covered = [show_covered(one, coder) for coder in range(len(one.covered))]
    figures = [show_value(one.kappa.value), show_value(one.alpha.value), show_interval(one.alpha)]
    if one.measured != "quotes":
        figures += [show_value(one.alpha_u.value), show_interval(one.alpha_u)]
        figures.append(show_value(one.alpha_cu.value))
    return (*covered, show_percent(one.agreement), *figures)


def _make_entry(
    difference: Disagreement, comparison: Comparison, looks: dict[str, str]
) -> DifferenceEntry:
    before, words, after = map(to_html, collapse_context(difference))
    names = name_people(difference.quotes)
    codings = [
        CodingEntry(
            coder,
            quote,
            name_speaker(quote, names) if quote else "",
            names[quote.reported_by.id] if quote and quote.reported_by else "",
            tuple((looks[topic.id], comparison.names[topic.id]) for topic in quote.topics)
            if quote
            else (),
        )
        for coder, quote, is_there in zip(comparison.coders, difference.quotes, difference.there)
        if is_there
    ]
    return DifferenceEntry(
        difference, Markup(f"{before}<mark>{words}</mark>{after}"), tuple(codings)
    )
