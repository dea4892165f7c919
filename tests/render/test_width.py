"""The width of text is as it is drawn; columns fill a screen and are never wider."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quotecli.render.layout import BETWEEN
from quotecli.render.width import Need, fit_widths, measure_terminal, width
from quotecli.text.escape import visible_line

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def test_width_counts_the_columns_of_a_terminal() -> None:
    assert [width(text) for text in ("abc", "学而", "e\u0301", "é", FAMILY)] == [3, 4, 1, 1, 2]


def test_marks_and_invisible_signs_take_no_column() -> None:
    texts = ("ที่", "हिन्दी", "a\u200d\u200eb", "가")
    assert [width(text) for text in texts] == [cell_len(text) for text in texts]
    assert width("ที่") == 1
    assert width("가") == 2


def test_every_character_is_as_wide_as_rich_draws_it() -> None:
    characters = filter(str.isprintable, map(chr, range(sys.maxunicode + 1)))
    assert not [character for character in characters if width(character) != cell_len(character)]


@given(st.text(max_size=60))
def test_any_text_that_is_shown_is_as_wide_as_rich_draws_it(text: str) -> None:
    shown = visible_line(text)
    assert width(shown) == cell_len(shown)


def test_common_text_is_measured_without_rich() -> None:
    script = """
import sys
from quotecli.render.width import width
width("“Ça va” — said Łukasz, Ελένη and Юлия … €5")
assert not [name for name in sys.modules if name.startswith("rich")]
width("学而")
assert "rich.console" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=600)


SIZES = st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(1, 60))


@given(st.lists(SIZES, min_size=1, max_size=7), st.integers(-1, 6), st.integers(1, 200))
def test_columns_fit_the_screen_and_have_their_least(
    sizes: list[tuple[int, int, int]], main: int, screen: int
) -> None:
    needs = [
        Need(heading, max(whole, least), least, main=n == main)
        for n, (heading, least, whole) in enumerate(sizes)
    ]
    widths = fit_widths(needs, screen)
    between = BETWEEN * (len(needs) - 1)
    if widths is None:
        assert sum(need.least for need in needs) + between > screen
        return
    assert sum(widths) + between <= screen
    assert all(width >= need.least for width, need in zip(widths, needs))
    wrapped = any(width < need.whole for width, need in zip(widths, needs))
    if wrapped and 0 <= main < len(needs):
        assert sum(widths) + between == screen


def test_headings_break_before_cells_do() -> None:
    needs = [Need(heading=20, whole=9, least=9), Need(heading=5, whole=30, least=10)]
    assert fit_widths(needs, 52) == [20, 30]
    assert fit_widths(needs, 51) == [9, 30]


def test_the_main_column_has_a_third_before_others_grow() -> None:
    needs = [Need(5, 60, 10), Need(5, 60, 10), Need(5, 200, 10, main=True)]
    assert fit_widths(needs, 94) == [30, 30, 30]
    assert fit_widths([Need(5, 10, 10), *needs[1:]], 94) == [10, 50, 30]
    assert fit_widths([Need(5, 10, 10), Need(5, 12, 12), needs[2]], 94) == [10, 12, 68]


def test_a_terminal_that_says_no_size_is_taken_for_a_common_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((0, 0)))
    assert measure_terminal() == (80, 24)
