"""Ids made from names and titles."""

from __future__ import annotations

import re

from quotecli.text.normal import normalize


def make_slug(text: str, fallback: str = "statement") -> str:
    """Return `text` as an id: lower-case ASCII letters and digits, everything else a hyphen.

    If nothing is left of it, `fallback` is returned.
    """
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain)) or fallback


def add_unique(key: str, taken: set[str]) -> str:
    """Add an id to those taken, with a number that makes it unique if need be, and return it.

    The number is the first one that is free unless there are gaps; many of one name take little
    time.
    """
    unique = key
    if key in taken:
        used, free = 1, 2
        while f"{key}-{free}" in taken:
            used, free = free, 2 * free
        while free - used > 1:
            middle = (used + free) // 2
            used, free = (middle, free) if f"{key}-{middle}" in taken else (used, middle)
        unique = f"{key}-{free}"
    taken.add(unique)
    return unique
