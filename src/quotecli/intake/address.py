"""Addresses on the web, told from the names of files."""

from __future__ import annotations


def is_address(source: str) -> bool:
    """Return True for an address on the web."""
    return source.lower().startswith(("http://", "https://"))
