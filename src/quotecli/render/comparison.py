"""How far coders agree, and where they differ, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from quotecli.comparing.compare import Agreement, Comparison, Figure, count_matches
from quotecli.comparing.differences import MISSING, Disagreement
from quotecli.comparing.people import name_people, name_speaker
from quotecli.comparing.tallying import Measured
from quotecli.model import Quote, collapse_space
from quotecli.render.layout import Line, Piece, Table, TableColumn, cell
from quotecli.render.view import View
from quotecli.text.escape import visible_line
from quotecli.text.plural import count_noun
from quotecli.topic_tree import TopicTree

NARROW = 72
"""On a screen with fewer columns the table has no interval and no coverage."""

_NOT_DEFINED = "-"


def summary_lines(comparison: Comparison) -> Iterator[Line]:
    """Yield who is compared, and how many of their quotes match."""
    shared = len(comparison.shared)
    yield Line([Piece(f"{join_names(comparison.coders)}: {count_noun(shared, 'text')}", "total")])
    counts = [
        sum(quotes[coder] is not None for some in comparison.matches for quotes in some)
        for coder in range(len(comparison.coders))
    ]
    both = count_matches(comparison.matches, len(comparison.coders))
    for (one, other), number in both.items():
        names = f"{comparison.coders[one]} {counts[one]:,}, {comparison.coders[other]}"
        match = "matches" if number == 1 else "match"
        yield Line([Piece(visible_line(f"quotes: {names} {counts[other]:,}; {number:,} {match}"))])


def agreement_table(
    comparison: Comparison, measured: Measured, view: View, columns: int = 0
) -> Table:
    """Return a row for each topic, and for speaker, kind and all, by what is measured.

    `columns` is the width of the screen, 0 for a pipe.
    """
    is_wide = not 0 < columns < NARROW
    with_units = measured != "quotes"
    interval = ["95 %"] if comparison.resamples and is_wide else []
    units = ["alpha-u", "cu-alpha"][: 2 if is_wide else 1] if with_units else []
    coders = [visible_line(name) for name in comparison.coders] if is_wide else []
    headings = [*coders, "agree", "kappa", "alpha", *interval, *units]

    rows = []
    for one in comparison.agreements:
        if one.measured != measured:
            continue
        covered = [cell(show_covered(one, coder)) for coder in range(len(coders))]
        figures = [one.kappa, one.alpha, one.alpha_u, one.alpha_cu]
        texts = [show_value(figure.value) for figure in figures]
        between = [cell(show_interval(one.alpha), "dim")] if interval else []
        rows.append(
            [
                _name(one, comparison, view),
                *covered,
                cell(show_percent(one.agreement)),
                *map(cell, texts[:2]),
                *between,
                *map(cell, texts[2 : 2 + len(units)]),
            ]
        )
    heads = [TableColumn(name, right=True, wraps_heading=True) for name in headings]
    return Table([TableColumn(measured, wraps=True), *heads], rows)


def note_lines(comparison: Comparison, columns: int = 0) -> Iterator[Line]:
    """Yield what a reader must know of the table, if it has intervals."""
    if comparison.resamples and not 0 < columns < NARROW:
        shared = len(comparison.shared)
        note = f"95 % of {comparison.resamples:,} resamples of the {count_noun(shared, 'text')}"
        yield Line([Piece(f"{note} are in the interval of alpha", "dim")])


def difference_lines(
    differences: Sequence[Disagreement], comparison: Comparison, view: View
) -> Iterator[Line]:
    """Yield the differences under their topics, each with its context and all codings."""
    for topic, some in groupby(differences, key=lambda one: one.topic):
        yield Line()
        yield Line([Piece(_head(topic, comparison), "heading")])
        for difference in some:
            yield Line()
            yield from _show(difference, comparison, view)
    yield Line()
    total = count_noun(len(differences), "difference") if differences else "no differences"
    yield Line([Piece(total, "total")])


def _head(topic: str, comparison: Comparison) -> str:
    if not topic:
        return "no topic"
    alpha = next(
        (
            one.alpha_u
            for one in comparison.agreements
            if one.row.topic == topic and one.measured == "characters"
        ),
        Figure(None),
    )
    label = visible_line(collapse_space(comparison.names[topic]))
    return f"{label} (alpha-u {show_value(alpha.value)})"


def _show(difference: Disagreement, comparison: Comparison, view: View) -> Iterator[Line]:
    glyphs, first = view.glyphs, difference.first
    paragraph = f" {glyphs.paragraph} {first.paragraph}" if first.paragraph else ""
    yield Line(
        [
            Piece(f"{difference.statement.id}{paragraph}: ", "id"),
            Piece(", ".join(difference.what), "warning"),
        ],
        indent=2,
    )
    before, words, after = map(visible_line, collapse_context(difference))
    pieces = [Piece(before, "dim"), Piece(glyphs.begin), Piece(words), Piece(glyphs.end)]
    yield Line([*pieces, Piece(after, "dim")], indent=4)
    names = name_people(difference.quotes)
    for name, quote, is_there in zip(comparison.coders, difference.quotes, difference.there):
        if is_there:
            told = (
                _describe(quote, difference, names, comparison, view)
                if quote
                else [Piece("nothing", "dim")]
            )
            yield Line([Piece(f"{visible_line(name)}: ", "speaker"), *told], indent=4)


def _describe(
    quote: Quote,
    difference: Disagreement,
    names: dict[str, str],
    comparison: Comparison,
    view: View,
) -> list[Piece]:
    """Return a coding: its id, speaker, kind and topics, and its words if the extent differs."""
    words = [f"{quote.id}: {name_speaker(quote, names)}", quote.kind]
    if quote.reported_by:
        words.append(f"reported by {names[quote.reported_by.id]}")
    if quote.polarity == "negative":
        words.append("denied")
    pieces = [Piece(visible_line(f"{', '.join(words)}; "))]
    for number, topic in enumerate(quote.topics):
        pieces += [Piece(", ")] * (number > 0)
        pieces += view.topic(topic.id, visible_line(collapse_space(comparison.names[topic.id])))
    pieces += [Piece("no topic", "dim")] * (not quote.topics)
    if "extent" in difference.what and MISSING not in difference.what:
        excerpt = visible_line(quote.excerpt)
        pieces.append(Piece(f"; {view.glyphs.open}{excerpt}{view.glyphs.close}"))
    return pieces


def _name(one: Agreement, comparison: Comparison, view: View) -> Line:
    if not one.row.topic:
        return cell(one.label)
    depth = TopicTree(comparison.topics).depth(one.row.topic)
    label = visible_line(collapse_space(comparison.names[one.row.topic]))
    return Line([Piece("  " * (depth + 1)), *view.topic(one.row.topic, label)])


def show_covered(one: Agreement, coder: int) -> str:
    """Return how much a coder quotes: how many quotes, or which part of the texts."""
    covered, size = one.covered[coder], one.sizes[coder]
    if one.measured == "quotes":
        return f"{covered:,.0f}"
    return f"{covered / size:.0%}" if size else _NOT_DEFINED


def show_percent(figure: Figure) -> str:
    """Return a share in percent."""
    return _NOT_DEFINED if figure.value is None else f"{figure.value:.0%}"


def show_interval(figure: Figure) -> str:
    """Return the ends of an interval."""
    if figure.low is None or figure.high is None:
        return _NOT_DEFINED
    return f"{show_value(figure.low)} to {show_value(figure.high)}"


def show_value(value: float | None) -> str:
    """Return a coefficient with two digits: 1 only if nothing differs."""
    if value is None:
        return _NOT_DEFINED
    text = f"{value:.2f}"
    return "0.99" if text == "1.00" and value < 1 else "0.00" if text == "-0.00" else text


def collapse_context(difference: Disagreement) -> tuple[str, str, str]:
    """Return the context of a difference on one line, with the space around its words."""
    before, words, after = difference.context
    return (
        collapse_space(before) + " " * before[-1:].isspace(),
        collapse_space(words),
        " " * after[:1].isspace() + collapse_space(after),
    )


def join_names(names: Sequence[str]) -> str:
    """Return names as in a sentence."""
    shown = [visible_line(name) for name in names]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
