"""Dates are years, months or days of the calendar; all others are not dates."""

from __future__ import annotations

import pytest

from quotecli.text.dates import day_range, is_date


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_date_has_a_first_and_a_last_day(date: str, first: str, last: str) -> None:
    assert is_date(date)
    assert day_range(date) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-2", "2023-02-29", "2024-13", "0000", "spring 2024", "٢٠٢٤", "2024-02-"]
)
def test_any_other_text_is_not_a_date(text: str) -> None:
    assert not is_date(text)
    assert day_range(text) == (None, None)
