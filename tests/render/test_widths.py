"""Widths of columns: nothing is wider than the screen, and nothing is wasted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotecli.render.layout import BETWEEN
from quotecli.render.widths import Need, fit_widths

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
