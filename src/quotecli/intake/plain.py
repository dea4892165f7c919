"""Plain text and Markdown: front matter, and characters that are written as HTML entities."""

from __future__ import annotations

import html
import re
from typing import Any

from quotecli.intake.document import Document, cut_time
from quotecli.store.head import KEYS

_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:(?!---[ \t]*(?:\n|\Z)).*\n)*)---[ \t]*(?:\n\s*|\Z)")
_ENTRY = re.compile(r"([A-Za-z_-]+):[ \t]*(.*)")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_FIELDS = {name: key for key in KEYS for name in (key, *KEYS[key].aliases)}


def read_text(text: str) -> Document:
    """Return a text without its front matter, which becomes the head."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    match = _FRONT_MATTER.match(text)
    head: dict[str, Any] = dict(_read_front_matter(match.group(1))) if match else {}
    # A rule at the top is not front matter.
    body = text[match.end() :] if match and head else text
    plain = _ENTITY.sub(lambda entity: html.unescape(entity.group()), body)
    line = 1 + text[: len(text) - len(body)].count("\n")
    return Document(plain, **head, first_line=line)


def _read_front_matter(lines: str) -> dict[str, str]:
    """Return the entries of front matter in YAML that belong to the head, by field."""
    values_of: dict[str, list[str]] = {}
    field = ""
    for line in lines.splitlines():
        entry = _ENTRY.fullmatch(line.rstrip())
        if entry:
            field = _FIELDS.get(entry.group(1).lower(), "")
            values = _read_values(entry.group(2))
        else:
            values = _read_values(line.strip()[1:]) if line.strip().startswith("-") else []
        if field:
            values_of.setdefault(field, []).extend(values)

    found = {field: ", ".join(values) for field, values in values_of.items() if values}
    if len(values_of.get("speaker", ())) > 1:
        del found["speaker"]  # the statement is that of one
    address = found.get("url", "")
    if address and not address.startswith(("http://", "https://")):
        found.setdefault("publisher", found.pop("url"))
    if "published" in found:
        found["published"] = cut_time(found["published"])
    return found


def _read_values(value: str) -> list[str]:
    """Return a value, or those of a list in brackets, without quotation marks."""
    value = value.strip()
    inner = value[1:-1] if value.startswith("[") and value.endswith("]") else None
    parts = [value] if inner is None else inner.split(",")
    return [plain for part in parts if (plain := _unquote(part.strip()))]


def _unquote(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1].strip() if quoted else value
