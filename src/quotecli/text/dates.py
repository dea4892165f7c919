"""Dates in ISO 8601: a year, a month or a day."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def is_date(text: str) -> bool:
    """Return True for a year, a month or a day of the calendar: 2024, 2024-02 or 2024-02-29."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(first_day(text))
    except ValueError:
        return False
    return True


def first_day(text: str) -> str:
    """Return the first day of a date."""
    return f"{text}-01-01"[:10]


def last_day(text: str) -> str:
    """Return a day, not always a real one, after which as a string no day of a date sorts."""
    return text + {4: "-12-31", 7: "-31"}.get(len(text), "")


def day_range(text: str) -> tuple[str | None, str | None]:
    """Return the first and last day of a date; (None, None) for any other text."""
    return (first_day(text), last_day(text)) if is_date(text) else (None, None)
