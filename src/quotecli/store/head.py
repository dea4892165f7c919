"""The head of a text: what is known of it and of its source, by one table of keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from quotecli.model import Source


class HeadKey(NamedTuple):
    """A key of a head: what it is called for people, and what else front matter calls it."""

    label: str
    aliases: tuple[str, ...] = ()


KEYS = {
    "title": HeadKey("Title"),
    "speaker": HeadKey("Speaker"),
    "occasion": HeadKey("Occasion"),
    "author": HeadKey("Author", ("authors", "by")),
    "publisher": HeadKey("Publisher", ("publication", "site", "sitename")),
    "url": HeadKey("URL", ("address", "link", "source")),
    "published": HeadKey("Publication date", ("date",)),
    "accessed": HeadKey("Access date"),
    "language": HeadKey("Language", ("lang",)),
}
"""The keys of options, of sources.csv, of JSON Lines and of front matter, in order."""

OF_SOURCE = tuple(key for key in KEYS if key in Source._fields)
"""Those that say where a text is from."""


def read_head(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the head that an object in JSON has, without what is empty or null.

    Raises ValueError, with the name of the key, for a value that is not a text.
    """
    found = {key: row[key] for key in KEYS if row.get(key) is not None}
    for key, value in found.items():
        if not isinstance(value, str):
            raise ValueError(key)
    return {key: value for key, value in found.items() if value.strip()}


def fill_settings(settings: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """Return arguments of make() with the head: what they have comes before what is `said`."""
    source: Source = settings.get("source") or Source()
    known = {key: getattr(source, key) or said.get(key, "") for key in OF_SOURCE}
    own = {key: settings.get(key) or said.get(key, "") for key in KEYS if key not in OF_SOURCE}
    return {**settings, **own, "source": source._replace(**known)}
