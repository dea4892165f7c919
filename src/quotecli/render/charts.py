"""Counts drawn as a picture by Matplotlib: bars, months, and the heat map of a cross-table."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterable
from typing import Any, NamedTuple

from quotecli.errors import Place, QuotecliError
from quotecli.extras import load_module
from quotecli.library.tally import Key, Measure, Tally
from quotecli.render.crosstab import add_empty_months
from quotecli.render.folding import Labels, value_text
from quotecli.render.theme import COLOURS
from quotecli.render.width import fit, width
from quotecli.text.escape import visible_line

_KINDS = {".svg": "svg", ".png": "png"}
_BAR = COLOURS[0].sign
_WIDTH = 8.0  # inches
_ROW = 0.3  # inches
_MAX_LABEL = 40  # columns of a terminal: a Chinese character takes two
_MAX_KEYS = 60
# Matplotlib's own font, and those that have what it lacks, of Linux, Windows and macOS.
_FONTS = """
DejaVu Sans, Noto Sans CJK SC, Noto Sans CJK JP, Noto Sans SC, Noto Sans JP, Noto Sans KR,
Noto Sans Arabic, Noto Sans Hebrew, Noto Sans Devanagari, Noto Sans Bengali, Noto Sans Tamil,
Noto Sans Thai, Noto Sans Khmer, Noto Sans Georgian, Noto Sans Armenian, Noto Sans Ethiopic,
WenQuanYi Zen Hei, Microsoft YaHei, Yu Gothic, Malgun Gothic, Nirmala UI, Leelawadee UI, Segoe UI,
PingFang SC, Hiragino Sans, Apple SD Gothic Neo, Arial Unicode MS, Noto Emoji, Segoe UI Symbol
"""
_MISSING = re.compile(r"Glyph (\d+) ")
# Nothing of a text is taken for mathematics, and the same counts give the same bytes.
_SETTINGS: Any = {
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "quotecli",
    "font.size": 9,
    "axes.unicode_minus": False,
}
_TURNED: tuple[Any, Any] = ({"rotation": 20, "ha": "right"}, {"rotation": 90})
_TITLES: dict[Measure, str] = {
    "quotes": "quotes",
    "words": "words",
    "share": "share of the words",
    "quotes-per-thousand": "quotes per 1,000 words",
    "words-per-thousand": "words per 1,000 words",
}


class Picture(NamedTuple):
    """A picture in a file, and the characters of its labels that no font here has."""

    content: bytes
    missing: tuple[str, ...]


def draw_chart(tally: Tally, measure: Measure, labels: Labels, path: str) -> Picture:
    """Return a picture of a tally, of the kind that the ending of `path` says.

    Counts by one side are bars, by month columns in the order of time; by two sides they are a heat
    map. Raises QuotecliError for another ending, for more than 60 rows or columns, and if
    Matplotlib is missing.
    """
    kind = _KINDS.get(path[-4:].lower())
    if kind is None:
        hint = "call it .svg or .png"
        raise QuotecliError("not a kind of picture", place=Place(path), hint=hint)
    size = max(len(tally.rows), len(tally.columns))
    if size > _MAX_KEYS:
        hint = f"filter the quotes: {_MAX_KEYS} rows and columns can be read"
        raise QuotecliError(f"too many to draw: {size:,}", place=Place(path), hint=hint)
    # What it says of fonts and caches is for programmers.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    load_module("matplotlib")
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    fonts = " ".join(_FONTS.split()).split(", ")
    known = [*(font for font in fonts if font in installed), "sans-serif"]
    with (
        rc_context({**_SETTINGS, "font.family": known}),
        warnings.catch_warnings(record=True) as said,
    ):
        warnings.simplefilter("always")
        figure = Figure(layout="constrained")
        axes = figure.subplots()
        if len(tally.by) == 2:
            _draw_heat(figure, axes, tally, measure, labels)
        elif tally.by == ("month",):
            _draw_months(figure, axes, tally, measure, labels)
        else:
            _draw_bars(figure, axes, tally, measure, labels)
        picture = io.BytesIO()
        # A date in the file would make two of the same counts differ.
        metadata = {"Date": None} if kind == "svg" else {"Software": None}
        figure.savefig(picture, format=kind, dpi=150, metadata=metadata)
    missing = _find_missing(str(one.message) for one in said) if kind == "png" else ()
    return Picture(picture.getvalue(), missing)


def _find_missing(messages: Iterable[str]) -> tuple[str, ...]:
    """Return the characters that Matplotlib has no font for, by its warnings."""
    found = (_MISSING.match(message) for message in messages)
    return tuple(sorted({chr(int(one[1])) for one in found if one}))


def _draw_bars(figure: Any, axes: Any, tally: Tally, measure: Measure, labels: Labels) -> None:
    (side,) = tally.by
    values = [tally.value(measure, count, key) for key, count in tally.rows.items()]
    figure.set_size_inches(_WIDTH, 1 + _ROW * len(values))
    bars = axes.barh(range(len(values)), values, color=_BAR)
    axes.bar_label(bars, [value_text(value, measure) for value in values], padding=3)
    axes.set_yticks(range(len(values)), [_label(labels, side, key) for key in tally.rows])
    axes.invert_yaxis()
    axes.set_xlabel(_TITLES[measure])
    axes.spines[["top", "right"]].set_visible(False)


def _draw_months(figure: Any, axes: Any, tally: Tally, measure: Measure, labels: Labels) -> None:
    keys = add_empty_months(tally.rows)
    values = [
        tally.value(measure, tally.rows[key], key) if key in tally.rows else 0 for key in keys
    ]
    figure.set_size_inches(_WIDTH, _WIDTH / 2)
    axes.bar(range(len(values)), values, color=_BAR)
    names = [_label(labels, "month", key) for key in keys]
    axes.set_xticks(range(len(values)), names, rotation=90 if len(values) > 8 else 0)
    axes.set_ylabel(_TITLES[measure])
    axes.spines[["top", "right"]].set_visible(False)


def _draw_heat(figure: Any, axes: Any, tally: Tally, measure: Measure, labels: Labels) -> None:
    first, second = tally.by
    rows = [
        [
            tally.value(measure, tally.cells[row, column], row, column)
            if (row, column) in tally.cells
            else 0
            for column in tally.columns
        ]
        for row in tally.rows
    ]
    figure.set_size_inches(_WIDTH, 2 + _ROW * len(rows))
    most = max((value for row in rows for value in row), default=0) or 1
    axes.imshow(rows, cmap="Oranges", vmin=0, vmax=most, aspect="auto")
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            colour = "white" if value > most * 0.75 else "black"
            text = value_text(value, measure) if value else ""
            axes.text(x, y, text, ha="center", va="center", color=colour)
    names = [_label(labels, second, key) for key in tally.columns]
    axes.set_xticks(range(len(names)), names, **_TURNED[len(names) > 6])
    axes.set_yticks(range(len(rows)), [_label(labels, first, key) for key in tally.rows])
    axes.set_title(f"{_TITLES[measure]} by {first} and {second}", fontsize=9)
    axes.spines[:].set_visible(False)


def _label(labels: Labels, side: str, key: Key) -> str:
    """Return what a key is called, on one line that is not too long."""
    text = visible_line(labels.of(side, key))
    indent = "  " * labels.depths.get(key or "", 0) if side == "topic" else ""
    return indent + (text if width(text) <= _MAX_LABEL else fit(text, _MAX_LABEL).rstrip())
