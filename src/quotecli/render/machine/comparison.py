"""How far coders agree, and where they differ, as JSON and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from quotecli.comparing.compare import COEFFICIENTS, Agreement, Comparison, Figure
from quotecli.comparing.differences import Disagreement
from quotecli.objects import Row, quote_object
from quotecli.render.machine.formats import Shape
from quotecli.text.escape import visible_line

_DIGITS = 6


def list_records(comparison: Comparison, differences: Sequence[Disagreement]) -> Iterator[Row]:
    """Yield the figures, then the differences, each an object with its `record`."""
    for one in comparison.agreements:
        yield {"record": "figures", **_figures_object(one, comparison)}
    for difference in differences:
        yield {"record": "difference", **_difference_object(difference, comparison)}


def make_records_shape() -> Shape[Row]:
    """Return how records are written as JSON."""
    return Shape(lambda record: record, ())


def make_figures_shape(comparison: Comparison) -> Shape[Agreement]:
    """Return a row for each row of figures."""
    names = [f"{name}{end}" for name in COEFFICIENTS for end in ("", "_low", "_high")]
    covered = [f"covered_by_{name}" for name in _name_columns(comparison)]

    def as_row(one: Agreement) -> Row:
        row: Row = {"unit": one.measured, "by": one.row.by, "topic": one.row.topic}
        row["label"] = one.label
        row |= dict(zip(covered, map(_number, one.covered)))
        for name in COEFFICIENTS:
            figure: Figure = getattr(one, name)
            for end, value in zip(("", "_low", "_high"), figure):
                row[f"{name}{end}"] = "" if value is None else round(value, _DIGITS)
        return row

    columns = ("unit", "by", "topic", "label", *covered, *names)
    return Shape(lambda one: _figures_object(one, comparison), columns, as_row)


def make_differences_shape(comparison: Comparison) -> Shape[Disagreement]:
    """Return a row for each difference, with the coding of each coder."""
    kinds = ("id", "speaker", "kind", "polarity", "topics", "excerpt")
    names = _name_columns(comparison)
    columns = [f"{kind}_by_{name}" for name in names for kind in kinds]

    def as_row(one: Disagreement) -> Row:
        before, words, after = one.context
        row: Row = {
            "topic": one.topic,
            "statement": one.statement.id,
            "paragraph": one.first.paragraph or "",
            "differ": ";".join(one.what),
            "before": before,
            "words": words,
            "after": after,
        }
        for name, quote in zip(names, one.quotes):
            values: list[Any] = [""] * len(kinds)
            if quote:
                about = ";".join(topic.id for topic in quote.topics)
                who = quote.speaker.name if quote.speaker else ""
                values = [quote.id, who, quote.kind, quote.polarity, about, quote.excerpt]
            row |= {f"{kind}_by_{name}": value for kind, value in zip(kinds, values)}
        return row

    first = ("topic", "statement", "paragraph", "differ", "before", "words", "after")
    return Shape(lambda one: _difference_object(one, comparison), (*first, *columns), as_row)


def _name_columns(comparison: Comparison) -> list[str]:
    """Return the coders as headings name them: cells are made safe, headings are not."""
    return [visible_line(name) for name in comparison.coders]


def _figures_object(one: Agreement, comparison: Comparison) -> Row:
    return {
        "unit": one.measured,
        "by": one.row.by,
        "topic": one.row.topic or None,
        "label": one.label,
        "coders": [
            {"coder": name, "covered": _number(covered), "of": _number(size)}
            for name, covered, size in zip(comparison.coders, one.covered, one.sizes)
        ],
        **{name: _figure_object(getattr(one, name)) for name in COEFFICIENTS},
        "resamples": comparison.resamples,
    }


def _figure_object(figure: Figure) -> Row | None:
    if figure.value is None:
        return None
    return {
        name: None if value is None else round(value, _DIGITS)
        for name, value in figure._asdict().items()
    }


def _difference_object(one: Disagreement, comparison: Comparison) -> Row:
    before, words, after = one.context
    codings = zip(comparison.coders, one.quotes, one.there)
    return {
        "topic": one.topic or None,
        "statement": one.statement.id,
        "paragraph": one.first.paragraph or None,
        "differ": list(one.what),
        "span": one.span,
        "before": before,
        "words": words,
        "after": after,
        "codings": [
            {"coder": name, "quote": quote_object(quote) if quote else None}
            for name, quote, is_there in codings
            if is_there
        ],
    }


def _number(value: float) -> int:
    return int(value)
