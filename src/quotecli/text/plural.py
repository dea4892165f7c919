"""Numbers with their nouns: 1 quote, 1,200 quotes."""

from __future__ import annotations


def count_noun(number: int, noun: str) -> str:
    """Return a number with its noun, whose plural ends in "s"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
