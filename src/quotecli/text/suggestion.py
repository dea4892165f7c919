"""The names that a misspelt one may stand for: every "did you mean …?" of the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# The share of letters in common from which a name is suggested: one slip in three letters passes,
# as in "wra" for "war", but not two.
_MIN_SIMILARITY = 0.66
# How many code points of a misspelt name are compared at most, since the time grows with them.
_MAX_COMPARED = 60


def find_similar(misspelt: str, names: Iterable[str], limit: int = 1) -> list[str]:
    """Return up to `limit` of the names most similar to a misspelt one, the most similar first."""
    from difflib import get_close_matches

    return get_close_matches(misspelt[:_MAX_COMPARED], list(names), limit, _MIN_SIMILARITY)


def did_you_mean(names: Sequence[str]) -> str:
    """Return the question if one of `names` is meant; "" without names."""
    return f"did you mean {' or '.join(names)}?" if names else ""
