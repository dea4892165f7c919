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
